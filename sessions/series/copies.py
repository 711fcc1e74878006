"""Each person's own copy of a series: the master, the dates that differ from it, and the dates that are not theirs (EXDATE).

Clients conflict over a single changed date: Thunderbird, Outlook and Exchange want it alone, whereas calendars built on sabre/vobject then
delete the rest (sabre-io/vobject#365). So a person gets the form that the client of their last reply understands.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from calendars.invitations import Event, EventStatus, PartStat
from database import db
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions import delegations, waitlist
from sessions.copies import PARTSTAT, Copy, answer_address, event
from sessions.living import why
from sessions.living.why import Whys
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series import rhythms, stand_ins
from sessions.series.models import Series, SeriesRsvp

REPLACING_CLIENTS = ("sabre", "nextcloud")  # in PRODID: what they receive takes the place of all they have of the UID
Describe = Callable[[Copy, str], str]
COMMON = ("title", "description", "place", "address", "online_url", "timezone")


@dataclass(frozen=True, slots=True)
class SeriesCopy:
    """One person's invitation to a series. `dates` are all that were ever theirs, in order of the rhythm.

    `sends` comes in this person's place all along, `sent_by` is in whose place this person comes.
    """

    series: Series
    answer: SeriesRsvp
    invitation: Invitation
    dates: tuple[Copy, ...]
    sends: Person | None = None
    sent_by: Person | None = None

    @property
    def live(self) -> tuple[Copy, ...]:
        """The dates that take place, or took place."""
        return tuple(copy for copy in self.dates if copy.session.state is SessionState.PUBLISHED)

    @property
    def is_current(self) -> bool:
        """Whether anything of the series stands in this person's calendar."""
        return self.series.is_published and self.invitation.withdrawn_at is None and bool(self.live)

    @property
    def is_heard(self) -> bool:
        return self.answer.person.active

    @property
    def was_never_told(self) -> bool:
        """Whether nothing about this series has left for this person, and nothing is settled by them: a delegate's seat is not."""
        open_ = all(copy.was_never_told for copy in self.dates) and self.answer.answered_at is None
        return open_ and (self.answer.seat is Seat.NONE or self.sent_by is not None)

    def ahead(self, now: datetime) -> tuple[Copy, ...]:
        """The dates that take place and are not over."""
        return tuple(copy for copy in self.live if not copy.session.is_over(now))


def differs(series: Series, session: ScheduledSession) -> bool:
    """Whether this date is not as the rhythm and the series say. `recurrence_id` is where the rhythm puts it.

    One during which the clocks change stands by itself too: some calendars take the time that passes for the length of a series
    (RFC 5545 section 3.8.5.3), others the hours on the wall.
    """
    lasts = session.ends_at - session.starts_at
    if session.starts_at != session.recurrence_id or lasts != timedelta(minutes=series.minutes):
        return True
    if session.ends_at.astimezone(session.zone).utcoffset() != session.starts_at.astimezone(session.zone).utcoffset():
        return True
    return any(getattr(session, name) != getattr(series, name) for name in COMMON)


def whole(copy: SeriesCopy, *, sequence: int, page: str, base: str, words: str, now: datetime, describe: Describe) -> list[Event]:
    """The master and every date that differs from it (RFC 5546 section 3.2.2): what a calendar has afterwards is this, and nothing else.

    `page` is the address of the series, `base` that of a session without its number; `describe` writes the text of one date.
    """
    master = _master(copy, sequence=sequence, url=page, description=words, now=now)
    events = [master]
    for date in copy.live:
        url = f"{base}{date.session.id}"
        one = event(date, sequence=sequence, url=url, description="", now=now)
        said = (one.partstat, one.status, one.delegated_to) != (master.partstat, master.status, master.delegated_to)
        if said or differs(copy.series, date.session):
            events.append(replace(one, description=describe(date, url)))
    return events


