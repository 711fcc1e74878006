"""What somebody says about the dates. Two doors, the link in the mail and the page, end here."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from database import db
from sessions.polls import polls
from sessions.polls.errors import NothingMarked, PollClosed, PollMissing
from sessions.polls.models import Mark, Poll, PollMark, PollPerson


def record_marks(asked_id: int, marks: Mapping[int, Mark], *, now: datetime, comment: str | None = None) -> PollPerson:
    """These dates are marked so; dates that are not named keep what stands at them, and what is no date of the poll is passed over.

    `comment` None keeps the one that stands. Raises PollMissing, NothingMarked, and PollClosed after the end.
    """
    asked = _locked(asked_id)
    if not asked.poll.takes_marks(now):
        raise PollClosed("The poll does not take marks any more. Nothing was changed.")
    ahead = {date.id for date in asked.poll.ahead(now)}
    wanted = {date_id: mark for date_id, mark in marks.items() if date_id in ahead}
    if not wanted:
        raise NothingMarked("Mark at least one date, or say that none of them suits you.")
    before = {row.date_id: row for row in db.session.scalars(select(PollMark).where(PollMark.poll_person_id == asked.id))}
    for date_id, mark in wanted.items():
        if date_id in before:
            before[date_id].mark = mark
        else:
            db.session.add(PollMark(poll_person_id=asked.id, date_id=date_id, mark=mark))
    asked.answered_at = now
    if comment is not None:
        asked.comment = comment.strip()
    db.session.flush()
    return asked


def none_of(poll: Poll, *, now: datetime) -> dict[int, Mark]:
    """No to every date that lies ahead. It needs no reason."""
    return {date.id: Mark.NO for date in poll.ahead(now)}


def _locked(asked_id: int) -> PollPerson:
    poll_id = db.session.scalar(select(PollPerson.poll_id).where(PollPerson.id == asked_id))
    if poll_id is not None:
        polls.lock(poll_id)
        query = select(PollPerson).where(PollPerson.id == asked_id)
        asked = db.session.scalar(query.execution_options(populate_existing=True))
        if asked is not None and asked.person.active:
            return asked
    raise PollMissing("You are not asked any more.")
