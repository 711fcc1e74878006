"""What an ambassador says of a mentorship with one press, from a mail: it stands in the record that both read, like what is typed there."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import exists, select

from champions.errors import AskInvalid
from champions.mentorships import records
from champions.mentorships.models import CheckInKind, MentorshipCheckIn
from champions.mentorships.records import Next
from database import db
from people.models import Person


def we_met(mentorship_id: int, words: str, *, by: Person, today: date, now: datetime) -> None:
    """They met today, in these words; said twice on a day it stands there once. Raises MentorshipMissing, WrongStanding."""
    records.locked(mentorship_id, by)
    if not noted_today(mentorship_id, by.id, today=today):
        records.check_in(mentorship_id, words, by=by, met_on=today, today=today, now=now)


def noted_today(mentorship_id: int, person_id: int, *, today: date) -> bool:
    """Whether this one of the two has noted a meeting of today."""
    noted = exists().where(
        MentorshipCheckIn.mentorship_id == mentorship_id,
        MentorshipCheckIn.author_id == person_id,
        MentorshipCheckIn.met_on == today,
        MentorshipCheckIn.kind == CheckInKind.CHECK_IN,
    )
    return bool(db.session.scalar(select(noted)))


def step_done(mentorship_id: int, step: str, words: str, *, by: Person, today: date, now: datetime) -> None:
    """This step is done: its words move to the check-ins, so that nothing the mentee wrote is lost. Another step since stays as it is.

    Raises MentorshipMissing, WrongStanding.
    """
    mentorship = records.locked(mentorship_id, by)
    if not step or mentorship.next_step != step:
        return
    records.check_in(mentorship_id, words, by=by, met_on=today, today=today, now=now)
    mentorship.next_step = ""
    db.session.flush()


def we_have_a_date(mentorship_id: int, comes_next: Next, *, by: Person, now: datetime) -> None:
    """They meet then; the next step stays as it was. Raises AskInvalid without a time that lies ahead, MentorshipMissing, WrongStanding."""
    if comes_next.at is None or comes_next.at <= now:
        raise AskInvalid("Choose a day that lies ahead.", field="on")
    step = records.locked(mentorship_id, by).next_step
    records.plan(mentorship_id, replace(comes_next, step=step), by=by, now=now)
