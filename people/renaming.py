"""Whoever has another name from now on has it too in what Foyer wrote of them to others: erasing them finds the name of now, and no other.

All mail is gone through for that, so a worker does it, for many people at a time.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select

from database import db
from jobs import wake
from mail import erasing
from people import signals
from people.models import EarlierName, Person

AT_ONCE = erasing.AT_ONCE  # names that all mail is gone through for at a time


def keep(earlier: Mapping[int, str]) -> None:
    """These people, by id, have another name from now on; the worker looks soon where the earlier one stands."""
    if earlier:
        db.session.execute(insert(EarlierName), [{"person_id": id_, "name": name} for id_, name in earlier.items()])
        wake("people.renaming")


def catch_up(person: Person | None = None) -> bool:
    """Some earlier names, or those of this person, stand nowhere any more. Whether there were any."""
    query = select(EarlierName.id, EarlierName.name, Person.name).join(Person, Person.id == EarlierName.person_id)
    query = query.where(EarlierName.person_id == person.id) if person else query.limit(AT_ONCE)
    rows = db.session.execute(query.order_by(EarlierName.id)).all()
    if rows:
        _rename([(before, now) for _id, before, now in rows])
        db.session.execute(delete(EarlierName).where(EarlierName.id.in_([id_ for id_, _before, _now in rows])))
    return bool(rows)


def _rename(names: Sequence[tuple[str, str]]) -> None:
    """A name that somebody still has, or has again, stays where it stands."""
    taken = set(db.session.scalars(select(Person.name).where(Person.name.in_([before for before, _now in names]))))
    left = {before: now for before, now in names if before not in taken}
    if left:
        erasing.rename(left)
        signals.people_renamed.send(None, names=left)
