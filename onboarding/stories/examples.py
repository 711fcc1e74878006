"""Stories as packages below offer them: an example after a date or for somebody accompanied, a line to ambassadors about what is missing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from champions import week_notes
from champions.week_notes import Note
from config import settings
from onboarding.stories import inviting, links, queries, words
from onboarding.stories.missing import Gap
from onboarding.stories.queries import Shown
from people.models import Person
from sessions import examples
from sessions.examples import Example


def for_people(people: Collection[Person], *, now: datetime, to_themselves: bool) -> Mapping[int, Example]:
    """A story of somebody alike for each who has one. Their starting question counts only where nobody else reads it."""
    found = queries.examples(people, now=now, by_question=to_themselves)
    by_id = {person.id: person for person in people}
    return {id_: _example(shown, by_id[id_], to_themselves, now) for id_, shown in found.items()}


def _example(shown: Shown, person: Person, to_themselves: bool, now: datetime) -> Example:
    story = shown.story
    name = person.name.split(" ", maxsplit=1)[0]
    why = (
        partial(words.why, story, shown.likenesses) if to_themselves else partial(words.why_theirs, story, shown.likenesses, name)
    )
    opens = links.path_to_story(story, shown.likenesses, person.language or settings().language, now=now)
    return Example(story.title, story.by.name, why, f"/stories/{story.id}", opens)


def notes(people: Collection[Person], now: datetime) -> Mapping[int, Sequence[Note]]:
    """What ambassadors read about stories that are missing."""
    return {id_: [_note(gap) for gap in gaps] for id_, gaps in inviting.lines(people, now=now).items()}


def _note(gap: Gap) -> Note:
    return Note(partial(words.note_words, gap), words.write_one_down, "/stories/for-a-colleague")


def register() -> None:
    """Packages below offer them from now on."""
    examples.register(for_people)
    week_notes.register("stories", notes)
