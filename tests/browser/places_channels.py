"""The pages of channels, for who looks after the group, a community manager, a member, and who has nothing to do with it."""

from playwright.sync_api import Page

from tests.browser.company_channels import NAMES, channel_of, runs_of
from tests.browser.company_mirrors import mirrored
from tests.browser.visit import Visit


def channels() -> list[Visit]:
    """One that waits, one that works, two that have stopped, one whose room is being read."""
    waits, works, braked, _denied, _reading = (channel_of(name) for name in NAMES)
    group = {"group_id": works["group_id"]}
    return [
        *[Visit("bo", "channels.channel", channel_of(name)) for name in NAMES],
        Visit("chen", "channels.channel", works),
        *[Visit("bo", "channels.look", channel_of(name)) for name in ("Bakers", "Sowers", "Sailors", "Weavers")],
        Visit("chen", "channels.look", waits),
        Visit("bo", "channels.edit", works),
        *[Visit("bo", "channels.run_page", {**works, "run_id": run_id}) for run_id in runs_of("Brewers")],
        *[Visit(who, "networks.group", group) for who in ("ada", "bo")],
        Visit("bo", "networks.group", {"group_id": braked["group_id"]}),
        Visit("bo", "channels.index", group),
        Visit("bo", "channels.index", {"group_id": mirrored("Night shift")}, then=sets_it_up_without_a_number),
        Visit("ada", "channels.channel", works),
    ]


def sets_it_up_without_a_number(page: Page) -> None:
    page.get_by_label("Stop and ask when more").fill("")
    page.get_by_role("button", name="Look at the names").click()
