"""The pages of mirrors, for who looks after the group, a community manager, and who has nothing to do with it."""

from playwright.sync_api import Page

from tests.browser.company_mirrors import mirrored, runs_of
from tests.browser.visit import Visit


def mirrors() -> list[Visit]:
    """One that waits for its first plan, one that has stopped, one that works, and a group that follows nothing."""
    waits, stopped, works, nothing = (mirrored(name) for name in ("Cyclists", "Late shift", "Early shift", "Night shift"))
    return [
        *[Visit("bo", "mirroring.mirror", {"group_id": group_id}) for group_id in (waits, stopped, works)],
        Visit("bo", "mirroring.mirror", {"group_id": nothing}, then=follows_without_saying_why),
        Visit("chen", "mirroring.mirror", {"group_id": stopped}),
        Visit("chen", "mirroring.mirror", {"group_id": nothing}),
        *[Visit("bo", "mirroring.preview", {"group_id": group_id}) for group_id in (waits, stopped, works)],
        Visit("bo", "mirroring.edit", {"group_id": works}),
        *[Visit("bo", "mirroring.run_page", {"group_id": works, "run_id": run_id}) for run_id in runs_of(works)],
        *[Visit("bo", "networks.group", {"group_id": group_id}) for group_id in (stopped, works)],
        Visit("ada", "mirroring.mirror", {"group_id": works}),
    ]


def follows_without_saying_why(page: Page) -> None:
    page.get_by_label("Nobody is asked").check()
    page.get_by_role("button", name="Look at the names").click()