def _master(copy: SeriesCopy, *, sequence: int, url: str, description: str, now: datetime) -> Event:
    series, invitation = copy.series, copy.invitation
    instants = [date.session.recurrence_id for date in copy.live if date.session.recurrence_id is not None]
    first, last = (instants[0], instants[-1]) if instants else (series.first_at, series.last_at)
    waits = copy.answer.seat is Seat.WAITING
    sends = copy.sends if copy.answer.answer is Answer.DECLINED else None
    partstat = PartStat.DELEGATED if sends else PARTSTAT[copy.answer.answer]
    continued = series.continues.calendar_object if series.continues else None
    return Event(
        uid=invitation.calendar_object.uid,
        sequence=sequence,
        dtstamp=now,
        starts_at=first,
        ends_at=first + timedelta(minutes=series.minutes),
        timezone=series.timezone,
        summary=series.title,
        description=description,
        location=", ".join(part for part in (series.place, series.address) if part),
        url=series.online_url or url,
        organizer_address=answer_address(invitation),
        organizer_name=invitation.organizer_name,
        attendee_address=invitation.person.email,
        attendee_name=invitation.person.name,
        partstat=PartStat.TENTATIVE if waits else partstat,
        delegated_to=sends.email if sends else "",
        delegated_from=copy.sent_by.email if copy.sent_by else "",
        status=EventStatus.TENTATIVE if waits else EventStatus.CONFIRMED,
        recur=series.recur,
        until=last,
        exdates=rhythms.left_out(series.recur, instants, series.zone),
        related_to=continued.uid if continued else "",
        asks=any(now < date.session.answers_until for date in copy.live),
    )


def cancelled(copy: SeriesCopy, *, sequence: int, url: str, now: datetime, reason: str) -> Event:
    """The master, to be taken out of the calendar with all its dates."""
    return replace(_master(copy, sequence=sequence, url=url, description="", now=now), comment=reason, exdates=())


def copies_for(mails: Sequence[OutgoingMail]) -> dict[int, SeriesCopy]:
    """The copy of the series each message is about, by message id; those whose invitation is gone are left out. Constant queries."""
    wanted = {mail.id: int(mail.payload.get("invitation_id") or 0) for mail in mails}
    found = of_invitations(set(wanted.values()))
    return {mail_id: found[invitation_id] for mail_id, invitation_id in wanted.items() if invitation_id in found}


def of_invitations(invitation_ids: Collection[int]) -> dict[int, SeriesCopy]:
    """Each invitation's copy of its series, by invitation id; those to single sessions are left out. Constant queries."""
    if not invitation_ids:
        return {}
    query = select(SeriesRsvp).where(SeriesRsvp.invitation_id.in_(invitation_ids))
    answers = list(db.session.scalars(query.execution_options(populate_existing=True)))
    dates = _dates({answer.invitation_id: answer for answer in answers if answer.invitation_id})
    sends, sent_by = stand_ins.parties([answer.id for answer in answers])
    return {
        answer.invitation_id: SeriesCopy(
            answer.series,
            answer,
            answer.invitation,
            tuple(dates.get(answer.invitation_id, ())),
            sends=sends.get(answer.id),
            sent_by=sent_by.get(answer.id),
        )
        for answer in answers
        if answer.invitation_id and answer.invitation
    }


