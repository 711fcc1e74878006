"""The photo of a story: put there by its teller, seen by others from their yes to it, taken away at once and alone."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from champions import signing
from database import db
from onboarding.stories import stories
from onboarding.stories.developing_apart import Picture
from onboarding.stories.errors import StoryError, StoryMissing, StoryOutdated
from onboarding.stories.models import LONGEST_ALT, PictureKind, Story, StoryPhoto, StoryPicture
from people.models import Person
from people.plain_text import can_be_seen, one_line


def put(story_id: int, pictures: Sequence[Picture], *, alt: str, by: Person, now: datetime) -> StoryPhoto:
    """The story has this photo and no other; only its teller sees it until they say yes. Raises StoryMissing, StoryError."""
    story = _own(story_id, by)
    check(alt)
    db.session.execute(delete(StoryPhoto).where(StoryPhoto.story_id == story.id))
    photo = StoryPhoto(story_id=story.id, alt=one_line(alt), added_at=now, token=signing.new_token())
    db.session.add(photo)
    db.session.flush()
    db.session.add_all(_row(photo, picture) for picture in pictures)
    _fresh(story)
    return photo


def describe(story_id: int, alt: str, *, by: Person) -> StoryPhoto:
    """Whoever does not see the photo is told this, wherever it stands. Raises StoryMissing, StoryError."""
    photo = _photo_of(_own(story_id, by))
    check(alt)
    photo.alt = one_line(alt)
    db.session.flush()
    return photo


def approve(story_id: int, *, seen: str, by: Person, now: datetime) -> StoryPhoto:
    """Who reads the story sees this photo too, the one its teller saw (`seen`, its token). Raises StoryMissing, StoryOutdated, StoryError."""
    story = _own(story_id, by)
    photo = _photo_of(story)
    if photo.token != seen:
        raise StoryOutdated("The words or the photo have changed since you saw them. Look once more, then say yes.")
    if not story.is_published:
        raise StoryError("Nobody else reads the story. Its photo goes out together with it.")
    photo.approved_at = photo.approved_at or now
    db.session.flush()
    return photo


def remove(story_id: int, *, by: Person) -> None:
    """The photo is gone, here and behind every link; the story stays as it is. Raises StoryMissing."""
    story = stories.own(story_id, by)
    db.session.execute(delete(StoryPhoto).where(StoryPhoto.story_id == story.id))
    _fresh(story)


def _own(story_id: int, by: Person) -> Story:
    story = stories.own(story_id, by)
    if not story.has_words:
        raise StoryError("There are no words yet.")
    return story


def _photo_of(story: Story) -> StoryPhoto:
    if story.photo is None:
        raise StoryMissing("This story has no photo.")
    return story.photo


def check(alt: str) -> None:
    """Raises StoryError where nothing is said of the photo, or too much."""
    if not can_be_seen(one_line(alt)):
        raise StoryError("Say in a few words what is to be seen, for who does not see it.", field="alt")
    if len(one_line(alt)) > LONGEST_ALT:
        raise StoryError("Too long: at most %(longest)s characters.", field="alt", longest=LONGEST_ALT)


def _row(photo: StoryPhoto, picture: Picture) -> StoryPicture:
    return StoryPicture(
        photo_id=photo.id,
        kind=PictureKind(picture.kind),
        width=picture.width,
        height=picture.height,
        digest=hashlib.sha256(picture.octets).hexdigest(),
        octets=picture.octets,
    )


def _fresh(story: Story) -> None:
    db.session.flush()
    db.session.expire(story, ["photo"])
