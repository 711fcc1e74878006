"""Mails about interviews, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from champions.mails import rendering
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from onboarding.evidence.interviews import notices, words
from onboarding.evidence.interviews.models import Interview, Stage
from onboarding.goals.models import Goal
from people import nudges

WAITS = {notices.ASKED: Stage.ASKED, notices.WRITTEN: Stage.AGREED}


def to_people(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language. A constant number of queries."""
    query = select(Interview, Goal).join(Goal, Goal.id == Interview.goal_id)
    query = query.where(Interview.id.in_({mail.payload.get("interview_id") for mail in mails}))
    found = {interview.id: (interview, goal) for interview, goal in db.session.execute(query)}
    return [_written(mail, found.get(mail.payload.get("interview_id", 0)), now) for mail in mails]


def _written(mail: OutgoingMail, found: tuple[Interview, Goal] | None, now: datetime) -> Rendering | None:
    if found is None:
        return None
    interview, goal = found
    person = interview.person
    if person.id != mail.person_id or interview.stage is not WAITS[mail.kind] or not nudges.is_welcome(person, now=now):
        return None
    with force_locale(person.language or settings().language):
        letter = words.asked(interview, goal) if mail.kind == notices.ASKED else words.written(interview, goal)
        return rendering(letter, person, f"/evidence/interviews/{interview.id}", pause_url=nudges.pause_url(person))


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(notices.ASKED, notices.WRITTEN)(to_people)
