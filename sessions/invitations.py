"""Inviting and withdrawing. One invitation per person and UID; inviting twice changes nothing."""

import base64
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select, true, update

from database import db
from mail import outbox
from mail.models import OutgoingMail
from people.models import Person
from rows import insert_rows
from sessions import changes, delegations, notices, scheduling, waitlist
from sessions.errors import NotInvited, WrongState
from sessions.living import reasons
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState, Via
from sessions.series import groups, plans, returning, single_dates
from sessions.series import notices as series_notices

T = TypeVar("T")
ASKS_ANEW_AFTER = timedelta(days=1)
CHUNK = 500  # SQLite takes at most 32,766 bound values in a statement, PostgreSQL 65,535


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were asked now, and how many had been before. `too_soon` were withdrawn and asked again lately: they hear nothing."""

    invited: int
    already_invited: int
    too_soon: int = 0


def invite(session_id: int, person_ids: Sequence[int], *, by: Person, now: datetime, own_wish: bool = False) -> Invited:
    """Everybody named is on the list; if the session is published, their invitation is on its way.

    Who is invited already hears nothing again; who was withdrawn is asked anew. Inactive and unknown people are left out.
    To a date of a series means to the series, from its next date on.
    Each of them at most once a day, unless it is their `own_wish`: withdrawing and inviting by turns would be a nudge without an end.
    Raises WrongState when the session is cancelled or has begun, or its date to answer has passed, or nobody but them is named.
    """
    session = scheduling.lock(session_id)
    dates = _dates_to_answer(session, now=now)
    wanted = list(dict.fromkeys(person_ids))
    known = _known_invitations(session, wanted)
    withdrawn = [invitation for invitation in known.values() if invitation.withdrawn_at is not None]
    returning = [invitation for invitation in withdrawn if invitation.person.active]
    lately = _asked_anew_lately(returning, now=now) if session.is_published and not own_wish else set()
    again = [invitation for invitation in returning if invitation.stream not in lately]
    fresh = [(id_, email) for id_, email in _active_people(wanted) if id_ not in known]
    if lately and not again and not fresh:
        raise WrongState("They were invited again within the last day already. Wait until tomorrow, or talk to them.")
    name = _organizer_name(session)
    if again:
        _ask_anew(dates, again, now=now)
    for invited in chunks([] if own_wish else [invitation.id for invitation in known.values()], CHUNK):
        reasons.named_by_hand(invited)
    joining = _let_join(dates, [invitation for invitation in known.values() if invitation.withdrawn_at is None], now=now)
    for chunk in chunks(fresh, CHUNK):
        _invite_chunk(dates, chunk, name=name, by=by, now=now)
    asked, knew = len(fresh) + len(again) + joining, len(known) - len(withdrawn) - joining
    return Invited(invited=asked, already_invited=knew, too_soon=len(lately))


def invite_to_date(session: ScheduledSession, person: Person, *, by: Person, now: datetime) -> None:
    """This person is invited to this date of its series and to no other, without a seat yet. The session must be locked.

    Raises WrongState when they are invited to all of it, or were invited and are not any more, or the date cannot be answered any more.
    """
    _guard_invitable(session, now=now)
    invitation = _known_invitations(session, [person.id]).get(person.id)
    if invitation is None:
        values = {"calendar_object_id": session.calendar_object_id, "person_id": person.id, "token": new_token()}
        invitation = Invitation(**values, organizer_name=_organizer_name(session), invited_by_id=by.id, invited_at=now)
        db.session.add(invitation)
        db.session.flush()
    elif invitation.withdrawn_at is not None:
        raise WrongState(
            "%(name)s was invited before, and is not any more. Invite them again, or talk to them.", name=person.name
        )
    elif groups.answer_of(session.series_id or 0, person.id) is not None:
        raise WrongState("%(name)s is invited to the whole series.", name=person.name)
    groups.add_dates([session], [invitation])
    notices.invited(session, [invitation], now=now)


def withdraw(session_id: int, person_id: int, *, by: Person, now: datetime, by_hand: bool = True) -> None:
    """This person is not invited any more: the seat goes on, and their calendar gets a CANCEL. Raises NotInvited, WrongState.

    From a date of a series means from the series; what they did at its past dates stands. `by_hand`: no audience invites them again.
    """
    session = scheduling.lock(session_id)
    if session.is_published and session.is_over(now) and session.recurrence_id is None:
        raise WrongState("This session is over.")
    dates = {date.id: date for date in scheduling.dates_of(session)}
    rsvps = db.session.scalars(select(Rsvp).where(Rsvp.session_id.in_(dates), Rsvp.person_id == person_id)).all()
    if not rsvps or rsvps[0].is_withdrawn:
        raise NotInvited("This person is not invited.")
    invitation = rsvps[0].invitation
    invitation.withdrawn_at = now
    if by_hand:
        reasons.forgotten(invitation.id)
    ahead = [rsvp for rsvp in rsvps if not dates[rsvp.session_id].is_over(now)]
    returned = [one for rsvp in ahead for one in delegations.follow(dates[rsvp.session_id], rsvp, Answer.DECLINED, now=now)]
    freed = [dates[rsvp.session_id] for rsvp in ahead if _forget_answer(rsvp, by=by, now=now)]
    groups.forget(session.series_id, person_id, now=now)
    if any(date.is_published for date in dates.values()):
        session.calendar_object.sequence += 1
        db.session.flush()
        _tell_of_withdrawal(session, invitation, [dates[rsvp.session_id] for rsvp in ahead], now=now)
        returning.tell(returned, now=now)
        for date in freed:
            scheduling.promote(date, now=now)
        groups.leave_if_gone(session, now=now)
    db.session.flush()


def _forget_answer(rsvp: Rsvp, *, by: Person, now: datetime) -> bool:
    """Nothing is asked and nothing was said. Returns whether a seat became free."""
    before = (rsvp.answer, rsvp.seat)
    freed = waitlist.give_up(rsvp)
    rsvp.answer, rsvp.answered_at, rsvp.via = Answer.NEEDS_ACTION, None, None
    rsvp.reply_sequence, rsvp.reply_dtstamp, rsvp.stands_alone = None, None, False
    changes.keep_record(rsvp, before, via=Via.HOST, now=now, by=by)
    return freed


def _tell_of_withdrawal(
    session: ScheduledSession, invitation: Invitation, ahead: Sequence[ScheduledSession], *, now: datetime
) -> None:
    series = plans.of(session)
    if series is None:
        notices.withdrawn(session, invitation, now=now)
    elif single_dates.has_only_single_dates(series, invitation):
        single_dates.withdrawn(invitation, ahead, now=now)
    else:
        series_notices.told(series, [invitation], why="withdrawn", occasion=f"withdrawn:{now.isoformat()}", now=now)


def new_token() -> str:
    """The unguessable part of an answer address: 26 characters of lower-case base32 (mail servers fold case)."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def _dates_to_answer(session: ScheduledSession, *, now: datetime) -> list[ScheduledSession]:
    """What is asked about: the session, or every date of its series that can still be answered. Raises WrongState when nothing is."""
    if session.recurrence_id is None:
        _guard_invitable(session, now=now)
        return [session]
    dates = scheduling.dates_of(session)
    ahead = [date for date in dates if date.state is not SessionState.CANCELLED and now < date.answers_until]
    if not ahead:
        raise WrongState("No date of this series can be answered any more: it is too late to invite.")
    return ahead


