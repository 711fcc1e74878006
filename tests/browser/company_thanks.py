"""Thanks of the company: to Ada, which wait for a word of hers, and to Bo, which a group and everybody read."""

from collections.abc import Mapping
from datetime import datetime

from champions.thanks import queries, thanks
from champions.thanks.subjects import Subject
from database import db, transaction
from people.models import Person


def furnish_thanks(people: Mapping[str, Person], walkers: int, *, now: datetime) -> None:
    """`walkers`: the number of the group that Ada belongs to."""
    with transaction():
        ada, bo, dana = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "dana"))
        thanks.thank(ada, "You stayed until the last phone was set up.", Subject(), by=bo, now=now)
        for subject in (Subject(), Subject(group_id=walkers)):
            given = thanks.thank(bo, "You showed me where the drawings are.\nIt took two minutes.", subject, by=ada, now=now)
            thanks.decide(given.id, shared=True, by=bo, now=now)
        thanks.decide(thanks.thank(bo, "The soup was good.", Subject(), by=dana, now=now).id, shared=False, by=bo, now=now)


def thanks_of(person: Person) -> str:
    """The token of the link of the newest thanks this person got."""
    return thanks.path_of(queries.received(person)[0].thanks).rpartition("/")[2]
