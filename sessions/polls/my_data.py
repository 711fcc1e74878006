"""What Foyer keeps about a person because of date polls: what they marked and wrote, and which polls are theirs."""

from typing import Any

from sqlalchemy import select

from database import db
from people.models import Person
from people.profile_parts import register_data
from sessions.polls.models import Poll, PollDate, PollMark, PollPerson, PollState


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("polls", _polls)
    register_data("polls_hosted", _hosted)


def _polls(person: Person) -> list[dict[str, Any]]:
    query = (
        select(PollPerson)
        .join(PollPerson.poll)
        .where(PollPerson.person_id == person.id, Poll.state != PollState.DRAFT)  # a draft is the host's own
        .order_by(PollPerson.id)
    )
    asked = list(db.session.scalars(query))
    marks: dict[int, list[dict[str, str]]] = {}
    rows = (
        select(PollMark.poll_person_id, PollDate.starts_at, PollMark.mark)
        .join(PollDate, PollDate.id == PollMark.date_id)
        .where(PollMark.poll_person_id.in_([one.id for one in asked]))
        .order_by(PollDate.starts_at)
    )
    for id_, starts_at, mark in db.session.execute(rows):
        marks.setdefault(id_, []).append({"at": starts_at.isoformat(), "mark": mark.value})
    return [
        {
            "poll": one.poll.title,
            "asked_at": one.asked_at.isoformat(),
            "answered_at": one.answered_at.isoformat() if one.answered_at else None,
            "comment": one.comment,
            "marks": marks.get(one.id, []),
        }
        for one in asked
    ]


def _hosted(person: Person) -> list[dict[str, str]]:
    query = select(Poll).where(Poll.host_id == person.id).order_by(Poll.id)
    return [{"poll": poll.title, "created_at": poll.created_at.isoformat()} for poll in db.session.scalars(query)]
