"""Whoever has another name from now on has it too in what Foyer wrote of them to others: erasing them finds the name of now, and no other."""

from collections.abc import Mapping

from sqlalchemy import select

from database import db
from mail import erasing
from people import signals
from people.models import Person


def rename(names: Mapping[str, str]) -> None:
    """After people have their new names: `names` gives those by the earlier ones. One that somebody still has stays where it stands."""
    query = select(Person.name).where(Person.name.in_(names))
    taken = set(db.session.scalars(query))
    left = {before: now for before, now in names.items() if before not in taken}
    if left:
        erasing.rename(left)
        signals.people_renamed.send(None, names=left)
