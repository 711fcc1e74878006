"""People who have single dates of a series, as a delegate has: an invitation to its UID, and no answer for all of it.

Their calendar has each of these dates alone, RECURRENCE-ID without a master (RFC 5546 section 3.2.2). Where a date gets another place in
the rhythm, or another UID, a CANCEL takes the old entry out and a REQUEST brings the new one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from calendars.invitations import Event
from database import db
from mail.models import OutgoingMail
from people.models import Person
from sessions import copies, notices
from sessions.changes import Change
from sessions.copies import Copy
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, SessionState
from sessions.series import copies as series_copies
from sessions.series import groups
from sessions.series.models import Series, SeriesRsvp


@dataclass(frozen=True, slots=True)
class Known:
    """A date as one person's calendar knows it: by which invitation, at which place of the rhythm, and when."""

    rsvp_id: int
    session: ScheduledSession
    invitation: Invitation
    recurrence_id: datetime
    time: tuple[datetime, datetime]


def is_whole() -> ColumnElement[bool]:
    """Whether an invitation is to all of a series."""
    return exists().where(SeriesRsvp.invitation_id == Invitation.id)


def guests(calendar_object_id: int, person_ids: Collection[int]) -> set[int]:
    """Of these people, those who are invited to single dates of a series alone. One query."""
    query = select(Invitation.person_id).where(
        Invitation.calendar_object_id == calendar_object_id,
        Invitation.person_id.in_(person_ids),
        Invitation.withdrawn_at.is_(None),
        ~is_whole(),
    )
    return set(db.session.scalars(query))


def has_only_single_dates(series: Series, invitation: Invitation) -> bool:
    return groups.answer_of(series.id, invitation.person_id) is None


def known(dates: Sequence[ScheduledSession]) -> list[Known]:
    """What stands in the calendars of those who have single ones of these dates; in order of the rhythm, then of invitation. One query."""
    by_id = {session.id: session for session in dates}
    query = (
        select(Rsvp.id, Rsvp.session_id, Invitation)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(Rsvp.session_id.in_(by_id), Invitation.withdrawn_at.is_(None), Person.active, ~is_whole())
        .order_by(Rsvp.session_id, Rsvp.id)
    )
    rows = [(rsvp_id, by_id[session_id], invitation) for rsvp_id, session_id, invitation in db.session.execute(query)]
    return [
        Known(rsvp_id, session, invitation, session.recurrence_id, (session.starts_at, session.ends_at))
        for rsvp_id, session, invitation in rows
        if session.recurrence_id is not None
    ]


def tell_of_change(before: Iterable[Known], planned: Mapping[int, Change], *, occasion: str, now: datetime) -> None:
    """Whoever has a single one of these dates is told what became of it. `planned` is what changed, by session id."""
    for one in before:
        rsvp, change = (
            db.session.get_one(Rsvp, one.rsvp_id, populate_existing=True),
            planned.get(one.session.id, Change(frozenset())),
        )
        moved_on = (rsvp.invitation_id, one.session.recurrence_id) != (one.invitation.id, one.recurrence_id)
        if moved_on:
            _take_out(one, now=now)
        if one.session.state is SessionState.CANCELLED:
            if not moved_on:
                notices.cancelled(one.session, [one.invitation], now=now)
            continue
        goes_stale = change.bumps_sequence or (change.tells and rsvp.answer is not Answer.DECLINED)
        if moved_on or goes_stale:
            moved_from = one.time if one.time != (one.session.starts_at, one.session.ends_at) else None
            notices.updated(one.session, [rsvp.invitation], change.fields, now=now, moved_from=moved_from, occasion=occasion)


def _take_out(one: Known, *, now: datetime) -> None:
    place = {"recurrence_id": one.recurrence_id.isoformat(), "time": ",".join(at.isoformat() for at in one.time)}
    notices.moved_on(one.session, one.invitation, slot=f"former:{one.recurrence_id.timestamp():.0f}", place=place, now=now)


def withdrawn(invitation: Invitation, dates: Iterable[ScheduledSession], *, now: datetime) -> None:
    """These dates leave this person's calendar."""
    for session in dates:
        notices.withdrawn(session, invitation, now=now)


