"""Where a series goes on as another: the old one ends before a date, a new UID takes over from there (as Google does; never RANGE).

Dates keep their rows, and with them answers, seats and history; each person gets a new answer address. What is under way to the old one
still finds its date.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from database import db
from sessions import invitations, scheduling
from sessions.living import reasons
from sessions.models import Invitation, Rsvp, ScheduledSession, SessionState
from sessions.series import handing_on, notices, plans, signals
from sessions.series.models import FormerDate, Series, SeriesRsvp

_SAME = (
    "form", "programme_id", "recur", "timezone", "minutes", "title", "kind", "description", "place", "address", "online_url",
    "keeps_group", "group_capacity", "minimum_dates", "format_key", "last_waiting_number", "state", "created_by_id", "published_at",
)  # fmt: skip


def split(series: Series, dates: Sequence[ScheduledSession], at: ScheduledSession, *, now: datetime) -> Series:
    """A new series goes on from the date `at`; the old one ends before it, and its people are told so.

    The caller tells them of the new one. `dates` are all dates of the old one, locked.
    """
    # What is off stays behind: in a calendar of its own it was never there.
    live = [session for session in dates if session.state is not SessionState.CANCELLED]
    moving = [session for session in live if _instant(session) >= _instant(at) and session.starts_at > now]
    staying = [session for session in dates if session not in moving]
    calendar_object, old_object_id = scheduling.new_calendar_object(now=now), dates[0].calendar_object_id
    same = {name: getattr(series, name) for name in _SAME}
    new = Series(
        **same,
        calendar_object=calendar_object,
        continues_id=series.id,
        like_topic=series.like_topic or series.topic,
        first_at=_instant(moving[0]),
        last_at=series.last_at,
        created_at=now,
    )
    db.session.add(new)
    db.session.flush()
    remember(moving)
    for session in moving:
        session.calendar_object, session.series_id = calendar_object, new.id
        session.asked_sequence = 0  # of the new counter
    db.session.flush()
    if series.is_published:
        _take_people_along(series, new, [session.id for session in moving])
        reasons.follow(old_object_id, calendar_object.id)
    _end(series, staying, now=now)
    signals.series_split.send(None, series=series, new=new)
    return new


def remember(dates: Sequence[ScheduledSession]) -> None:
    """An answer to where these dates of one series stand now will find them when they have moved on."""
    places = [session.recurrence_id for session in dates]
    object_id = dates[0].calendar_object_id
    known = FormerDate.calendar_object_id == object_id, FormerDate.recurrence_id.in_(places)
    db.session.execute(delete(FormerDate).where(*known))
    rows = [
        {"calendar_object_id": object_id, "recurrence_id": session.recurrence_id, "session_id": session.id} for session in dates
    ]
    db.session.execute(insert(FormerDate), rows)


def _take_people_along(series: Series, new: Series, session_ids: Sequence[int]) -> None:
    """Everybody who has one of these dates is invited to the new series, and has said of it what they said of the old one."""
    theirs = select(Rsvp.person_id).where(Rsvp.session_id.in_(session_ids))
    query = select(Invitation).where(Invitation.calendar_object_id == series.calendar_object_id, Invitation.person_id.in_(theirs))
    old = list(db.session.scalars(query.order_by(Invitation.id)))
    if not old:
        return
    rows = [_invitation(invitation, new) for invitation in old]
    returning = insert(Invitation).returning(Invitation.id, Invitation.person_id)
    ids = {person_id: id_ for id_, person_id in db.session.execute(returning, rows)}
    successor = select(Invitation.id).where(
        Invitation.calendar_object_id == new.calendar_object_id, Invitation.person_id == Rsvp.person_id
    )
    # The counter of SEQUENCE is another; the time of the reply still counts.
    db.session.execute(
        update(Rsvp)
        .where(Rsvp.session_id.in_(session_ids))
        .values(invitation_id=successor.scalar_subquery(), reply_sequence=None)
        .execution_options(synchronize_session=False)
    )
    answers = select(SeriesRsvp).where(SeriesRsvp.series_id == series.id, SeriesRsvp.person_id.in_(ids))
    said = [_answer(answer, new, ids[answer.person_id]) for answer in db.session.scalars(answers)]
    if said:
        db.session.execute(insert(SeriesRsvp), said)
        handing_on.carry_over(series, new)
    db.session.flush()
    for loaded in [row for row in db.session.identity_map.values() if isinstance(row, Rsvp)]:
        db.session.expire(loaded)  # its invitation is another


def _invitation(old: Invitation, new: Series) -> dict[str, Any]:
    same = {name: getattr(old, name) for name in ("person_id", "organizer_name", "invited_by_id", "invited_at", "withdrawn_at")}
    # Its mails go on where those of the old one stopped (References).
    threads = {"first_message_token": old.first_message_token}
    return {**same, **threads, "calendar_object_id": new.calendar_object_id, "token": invitations.new_token()}


def _answer(old: SeriesRsvp, new: Series, invitation_id: int) -> dict[str, Any]:
    names = ("person_id", "answer", "seat", "waiting_number", "comment", "via", "answered_at", "reply_dtstamp")
    same = {name: getattr(old, name) for name in names}
    return {**same, "series_id": new.id, "invitation_id": invitation_id}


def _end(series: Series, staying: Sequence[ScheduledSession], *, now: datetime) -> None:
    """The old series ends with its last date; without any it is off, and taken out of every calendar that knows it."""
    live = [session for session in staying if session.state is not SessionState.CANCELLED]
    if live:
        series.last_at = _instant(live[-1])
    else:
        series.state = SessionState.CANCELLED
    if series.calendar_object is not None and series.published_at is not None:
        series.calendar_object.sequence += 1
        db.session.flush()
        notices.told(series, plans.invitations_of(series), why="ended", occasion=f"ended:{now.isoformat()}", now=now)


def _instant(session: ScheduledSession) -> datetime:
    if session.recurrence_id is None:
        raise ValueError("a single session has no place in a rhythm")
    return session.recurrence_id
