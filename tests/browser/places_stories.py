"""The pages of stories: for who tells one, reads one, asks, edits, and for who comes from a mail."""

from datetime import UTC, datetime

from playwright.sync_api import Page

from onboarding.stories import links
from onboarding.stories.choosing import Likeness
from tests.browser.company import House
from tests.browser.company_stories import draft, question, story_of
from tests.browser.visit import Visit


def stories(house: House) -> list[Visit]:
    """What waits, what is out, what nobody reads yet."""
    adas, bos, danas = (story_of(house.people[name]) for name in ("ada", "bo", "dana"))
    return [
        *[Visit(who, "stories.index") for who in ("ada", "chen")],
        Visit("dana", "stories.index", {"function": "Nobody"}),
        *[Visit(who, "stories.story", {"story_id": bos.id}) for who in ("bo", "chen")],
        Visit("ada", "stories.story", {"story_id": bos.id}, then=asks_nothing),
        Visit("ada", "stories.story", {"story_id": adas.id}),
        Visit("dana", "stories.story", {"story_id": danas.id}),
        Visit("ada", "stories.new", then=says_nothing),
        Visit("ada", "stories.edit", {"story_id": adas.id}),
        Visit("ada", "stories.photo", {"story_id": adas.id}),
        Visit("dana", "stories.photo", {"story_id": danas.id}, then=gives_nothing),
        Visit("chen", "stories.for_colleague"),
        Visit("chen", "stories.proposal", {"story_id": danas.id}),
        Visit("chen", "stories.editing"),
        *[Visit(who, "stories.mine") for who in ("ada", "bo", "chen")],
        Visit(
            "nobody", "stories.read", {"token": _token(links.path_to_story(bos, (Likeness.PLACE,), "en", now=datetime.now(UTC)))}
        ),
        Visit("nobody", "stories.read", {"token": "worn-out"}),
        Visit("nobody", "stories.draft_link", {"token": _token(links.path_to_draft(draft()))}),
        Visit("nobody", "stories.question_link", {"token": _token(links.path_to_question(question()))}),
    ]


def _token(path: str) -> str:
    return path.rpartition("/")[2]


def says_nothing(page: Page) -> None:
    page.get_by_role("button", name="Look at it first").click()


def gives_nothing(page: Page) -> None:
    page.get_by_role("button", name="Look at it first").click()


def asks_nothing(page: Page) -> None:
    page.get_by_role("button", name="Ask", exact=True).click()
