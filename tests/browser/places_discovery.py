"""The pages of what was handed over, for who did so, and the list of words for who manages."""

from playwright.sync_api import Page

from tests.browser.company import House
from tests.browser.company_discovery import found_in, handed_over
from tests.browser.visit import Visit


def discovery(house: House) -> list[Visit]:
    """From handing over to deciding."""
    return [
        *[Visit(who, "discovery.index") for who in ("ada", "chen")],
        Visit("dana", "discovery.index", then=hands_nothing_over),
        *[
            Visit("ada", "discovery.hand_over_page", {"hand_over_id": handed_over(name)})
            for name in ("ada-2026.ics", "minutes.pdf")
        ],
        Visit("bo", "discovery.hand_over_page", {"hand_over_id": handed_over("bo.ics")}),
        *[Visit("ada", "discovery.found_page", {"found_id": number}) for number in found_in("ada-2026.ics")],
        Visit("chen", "discovery.word_list", then=leaves_no_word),
    ]


def hands_nothing_over(page: Page) -> None:
    page.get_by_role("button", name="Hand it over").click()
    page.wait_for_selector(".alert-danger")


def leaves_no_word(page: Page) -> None:
    page.locator("#words").fill("*")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".alert-danger")
