"""The demo's thanks: one that everybody reads, one that a group reads, and one that waits for a word of Ada's."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from champions.thanks import thanks
from champions.thanks.subjects import Subject
from database import db, transaction
from networks.models import Group
from people.models import Person


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    with transaction():
        soup = Subject(group_id=db.session.scalars(select(Group.id).where(Group.name == "Soup table")).one())
        bread = thanks.thank(
            _person(ids, "hanneke.bos"),
            "You bring the bread each time, and the best question. I asked our supplier yours, and we found the missing pallet.",
            soup,
            by=_person(ids, "bo"),
            now=now - timedelta(days=5),
        )
        thanks.decide(bread.id, shared=True, by=_person(ids, "hanneke.bos"), now=now - timedelta(days=5))
        photo = thanks.thank(
            _person(ids, "elif.demir"),
            "You took half an hour at the end of your shift to show me how to post the photos of the new jig. "
            "The night shift built it from them.",
            Subject(),
            by=_person(ids, "tomasz.zielinski"),
            now=now - timedelta(days=3),
        )
        thanks.decide(photo.id, shared=True, by=_person(ids, "elif.demir"), now=now - timedelta(days=2))
        thanks.thank(
            _person(ids, "ada"),
            "Your list of who knows what saved me a week: the second name on it had the drawing.",
            Subject(),
            by=_person(ids, "priya.raman"),
            now=now - timedelta(days=1),
        )


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
