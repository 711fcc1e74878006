"""A calendar's answer for a whole series: it also counts for what the series went on as after it was pressed."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from database import db
from people.models import Person
from sessions.errors import NotInvited, WrongState
from sessions.models import Answer, Outcome, Via
from sessions.precedence import CalendarReply, judge
from sessions.series import answers, plans
from sessions.series.models import Series


def judged(series_id: int, person_id: int, answer: Answer, reply: CalendarReply) -> Outcome | None:
    """What would become of this reply for the series: whether it counts, was overtaken, or is a repeat (None). Raises NotInvited."""
    series, _dates = plans.lock(series_id)
    return judge(reply, answer, answers.standing_of(series, answers.invited(series, person_id)))


def record(
    series_id: int,
    person_id: int,
    answer: Answer,
    *,
    now: datetime,
    comment: str | None,
    by: Person | None,
    reply: CalendarReply,
    to: Person | None = None,
) -> Outcome | None:
    """A calendar's answer for a series counts, and for what it went on as since: those dates were in the calendar that answered.

    `to` comes instead. Raises what `record_answer` raises, unless it counts for one of those that follow.
    """
    outcomes: list[Outcome | None] = []
    refused: WrongState | None = None
    for number, series in enumerate(_and_those_after(series_id)):
        asked = series.asked_at is None or reply.dtstamp >= series.asked_at
        if number and (reply.dtstamp >= series.created_at or not asked):
            continue  # pressed when it was an entry of its own, or before it was asked about again
        about = reply if number == 0 else replace(reply, sequence=series.asked_sequence)
        try:
            recorded = answers.record_answer(
                series.id, person_id, answer, via=Via.CALENDAR, now=now, comment=comment, by=by, reply=about, to=to
            )
            outcomes.append(recorded.outcome)
        except WrongState as error:
            refused = error
        except NotInvited:
            if number == 0:
                raise
    if not outcomes and refused is not None:
        raise refused
    return Outcome.APPLIED if Outcome.APPLIED in outcomes else outcomes[0]


def _and_those_after(series_id: int) -> list[Series]:
    """The series, and each that went on from it, in that order."""
    first = db.session.get(Series, series_id)
    found = [first] if first is not None else []
    for series in found:
        query = select(Series).where(Series.continues_id == series.id).order_by(Series.id)
        found += [one for one in db.session.scalars(query) if one not in found]
    return found
