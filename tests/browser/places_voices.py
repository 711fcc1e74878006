"""The pages of wishes and concerns: the board, one in each state, those of who looks after it, and those of who is not known."""

from playwright.sync_api import Page

from tests.browser.company_voices import link_of_letter, number_of
from tests.browser.visit import Visit


def voices() -> list[Visit]:
    """Wishes and concerns of the company."""
    roster, drawings, soup = number_of("I am afraid"), number_of("Drawings"), number_of("Soup")
    return [
        *[Visit(who, "voices.index") for who in ("ada", "chen")],
        Visit("dana", "voices.index", {"kind": "wish", "state": "heard"}),
        *[Visit("dana", "voices.voice", {"voice_id": number}) for number in (roster, drawings)],
        *[Visit("chen", "voices.voice", {"voice_id": number}) for number in (roster, soup, number_of("They are lazy"))],
        Visit("bo", "voices.voice", {"voice_id": number_of("A quiet hour")}, then=answers_nothing),
        Visit("ada", "voices.new"),
        Visit("ada", "voices.new", then=says_nothing),
        Visit("dana", "voices.done"),
        *[Visit(who, "voices.mine") for who in ("ada", "chen")],
        Visit("chen", "voices.desk"),
        Visit("chen", "voices.poster"),
        Visit("chen", "voices.merge_page", {"voice_id": roster, "other_id": number_of("The shift roster")}),
        Visit("nobody", "voices.poster_link"),
        Visit("nobody", "voices.back"),
        Visit("nobody", "voices.letter_link", {"token": link_of_letter()}),
        Visit("nobody", "voices.letter_link", {"token": "worn-out"}),
    ]


def says_nothing(page: Page) -> None:
    page.get_by_role("button", name="Say it").click()


def answers_nothing(page: Page) -> None:
    page.get_by_role("button", name="Answer", exact=True).click()
