"""Reads for the pages of wishes and concerns. None of them goes by a person but by the one who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from database import db
from onboarding.voices.models import Kind, Showing, Voice, VoiceAnswer, VoiceLetter, VoiceReport, VoiceState
from onboarding.voices.similarity import Known, likely
from people.models import Person

MOST_COMPARED, MOST_SHOWN = 500, 100
TIMELINESS = timedelta(days=91)
ANSWERED = (VoiceState.DONE, VoiceState.IN_PROGRESS, VoiceState.NOT_NOW)


def _whole() -> Select[Voice]:
    return select(Voice).options(
        joinedload(Voice.person), joinedload(Voice.answerer), selectinload(Voice.answers).joinedload(VoiceAnswer.by)
    )


def _readable() -> Select[Voice]:
    return _whole().where(Voice.showing == Showing.SHOWN, Voice.merged_into_id.is_(None))


def board(kind: Kind | None = None, state: VoiceState | None = None) -> Select[Voice]:
    """What every colleague reads, the newest day first."""
    query = _readable().order_by(Voice.said_on.desc(), Voice.id)
    if kind is not None:
        query = query.where(Voice.kind == kind)
    return query.where(Voice.state == state) if state is not None else query


def one(voice_id: int) -> Voice | None:
    """With its answers."""
    return db.session.scalar(_whole().where(Voice.id == voice_id).execution_options(populate_existing=True))


def agreed(voices: Sequence[Voice]) -> dict[int, int | None]:
    """How many say so too, as it is shown: the largest number among what was put together, since one person may be in several."""
    ids = [voice.id for voice in voices]
    query = select(Voice.merged_into_id, func.max(Voice.me_toos_shown)).where(Voice.merged_into_id.in_(ids))
    more = dict(db.session.execute(query.group_by(Voice.merged_into_id)).all())
    return {voice.id: max(filter(None, (voice.me_toos_shown, more.get(voice.id))), default=None) for voice in voices}


def known(but: int | None = None, kind: Kind | None = None) -> list[Known]:
    """What stands on the board, for comparing; the newest."""
    query = select(Voice.id, Voice.words).where(
        Voice.showing == Showing.SHOWN, Voice.merged_into_id.is_(None), Voice.id != (but or 0)
    )
    query = query.where(Voice.kind == kind) if kind is not None else query
    return [Known(*row) for row in db.session.execute(query.order_by(Voice.said_on.desc(), Voice.id).limit(MOST_COMPARED))]


def likely_same(words: str, *, but: int | None = None, kind: Kind | None = None) -> list[Voice]:
    """What may say the same, the likeliest first."""
    ids = likely(words, known(but, kind))
    found = {voice.id: voice for voice in db.session.scalars(_readable().where(Voice.id.in_(ids)))}
    return [found[id_] for id_ in ids]


def of_author(person: Person) -> Sequence[Voice]:
    """What this person said with their name, the newest first."""
    query = _whole().where(Voice.person_id == person.id).order_by(Voice.said_on.desc(), Voice.id)
    return db.session.scalars(query).all()


def letters_of(person: Person) -> Sequence[VoiceLetter]:
    """What came by mail from this person and waits."""
    return db.session.scalars(select(VoiceLetter).where(VoiceLetter.person_id == person.id).order_by(VoiceLetter.id)).all()


def to_answer(person: Person) -> Sequence[Voice]:
    """What this person is asked to answer and nobody has, the earliest promise first."""
    query = _readable().where(Voice.answerer_id == person.id, Voice.state == VoiceState.OPEN)
    return db.session.scalars(query.order_by(Voice.due_on, Voice.id)).all()


def second_looks() -> Sequence[Voice]:
    """What was written anew after it had been held back, the earliest promise first."""
    query = select(Voice).where(Voice.showing == Showing.SECOND_LOOK)
    return db.session.scalars(query.order_by(Voice.due_on, Voice.id).limit(MOST_SHOWN)).all()


def first_without_answerer(today: date) -> date | None:
    """The earliest day by which an answer is promised that nobody is asked for, or that is late; None: there is no such answer."""
    query = select(func.min(Voice.due_on)).where(
        Voice.state == VoiceState.OPEN,
        Voice.showing == Showing.SHOWN,
        Voice.merged_into_id.is_(None),
        or_(Voice.answerer_id.is_(None), Voice.due_on < today),
    )
    return db.session.scalar(query)


def is_reported() -> bool:
    """Whether a colleague thinks of anything that it should not stand there, and nobody has looked."""
    return bool(db.session.scalar(select(exists().where(VoiceReport.id.is_not(None)))))


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for those who look after the board."""

    to_answer: Sequence[Voice]
    reports: Sequence[VoiceReport]
    second_looks: Sequence[Voice]
    held_back: Sequence[Voice]
    under_way: Sequence[Voice]


