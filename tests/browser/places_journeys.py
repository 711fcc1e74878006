"""The pages of journeys, for who follows one, who goes along, who could begin, and who plans them."""

from playwright.sync_api import Page

from onboarding.journeys.models import JourneyState
from tests.browser.company import House
from tests.browser.company_journeys import buddy_of, buddy_token, journey_in, step_token
from tests.browser.visit import Visit


def journeys(house: House) -> list[Visit]:
    """From the offer to the numbers."""
    open_, draft = journey_in(JourneyState.OPEN), journey_in(JourneyState.DRAFT)
    ada, dana = house.people["ada"], house.people["dana"]
    step = {"journey_id": open_.id, "step_id": open_.current_steps[1].id}
    return [
        *[Visit(who, "journeys.index") for who in ("ada", "bo", "chen")],
        *[Visit(who, "journeys.journey", {"journey_id": open_.id}) for who in ("ada", "bo", "dana")],
        Visit("ada", "journeys.journey", {"journey_id": draft.id}),
        Visit("bo", "journeys.accompanied", {"buddy_id": buddy_of(ada).id}),
        *[Visit("nobody", "journeys.step_link", {"token": step_token(who)}) for who in (ada, dana)],
        *[Visit("nobody", "journeys.buddy_link", {"token": buddy_token(who)}) for who in (ada, dana)],
        Visit("chen", "journeys.plans_page"),
        *[Visit("chen", "journeys.plan", {"journey_id": one.id}) for one in (open_, draft)],
        Visit("chen", "journeys.new_plan", then=says_nothing),
        Visit("chen", "journeys.edit_plan", {"journey_id": draft.id}),
        Visit("chen", "journeys.new_step", {"journey_id": draft.id}),
        Visit("chen", "journeys.edit_step", step),
    ]


def says_nothing(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".alert-danger")
