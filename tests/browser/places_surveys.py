"""The pages of surveys: what asks, what was answered, planning one, and the page behind the link of a mail."""

from playwright.sync_api import Page

from tests.browser.company_surveys import DRAFT, READ, STOPPED, link_of, number_of, wave_of
from tests.browser.visit import Visit


def surveys(house) -> list[Visit]:
    """Surveys of the company."""
    return [
        *[Visit(who, "surveys.index") for who in ("ada", "chen")],
        *[Visit("chen", "surveys.survey", {"survey_id": number_of(name)}) for name in (READ, DRAFT, STOPPED)],
        Visit("ada", "surveys.survey", {"survey_id": number_of(READ)}),
        Visit("chen", "surveys.new", then=saves_nothing),
        Visit("chen", "surveys.edit", {"survey_id": number_of(DRAFT)}),
        Visit("ada", "surveys.answer", {"wave_id": wave_of(READ)}),
        Visit("nobody", "surveys.link", {"token": link_of(house.people["dana"])}),
        Visit("nobody", "surveys.link", {"token": "worn-out"}),
    ]


def saves_nothing(page: Page) -> None:
    page.get_by_role("button", name="Save as a draft").click()
