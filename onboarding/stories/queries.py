"""Reads for pages and mails about stories. None of them counts readers, and none keeps that somebody read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from database import db
from onboarding.stories import choosing, starts
from onboarding.stories.choosing import Candidate, Likeness, Reader
from onboarding.stories.models import (
    StartingQuestion,
    Story,
    StoryDraft,
    StoryPhoto,
    StoryPicture,
    StoryQuestion,
    StoryStart,
)
from paging import Page, paginate
from people.models import Person
from people.quiet_hours import zone_of

LOOKED_AT = 500  # the newest; among these stories are chosen
OWN_SHOWN = 100
ON_A_PAGE = 12
EDITED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the library; "" is anything."""

    function: str = ""
    place: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A story, and what its teller shares with the reader."""

    story: Story
    likenesses: tuple[Likeness, ...]


def published() -> ColumnElement[bool]:
    """Of stories joined with their teller: colleagues can read it."""
    return Story.published_at.is_not(None) & Person.active


def tellers_among(person_ids: Collection[int]) -> set[int]:
    """Who of these told a story that colleagues read."""
    return set(
        db.session.scalars(select(Story.by_id).where(Story.by_id.in_(person_ids), Story.published_at.is_not(None)).distinct())
    )


def told_between(since: datetime, until: datetime, *, most: int) -> Sequence[Story]:
    """What colleagues read since a moment of these, the newest first."""
    query = select(Story).join(Person, Person.id == Story.by_id).where(published(), Story.published_at.between(since, until))
    return db.session.scalars(query.order_by(Story.published_at.desc(), Story.id.desc()).limit(most)).all()


def candidates() -> list[Candidate]:
    """What stories are chosen among. One query, and none of their words."""
    query = (
        select(Story.id, Person.id, Person.function, Person.location, Person.department, Story.question)
        .join(Person, Person.id == Story.by_id)
        .where(published())
        .order_by(Story.published_at.desc(), Story.id.desc())
        .limit(LOOKED_AT)
    )
    return [
        Candidate(story_id, teller_id, function, place, department, question.value if question else "")
        for story_id, teller_id, function, place, department, question in db.session.execute(query)
    ]


def for_reader(person: Person, *, now: datetime, most: int = choosing.SHOWN) -> list[Shown]:
    """What this person is shown this week, the most alike first, with photos. Four queries."""
    reader = Reader(person.id, person.function, person.location, starts.of(person.id) or "")
    picks = choosing.picks(reader, candidates(), week=week_of(person, now), most=most)
    found = _by_ids([pick.story_id for pick in picks], _pictured(_published()))
    return [Shown(found[pick.story_id], pick.likenesses) for pick in picks if pick.story_id in found]


def examples(people: Collection[Person], *, now: datetime, by_question: bool) -> dict[int, Shown]:
    """One story of somebody alike for each of these people who has one, by person id. Three queries.

    `by_question`: their starting question counts. Only where they themselves read the result, for it is nobody else's to know.
    """
    among = candidates()
    questions = _starts_of([person.id for person in people]) if by_question else {}
    picked = {
        person.id: choosing.example(
            Reader(person.id, person.function, person.location, questions.get(person.id, "")), among, week=week_of(person, now)
        )
        for person in people
    }
    found = _by_ids([pick.story_id for pick in picked.values() if pick is not None], _published())
    return {id_: Shown(found[pick.story_id], pick.likenesses) for id_, pick in picked.items() if pick and pick.story_id in found}


def week_of(person: Person, now: datetime) -> int:
    """The number of the week it is where this person is."""
    return choosing.week_of(now.astimezone(zone_of(person)).date())


def _by_ids(ids: Collection[int], query: Select[Story]) -> dict[int, Story]:
    return {story.id: story for story in db.session.scalars(query.where(Story.id.in_(ids)))}


def likenesses(story: Story, person: Person) -> tuple[Likeness, ...]:
    """What its teller shares with this reader, for their own eyes."""
    teller, question = story.by, story.question
    candidate = Candidate(story.id, teller.id, teller.function, teller.location, teller.department, question or "")
    return choosing.likenesses(Reader(person.id, person.function, person.location, starts.of(person.id) or ""), candidate)


def published_among(numbers: Collection[int]) -> Sequence[Story]:
    """Of these stories, those that every colleague reads, the newest first."""
    query = _published().where(Story.id.in_(numbers)).order_by(Story.published_at.desc(), Story.id.desc())
    return db.session.scalars(query).all()


def on_the_shelf(wanted: Wanted, number: int) -> Page[Story]:
    """What colleagues can read, newest first."""
    query = _pictured(_published()).order_by(Story.published_at.desc(), Story.id.desc())
    if wanted.function:
        query = query.where(Person.function == wanted.function)
    if wanted.place:
        query = query.where(Person.location == wanted.place)
    if wanted.question in set(StartingQuestion):
        query = query.where(Story.question == StartingQuestion(wanted.question))
    return paginate(query, number, per_page=ON_A_PAGE)


def facets() -> tuple[list[str], list[str]]:
    """The functions and the places of those who tell, each once, in order."""
    query = select(Person.function, Person.location).join(Story, Story.by_id == Person.id).where(published()).distinct()
    found = db.session.execute(query).all()
    functions, places = ({row[column] for row in found if row[column]} for column in (0, 1))
    return sorted(functions, key=str.casefold), sorted(places, key=str.casefold)


def of_teller(person: Person) -> Sequence[Story]:
    """What this person tells, or is asked about, newest first."""
    query = select(Story).where(Story.by_id == person.id).order_by(Story.written_at.desc(), Story.id.desc())
    return db.session.scalars(query.options(selectinload(Story.draft)).limit(OWN_SHOWN)).all()


def drafted_by(person: Person) -> Sequence[StoryDraft]:
    """What this person proposed to others and waits for their word, newest first."""
    query = (
        select(StoryDraft).where(StoryDraft.editor_id == person.id).order_by(StoryDraft.drafted_at.desc(), StoryDraft.id.desc())
    )
    return db.session.scalars(query.limit(OWN_SHOWN)).unique().all()


def asked_of(person: Person) -> Sequence[StoryQuestion]:
    """What this person was asked about their stories, newest first."""
    query = select(StoryQuestion).join(Story, Story.id == StoryQuestion.story_id).where(Story.by_id == person.id)
    return _questions(query)


def asked_by(person: Person) -> Sequence[StoryQuestion]:
    """What this person asked, newest first."""
    return _questions(select(StoryQuestion).where(StoryQuestion.by_id == person.id))


def wanting_an_editor(reader: Person) -> Sequence[Story]:
    """What tellers let community managers read before others, with photos, as far as no proposal waits; the one that waits longest first."""
    has_draft = select(StoryDraft.id).where(StoryDraft.story_id == Story.id).exists()
    query = select(Story).join(Person, Person.id == Story.by_id)
    query = query.where(Story.wants_editor, Story.published_at.is_(None), Person.active, Story.by_id != reader.id, ~has_draft)
    return db.session.scalars(_pictured(query).order_by(Story.written_at, Story.id).limit(EDITED_SHOWN)).all()


def picture(photo: StoryPhoto, name: str) -> StoryPicture | None:
    """The photo in the size of this name, as `480.webp`; its octets are read when they are asked for."""
    query = select(StoryPicture).where(StoryPicture.photo_id == photo.id)
    return next((one for one in db.session.scalars(query) if one.name == name), None)


def _pictured(query: Select[Story]) -> Select[Story]:
    """The same with their photos, for a list: one query more, and none of the octets."""
    return query.options(joinedload(Story.photo).selectinload(StoryPhoto.pictures))


def _published() -> Select[Story]:
    return select(Story).join(Person, Person.id == Story.by_id).where(published())


def _questions(query: Select[StoryQuestion]) -> Sequence[StoryQuestion]:
    newest = query.order_by(StoryQuestion.asked_at.desc(), StoryQuestion.id.desc())
    return db.session.scalars(newest.limit(OWN_SHOWN)).unique().all()


def _starts_of(ids: Sequence[int]) -> Mapping[int, str]:
    query = select(StoryStart.person_id, StoryStart.question).where(StoryStart.person_id.in_(ids))
    return {person_id: question.value for person_id, question in db.session.execute(query)}
