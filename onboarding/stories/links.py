"""Links in mails about stories: signed, one for each person; opening one records nothing."""

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from champions import signing
from champions.errors import LinkInvalid
from config import settings
from database import db
from onboarding.stories.models import Story, StoryDraft, StoryQuestion
from people.models import Person

DRAFT, QUESTION = "story, draft", "story, question"
_GONE = "This story is not here any more."
_OVER = "This does not wait for you any more. Nothing is expected of you."


def path_to_story(story_id: int, token: str, person: Person) -> str:
    """The path of the story as this person reads it without signing in: `/m/story/<token>`. Good while colleagues can read it."""
    return f"/m/story/{_serializer().dumps([story_id, token[: signing.START], person.id, _since(person)])}"


def read_story(token: str) -> tuple[Story, Person]:
    """The story and whose link it is. Raises LinkInvalid, from the moment on at which its teller takes it back."""
    try:
        story_id, start, person_id, since = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    story, person = db.session.get(Story, story_id), db.session.get(Person, person_id)
    if story is None or story.token[: signing.START] != start or not story.is_published:
        raise LinkInvalid(_GONE)
    if person is None or not person.active or _since(person) != since:
        raise LinkInvalid(_GONE)
    return story, person


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


def _since(person: Person) -> int:
    """Tells a person from a later one of the same number (SQLite does that)."""
    return int(person.created_at.timestamp())


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.story, reader")
