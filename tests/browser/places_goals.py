"""The pages of goals, for who owns them, who is asked to, and who only reads."""

from playwright.sync_api import Page

from champions.thanks import queries as thanks_of
from onboarding.goals.models import Part
from tests.browser.company import House
from tests.browser.company_goals import goal, plan, programme
from tests.browser.visit import Visit


def goals(house: House) -> list[Visit]:
    """A programme before and after its start; a goal under way, one that waits, one that is closed; a file that waits for a yes."""
    started, empty = programme("Answers within a morning"), programme("Nothing chosen yet")
    under_way, waits, closed, measure = (
        goal(name)
        for name in ("Answers in 4 h", "Parts found in a day", "Questions are written down", "Answers across departments")
    )
    return [
        *[Visit(who, "goals.index") for who in ("ada", "chen")],
        *[Visit(who, "goals.programme", {"programme_id": number}) for number in (started, empty) for who in ("ada", "chen")],
        Visit("chen", "goals.new_programme", then=makes_nothing),
        Visit("chen", "goals.edit_programme", {"programme_id": started}),
        Visit("chen", "goals.edit_plan", {"plan_id": plan(started, Part.PLATFORM)}),
        Visit("chen", "goals.new_goal", {"programme_id": empty}, then=puts_nothing_down),
        Visit("chen", "goals.edit", {"goal_id": under_way}),
        Visit("chen", "goals.goal", {"goal_id": under_way}, then=enters_no_number),
        *[Visit("ada", "goals.goal", {"goal_id": number}) for number in (under_way, waits, closed)],
        Visit("chen", "goals.closure_page", {"goal_id": under_way}),
        Visit("chen", "goals.history", {"goal_id": under_way}),
        Visit("chen", "goals.measurement", {"goal_id": under_way, "day": "2026-09-07"}),
        *[Visit("chen", "goals.import_page", {"goal_id": number}) for number in (under_way, measure)],
        Visit("bo", "goals.serving_page", {"thing": "thanks", "number": thanks_of.written(house.people["bo"])[0].thanks.id}),
    ]


def makes_nothing(page: Page) -> None:
    page.get_by_role("button", name="Make the programme").click()


def puts_nothing_down(page: Page) -> None:
    page.get_by_role("button", name="Put it down").click()


def enters_no_number(page: Page) -> None:
    page.get_by_role("textbox", name="What was measured").fill("fast")
    page.get_by_role("button", name="Enter it").click()
