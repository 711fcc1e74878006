"""Visits to rounds of training groups."""

from playwright.sync_api import Page

from tests.browser.company_rounds import GatheringHouse
from tests.browser.visit import Visit


def rounds(house: GatheringHouse) -> list[Visit]:
    """Rounds of training groups, from an empty draft to published groups, by every door."""
    ids = house.rounds
    return [
        *[Visit("nobody", "rounds.sign_up_by_link", {"token": token}) for token in house.round_links.values()],
        Visit("nobody", "rounds.sign_up_by_link", {"token": house.round_links["open"]}, then=signs_up_for_nothing),
        Visit("nobody", "rounds.sign_up_by_link", {"token": "nobodys"}),
        Visit("nobody", "rounds.join", {"token": house.poster}, then=asks_at_the_poster),
        *[Visit("ada", "rounds.sign_up", {"round_id": ids[name]}) for name in ("open", "proposed", "asked", "published")],
        Visit("ada", "rounds.withdrawal_page", {"round_id": ids["asked"]}),
        Visit("nobody", "rounds.withdrawal_page_by_link", {"token": house.round_links["asked"]}),
        *[Visit(who, "rounds.index") for who in ("ada", "bo", "chen")],
        *[Visit("chen", "rounds.round", {"round_id": number}) for number in ids.values()],
        Visit("chen", "rounds.new", then=goes_on_to_times),
        Visit("chen", "rounds.edit", {"round_id": ids["open"]}),
        *[Visit("chen", "rounds.offer", {"round_id": ids[name]}) for name in ("empty", "open")],
        Visit("chen", "rounds.people_page", {"round_id": ids["open"]}, then=looks_at_people),
        Visit("chen", "rounds.poster", {"round_id": ids["open"]}),
        Visit("chen", "rounds.cancellation_page", {"round_id": ids["open"]}),
        Visit("chen", "rounds.move_page", {"round_id": ids["proposed"], "sign_up_id": house.sign_up}),
        Visit("chen", "rounds.move_page", {"round_id": ids["published"], "sign_up_id": house.waits}),
        Visit("chen", "rounds.asking_page", {"round_id": ids["proposed"]}),
        Visit("chen", "rounds.publication_page", {"round_id": ids["asked"]}),
        Visit("bo", "rounds.hosted", {"round_id": ids["published"]}),
        Visit("admin", "rounds.offer", {"round_id": ids["open"]}),
    ]


def goes_on_to_times(page: Page) -> None:
    page.get_by_role("button", name="On to times and places").click()  # without a title: the page says so


def signs_up_for_nothing(page: Page) -> None:
    page.get_by_role("button", name="Sign up").click()  # no time was chosen: the page says so


def asks_at_the_poster(page: Page) -> None:
    page.get_by_label("Your work address").fill("ada@brink-waal.example")
    page.get_by_role("button", name="Mail me the link").click()


def looks_at_people(page: Page) -> None:
    page.get_by_label("Addresses").fill("dana@brink-waal.example, stranger@brink-waal.example, no address")
    page.get_by_role("button", name="Look at the names").click()
