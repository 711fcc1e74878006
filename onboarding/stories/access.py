"""Who reads a story, and sees its photo: every colleague once it is published, before that its teller; a community manager where the teller wants an editor."""

from dataclasses import dataclass

from database import db
from onboarding.stories import drafts
from onboarding.stories.errors import StoryMissing
from onboarding.stories.models import Story, StoryPhoto
from people.models import Person


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands with a story they may read."""

    story: Story
    person: Person

    @property
    def is_mine(self) -> bool:
        return self.story.by_id == self.person.id

    @property
    def photo(self) -> StoryPhoto | None:
        """Its photo, as far as this person sees it."""
        return photo_for(self.story, self.person)

    @property
    def may_ask(self) -> bool:
        return not self.is_mine and self.story.is_published and self.story.takes_questions

    @property
    def may_propose(self) -> bool:
        return drafts.may_propose(self.story, self.person)

    @property
    def may_take_off(self) -> bool:
        return self.person.may_manage and not self.is_mine and self.story.is_published


def place_of(person: Person, story_id: int) -> Place:
    """Where this person stands with the story. Raises StoryMissing where it does not exist for them."""
    story = db.session.get(Story, story_id)
    if story is None or not (story.is_published or story.by_id == person.id or drafts.may_propose(story, person)):
        raise StoryMissing("There is no such story, or nobody else reads it.")
    return Place(story, person)


def photo_for(story: Story, person: Person) -> StoryPhoto | None:
    """Its photo, if this person sees it: before others its teller, and community managers where they may read the story first."""
    reads_first = story.by_id == person.id or (person.may_manage and story.wants_editor and not story.is_published)
    return story.photo if reads_first else photo_for_all(story)


def photo_for_all(story: Story) -> StoryPhoto | None:
    """The photo that everybody sees who reads the story, if its teller said yes to it."""
    photo = story.photo
    return photo if photo is not None and photo.approved_at is not None and story.is_published else None


def place_to_propose(person: Person, story_id: int) -> Place:
    """The same, for who may propose words. Raises StoryMissing otherwise."""
    place = place_of(person, story_id)
    if not place.may_propose:
        raise StoryMissing("There is no such story, or nobody else reads it.")
    return place


def own_place(person: Person, story_id: int) -> Place:
    """The same, for its teller. Raises StoryMissing otherwise."""
    place = place_of(person, story_id)
    if not place.is_mine:
        raise StoryMissing("There is no such story, or nobody else reads it.")
    return place


def is_told_by(person: Person, story_id: int) -> bool:
    """Whether it is this person's own."""
    story = db.session.get(Story, story_id)
    return story is not None and story.by_id == person.id
