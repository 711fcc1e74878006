"""A group that lives: the network it mirrors, what its last meetings came to, and the question to who keeps it together."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from networks import meeting_notes
from networks.census import links, networks, still_so
from networks.census.models import Network
from networks.models import Group, MeetingNotes
from people.models import Person
from tests.infra.networks import details

BEFORE = timedelta(days=31)


def furnish_living(people: Mapping[str, Person], group_id: int, *, now: datetime) -> None:
    """Bo keeps the walk together and looks after its group; he is asked now whether it is still so."""
    today = meeting_notes.today(now)
    with transaction():
        bo, group = db.session.get_one(Person, people["bo"].id), db.session.get_one(Group, group_id)
        for name in ("Walk at noon", "Second walk"):
            walk = networks.register(details(name, how="whatever the weather"), by=bo, keeper=bo, now=now - BEFORE)
            networks.is_mirrored(walk, group, now=now - BEFORE)
        meeting_notes.write(group.id, today - timedelta(days=7), "A new path along the water.", by=bo, now=now)
        meeting_notes.write(group.id, today, "We start at ten past.\nBoots in winter.\nNext: the dike.", by=bo, now=now)
        still_so.post_due(now=now)


def still_token() -> str:
    """Of the link that asks Bo."""
    network = db.session.scalars(select(Network).where(Network.name == "Walk at noon")).one()
    asked = still_so.of_person(db.session.get_one(Person, network.keeper_id), network.still_asked_at)
    return links.still_path(asked).rpartition("/")[2]


def notes_of(group_id: int) -> int:
    """The number of the newest notes of this group."""
    query = select(MeetingNotes.id).where(MeetingNotes.group_id == group_id).order_by(MeetingNotes.met_on.desc())
    return db.session.scalars(query.limit(1)).one()