def join(series: Series, invitations: Sequence[Invitation], dates: Sequence[ScheduledSession]) -> list[Invitation]:
    """Those of them who have single dates are invited to all that can be answered; what they said of their own stands. Returns them."""
    query = select(Invitation.id).where(Invitation.id.in_([one.id for one in invitations]), ~is_whole())
    ids = set(db.session.scalars(query))
    joining = [one for one in invitations if one.id in ids]
    if joining:
        groups.ask(series, {one.person_id: one.id for one in joining})
        groups.add_dates(dates, joining)
    return joining


def own_date(series_id: int, person_id: int, *, now: datetime) -> int | None:
    """The session that somebody with single dates means who answers "all of it": their next one."""
    query = (
        select(Rsvp.session_id)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(
            ScheduledSession.series_id == series_id, Rsvp.person_id == person_id, Invitation.withdrawn_at.is_(None), ~is_whole()
        )
        .order_by(ScheduledSession.ends_at <= now, ScheduledSession.starts_at)
    )
    return db.session.scalar(query.limit(1))


def beside(found: Iterable[Copy], members: Collection[int]) -> dict[int, list[Copy]]:
    """For calendars that would lose their other dates over one: all of theirs that take place, by invitation id.

    `members` are the invitations to whole series, which have a form of their own.
    """
    theirs = [copy for copy in found if copy.session.recurrence_id is not None and copy.invitation.id not in members]
    replacing = series_copies.with_replacing_clients({copy.rsvp.person_id for copy in theirs})
    ids = {copy.invitation.id for copy in theirs if copy.rsvp.person_id in replacing}
    return current_dates(ids)


def current_dates(invitation_ids: Collection[int]) -> dict[int, list[Copy]]:
    """The dates of these invitations that take place, by invitation id, in order of the rhythm. Constant queries, none for nobody."""
    if not invitation_ids:
        return {}
    query = select(Rsvp).where(Rsvp.invitation_id.in_(invitation_ids)).execution_options(populate_existing=True)
    dates: dict[int, list[Copy]] = {}
    for copy in copies.of(db.session.scalars(query).all()):
        if copy.is_current:
            dates.setdefault(copy.invitation.id, []).append(copy)
    for own in dates.values():
        own.sort(key=lambda copy: copy.session.recurrence_id or copy.session.starts_at)
    return dates


@dataclass(frozen=True, slots=True)
class FormerCopy:
    """An entry that is not this person's date any more: `copy` is the date as it is now, `invitation` the one it was told under."""

    copy: Copy
    invitation: Invitation
    others: tuple[Copy, ...]  # what a calendar that replaces all it has must keep of that UID

    def event(self, mail: OutgoingMail, *, url: str, now: datetime) -> Event:
        starts_at, ends_at = (datetime.fromisoformat(at) for at in mail.payload["time"].split(","))
        sequence = max(mail.revision, self.invitation.calendar_object.sequence)
        return replace(
            copies.event(self.copy, sequence=sequence, url=url, description="", now=now),
            uid=self.invitation.calendar_object.uid,
            organizer_address=copies.answer_address(self.invitation),
            recurrence_id=datetime.fromisoformat(mail.payload["recurrence_id"]),
            starts_at=starts_at,
            ends_at=ends_at,
        )


def former_copies(mails: Sequence[OutgoingMail]) -> dict[int, FormerCopy]:
    """What each message takes out, by message id. Constant queries."""
    ids = {int(mail.payload["invitation_id"]) for mail in mails}
    invitations = {one.id: one for one in db.session.scalars(select(Invitation).where(Invitation.id.in_(ids)))}
    query = select(Rsvp).where(Rsvp.session_id.in_({int(mail.payload["session_id"]) for mail in mails}))
    query = query.where(Rsvp.person_id.in_({one.person_id for one in invitations.values()}))
    found = copies.of(db.session.scalars(query.execution_options(populate_existing=True)).all())
    now_ = {(copy.session.id, copy.rsvp.person_id): copy for copy in found}
    replacing = series_copies.with_replacing_clients({one.person_id for one in invitations.values()})
    others = current_dates({one.id for one in invitations.values() if one.person_id in replacing})
    former = {}
    for mail in mails:
        invitation = invitations.get(int(mail.payload["invitation_id"]))
        copy = now_.get((int(mail.payload["session_id"]), invitation.person_id)) if invitation else None
        if invitation is not None and copy is not None:
            former[mail.id] = FormerCopy(copy, invitation, tuple(others.get(invitation.id, ())))
    return former
