"""A story from its first words to its last day: told, published by its teller, taken back by them at once, taken off a page."""

import hashlib
import json
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from champions import signing
from database import db
from onboarding.stories.errors import StoryError, StoryMissing, StoryOutdated
from onboarding.stories.models import LONGEST_PART, LONGEST_TITLE, StartingQuestion, Story, StoryDraft, TeamSize, Worded
from people.models import Person
from people.plain_text import can_be_seen, one_line

MOST_A_DAY = 10
DAY = timedelta(days=1)
PROMPTS = ("was_hard", "do_now", "it_changed")


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of a story: its title, and an answer to each prompt."""

    title: str
    was_hard: str
    do_now: str
    it_changed: str


@dataclass(frozen=True, slots=True)
class About:
    """What a teller says beside the words. None: they would rather not say."""

    team_size: TeamSize | None = None
    question: StartingQuestion | None = None
    takes_questions: bool = True


def tell(person: Person, telling: Telling, about: About, *, now: datetime) -> Story:
    """The story is there, and only its teller reads it. Raises StoryError naming the field."""
    check(telling)
    guard_pace(person, now=now)
    story = new(person, about, now=now)
    put(story, telling)
    db.session.flush()
    return story


def new(person: Person, about: About, *, now: datetime) -> Story:
    """A story of this person without words, added; only they will read it."""
    story = Story(
        by_id=person.id,
        team_size=about.team_size,
        question=about.question,
        takes_questions=about.takes_questions,
        written_at=now,
        token=signing.new_token(),
    )
    db.session.add(story)
    return story


def change(story_id: int, telling: Telling, about: About, *, by: Person) -> Story:
    """The story says this, wherever it can be read. What an editor proposed to the words before is gone. Raises StoryMissing, StoryError."""
    check(telling)
    story = own(story_id, by)
    put(story, telling)
    story.team_size, story.question, story.takes_questions = about.team_size, about.question, about.takes_questions
    _drop_draft(story)
    return story


def publish(story_id: int, *, seen: str, by: Person, now: datetime) -> Story:
    """Every colleague can read it, and sees its photo. Only its teller says so, to what they read (`seen`, as `fingerprint` gives it).

    Raises StoryMissing, StoryOutdated, StoryError for what has no words yet or was taken off by a community manager.
    """
    story = own(story_id, by)
    if not story.has_words:
        raise StoryError("There are no words yet.")
    if story.taken_off_at is not None:
        raise StoryError("A community manager took it off the page. You keep it, and can tell another.")
    if seen != fingerprint(story):
        raise StoryOutdated("The words or the photo have changed since you saw them. Look once more, then say yes.")
    story.published_at = story.published_at or now
    story.wants_editor = False
    if story.photo is not None:
        story.photo.approved_at = story.photo.approved_at or now
    db.session.flush()
    return story


def withdraw(story_id: int, *, by: Person) -> Story:
    """From now on nobody but the teller reads it or sees its photo, by no link either; words that were proposed for it are gone.

    Raises StoryMissing.
    """
    story = own(story_id, by)
    _close(story)
    return story


def remove(story_id: int, *, by: Person) -> None:
    """It is gone, with what was asked about it. Raises StoryMissing."""
    story = own(story_id, by)
    db.session.execute(delete(Story).where(Story.id == story.id))
    db.session.expire_all()


def take_off(story_id: int, *, by: Person, now: datetime) -> Story:
    """Colleagues read it no more, and it cannot be published again; the teller keeps it and reads why. For community managers.

    Raises StoryMissing for anybody else, and for what is not published.
    """
    story = locked(story_id)
    if story is None or not by.may_manage or not story.is_published:
        raise StoryMissing("There is no such story.")
    story.taken_off_at = now
    _close(story)
    return story


def let_edit(story_id: int, *, wanted: bool, by: Person) -> Story:
    """Community managers may read it before others do and propose words, or may no more. Raises StoryMissing."""
    story = own(story_id, by)
    story.wants_editor = wanted and story.has_words
    db.session.flush()
    return story


def take_questions(story_id: int, *, wanted: bool, by: Person) -> Story:
    """Questions reach the teller, or do not. Raises StoryMissing."""
    story = own(story_id, by)
    story.takes_questions = wanted
    db.session.flush()
    return story


def _close(story: Story) -> None:
    story.published_at = None
    if story.photo is not None:
        story.photo.approved_at = None
    _drop_draft(story)


def _drop_draft(story: Story) -> None:
    db.session.execute(delete(StoryDraft).where(StoryDraft.story_id == story.id))
    db.session.flush()
    db.session.expire(story, ["draft"])


def own(story_id: int, by: Person) -> Story:
    """The story, locked, if it is this person's. Raises StoryMissing."""
    story = locked(story_id)
    if story is None or story.by_id != by.id:
        raise StoryMissing("There is no such story.")
    return story


def locked(story_id: int) -> Story | None:
    """The story as it is now; nobody else changes it before this transaction ends."""
    query = select(Story).where(Story.id == story_id).with_for_update(of=Story)
    return db.session.scalar(query.execution_options(populate_existing=True))


def put(worded: Worded, telling: Telling) -> None:
    """These are its words."""
    worded.title = one_line(telling.title)
    worded.was_hard, worded.do_now, worded.it_changed = (getattr(telling, name).strip() for name in PROMPTS)


def words_of(worded: Worded) -> Telling:
    """Its words as they stand."""
    return Telling(worded.title, worded.was_hard, worded.do_now, worded.it_changed)


def fingerprint(worded: Worded) -> str:
    """Tells these words, and the photo with them, from any others, in 64 signs."""
    photo = worded.photo if isinstance(worded, Story) else None
    said = [*astuple(words_of(worded)), *([photo.token, photo.alt] if photo is not None else [])]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def check(telling: Telling) -> None:
    """Raises StoryError naming the field that is empty or too long."""
    if not can_be_seen(one_line(telling.title)):
        raise StoryError("Give it a title: a few words are enough.", field="title")
    if len(one_line(telling.title)) > LONGEST_TITLE:
        raise StoryError("Too long: at most %(longest)s characters.", field="title", longest=LONGEST_TITLE)
    for name in PROMPTS:
        said = getattr(telling, name).strip()
        if not can_be_seen(said):
            raise StoryError("A sentence is enough.", field=name)
        if len(said) > LONGEST_PART:
            raise StoryError("Too long: at most %(longest)s characters.", field=name, longest=LONGEST_PART)


def guard_pace(person: Person, *, now: datetime) -> None:
    """Raises StoryError for who began ten stories within a day."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    today = select(func.count()).where(Story.by_id == person.id, Story.written_at > now - DAY)
    if (db.session.scalar(today) or 0) >= MOST_A_DAY:
        raise StoryError("That is a lot of stories for one day. Go on tomorrow.", field="title")
