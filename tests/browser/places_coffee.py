"""The pages of coffee, for whoever takes part, looks after circles, or has nothing to do with it."""

from playwright.sync_api import Page

from tests.browser.company import House
from tests.browser.company_coffee import circle_named, coffee_of
from tests.browser.visit import Visit


def coffee(house: House) -> list[Visit]:
    """A coffee ahead and one that is over, circles that run and have ended."""
    runs, ended = circle_named("Across departments"), circle_named("The first try")
    tokens = (coffee_of(house.people["ada"]), coffee_of(house.people["dana"]), "nobodys")
    return [
        *[Visit("nobody", "coffee.coffee", {"token": token}) for token in tokens],
        *[Visit(who, "coffee.index") for who in ("ada", "dana", "chen")],
        *[Visit(who, "coffee.circle", {"circle_id": runs}) for who in ("ada", "chen")],
        Visit("dana", "coffee.circle", {"circle_id": runs}, then=joins_with_nothing_said),
        Visit("chen", "coffee.circle", {"circle_id": ended}),
        Visit("chen", "coffee.new", then=sets_nothing_up),
        Visit("chen", "coffee.edit", {"circle_id": runs}),
    ]


def joins_with_nothing_said(page: Page) -> None:
    for tick in page.locator("input[name=languages]:checked").all():
        tick.evaluate("box => box.checked = false")
    page.get_by_role("button", name="I would like to join").click()


def sets_nothing_up(page: Page) -> None:
    page.get_by_role("button", name="Set it up").click()
