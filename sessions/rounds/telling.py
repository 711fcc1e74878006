"""Telling people of a round by mail, each once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from database import db
from mail.models import OutgoingMail
from people.models import Person
from sessions.notices import counts
from sessions.rounds import notices, rounds
from sessions.rounds.errors import RoundClosed
from sessions.rounds.models import Round

CHUNK = 500


def told_already(found: Round) -> set[int]:
    """Who heard of it by mail (ids): whether they signed up is another matter."""
    query = select(OutgoingMail.person_id).where(OutgoingMail.topic == found.topic, OutgoingMail.kind == notices.TOLD, counts())
    return {id_ for id_ in db.session.scalars(query) if id_ is not None}


def tell(round_id: int, person_ids: Sequence[int], *, now: datetime) -> int:
    """These people hear of it, whoever has heard already left out; how many. Raises RoundClosed when nobody can sign up."""
    found = rounds.lock(round_id)
    if not found.takes_sign_ups(now):
        raise RoundClosed("Sign-up is closed.")
    before = told_already(found)
    fresh = [id_ for id_ in person_ids if id_ not in before]
    count = 0
    for start in range(0, len(fresh), CHUNK):
        chosen = db.session.scalars(select(Person).where(Person.id.in_(fresh[start : start + CHUNK]), Person.active))
        count += notices.told(found, chosen, now=now)
    return count
