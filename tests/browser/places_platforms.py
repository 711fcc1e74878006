"""The pages of platforms, for who runs Foyer."""

from playwright.sync_api import Page

from tests.browser.company_platforms import connected
from tests.browser.visit import Visit


def platforms() -> list[Visit]:
    """From choosing a kind to what a test found."""
    lacking = connected("Old directory")
    return [
        Visit("admin", "platforms.index"),
        Visit("admin", "platforms.choose"),
        Visit("admin", "platforms.new", {"kind": "scim"}, then=gives_nothing),
        *[
            Visit("admin", "platforms.platform_page", {"platform_id": connected(name)})
            for name in ("Directory", "Sign-in of the works", "Workshop")
        ],
        Visit("admin", "platforms.platform_page", {"platform_id": lacking}),
        Visit("admin", "platforms.edit", {"platform_id": lacking}),
    ]


def gives_nothing(page: Page) -> None:
    page.get_by_role("button", name="Connect and test").click()
    page.wait_for_selector(".alert-danger")
