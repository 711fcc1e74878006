"""Erasing a person: afterwards Foyer keeps nothing of them, and nothing of anybody else is gone.

What is theirs goes with their row, by the foreign keys. What others were part of stays without them: sessions that they hosted, the
records of what they did for others. Packages above hear of it first and put in order what a foreign key cannot (`signals.person_erased`).
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from database import db
from mail import erasing
from people import addresses, people, renaming, signals
from people.models import ImportAddress, ImportPart, PeopleImport, Person


def erase(person: Person, *, now: datetime) -> None:
    """Foyer knows nothing of this person any more; seats they had ahead are given on. It cannot be undone.

    Raises PeopleError for the last administrator.
    """
    if person.active:
        people.deactivate(person)
    renaming.catch_up(person)
    signals.person_erased.send(None, person=person, now=now)
    known = addresses.addresses_of(person)
    _forget_in_files(known)
    erasing.forget(person.id, known, person.name)
    db.session.flush()
    db.session.execute(delete(Person).where(Person.id == person.id))
    db.session.expire_all()


def _forget_in_files(emails: Collection[str]) -> None:
    """Files of people that wait, and what is kept of those that are done, have no line with one of these addresses."""
    db.session.execute(delete(ImportAddress).where(ImportAddress.email.in_(emails)))
    for part in db.session.scalars(select(ImportPart).execution_options(yield_per=10)):
        if _names(part.rows, emails) or _names(part.refused, emails):
            part.rows = [row for row in part.rows if not _names(row, emails)]
            part.refused = {line: why for line, why in part.refused.items() if not _names(why, emails)}
    for import_ in db.session.scalars(select(PeopleImport)):
        if _names(import_.preview, emails):
            kept = {kind: [entry for entry in entries if not _names(entry, emails)] for kind, entries in import_.preview.items()}
            import_.preview = kept
    db.session.flush()


def _names(value: Any, emails: Collection[str]) -> bool:
    text = json.dumps(value, ensure_ascii=False).lower()
    return any(email in text for email in emails)
