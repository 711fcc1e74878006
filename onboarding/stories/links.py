"""Links in mails about stories: signed; opening one records nothing.

A link to read a story says nothing of who it was sent to, so that no log of a web server could tell who read what.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from champions import signing
from champions.errors import LinkInvalid
from config import settings
from database import db
from onboarding.stories import choosing
from onboarding.stories.choosing import Likeness
from onboarding.stories.models import Story, StoryDraft, StoryQuestion

GOOD_FOR_WEEKS = 8
DRAFT, QUESTION = "story, draft", "story, question"
_GONE = "This story is not here any more, or the link is too old."
_OVER = "This does not wait for you any more. Nothing is expected of you."


@dataclass(frozen=True, slots=True)
class Opened:
    """A story behind a link, why it was offered, and in which language."""

    story: Story
    likenesses: tuple[Likeness, ...]
    language: str


def path_to_story(story: Story, likenesses: Sequence[Likeness], language: str, *, now: datetime) -> str:
    """The path of the story without signing in: `/m/story/<token>`. The same for everybody who is offered it for the same reasons.

    Good for eight weeks, while colleagues can read it.
    """
    shared = "".join(one.value[0] for one in likenesses)
    return f"/m/story/{_serializer().dumps([story.id, story.token[: signing.START], shared, language, _week(now)])}"


def read_story(token: str, *, now: datetime) -> Opened:
    """What the link opens. Raises LinkInvalid, from the moment on at which its teller takes it back."""
    try:
        story_id, start, shared, language, week = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    story = db.session.get(Story, story_id)
    if story is None or story.token[: signing.START] != start or not story.is_published or _week(now) >= week + GOOD_FOR_WEEKS:
        raise LinkInvalid(_GONE)
    return Opened(story, tuple(one for one in Likeness if one.value[0] in shared), language)


def _week(now: datetime) -> int:
    return choosing.week_of(now.date())


def path_to_draft(draft: StoryDraft) -> str:
    """The path of the page that asks the teller about these words: `/m/story/draft/<token>`."""
    return f"/m/story/draft/{signing.sign(DRAFT, draft.id, draft.token)}"


def read_draft(token: str) -> StoryDraft:
    """The words that wait. Raises LinkInvalid, also for words that others took the place of."""
    draft_id, start = signing.read(DRAFT, token)
    draft = db.session.scalar(select(StoryDraft).where(StoryDraft.id == draft_id))
    if draft is None or draft.token[: signing.START] != start or not draft.story.by.active:
        raise LinkInvalid(_OVER)
    return draft


def path_to_question(question: StoryQuestion) -> str:
    """The path of the page on which the teller answers: `/m/story/question/<token>`."""
    return f"/m/story/question/{signing.sign(QUESTION, question.id, question.token)}"


def read_question(token: str) -> StoryQuestion:
    """What was asked. Raises LinkInvalid, also once it was taken back."""
    question_id, start = signing.read(QUESTION, token)
    question = db.session.scalar(select(StoryQuestion).where(StoryQuestion.id == question_id))
    if question is None or question.token[: signing.START] != start or not question.story.by.active:
        raise LinkInvalid(_OVER)
    return question


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.story, reader")
