"""Stories of the company: Bo's, which everybody reads and Ada asked about; Ada's, of which one waits for her word; Dana's, read by nobody."""

import base64
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from database import db, transaction
from onboarding.stories import drafts, photos, questions, stories
from onboarding.stories.developing_apart import Picture
from onboarding.stories.models import StartingQuestion, Story, StoryDraft, StoryPhoto, StoryQuestion, TeamSize
from onboarding.stories.stories import About, Telling
from people.models import Person

TOLD = Telling(
    "Photos of the jig", "One computer for twelve.", "I post one at the end of my shift.", "The night shift builds\nfrom it."
)
PHOTO = base64.b64decode("UklGRigAAABXRUJQVlA4IBwAAABQAQCdASoEAAMAB0CWJQBOgCgAAP6t4V7J+FQA")  # four by three green points


def furnish_stories(people: Mapping[str, Person], *, now: datetime) -> None:
    """Through the rules."""
    with transaction():
        ada, bo, chen, dana = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "chen", "dana"))
        about = About(TeamSize.SOME, StartingQuestion.TIME)
        for teller in (bo, ada):
            story = stories.tell(teller, TOLD, about, now=now)
            stories.publish(story.id, seen=stories.fingerprint(story), by=teller, now=now)
            photos.put(story.id, [Picture("webp", 4, 3, PHOTO), Picture("jpg", 4, 3, PHOTO)], alt="A jig", by=teller, now=now)
        photos.approve(story_of(bo).id, seen=photo_of(bo).token, by=bo, now=now)
        drafts.propose(story.id, TOLD, by=chen, now=now)
        questions.ask(story_of(bo).id, "How long does it take?", by=ada, now=now)
        answered = questions.ask(story_of(ada).id, "Whom do you ask before?", by=bo, now=now)
        questions.answer(answered.id, "Whoever is in it.", by=ada, now=now)
        stories.let_edit(stories.tell(dana, TOLD, about, now=now).id, wanted=True, by=dana)


def story_of(person: Person) -> Story:
    """The one this person tells."""
    return db.session.scalars(select(Story).where(Story.by_id == person.id)).one()


def photo_of(person: Person) -> StoryPhoto:
    """That of the story this person tells."""
    return db.session.scalars(select(StoryPhoto).where(StoryPhoto.story_id == story_of(person).id)).one()


def draft() -> StoryDraft:
    """The words that wait."""
    return db.session.scalars(select(StoryDraft)).one()


def question() -> StoryQuestion:
    """The one that waits for an answer."""
    return db.session.scalars(select(StoryQuestion).where(StoryQuestion.answered_at.is_(None))).one()
