"""Words that somebody else proposes: a community manager for a story there is, or who wrote down what a colleague told them.

The story says them only after its teller's yes to exactly these words. A no needs no reason, and nobody is told.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from champions import queries as ambassadors
from champions import signing
from champions.models import Standing
from database import db
from onboarding.stories import notices, stories
from onboarding.stories.errors import StoryError, StoryMissing, StoryOutdated
from onboarding.stories.models import Story, StoryDraft
from onboarding.stories.stories import About, Telling
from people.models import Person

MOST_A_DAY = 10  # by one editor
MOST_WAITING = 2  # stories written down for one teller that they have not answered
DAY = timedelta(days=1)


def may_write_down(person: Person) -> bool:
    """Whether this person writes down what colleagues tell them: community managers, and ambassadors."""
    ambassador = ambassadors.mine(person.id)
    return person.may_manage or (ambassador is not None and ambassador.standing is Standing.ACTIVE)


def propose(story_id: int, telling: Telling, *, by: Person, now: datetime) -> StoryDraft:
    """The teller is asked whether the story may say this; until then it says what it said. An earlier proposal is gone.

    For community managers, and for what colleagues or they may read. Raises StoryMissing, StoryError.
    """
    stories.check(telling)
    story = stories.locked(story_id)
    if story is None or not may_propose(story, by):
        raise StoryMissing("There is no such story.")
    _guard_pace(by, now=now)
    db.session.execute(delete(StoryDraft).where(StoryDraft.story_id == story.id))
    return _draft(story, telling, by=by, now=now)


def may_propose(story: Story, person: Person) -> bool:
    """Whether this person may read it and say it better: never one's own, which one changes oneself."""
    return person.may_manage and person.id != story.by_id and story.by.active and (story.is_published or story.wants_editor)


def write_down(teller: Person, telling: Telling, *, by: Person, now: datetime) -> StoryDraft:
    """The teller is asked whether this is their story; nobody else reads it before their yes. Raises StoryMissing, StoryError."""
    if not may_write_down(by):
        raise StoryMissing("Community managers and ambassadors write down what colleagues tell them.")
    if teller.id == by.id:
        raise StoryError("That is you: tell your own story.", field="who")
    if not teller.active:
        raise StoryError("%(name)s does not work here any more.", field="who", name=teller.name)
    stories.check(telling)
    _guard_pace(by, now=now)
    db.session.execute(select(Person.id).where(Person.id == teller.id).with_for_update())
    waiting = select(func.count()).select_from(StoryDraft).join(Story).where(Story.by_id == teller.id, Story.title == "")
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise StoryError("%(name)s has something to read already. Wait for their word first.", field="who", name=teller.name)
    story = stories.new(teller, About(), now=now)
    db.session.flush()
    return _draft(story, telling, by=by, now=now)


def approve(token: str, *, by: Person, now: datetime) -> Story:
    """The story says exactly this, and colleagues read it. Raises StoryOutdated where these words wait no more, StoryMissing."""
    draft = _waiting(token, by)
    story = stories.own(draft.story_id, by)
    if story.taken_off_at is not None:
        raise StoryError("A community manager took it off the page. You keep it, and can tell another.")
    stories.put(story, stories.words_of(draft))
    story.published_at, story.wants_editor = story.published_at or now, False
    db.session.execute(delete(StoryDraft).where(StoryDraft.id == draft.id))
    db.session.flush()
    db.session.expire(story, ["draft"])
    return story


def decline(token: str, *, by: Person) -> None:
    """The proposal is gone, and so is a story that nobody but its writer had words for. Raises StoryOutdated."""
    draft = _waiting(token, by)
    story = stories.own(draft.story_id, by)
    db.session.execute(delete(StoryDraft).where(StoryDraft.id == draft.id))
    if not story.has_words:
        db.session.execute(delete(Story).where(Story.id == story.id))
    db.session.expire_all()


def _waiting(token: str, by: Person) -> StoryDraft:
    draft = db.session.scalar(select(StoryDraft).where(StoryDraft.token == token))
    if draft is None or draft.story.by_id != by.id:
        raise StoryOutdated("These words do not wait for you any more. Your own page says what does.")
    return draft


def _draft(story: Story, telling: Telling, *, by: Person, now: datetime) -> StoryDraft:
    draft = StoryDraft(story_id=story.id, editor_id=by.id, drafted_at=now, token=signing.new_token())
    stories.put(draft, telling)
    db.session.add(draft)
    db.session.flush()
    db.session.refresh(draft)
    notices.drafted(draft, now=now)
    return draft


def _guard_pace(by: Person, *, now: datetime) -> None:
    db.session.execute(select(Person.id).where(Person.id == by.id).with_for_update())
    today = select(func.count()).where(StoryDraft.editor_id == by.id, StoryDraft.drafted_at > now - DAY)
    if (db.session.scalar(today) or 0) >= MOST_A_DAY:
        raise StoryError("That is a lot for one day. Go on tomorrow.", field="title")