def _guard_invitable(session: ScheduledSession, *, now: datetime) -> None:
    if session.state is SessionState.CANCELLED:
        raise WrongState("This session was cancelled: nobody can be invited to it.")
    if session.is_published and session.starts_at <= now:
        raise WrongState("This session has begun: it is too late to invite.")
    if session.is_published and session.answers_until <= now:
        raise WrongState("The date to answer has passed: nobody could say yes. Choose a later one first.")


def _invite_chunk(
    dates: Sequence[ScheduledSession], chunk: Sequence[tuple[int, str]], *, name: str, by: Person, now: datetime
) -> None:
    """Bulk inserts for up to CHUNK people: invitation, answers, message; of a series the answer for all of it."""
    session = dates[0]
    tokens = {person_id: new_token() for person_id, _email in chunk}
    rows: list[dict[str, Any]] = [
        {
            "calendar_object_id": session.calendar_object_id,
            "person_id": person_id,
            "token": tokens[person_id],
            "organizer_name": name,
            "invited_by_id": by.id,
            "invited_at": now,
        }
        for person_id, _email in chunk
    ]
    ids: dict[int, int] = dict(insert_rows(Invitation, rows, "person_id", "id"))
    _open_answers([date.id for date in dates], list(ids.values()))
    series = plans.of(session)
    if series is not None:
        groups.ask(series, ids)
    if session.is_published:
        outbox.post_many([_invitation_post(session, ids[id_], id_, email) for id_, email in chunk], now=now)


