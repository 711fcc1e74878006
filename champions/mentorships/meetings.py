"""The next meeting of the two: in both calendars as long as it lies ahead, and out of both when it does not take place.

Each meeting has a UID of its own, so that one that was stays in the calendars when the next is arranged.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from champions import seats
from champions.errors import AskInvalid, MentorshipMissing, WrongStanding
from champions.mentorships import notices_meetings
from champions.mentorships.models import Mentorship
from champions.mentorships.models_meetings import MeetingSeat, is_ahead, revision_of
from config import settings
from database import db
from people.models import Person
from sessions.models import Answer, Outcome
from sessions.precedence import CalendarReply

MARK = "1"  # what an answer address of such a meeting begins with: base32 has no 1, and a coffee's begins with 0
LENGTHS, USUAL_MINUTES = (15, 30, 45, 60, 90), 30
LONGEST_AHEAD = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where the two meet, and for how many minutes."""

    at: datetime
    place: str = ""
    minutes: int = USUAL_MINUTES


def planned(mentorship: Mentorship) -> Meeting | None:
    """The meeting as it stands."""
    at = mentorship.next_meeting_at
    return Meeting(at, mentorship.next_meeting_place, mentorship.next_meeting_minutes) if at is not None else None


def arrange(mentorship: Mentorship, meeting: Meeting | None, *, by: Person, now: datetime) -> None:
    """The two meet then and there: both have it in their calendars, and the one who did not choose it is asked. None: it is called off.

    Nothing is sent for what stands so already. Raises AskInvalid for a time that does not lie ahead, or a length that is none.
    """
    before = planned(mentorship)
    if meeting is None:
        call_off(mentorship, by=by, now=now)
        return
    if meeting.at <= now and before is not None and before.at == meeting.at:
        return  # it was, and its time stands there until somebody writes two lines about it
    _check(meeting, now)
    if before == meeting and mentorship.meeting_uid is not None:
        return
    goes_on_as_one = is_ahead(mentorship, now)
    mentorship.next_meeting_at, mentorship.next_meeting_place = meeting.at, meeting.place
    mentorship.next_meeting_minutes, mentorship.meeting_set_at = meeting.minutes, now
    found = _moved(mentorship) if goes_on_as_one else _first(mentorship)
    for seat in found:
        if seat.person_id == by.id:
            seats.keep(seat, Answer.ACCEPTED, now=now)
        else:
            seats.ask_anew(seat)
    db.session.flush()
    notices_meetings.arranged(mentorship, found, by=by, is_new=not goes_on_as_one, now=now)


def call_off(mentorship: Mentorship, *, by: Person | None = None, now: datetime) -> None:
    """No meeting is planned: one that lay ahead is out of both calendars. One that was stays there. `by` whom, for the other to hear.

    The seats stay until the next meeting: a late answer is put aside, and does not come back to who sent it.
    """
    if is_ahead(mentorship, now):
        mentorship.meeting_sequence += 1
        notices_meetings.called_off(mentorship, seats_of(mentorship), by=by, now=now)
    mentorship.next_meeting_at, mentorship.next_meeting_place, mentorship.meeting_uid = None, "", None
    db.session.flush()


def answer(mentorship_id: int, person: Person, said: Answer, *, now: datetime) -> None:
    """One of the two says so on their page. Raises MentorshipMissing, WrongStanding when there is no such meeting ahead."""
    query = select(MeetingSeat.id).where(MeetingSeat.mentorship_id == mentorship_id, MeetingSeat.person_id == person.id)
    seat_id = db.session.scalar(query)
    if seat_id is None:
        raise WrongStanding("There is no meeting ahead that could be answered.")
    record_answer(seat_id, said, now=now)


def record_answer(seat_id: int, said: Answer, *, now: datetime, reply: CalendarReply | None = None) -> Outcome | None:
    """The answer counts; a no takes the meeting out of both calendars. None: it counted already. Raises WrongStanding when the meeting
    has begun, MentorshipMissing when it is gone.
    """
    seat = _locked(seat_id)
    outcome = seats.outcome(seat, said, reply, revision_of(seat.mentorship))
    if outcome is not Outcome.APPLIED:
        return outcome
    _guard_ahead(seat.mentorship, now)
    seats.keep(seat, said, reply, now=now)
    db.session.flush()
    if said is Answer.DECLINED:
        call_off(seat.mentorship, by=seat.person, now=now)
    return outcome


