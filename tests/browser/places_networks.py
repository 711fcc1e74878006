"""The pages of networks that meet offline, for who keeps one, is asked, belongs to it, and has nothing to do with it."""

from playwright.sync_api import Page

from tests.browser.company import House
from tests.browser.company_living import still_token
from tests.browser.company_networks import censuses_made, keeper_token, list_token, network_called
from tests.browser.visit import Visit


def networks(house: House) -> list[Visit]:
    """From the form to the end."""
    names = ("Thursday lunch", "Welders’ round", "Choir", "Chess", "Press talk", "Talk at the press")
    lunch, twin = network_called("Thursday lunch"), network_called("Thursday lunches")
    now, ahead = censuses_made()
    return [
        Visit("chen", "census.index"),
        Visit("chen", "census.censuses_page"),
        Visit("chen", "census.new_census", then=plans_nothing),
        *[Visit("chen", "census.census", {"census_id": one.id}) for one in (now, ahead)],
        Visit("chen", "census.edit_census", {"census_id": now.id}),
        Visit("chen", "census.poster", {"census_id": now.id}),
        Visit("chen", "census.unconfirmed"),
        *[Visit("chen", "census.map", {"between": between}) for between in ("department", "place")],
        *[Visit("nobody", "census.poster_link", {"token": token}) for token in (now.token, "nobodys")],
        *[Visit(who, "census.index") for who in ("ada", "admin")],
        Visit("ada", "census.index", {"ended": 1}),
        Visit("dana", "census.index", {"text": "nothing of that name"}),
        Visit("ada", "census.new", then=registers_it_twice),
        Visit("dana", "census.new"),
        *[Visit("ada", "census.network", {"network_id": network_called(name)}) for name in names],
        *[Visit("bo", "census.network", {"network_id": network_called(name)}) for name in names[:2]],
        Visit("bo", "census.edit", {"network_id": lunch}),
        Visit("bo", "census.people", {"network_id": lunch}, then=names_somebody),
        Visit("chen", "census.people", {"network_id": network_called("Chess")}),
        Visit("bo", "census.closure_page", {"network_id": lunch}),
        Visit("bo", "census.merge_page", {"network_id": lunch, "other_id": twin}),
        *[Visit("nobody", "census.keeper_link", {"token": keeper_token(name), "answer": "yes"}) for name in names[:2]],
        Visit("nobody", "census.keeper_link", {"token": keeper_token("Chess")}),
        Visit("nobody", "census.keeper_link", {"token": "nobodys"}),
        Visit("nobody", "census.list_link", {"token": list_token("Thursday lunch", house.people["dana"])}),
        Visit("nobody", "census.list_link", {"token": "nobodys"}),
        Visit("nobody", "census.still_link", {"token": still_token(), "answer": "yes"}),
        Visit("nobody", "census.still_link", {"token": "nobodys"}),
        Visit("nobody", "census.still_link", {"token": still_token()}, then=says_it_sleeps),
    ]


def registers_it_twice(page: Page) -> None:
    """Sent without a key being pressed: the script would have shown it before, and nothing would be asked."""
    page.locator("#network-form").evaluate("form => { form.elements.name.value = 'Thursday lunhc'; form.submit() }")


def says_it_sleeps(page: Page) -> None:
    page.get_by_role("button", name="It does not meet any more").first.click()


def names_somebody(page: Page) -> None:
    page.get_by_label("Names or addresses").fill("ada@brink-waal.example, stranger@brink-waal.example, no address")
    page.get_by_role("button", name="Look at the names").click()


def plans_nothing(page: Page) -> None:
    page.locator("#ends_on").fill("2026-01-01")
    page.get_by_role("button", name="Plan it").click()