def _open_answers(session_ids: Sequence[int], invitation_ids: Sequence[int]) -> None:
    """An open answer for each of these dates and people, in one statement: to a year of weeks it is fifty times as many."""
    defaults = {
        "answer": literal(Answer.NEEDS_ACTION, Rsvp.answer.type),
        "seat": literal(Seat.NONE, Rsvp.seat.type),
        "comment": literal(""),
        "reply_prodid": literal(""),
        "guests": literal(0),
        "stands_alone": false(),
        "shows_name": false(),
    }
    rows = (
        select(ScheduledSession.id, Invitation.person_id, Invitation.id, *defaults.values())
        .join(Invitation, true())  # each of these people at each of these dates
        .where(ScheduledSession.id.in_(session_ids), Invitation.id.in_(invitation_ids))
        .order_by(ScheduledSession.id, Invitation.id)
    )
    table = Rsvp.metadata.tables[Rsvp.__tablename__]
    into = ["session_id", "person_id", "invitation_id", *defaults]
    db.session.connection().execute(table.insert().from_select(into, rows))


def _invitation_post(session: ScheduledSession, invitation_id: int, person_id: int, email: str) -> outbox.Post:
    sequence, is_series = session.calendar_object.sequence, session.recurrence_id is not None
    about = {"series_id": session.series_id, "why": "invited"} if is_series else {"session_id": session.id}
    kind, id_ = (notices.SERIES, session.series_id) if is_series else (notices.INVITATION, session.id)
    return outbox.Post(
        kind=kind,
        topic=f"series:{session.series_id}" if is_series else session.topic,
        stream=f"calendar:{session.calendar_object_id}:person:{person_id}",
        person_id=person_id,
        recipient=email,
        revision=sequence,
        key=f"{kind}:{id_}:{person_id}:invited:{sequence}",
        payload={**about, "invitation_id": invitation_id},
    )


def _ask_anew(dates: Sequence[ScheduledSession], invitations: Sequence[Invitation], *, now: datetime) -> None:
    """People who had been withdrawn are invited again, above the SEQUENCE of their CANCEL."""
    session, series = dates[0], plans.of(dates[0])
    ids = [invitation.id for invitation in invitations]
    for invitation in invitations:
        invitation.withdrawn_at, invitation.invited_at = None, now
    for chunk in chunks(ids, CHUNK):
        # Not `nudged_at`: one nudge a session, and it counts towards the person's own limit.
        cleared = {"reminded_at": None, "comment": "", "guests": 0, "shows_name": False}
        db.session.execute(update(Rsvp).where(Rsvp.invitation_id.in_(chunk)).values(**cleared))
        delegations.end_all(chunk, now=now)
    if series is not None:
        groups.ask_anew(series, dates, invitations)
    if session.is_published:
        session.calendar_object.sequence += 1
        db.session.flush()
        if series is None:
            notices.invited(session, invitations, now=now)
        else:
            series_notices.told(series, invitations, why="invited", occasion=f"invited:{now.isoformat()}", now=now)


def _let_join(dates: Sequence[ScheduledSession], invitations: Sequence[Invitation], *, now: datetime) -> int:
    """Who had single dates of the series is asked about all of them. Returns how many those are."""
    series = plans.of(dates[0])
    joining = single_dates.join(series, invitations, dates) if series is not None and invitations else []
    if joining and series is not None and series.is_published:
        series_notices.told(series, joining, why="invited", occasion=f"joined:{now.isoformat()}", now=now)
    return len(joining)


def _asked_anew_lately(invitations: Sequence[Invitation], *, now: datetime) -> set[str]:
    """The streams of those who were asked more than once, the last time less than a day ago. What never left bothered nobody."""
    found: set[str] = set()
    for chunk in chunks([invitation.stream for invitation in invitations], CHUNK):
        query = (
            select(OutgoingMail.stream)
            .where(OutgoingMail.stream.in_(chunk), _invites(), notices.counts())
            .group_by(OutgoingMail.stream)
            .having(func.count() > 1, func.max(OutgoingMail.created_at) > now - ASKS_ANEW_AFTER)
        )
        found.update(db.session.scalars(query))
    return found


def _invites() -> ColumnElement[bool]:
    of_series = and_(OutgoingMail.kind == notices.SERIES, OutgoingMail.key.contains(":invited:"))
    return or_(OutgoingMail.kind == notices.INVITATION, of_series)


def _known_invitations(session: ScheduledSession, person_ids: Sequence[int]) -> dict[int, Invitation]:
    found: dict[int, Invitation] = {}
    for chunk in chunks(person_ids, CHUNK):
        query = select(Invitation).where(
            Invitation.calendar_object_id == session.calendar_object_id, Invitation.person_id.in_(chunk)
        )
        found.update({invitation.person_id: invitation for invitation in db.session.scalars(query)})
    return found


def _active_people(person_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    for chunk in chunks(person_ids, CHUNK):
        query = select(Person.id, Person.email).where(Person.id.in_(chunk), Person.active)
        emails = dict(db.session.execute(query).all())
        yield from ((id_, emails[id_]) for id_ in chunk if id_ in emails)


def _organizer_name(session: ScheduledSession) -> str:
    return session.hosts[0].person.name if session.hosts else session.title


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