def _dates(answers: dict[int, SeriesRsvp]) -> dict[int, list[Copy]]:
    rows = (
        select(Rsvp)
        .options(lazyload(Rsvp.session), lazyload(Rsvp.person), lazyload(Rsvp.invitation))
        .where(Rsvp.invitation_id.in_(answers))
        .execution_options(populate_existing=True)
    )
    rsvps = list(db.session.scalars(rows))
    series_ids = {answer.series_id for answer in answers.values()}
    sessions = select(ScheduledSession).where(ScheduledSession.series_id.in_(series_ids))
    by_id = {session.id: session for session in db.session.scalars(sessions.execution_options(populate_existing=True))}
    waiting = {rsvp.session_id for rsvp in rsvps if rsvp.seat is Seat.WAITING}
    places = {session_id: waitlist.places_in_line(session_id) for session_id in sorted(waiting)}
    sends, sent_by = delegations.parties_of(answers)
    whys = why.of(answers.keys())
    found: dict[int, list[Copy]] = {}
    for rsvp in rsvps:
        session, answer = by_id.get(rsvp.session_id), answers[rsvp.invitation_id]
        if session is None:
            continue
        set_committed_value(rsvp, "session", session)
        set_committed_value(rsvp, "person", answer.person)
        set_committed_value(rsvp, "invitation", answer.invitation)
        place = places.get(session.id, {}).get(rsvp.person_id)
        copy = Copy(
            rsvp, place, sends=sends.get(rsvp.id), sent_by=sent_by.get(rsvp.id), whys=whys.get(rsvp.invitation_id, Whys())
        )
        found.setdefault(rsvp.invitation_id, []).append(copy)
    for copies in found.values():
        copies.sort(key=lambda copy: copy.session.recurrence_id or copy.session.starts_at)
    return found


def successor(copy: SeriesCopy) -> Copy | None:
    """The first date this person has in the series that went on from this one; None when there is none."""
    query = (
        select(Rsvp)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .join(Series, Series.id == ScheduledSession.series_id)
        .where(Series.continues_id == copy.series.id, Rsvp.person_id == copy.answer.person_id)
        .order_by(ScheduledSession.starts_at)
        .limit(1)
    )
    found = db.session.scalar(query)
    return Copy(found, None) if found is not None else None


def instead_of_dates(copies: Iterable[Copy]) -> dict[int, SeriesCopy]:
    """For people whose calendar would lose the rest over a single date: all of it, by invitation id."""
    of_series = [copy for copy in copies if copy.session.recurrence_id is not None]
    replacing = with_replacing_clients({copy.rsvp.person_id for copy in of_series})
    return of_invitations({copy.invitation.id for copy in of_series if copy.rsvp.person_id in replacing})


def with_replacing_clients(person_ids: Collection[int]) -> set[int]:
    """Whose last calendar reply came from a client that replaces all it has of a UID."""
    if not person_ids:
        return set()
    query = select(Rsvp.person_id, Rsvp.reply_prodid).where(Rsvp.person_id.in_(person_ids), Rsvp.reply_prodid != "")
    last = dict(db.session.execute(query.order_by(Rsvp.answered_at, Rsvp.id)).all())
    return {person_id for person_id, prodid in last.items() if replaces_all(prodid)}


def replaces_all(prodid: str) -> bool:
    """Whether what this client receives takes the place of all it has of the UID (measured: sabre/vobject 4.6, Nextcloud)."""
    return any(name in prodid.lower() for name in REPLACING_CLIENTS)


def ever_left(copies: Iterable[SeriesCopy], *, but_not: Collection[int]) -> set[int]:
    """Which of these invitations anything may have left for, these messages aside; an attempt counts: a worker may have died after it."""
    invitations = [copy.invitation for copy in copies]
    told = {invitation.id for invitation in invitations if invitation.told_sequence is not None}
    unsure = {invitation.stream: invitation.id for invitation in invitations if invitation.id not in told}
    if unsure:
        tried = select(OutgoingMail.stream).where(OutgoingMail.stream.in_(unsure), OutgoingMail.attempts > 0)
        # Dropped at its first attempt, it was never handed over; the messages that ask have been claimed themselves.
        tried = tried.where(or_(OutgoingMail.state != OutgoingState.DROPPED, OutgoingMail.attempts > 1))
        tried = tried.where(or_(OutgoingMail.id.not_in(but_not), OutgoingMail.attempts > 1))
        told |= {unsure[stream] for stream in db.session.scalars(tried)}
    return told
