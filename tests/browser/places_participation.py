"""The page of how people take part, and a file of a platform that waits for a yes."""

from playwright.sync_api import Page

from tests.browser.visit import Visit


def participation() -> list[Visit]:
    """For everybody, and for who reads files."""
    return [
        *[Visit(who, "participation.index") for who in ("ada", "chen")],
        Visit("chen", "participation.import_page", then=chooses_nothing),
    ]


def chooses_nothing(page: Page) -> None:
    page.get_by_role("button", name="Read the file").click()
