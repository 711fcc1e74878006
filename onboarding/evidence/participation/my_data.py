"""What Foyer keeps about a person because of participation: which weeks they sent. Of what anybody did on a platform it keeps nothing."""

from typing import Any

from sqlalchemy import select

from database import db
from onboarding.evidence.participation.models import ParticipationWeek
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("participation_weeks_sent", _sent)


def _sent(person: Person) -> list[dict[str, Any]]:
    query = select(ParticipationWeek).where(ParticipationWeek.by_id == person.id).order_by(ParticipationWeek.on)
    return [{"week": one.on.isoformat(), "sent_at": one.at.isoformat()} for one in db.session.scalars(query)]
