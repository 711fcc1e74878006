"""When something is there to be used. Until then the page begins with what people wish and what worries them; afterwards with examples."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, select

from database import db
from onboarding.voices.errors import VoiceError, VoiceMissing
from onboarding.voices.models import Launch
from people.plain_text import can_be_seen, one_line

LONGEST_NAME = 200


def plan(name: str, on: date) -> Launch:
    """From this day on it is there. Raises VoiceError."""
    given = one_line(name)
    if not can_be_seen(given) or len(given) > LONGEST_NAME:
        raise VoiceError("Say in a few words what begins.", field="name")
    launch = Launch(name=given, launches_on=on)
    db.session.add(launch)
    db.session.flush()
    return launch


def forget(launch_id: int) -> None:
    """As if it had not been planned. Raises VoiceMissing."""
    launch = db.session.get(Launch, launch_id)
    if launch is None:
        raise VoiceMissing("There is no such launch.")
    db.session.delete(launch)
    db.session.flush()


def planned() -> Sequence[Launch]:
    """All of them, the next first."""
    return db.session.scalars(select(Launch).order_by(Launch.launches_on, Launch.id)).all()


def has_launched(today: date) -> bool:
    """Whether the first of them is behind us."""
    return bool(db.session.scalar(select(exists().where(Launch.launches_on <= today))))
