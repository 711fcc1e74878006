"""Pages of mentorships, for the two, for who looks, for who manages."""

from playwright.sync_api import Page

from tests.browser.company import House
from tests.browser.company_mentorships import another_token, mentee_token, pair_tokens, record_of
from tests.browser.company_pairings import pairs_to_look_at
from tests.browser.visit import Visit


def mentorships(house: House) -> list[Visit]:
    """Each page in each state in which it looks different."""
    record = {"mentorship_id": record_of(house.people["ada"])}
    return [
        *[Visit(who, "mentorships.mine") for who in ("ada", "chen", "dana")],
        Visit("ada", "mentorships.ask_page", {"ambassador": house.people["bo"].id}),
        Visit("chen", "mentorships.ask_page", then=asks_without_a_word),
        *[Visit("nobody", "mentorships.pair", {"side": side, "token": token}) for side, token in pair_tokens()],
        *[Visit("nobody", "mentorships.another", {"token": token}) for token in (another_token(), "nobodys")],
        Visit("nobody", "mentorships.how_it_stands", {"token": mentee_token(house.people["ada"])}),
        *[Visit(who, "mentorships.mentees") for who in ("bo", "dana")],
        *[Visit(who, "mentorships.record", record) for who in ("ada", "bo")],
        Visit("chen", "mentorships.waiting"),
        Visit("chen", "pairings.index"),
        Visit("chen", "pairings.found", {"round_id": pairs_to_look_at()}),
        Visit("chen", "mentorships.candidates", {"person_id": house.people["dana"].id}),
        *[Visit(who, "people.apart") for who in ("ada", "dana")],
    ]


def asks_without_a_word(page: Page) -> None:
    page.get_by_role("button", name="Ask for an ambassador").click()