def desk() -> Desk:
    """What waits for an answer, the earliest promise first; reports, oldest first; what was written anew; what is held back."""
    of_state = _whole().order_by(Voice.due_on, Voice.id).limit(MOST_SHOWN)
    reports = select(VoiceReport).options(joinedload(VoiceReport.voice)).order_by(VoiceReport.id).limit(MOST_SHOWN)
    waiting = _readable().order_by(Voice.due_on, Voice.id).limit(MOST_SHOWN)
    return Desk(
        db.session.scalars(waiting.where(Voice.state == VoiceState.OPEN)).all(),
        db.session.scalars(reports).all(),
        db.session.scalars(of_state.where(Voice.showing == Showing.SECOND_LOOK)).all(),
        db.session.scalars(of_state.where(Voice.showing == Showing.HELD_BACK)).all(),
        db.session.scalars(waiting.where(Voice.state.in_((VoiceState.HEARD, VoiceState.IN_PROGRESS)))).all(),
    )


def done(*, state: VoiceState = VoiceState.DONE, most: int = MOST_SHOWN) -> list[Voice]:
    """What was said and is done (or stands otherwise), the newest answer first."""
    newest = select(VoiceAnswer.voice_id, func.max(VoiceAnswer.id).label("last")).group_by(VoiceAnswer.voice_id).subquery()
    query = _readable().join(newest, newest.c.voice_id == Voice.id).where(Voice.state == state)
    return list(db.session.scalars(query.order_by(newest.c.last.desc()).limit(most)))


def answered_between(first: date, last: date) -> list[VoiceAnswer]:
    """The newest answers to what everybody reads, given on these days, both included; done first, then in progress, then not now."""
    newest = select(func.max(VoiceAnswer.id)).where(VoiceAnswer.answered_on.between(first, last)).group_by(VoiceAnswer.voice_id)
    query = (
        select(VoiceAnswer, Voice)
        .join(Voice, Voice.id == VoiceAnswer.voice_id)
        .options(joinedload(VoiceAnswer.by))
        .where(VoiceAnswer.id.in_(newest), Voice.showing == Showing.SHOWN, Voice.merged_into_id.is_(None))
        .where(VoiceAnswer.state.in_(ANSWERED))
    )
    rows = [answer for answer, _voice in db.session.execute(query.order_by(VoiceAnswer.id))]
    return sorted(rows, key=lambda answer: ANSWERED.index(answer.state))


def words_of(answers: Sequence[VoiceAnswer]) -> dict[int, str]:
    """What each answer is about."""
    query = select(Voice.id, Voice.words).where(Voice.id.in_([answer.voice_id for answer in answers]))
    return dict(db.session.execute(query).all())


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How those who answer kept their word lately. Days; about wishes and concerns, and nobody who voiced one."""

    answered: int
    in_time: int
    longest: int
    overdue: int


def timeliness(today: date) -> Timeliness:
    """The first answers of the last quarter, and what is late now."""
    first = select(VoiceAnswer.voice_id, func.min(VoiceAnswer.answered_on).label("day")).group_by(VoiceAnswer.voice_id).subquery()
    query = select(Voice.said_on, Voice.due_on, first.c.day).join(first, first.c.voice_id == Voice.id)
    rows = db.session.execute(query.where(first.c.day > today - TIMELINESS)).all()
    late = (
        select(func.count())
        .select_from(Voice)
        .where(
            Voice.state == VoiceState.OPEN, Voice.due_on < today, Voice.showing == Showing.SHOWN, Voice.merged_into_id.is_(None)
        )
    )
    return Timeliness(
        len(rows),
        sum(day <= due for _said, due, day in rows),
        max(((day - said).days for said, _due, day in rows), default=0),
        db.session.scalar(late) or 0,
    )


def days_said() -> Sequence[date]:
    """On which days something was said that stands on the board."""
    query = select(Voice.said_on).where(Voice.showing == Showing.SHOWN, Voice.merged_into_id.is_(None)).distinct()
    return db.session.scalars(query).all()
