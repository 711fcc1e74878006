"""The pages of thanks, for who got some, wrote some, and has neither."""

from playwright.sync_api import Page

from tests.browser.company import House
from tests.browser.company_thanks import thanks_of
from tests.browser.visit import Visit


def thanks(house: House) -> list[Visit]:
    """What waits, what is shared, and what was kept."""
    return [
        *[Visit("nobody", "thanks.thanks_link", {"token": thanks_of(house.people[name])}) for name in ("ada", "bo")],
        *[Visit(who, "thanks.mine") for who in ("bo", "chen")],
        Visit("dana", "thanks.index"),
        Visit("ada", "thanks.new", then=says_nothing),
    ]


def says_nothing(page: Page) -> None:
    page.get_by_role("button", name="Thank them").click()
