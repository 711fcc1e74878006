"""Each person's own copy of the event, as a calendar gets it: the true state at the moment it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from calendars.invitations import Event, EventStatus, PartStat
from config import settings
from database import db
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions import delegations, waitlist
from sessions.courses import places as course_places
from sessions.courses.places import Place
from sessions.living import why
from sessions.living.why import Whys
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series.models import SeriesRsvp

PARTSTAT = {
    Answer.NEEDS_ACTION: PartStat.NEEDS_ACTION,
    Answer.ACCEPTED: PartStat.ACCEPTED,
    Answer.TENTATIVE: PartStat.TENTATIVE,
    Answer.DECLINED: PartStat.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Copy:
    """One person's invitation to one date. `place_in_line` is 1 for the first who waits, None for who does not.

    `sends` comes in this person's place, `sent_by` is in whose place this person comes. Of a date of a course, `part` says which it is
    and `home` where the person takes part. `whys`: on whose account they are invited.
    """

    rsvp: Rsvp
    place_in_line: int | None
    sends: Person | None = None
    sent_by: Person | None = None
    part: Place | None = None
    home: SeriesRsvp | None = None
    whys: Whys = field(default_factory=Whys)

    @property
    def session(self) -> ScheduledSession:
        return self.rsvp.session

    @property
    def invitation(self) -> Invitation:
        return self.rsvp.invitation

    @property
    def is_current(self) -> bool:
        """Whether this person is invited to a session that takes place."""
        return self.session.state is SessionState.PUBLISHED and self.invitation.withdrawn_at is None

    @property
    def was_never_told(self) -> bool:
        """Whether nothing about this session has left for this person, and nothing is settled by them: a delegate's seat is not."""
        open_ = self.rsvp.seat is Seat.NONE or self.sent_by is not None
        return open_ and self.invitation.told_sequence is None and self.rsvp.answer is Answer.NEEDS_ACTION

    def sequence(self, revision: int) -> int:
        """The SEQUENCE under which a message leaves that was due at `revision`. A date of a series is never below the others' newest.

        One that was in a worker's hands when the session moved leaves with the new time, and an answer to it is one to the new time.
        """
        if self.session.recurrence_id is None:
            return max(revision, self.session.asked_sequence)
        return self.invitation.calendar_object.sequence

    def is_outdated(self, revision: int) -> bool:
        """Whether a message of this SEQUENCE would come after one of a higher: it was tried again, and is not needed.

        Of a series a higher one may have been about another date.
        """
        if self.session.recurrence_id is not None:
            return False
        return self.invitation.told_sequence is not None and revision < self.invitation.told_sequence

    @property
    def is_heard(self) -> bool:
        """Whether this person still hears from us: whoever has left the organisation does not."""
        return self.rsvp.person.active

    @property
    def host_name(self) -> str:
        return self.session.hosts[0].person.name if self.session.hosts else self.invitation.organizer_name


def answer_address(invitation: Invitation) -> str:
    """Where this person's calendar sends its answer: ORGANIZER and Reply-To. One token per person and UID."""
    local, _at, domain = settings().reply_address.rpartition("@")
    return f"{local}+{invitation.token}@{domain}"


def event(copy: Copy, *, sequence: int, url: str, description: str, now: datetime, comment: str = "") -> Event:
    """The VEVENT this person should have. Who waits in line has a tentative event, so that no calendar shows a seat there is not."""
    session, invitation = copy.session, copy.invitation
    waits = copy.rsvp.seat is Seat.WAITING
    sends = copy.sends if copy.rsvp.answer is Answer.DECLINED else None
    partstat = PartStat.DELEGATED if sends else PARTSTAT[copy.rsvp.answer]
    return Event(
        uid=invitation.calendar_object.uid,
        sequence=sequence,
        dtstamp=now,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=session.timezone,
        summary=session.title,
        description=description,
        location=", ".join(part for part in (session.place, session.address) if part),
        url=session.online_url or url,
        organizer_address=answer_address(invitation),
        organizer_name=invitation.organizer_name,
        attendee_address=invitation.person.email,
        attendee_name=invitation.person.name,
        partstat=PartStat.TENTATIVE if waits else partstat,
        delegated_to=sends.email if sends else "",
        delegated_from=copy.sent_by.email if copy.sent_by else "",
        status=EventStatus.TENTATIVE if waits else EventStatus.CONFIRMED,
        recurrence_id=session.recurrence_id,
        comment=comment,
        asks=now < session.answers_until,
    )


