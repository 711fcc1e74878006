"""What the two of a mentorship keep together: one record, read by both and by nobody else. The mentee may correct and delete all of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from champions.errors import AskInvalid, MentorshipMissing, WrongStanding
from champions.mentorships import asking, meetings, notices, proposals
from champions.mentorships.meetings import Meeting
from champions.mentorships.models import AskState, CheckInKind, Going, Mentorship, MentorshipCheckIn
from database import db
from people.models import Person
from people.plain_text import can_be_seen, one_line

LONGEST_STEP, LONGEST_PLACE, LONGEST_WORDS = 300, 200, 500


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next: a step, and when, where and for how many minutes the two meet; all of it may be empty."""

    step: str = ""
    at: datetime | None = None
    place: str = ""
    minutes: int = meetings.USUAL_MINUTES


def read(mentorship_id: int, person: Person) -> Mentorship:
    """The record, for one of the two. Raises MentorshipMissing for everybody else, whatever their role."""
    found = db.session.get(Mentorship, mentorship_id, populate_existing=True)
    if found is None or person.id not in {found.mentee_id, found.ambassador_id}:
        raise MentorshipMissing("There is no such page, or it is not yours to read.")
    return found


def locked(mentorship_id: int, person: Person) -> Mentorship:
    """The same, to be changed. Raises MentorshipMissing."""
    query = select(Mentorship).where(Mentorship.id == mentorship_id).with_for_update(of=Mentorship)
    db.session.scalar(query.execution_options(populate_existing=True))
    return read(mentorship_id, person)


def reword_wish(mentorship_id: int, words: str, *, by: Person) -> None:
    """The mentee says anew what they would like to be able to do; it is theirs alone to say. Raises AskInvalid, MentorshipMissing."""
    mentorship = _of_mentee(mentorship_id, by)
    if not can_be_seen(words) or len(words.strip()) > asking.LONGEST_WISH:
        raise AskInvalid("Say in a sentence what you would like to be able to do.", field="words")
    mentorship.wish = words.strip()
    ask = asking.of(by.id)
    if ask is not None and mentorship.goes_on:
        ask.wish = mentorship.wish
    db.session.flush()


def plan(mentorship_id: int, comes_next: Next, *, by: Person, now: datetime) -> None:
    """This comes next, and a meeting stands in both calendars. Either writes it, as long as the mentorship goes on.

    Raises AskInvalid, MentorshipMissing, WrongStanding.
    """
    mentorship = _going_on(mentorship_id, by)
    for words, longest, field in ((comes_next.step, LONGEST_STEP, "step"), (comes_next.place, LONGEST_PLACE, "place")):
        if len(words) > longest:
            raise AskInvalid("Too long: at most %(longest)s characters.", field=field, longest=longest)
    mentorship.next_step, place = one_line(comes_next.step), one_line(comes_next.place)
    meeting = Meeting(comes_next.at, place, comes_next.minutes) if comes_next.at is not None else None
    meetings.arrange(mentorship, meeting, by=by, now=now)
    db.session.flush()


def check_in(
    mentorship_id: int, words: str, *, by: Person, met_on: date, today: date, now: datetime, going: Going | None = None
) -> MentorshipCheckIn:
    """Two lines about how it was, by either. A meeting that was planned for that day or before has been, if it has begun.

    Raises AskInvalid for words that are missing or too long, or a day that lies ahead; MentorshipMissing, WrongStanding.
    """
    mentorship = _going_on(mentorship_id, by)
    words = _checked(words)
    if met_on > today:
        raise AskInvalid("Choose a day that has been.", field="met_on")
    kept = MentorshipCheckIn(mentorship_id=mentorship.id, author_id=by.id, met_on=met_on, words=words, going=going)
    kept.kind = CheckInKind.CHECK_IN
    at = mentorship.next_meeting_at
    if at is not None and at <= now and at.date() <= met_on:
        meetings.call_off(mentorship, now=now)
    db.session.add(kept)
    db.session.flush()
    return kept


