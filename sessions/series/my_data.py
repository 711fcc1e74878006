"""What Foyer keeps about a person, from series: the answer for all dates. The answers for single dates are among the sessions."""

from typing import Any

from sqlalchemy import select

from database import db
from people.models import Person
from people.profile_parts import register_data
from sessions.series import stand_ins
from sessions.series.models import Series, SeriesForm, SeriesRsvp


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("series", _series)


def _series(person: Person) -> list[dict[str, Any]]:
    query = select(SeriesRsvp).join(Series, Series.id == SeriesRsvp.series_id).where(SeriesRsvp.person_id == person.id)
    query = query.where(Series.form == SeriesForm.SERIES)  # the answers for a course stand at its parts
    answers = list(db.session.scalars(query.order_by(Series.first_at, Series.id)))
    sends, sent_by = stand_ins.parties([answer.id for answer in answers])
    return [
        {
            "series": answer.series.title,
            "starts_at": answer.series.first_at.isoformat(),
            "invited_at": answer.invitation.invited_at.isoformat() if answer.invitation else None,
            "answer": answer.answer.value,
            "seat": answer.seat.value,
            "comment": answer.comment,
            "via": answer.via.value if answer.via else None,
            "answered_at": answer.answered_at.isoformat() if answer.answered_at else None,
            "comes_instead": sends[answer.id].name if answer.id in sends else "",
            "in_place_of": sent_by[answer.id].name if answer.id in sent_by else "",
        }
        for answer in answers
    ]
