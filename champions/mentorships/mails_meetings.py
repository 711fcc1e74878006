"""Mails about a meeting of the two, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from calendars import invitations as format_
from champions import seats
from champions.mails import rendering
from champions.mentorships import notices_meetings, words_meetings
from champions.mentorships.models import Mentorship
from champions.mentorships.models_meetings import MeetingSeat, is_ahead, revision_of
from champions.mentorships.words import name_of_ambassador
from champions.models_seats import Revision
from champions.words import Words
from config import settings
from database import db
from mail import outbox
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people.models import Person
from sessions.models import Answer

OWN_PAGES = {
    True: "/me/mentorship",
    False: "/me/mentees",
}  # of a mentee, of an ambassador: where a mentorship that has ended leads


def requests(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """The meeting as it stands, for each one's calendar. Two queries."""
    found, told = _seats(mails), outbox.told_in({mail.stream for mail in mails})
    return [_request(mail, found.get(mail.payload["seat"]), now, is_new=mail.stream not in told) for mail in mails]


def asides(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """What somebody wrote, or what we could not count. One query."""
    found = _seats(mails)
    return [_aside(mail, found.get(mail.payload["seat"]), now) for mail in mails]


def cancels(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """CANCELs, to whoever was ever told of it: nobody else needs one. The mentorship may be deleted by now. Three queries."""
    told = outbox.told_in({mail.stream for mail in mails})
    people = {
        person.id: person
        for person in db.session.scalars(select(Person).where(Person.id.in_({mail.person_id for mail in mails}), Person.active))
    }
    query = select(Mentorship).where(Mentorship.id.in_({mail.payload["mentorship"] for mail in mails}))
    pairs = {one.id: one for one in db.session.scalars(query)}
    return [
        _cancel(mail, people.get(mail.person_id or 0), pairs.get(mail.payload["mentorship"]), now)
        if mail.stream in told
        else None
        for mail in mails
    ]


def _seats(mails: Sequence[OutgoingMail]) -> dict[int, MeetingSeat]:
    query = select(MeetingSeat).where(MeetingSeat.id.in_({mail.payload["seat"] for mail in mails}))
    return {seat.id: seat for seat in db.session.scalars(query.execution_options(populate_existing=True))}


def _is_for(seat: MeetingSeat | None, mail: OutgoingMail, now: datetime) -> bool:
    """Whether it is still theirs: a number may be given anew on SQLite, so the key names the token."""
    return seat is not None and seat.person.active and f":{seat.token}:" in mail.key and is_ahead(seat.mentorship, now)


def _request(mail: OutgoingMail, seat: MeetingSeat | None, now: datetime, *, is_new: bool) -> Rendering | None:
    if seat is None or not _is_for(seat, mail, now):
        return None
    mentorship = seat.mentorship
    if mail.revision < mentorship.meeting_sequence:
        return None
    with force_locale(_language(seat.person)):
        slot = words_meetings.slot_of(seat)
        said = words_meetings.when(seat, slot.starts_at, slot.ends_at)
        text = words_meetings.arranged(seat, said, by=mail.payload["by"], is_new=is_new)
        event = seats.event(seat.person, seat.token, seat.answer, revision_of(mentorship), slot, now=now)
        return _with_calendar(
            text, seat.person, words_meetings.path_of(mentorship), format_.request(event), "REQUEST", seat.token
        )


def _aside(mail: OutgoingMail, seat: MeetingSeat | None, now: datetime) -> Rendering | None:
    if seat is None or not _is_for(seat, mail, now):
        return None
    with force_locale(_language(seat.person)):
        slot = words_meetings.slot_of(seat)
        said = words_meetings.when(seat, slot.starts_at, slot.ends_at)
        if mail.kind == notices_meetings.UNCLEAR:
            text = words_meetings.unclear(seat, said)
        else:
            text = words_meetings.passed_on(seat, said, str(mail.payload["words"]))
        return rendering(text, seat.person, words_meetings.path_of(seat.mentorship))


def _cancel(mail: OutgoingMail, person: Person | None, mentorship: Mentorship | None, now: datetime) -> Rendering | None:
    facts = mail.payload
    starts_at, ends_at = datetime.fromisoformat(facts["starts_at"]), datetime.fromisoformat(facts["ends_at"])
    if person is None or ends_at <= now:
        return None
    # On SQLite a later mentorship may have been given the number of one that was deleted.
    theirs = mentorship if mentorship and person.id in {mentorship.mentee_id, mentorship.ambassador_id} else None
    goes_on = theirs is not None and theirs.goes_on
    by_other = facts["by"] is not None and facts["by"] != person.id
    with force_locale(_language(person)):
        text = words_meetings.called_off(starts_at, person, other=_other(theirs, person), by_other=by_other, goes_on=goes_on)
        revision = Revision(uid=facts["uid"], sequence=mail.revision, asked_sequence=mail.revision)
        slot = seats.Slot(starts_at=starts_at, ends_at=ends_at, title=text.subject)
        event = seats.event(person, facts["token"], Answer(facts["answer"]), revision, slot, now=now)
        path = words_meetings.path_of(theirs) if goes_on and theirs else OWN_PAGES[facts["is_mentee"]]
        return _with_calendar(text, person, path, format_.cancel(event, whole_event=True), "CANCEL", facts["token"])


def _other(mentorship: Mentorship | None, person: Person) -> str:
    if mentorship is None:
        return ""
    return name_of_ambassador(mentorship) if person.id == mentorship.mentee_id else mentorship.mentee.name


def _with_calendar(text: Words, person: Person, path: str, calendar: bytes, method: str, token: str) -> Rendering:
    return replace(rendering(text, person, path), calendar=calendar, method=method, reply_to=seats.answer_address(token))


def _language(person: Person) -> str:
    return person.language or settings().language


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(notices_meetings.ARRANGED, notices_meetings.MOVED)(requests)
    renders(notices_meetings.OFF)(cancels)
    renders(notices_meetings.UNCLEAR, notices_meetings.WORDS)(asides)
