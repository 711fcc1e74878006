"""Somebody is erased who asks for a date: the polls stay, with what everybody marked."""

from sqlalchemy import select, update

from database import db
from people.models import Person, Role
from sessions.polls.models import Poll


def hand_over(person: Person) -> None:
    """Polls of this person are looked after by whoever planned them, or else by the administrator of longest standing."""
    heir = select(Person.id).where(Person.role == Role.ADMINISTRATOR, Person.active, Person.id != person.id)
    heir_id = db.session.scalar(heir.order_by(Person.id).limit(1))
    planner = select(Person.id).where(Person.id == Poll.created_by_id, Person.id != person.id, Person.active).scalar_subquery()
    mine = update(Poll).where(Poll.host_id == person.id)
    db.session.execute(mine.where(planner.is_not(None)).values(host_id=planner), execution_options={"synchronize_session": False})
    if heir_id is not None:
        db.session.execute(mine.values(host_id=heir_id), execution_options={"synchronize_session": False})
