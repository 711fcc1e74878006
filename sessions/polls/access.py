"""Who may see a poll, and who looks after it. Whoever is neither asked nor looks after it does not learn that it exists."""

from sqlalchemy import select

from database import db
from people.models import Person
from sessions.polls.errors import PollMissing
from sessions.polls.models import Poll, PollPerson, PollState


def may_look_after(poll: Poll, person: Person) -> bool:
    """Its host, community managers and administrators: they see who marked what, and choose."""
    return person.may_manage or poll.host_id == person.id


def poll_of(person: Person, poll_id: int) -> Poll:
    """The poll, if this person looks after it. Raises PollMissing otherwise."""
    poll = db.session.get(Poll, poll_id)
    if poll is None or not may_look_after(poll, person):
        raise PollMissing("There is no such poll, or you do not look after it.")
    return poll


def question_to(person: Person, poll_id: int) -> PollPerson:
    """What this person is asked, once the poll was opened. Raises PollMissing otherwise."""
    query = select(PollPerson).where(PollPerson.poll_id == poll_id, PollPerson.person_id == person.id)
    asked = db.session.scalar(query)
    if asked is None or asked.poll.state is PollState.DRAFT:
        raise PollMissing("There is no such poll, or it does not ask you.")
    return asked
