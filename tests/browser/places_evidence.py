"""The pages of evidence: the sentence about a goal, its groups, interviews, and reports, also behind a link."""

from playwright.sync_api import Page

from tests.browser.company import House
from tests.browser.company_evidence import COMPARED, group_named, interview_of, shared_token, the_report
from tests.browser.company_goals import goal
from tests.browser.visit import Visit


def evidence(house: House) -> list[Visit]:
    """Evidence of the company."""
    number, report = goal(COMPARED), the_report()
    return [
        Visit("ada", "evidence.index"),
        Visit("chen", "evidence.goal", {"goal_id": number}),
        Visit("ada", "evidence.goal", {"goal_id": goal("Parts found in a day")}),
        Visit("chen", "evidence.groups", {"goal_id": number}, then=adds_no_group),
        Visit("chen", "evidence.group", {"group_id": group_named("Waits")}),
        Visit("chen", "interviews.of_goal", {"goal_id": number}),
        Visit("ada", "interviews.one", {"interview_id": interview_of(house.people["ada"])}),
        Visit("bo", "interviews.one", {"interview_id": interview_of(house.people["bo"])}),
        *[Visit(who, "evidence_reports.index") for who in ("ada", "chen")],
        Visit("chen", "evidence_reports.report", {"report_id": report}),
        Visit("nobody", "evidence_reports.shared", {"token": shared_token()}),
        Visit("nobody", "evidence_reports.shared", {"token": "worn-out"}),
    ]


def adds_no_group(page: Page) -> None:
    page.get_by_role("button", name="Add the group").click()