def copies_for(mails: Sequence[OutgoingMail]) -> dict[int, Copy]:
    """The copy each message is about, by message id; messages whose invitation is gone are left out. Constant queries."""
    wanted = {mail.id: (mail.payload.get("invitation_id"), mail.payload.get("session_id")) for mail in mails}
    invitation_ids = {invitation_id for invitation_id, _session_id in wanted.values() if invitation_id}
    query = (
        select(Rsvp)
        .join(Rsvp.session)
        .join(Rsvp.invitation)
        .options(contains_eager(Rsvp.session).selectinload(ScheduledSession.hosts), contains_eager(Rsvp.invitation))
        .where(Rsvp.invitation_id.in_(invitation_ids))
        .execution_options(populate_existing=True)
    )
    found = {(rsvp.invitation_id, rsvp.session_id): rsvp for rsvp in db.session.scalars(query)}
    copies = {(copy.invitation.id, copy.session.id): copy for copy in of(list(found.values()))}
    about = {mail_id: (int(invitation_id or 0), int(session_id or 0)) for mail_id, (invitation_id, session_id) in wanted.items()}
    return {mail_id: copies[one] for mail_id, one in about.items() if one in copies}


def of(rsvps: Sequence[Rsvp]) -> list[Copy]:
    """The copy of each of these answers, in their order."""
    waiting = {rsvp.session_id for rsvp in rsvps if rsvp.seat is Seat.WAITING}
    places = {session_id: waitlist.places_in_line(session_id) for session_id in sorted(waiting)}
    sends, sent_by = delegations.parties([rsvp.id for rsvp in rsvps])
    parts = course_places.places_of([rsvp.session for rsvp in rsvps])
    homes = course_places.homes_of(
        [(parts[rsvp.session_id].course, rsvp.person_id) for rsvp in rsvps if rsvp.session_id in parts]
    )
    whys = why.of({rsvp.invitation_id for rsvp in rsvps})
    return [
        Copy(
            rsvp,
            places.get(rsvp.session_id, {}).get(rsvp.person_id),
            sends=sends.get(rsvp.id),
            sent_by=sent_by.get(rsvp.id),
            part=(part := parts.get(rsvp.session_id)),
            home=homes.get((part.course.id, rsvp.person_id)) if part else None,
            whys=whys.get(rsvp.invitation_id, Whys()),
        )
        for rsvp in rsvps
    ]


def ever_left(invitations: Sequence[Invitation]) -> set[int]:
    """Which of these invitations anything may have left for; an attempt counts, since a worker may have died after it."""
    told = {invitation.id for invitation in invitations if invitation.told_sequence is not None}
    unsure = {invitation.stream: invitation.id for invitation in invitations if invitation.id not in told}
    if unsure:
        tried = select(OutgoingMail.stream).where(OutgoingMail.stream.in_(unsure), OutgoingMail.attempts > 0)
        # Dropped at its first attempt, it was never handed over.
        tried = tried.where(or_(OutgoingMail.state != OutgoingState.DROPPED, OutgoingMail.attempts > 1))
        # The message that asks has been claimed itself: only REQUESTs count.
        tried = tried.where(OutgoingMail.kind.not_in(("sessions.cancellation", "sessions.withdrawal", "sessions.moved_on")))
        told |= {unsure[stream] for stream in db.session.scalars(tried)}
    return told