def correct(mentorship_id: int, check_in_id: int, words: str, *, by: Person) -> None:
    """It says this instead. The mentee corrects everything, an ambassador what they wrote. Raises AskInvalid, MentorshipMissing.

    What the mentee makes of an ambassador's words stands under the mentee's name: nobody is made to say what they did not.
    """
    found = _writable(mentorship_id, check_in_id, by)
    found.words = _checked(words)
    if found.author_id != by.id:
        found.author_id, found.going = by.id, None
    db.session.flush()


def delete(mentorship_id: int, check_in_id: int, *, by: Person) -> None:
    """It is gone, for both. The mentee deletes everything, an ambassador what they wrote. Raises MentorshipMissing."""
    db.session.delete(_writable(mentorship_id, check_in_id, by))
    db.session.flush()


def end(mentorship_id: int, words: str, *, by: Person, today: date, now: datetime) -> Mentorship:
    """It is over, at any time and without a reason; a closing word is welcome. The other one hears it.

    Who is left by their ambassador is asked whether they would like another one. Raises AskInvalid, MentorshipMissing, WrongStanding.
    """
    asking.lock_people([read(mentorship_id, by).mentee_id, by.id])
    mentorship = _going_on(mentorship_id, by)
    if can_be_seen(words):
        closing = MentorshipCheckIn(mentorship_id=mentorship.id, author_id=by.id, met_on=today, words=_checked(words))
        closing.kind = CheckInKind.CLOSING
        db.session.add(closing)
    close(mentorship, by_mentee=by.id == mentorship.mentee_id, now=now)
    return mentorship


def close(mentorship: Mentorship, *, by_mentee: bool, now: datetime) -> None:
    """It has ended. The mentee who ends it looks for nobody any more, and no other ambassador is asked about them; the one who is left
    decides.
    """
    meetings.call_off(mentorship, now=now)
    mentorship.ended_at, mentorship.next_step = now, ""
    ask = asking.of(mentorship.mentee_id)
    if ask is not None and ask.state is AskState.ACCOMPANIED:
        if by_mentee:
            db.session.delete(ask)
        else:
            ask.state, ask.asked_at = AskState.DECIDES, now
    db.session.flush()
    if not by_mentee:
        notices.stopped(mentorship, now=now)
        return
    proposals.close_others(mentorship.mentee_id, now=now)
    if mentorship.ambassador is not None:
        notices.ended(mentorship, mentorship.ambassador, now=now)


def erase(mentorship_id: int, *, by: Person) -> None:
    """The mentee wants nothing of a mentorship that has ended to be kept. Raises MentorshipMissing, WrongStanding while it goes on."""
    mentorship = _of_mentee(mentorship_id, by)
    if mentorship.goes_on:
        raise WrongStanding("End it first; then you can delete all of it.")
    db.session.delete(mentorship)
    db.session.flush()


def _of_mentee(mentorship_id: int, person: Person) -> Mentorship:
    found = locked(mentorship_id, person)
    if found.mentee_id != person.id:
        raise MentorshipMissing("There is no such page, or it is not yours to read.")
    return found


def _going_on(mentorship_id: int, person: Person) -> Mentorship:
    found = locked(mentorship_id, person)
    if not found.goes_on:
        raise WrongStanding("This mentorship has ended.")
    return found


def _writable(mentorship_id: int, check_in_id: int, person: Person) -> MentorshipCheckIn:
    mentorship = locked(mentorship_id, person)
    found = db.session.get(MentorshipCheckIn, check_in_id)
    if found is None or found.mentorship_id != mentorship.id or person.id not in {mentorship.mentee_id, found.author_id}:
        raise MentorshipMissing("This is not there any more, or not yours to change.")
    return found


def _checked(words: str) -> str:
    if not can_be_seen(words):
        raise AskInvalid("Write a line or two.", field="words")
    if len(words.strip()) > LONGEST_WORDS:
        raise AskInvalid("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_WORDS)
    return words.strip()
