"""Mentorships without contact for long: the ambassador is asked, once, and nobody is told. Not the mentee, and no community manager."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select

from champions.mentorships import notices
from champions.mentorships.models import Mentorship, MentorshipCheckIn
from champions.mentorships.models_week import WeeklyMail
from champions.mentorships.queries import Accompanied
from config import settings
from database import db
from mail import outbox
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours

SILENCE = timedelta(days=42)
AGAIN_AFTER = timedelta(days=182)  # while nothing is noted, nobody is asked more often than this
BATCH = 200


def post_due(*, now: datetime) -> int:
    """Ambassadors who are due are asked, in one mail about all it has been long with; returns how many. A constant number of statements.

    Once a silence, then half a year later. Whoever gets the weekly mail reads it there, and is asked nothing besides.
    """
    silent = _silent(now=now)
    today = _today(now)
    posts = []
    for _ambassador_id, group in groupby(silent, key=lambda one: one.ambassador_id):
        theirs = list(group)
        ambassador = theirs[0].ambassador
        if ambassador is not None:
            due_at = after_quiet_hours(now, ambassador)
            posts.append(notices.has_been_a_while(ambassador, [one.id for one in theirs], on=today, due_at=due_at))
    for one in silent:
        one.contact_question_on = today
    db.session.flush()
    nudges.record_many([post.person_id for post in posts if post.person_id], notices.A_WHILE, now=now)
    return outbox.post_many(posts, now=now)


def is_silent(one: Accompanied, *, now: datetime) -> bool:
    """Whether it has been a while and no meeting is ahead: held against it again when the mail leaves."""
    meeting = one.mentorship.next_meeting_at
    return (meeting is None or meeting <= now) and _today(now) - one.contact_on >= SILENCE


def _silent(*, now: datetime) -> Sequence[Mentorship]:
    """The next of whom to ask, by ambassador."""
    today = _today(now)
    met = exists().where(MentorshipCheckIn.mentorship_id == Mentorship.id, MentorshipCheckIn.met_on > today - SILENCE)
    met_since = exists().where(
        MentorshipCheckIn.mentorship_id == Mentorship.id, MentorshipCheckIn.met_on >= Mentorship.contact_question_on
    )
    asked = Mentorship.contact_question_on
    query = (
        select(Mentorship)
        .join(Person, Person.id == Mentorship.ambassador_id)
        .where(Mentorship.ended_at.is_(None), Mentorship.began_at <= now - SILENCE, ~met)
        .where(or_(Mentorship.next_meeting_at.is_(None), Mentorship.next_meeting_at <= now))
        .where(or_(asked.is_(None), asked <= today - AGAIN_AFTER, met_since))
        .where(nudges.allowed(now), ~exists().where(WeeklyMail.person_id == Mentorship.ambassador_id))
        .order_by(Mentorship.ambassador_id, Mentorship.id)
        .limit(BATCH)
        .with_for_update(of=Mentorship, skip_locked=True)
    )
    return db.session.scalars(query).all()


def _today(now: datetime) -> date:
    """Where the company is: weeks are counted here, not hours."""
    return now.astimezone(ZoneInfo(settings().timezone)).date()