def move(seat_id: int, at: datetime, *, now: datetime) -> None:
    """This one of the two would rather meet then: so it is, and the other is asked. Raises WrongStanding, MentorshipMissing, AskInvalid."""
    seat = _locked(seat_id)
    _guard_ahead(seat.mentorship, now)
    before = planned(seat.mentorship)
    if before is not None:
        arrange(seat.mentorship, replace(before, at=at), by=seat.person, now=now)


def seats_of(mentorship: Mentorship) -> Sequence[MeetingSeat]:
    """Who is at its meeting, the mentee and the ambassador in the order in which they were asked."""
    query = select(MeetingSeat).where(MeetingSeat.mentorship_id == mentorship.id).order_by(MeetingSeat.id)
    return db.session.scalars(query).all()


def taken(person_ids: Collection[int], start: datetime, end: datetime) -> dict[int, list[tuple[datetime, datetime]]]:
    """When these people meet somebody between these moments, by person. One query."""
    query = (
        select(MeetingSeat.person_id, Mentorship.next_meeting_at, Mentorship.next_meeting_minutes)
        .join(Mentorship, Mentorship.id == MeetingSeat.mentorship_id)
        .where(MeetingSeat.person_id.in_(person_ids), Mentorship.meeting_uid.is_not(None), Mentorship.next_meeting_at < end)
        .where(Mentorship.next_meeting_at > start - timedelta(minutes=max(LENGTHS)))
    )
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for person_id, at, minutes in db.session.execute(query):
        if at is not None:
            found.setdefault(person_id, []).append((at, at + timedelta(minutes=minutes)))
    return found


def seat_of(token: str) -> MeetingSeat | None:
    """Whose answer address this is, if it is one of a meeting."""
    return db.session.scalar(select(MeetingSeat).where(MeetingSeat.token == token)) if token.startswith(MARK) else None


def _check(meeting: Meeting, now: datetime) -> None:
    if meeting.at <= now:
        raise AskInvalid("Choose a time that lies ahead.", field="on")
    if meeting.at > now + LONGEST_AHEAD:
        raise AskInvalid("Choose a day within the next two years.", field="on")
    if meeting.minutes not in LENGTHS:
        raise AskInvalid("Choose one of the lengths.", field="minutes")


def _moved(mentorship: Mentorship) -> Sequence[MeetingSeat]:
    mentorship.meeting_sequence += 1
    mentorship.meeting_asked_sequence = mentorship.meeting_sequence
    return seats_of(mentorship)


def _first(mentorship: Mentorship) -> Sequence[MeetingSeat]:
    db.session.execute(delete(MeetingSeat).where(MeetingSeat.mentorship_id == mentorship.id))
    mentorship.meeting_uid = f"meeting-{secrets.token_hex(16)}@{settings().mail_domain}"
    mentorship.meeting_sequence, mentorship.meeting_asked_sequence = 0, 0
    two = [person_id for person_id in (mentorship.mentee_id, mentorship.ambassador_id) if person_id is not None]
    db.session.add_all(
        MeetingSeat(mentorship_id=mentorship.id, person_id=person_id, token=seats.new_seat_token(MARK)) for person_id in two
    )
    db.session.flush()
    return seats_of(mentorship)


def _locked(seat_id: int) -> MeetingSeat:
    """The seat, its mentorship locked: of two who answer at once, the second finds what the first made of it."""
    whose = select(MeetingSeat.mentorship_id).where(MeetingSeat.id == seat_id).scalar_subquery()
    query = select(Mentorship).where(Mentorship.id == whose).with_for_update(of=Mentorship)
    db.session.scalar(query.execution_options(populate_existing=True))
    seat = db.session.get(MeetingSeat, seat_id, populate_existing=True)
    if seat is None:
        raise MentorshipMissing("This meeting does not take place any more.")
    return seat


def _guard_ahead(mentorship: Mentorship, now: datetime) -> None:
    if not is_ahead(mentorship, now):
        raise WrongStanding("This meeting has begun, or is over.")
