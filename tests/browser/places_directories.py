"""The pages of directories, for who manages."""

from playwright.sync_api import Page

from tests.browser.company_directories import directory, looked_at
from tests.browser.company_discovery import found_in
from tests.browser.visit import Visit

DIRECTORY = "Company directory"


def of_directories() -> list[Visit]:
    """From connecting one to what was found in it."""
    return [
        Visit("chen", "directories.index"),
        *[Visit("chen", "directories.new", {"kind": kind}) for kind in ("ldap", "scim")],
        Visit("chen", "directories.new", {"kind": "ldap"}, then=connects_nothing),
        *[Visit("chen", "directories.directory", {"directory_id": directory(name)}) for name in (DIRECTORY, "Agency")],
        Visit("chen", "directories.edit", {"directory_id": directory(DIRECTORY)}),
        Visit("chen", "discovery.hand_over_page", {"hand_over_id": looked_at(DIRECTORY)}),
        *[Visit("chen", "discovery.found_page", {"found_id": number}) for number in found_in(DIRECTORY)],
    ]


def connects_nothing(page: Page) -> None:
    page.get_by_role("button", name="Connect").click()
    page.wait_for_selector(".alert-danger")
