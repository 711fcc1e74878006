"""What Foyer keeps about a person because of pairing rounds."""

from sqlalchemy import or_, select

from champions.pairings.models import PairingLine, PairingRound
from database import db
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("pairing_rounds", _rounds)


def _rounds(person: Person) -> list[dict[str, str]]:
    """Not with whom: until a community manager confirms, it is nobody's matter, and the other one was not asked yet."""
    mine = or_(PairingLine.mentee_id == person.id, PairingLine.ambassador_id == person.id)
    query = select(PairingRound.began_at, PairingLine.ambassador_id).join(PairingLine, PairingLine.round_id == PairingRound.id)
    rows = db.session.execute(query.where(mine).order_by(PairingLine.id))
    return [{"looked_for_at": at.isoformat(), "state": "somebody_found" if other else "nobody_found"} for at, other in rows]
