"""The pages of ambassadors, early adopters and what they set themselves."""

from playwright.sync_api import Page

from tests.browser.company_ambassadors import asked_in, backing_of, commitment_of, early_of, wave_of
from tests.browser.company_courses import FullHouse
from tests.browser.visit import Visit


def ambassadors(house: FullHouse) -> list[Visit]:
    """Ambassadors: whoever is one, is asked, waits, or has nothing to do with it."""
    number, token, day = commitment_of(house.people["bo"])
    return [
        *[Visit(who, "champions.week") for who in ("chen", "admin")],
        Visit("chen", "champions.coverage"),
        Visit("chen", "champions.coverage", {"rows": "function", "columns": "language"}),
        Visit("chen", "waves.index"),
        Visit("chen", "waves.new", then=plans_nothing),
        *[Visit("chen", "waves.wave", {"wave_id": number}) for number in (1, 2)],
        Visit("chen", "waves.edit", {"wave_id": 1}),
        Visit("chen", "waves.list_page", then=reads_no_file),
        *[Visit(who, "waves.hand") for who in ("ada", "chen")],
        *[Visit("nobody", "waves.wave_link", {"token": wave_of(house.people[who])}) for who in ("ada", "bo")],
        Visit("nobody", "waves.early", {"token": early_of(house.crowd[0])}),
        *[Visit(who, "champions.commitments") for who in ("ada", "bo")],
        Visit("bo", "champions.commitment", {"commitment_id": number}, then=changes_nothing),
        Visit("nobody", "champions.commitment_link", {"token": token, "day": day.isoformat()}),
        *[Visit("nobody", "champions.link", {"token": token}) for token in (asked_in(house.people["ada"]), "nobodys")],
        Visit("nobody", "champions.backing", {"token": backing_of(house.people["bo"])}),
        *[Visit(who, "champions.mine") for who in ("ada", "bo", "dana")],
        Visit("ada", "champions.index"),
        Visit("chen", "champions.index", {"topic": "nothing of the kind"}),
        Visit("dana", "champions.suggestion", then=asks_nobody),
        Visit("chen", "champions.register"),
        Visit("chen", "champions.register", {"standing": "former"}),
    ]


def plans_nothing(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def reads_no_file(page: Page) -> None:
    page.get_by_role("button", name="Read the file").click()


def changes_nothing(page: Page) -> None:
    page.get_by_label("What do you want to do?").fill("")
    page.get_by_role("button", name="Save").click()


def asks_nobody(page: Page) -> None:
    page.get_by_role("button", name="Ask them").click()
