"""Answers for a course: each part has its own; one press may say the same of all that lie ahead."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from database import db
from sessions import rsvps
from sessions.courses import plans
from sessions.errors import NotInvited, SessionMissing, TooLate, WrongState
from sessions.models import Answer, Invitation, Rsvp, SessionState, Via
from sessions.rsvps import Recorded


def record(
    course_id: int,
    person_id: int,
    answers: Mapping[int, Answer],
    *,
    via: Via,
    now: datetime,
    asked: Mapping[int, int] | None = None,
    comment: str | None = None,
) -> list[Recorded]:
    """Each part (by the number of its session) is answered as said; what was said of it before is not recorded again.

    `asked`: the `asked_sequence` of each that the page showed. Raises what `rsvps.record_answer` raises, SessionMissing for another
    course's date.
    """
    _course, dates = plans.lock(course_id)
    mine = rsvps_of([one.id for one in dates], person_id)
    if answers.keys() - {one.id for one in dates}:
        raise SessionMissing("There is no such part, or you are not invited to it.")
    news = {one.id: answers[one.id] for one in dates if one.id in answers and _is_news(mine.get(one.id), answers[one.id])}
    return [
        rsvps.record_answer(id_, person_id, answer, via=via, now=now, comment=comment, asked=asked.get(id_) if asked else None)
        for id_, answer in news.items()
    ]


def _is_news(rsvp: Rsvp | None, answer: Answer) -> bool:
    return rsvp is None or rsvp.answer is not answer


def record_all(
    course_id: int, person_id: int, answer: Answer, *, via: Via, now: datetime, comment: str | None = None
) -> list[Recorded]:
    """Every part that can still be answered so is. Raises NotInvited, TooLate, WrongState."""
    course, dates = plans.lock(course_id)
    mine = rsvps_of([one.id for one in dates], person_id)
    if not mine:
        raise NotInvited("You are not invited to this course.")
    ahead = [one for one in dates if one.id in mine and one.is_published]
    ahead = [one for one in ahead if not rsvps.is_late(one, answer, now, for_somebody=False)]
    if not course.is_published:
        raise WrongState(
            "This course was cancelled." if course.state is SessionState.CANCELLED else "This course is still a draft."
        )
    if not ahead:
        raise TooLate("No part of this course can be answered so any more.")
    return record(course_id, person_id, {one.id: answer for one in ahead}, via=via, now=now, comment=comment)


def rsvps_of(session_ids: list[int], person_id: int) -> dict[int, Rsvp]:
    """This person's answers for these sessions, but for withdrawn invitations; by session."""
    query = select(Rsvp).join(Invitation, Invitation.id == Rsvp.invitation_id)
    query = query.where(Rsvp.session_id.in_(session_ids), Rsvp.person_id == person_id, Invitation.withdrawn_at.is_(None))
    return {rsvp.session_id: rsvp for rsvp in db.session.scalars(query)}
