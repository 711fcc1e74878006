"""Who may see a round, and who looks after it.

Community managers alone: administrators run the house, and have no need to know who signed up. Hosts see their own group once it is
published. Everybody else sees what is offered, and what they said themselves.
"""

from sqlalchemy import select

from database import db
from people.models import Person, Role
from sessions.rounds.errors import RoundMissing, RoundNotYours
from sessions.rounds.models import Round, RoundState, SignUp


def may_look_after(person: Person) -> bool:
    """Whether this person opens rounds and sees who signed up."""
    return person.role is Role.COMMUNITY_MANAGER


def guard_looking_after(person: Person) -> None:
    """Raises RoundNotYours for everybody but community managers."""
    if not may_look_after(person):
        raise RoundNotYours(
            "Community managers look after rounds. An administrator can give somebody that role, but not see who signed up."
        )


def round_of(person: Person, round_id: int) -> Round:
    """The round, if this person looks after it. Raises RoundNotYours, RoundMissing."""
    guard_looking_after(person)
    return existing(round_id)


def existing(round_id: int) -> Round:
    """The round. Raises RoundMissing."""
    found = db.session.get(Round, round_id)
    if found is None:
        raise RoundMissing("There is no such round.")
    return found


def offered_to(person: Person, round_id: int) -> tuple[Round, SignUp | None]:
    """A round that was opened, and what this person said. Raises RoundMissing for a draft."""
    found = existing(round_id)
    if found.state is RoundState.DRAFT:
        raise RoundMissing("There is no such round, or it takes nobody any more.")
    return found, sign_up_of(found, person)


def sign_up_of(round_: Round, person: Person) -> SignUp | None:
    """What this person said in this round."""
    return db.session.scalar(select(SignUp).where(SignUp.round_id == round_.id, SignUp.person_id == person.id))
