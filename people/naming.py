"""Names and addresses that somebody writes become people, with a look at the names before anything is sent."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import func, or_, select

from database import db
from people import directory
from people.errors import PeopleError
from people.models import Person
from people.people import normalise_email

NAMES_SHOWN = 100
NAMES_LOOKED_UP = 50
ALIKE_SHOWN = 5
MOST_ADDRESSES = 20_000
LONGEST_NAME = 200
_BETWEEN_COMMAS = re.compile(r"""(?:"[^"]*"|[^,])+""")
_HEADER = re.compile(r"^\s*(?:to|cc|aan):", re.IGNORECASE)
_NAMED = re.compile(r"([^<]*)<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What stood in the box: address to name (may be ""), and what is no address, as it was written.

    `unclear`: names that fit more than one colleague, and the first of those.
    """

    names: dict[str, str]
    unreadable: tuple[str, ...]
    unclear: dict[str, Sequence[Person]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """Who would be asked. `names` are the first in the alphabet; `unknown` addresses belong to nobody, `inactive` to who has left."""

    new: int
    already_invited: int
    names: Sequence[Person]
    unknown: tuple[str, ...]
    inactive: tuple[str, ...]


def read_addresses(text: str) -> Pasted:
    """Addresses as people paste them: one a line, with commas or semicolons, with names, from a mail's To line."""
    names: dict[str, str] = {}
    unreadable: list[str] = []
    for piece in re.split(r"[\n\r;\t]+", text):
        surname = ""  # of 'Okafor, Ada <ada@...>', as Outlook writes it
        for name, content in _mailboxes(piece):
            words, found = _sorted_out(content)
            whole_name = f"{name} {surname}".strip() if name else words if len(found) == 1 else ""
            unreadable += [surname] if surname and not name else []
            surname = "" if found else words
            for address in found:
                _keep(address, whole_name, names, unreadable)
        unreadable += [surname] if surname else []
        if len(names) > MOST_ADDRESSES:
            break
    return Pasted(names, tuple(dict.fromkeys(word[:100] for word in unreadable)))


def _mailboxes(piece: str) -> Iterator[tuple[str, str]]:
    """Name and address of each mailbox. Our own reading: `email.utils.getaddresses` differs between versions of Python."""
    for mailbox in _BETWEEN_COMMAS.findall(_HEADER.sub("", piece)):
        named = _NAMED.fullmatch(mailbox.strip())
        name = " ".join(named[1].replace('"', " ").split()).strip("' ") if named else ""
        yield ("" if "@" in name else name, named[2]) if named else ("", mailbox)


def _sorted_out(content: str) -> tuple[str, list[str]]:
    """The words of a mailbox that are no address, and those that may be one."""
    words = [word.strip("<>()[]'\"").removeprefix("mailto:") for word in content.split()]
    name = " ".join(word for word in words if "@" not in word and any(sign.isalnum() for sign in word))
    return name, [word for word in words if "@" in word]


def _keep(address: str, name: str, names: dict[str, str], unreadable: list[str]) -> None:
    try:
        names.setdefault(normalise_email(address), name[:LONGEST_NAME])
    except PeopleError:
        unreadable.append(address)


def with_colleagues(pasted: Pasted) -> Pasted:
    """The same, and of what is no address: a name that fits one active colleague counts as their address. A query for each name."""
    names, unclear, unreadable = dict(pasted.names), {}, []
    for number, word in enumerate(pasted.unreadable):
        found = directory.called(word, limit=ALIKE_SHOWN + 1) if number < NAMES_LOOKED_UP and "@" not in word else []
        if len(found) == 1:
            names.setdefault(found[0].email, found[0].name)
        elif found:
            unclear[word] = found
        else:
            unreadable.append(word)
    return replace(pasted, names=names, unreadable=tuple(unreadable), unclear=unclear)


def look_past(known_ids: Collection[int], person_ids: Sequence[int], emails: Sequence[str]) -> Look:
    """Counts and first names of those who are meant, past those who have been asked already. Changes nothing.

    `emails`: the addresses among what was written. A constant number of queries for each 500 of them.
    """
    found = directory.by_emails(list(emails)) if emails else {}
    unknown = tuple(email for email in emails if email not in found)
    inactive = tuple(email for email in emails if email in found and not found[email].active)
    fresh = [id_ for id_ in person_ids if id_ not in known_ids]
    names = db.session.scalars(select(Person).where(Person.id.in_(fresh[:500])).order_by(Person.name, Person.id)).all()
    return Look(len(fresh), len(person_ids) - len(fresh), names[:NAMES_SHOWN], unknown, inactive)


def ids_of(emails: Sequence[str]) -> list[int]:
    """The active people with these addresses."""
    found = directory.by_emails(list(emails)) if emails else {}
    return [person.id for person in found.values() if person.active]


def find_people(text: str) -> tuple[list[int], list[str]]:
    """The people behind addresses or full names, separated by commas or lines; and what fits nobody, or more than one."""
    ids: list[int] = []
    unclear: list[str] = []
    for word in (part.strip() for part in re.split(r"[,;\n\r]+", text)):
        if not word:
            continue
        person = _one_person(word)
        if person is None:
            unclear.append(word[:100])
        else:
            ids.append(person.id)
    return list(dict.fromkeys(ids)), unclear


def _one_person(word: str) -> Person | None:
    match = re.search(r"<([^>]+)>", word)
    email = (match.group(1) if match else word).strip().lower()
    query = select(Person).where(Person.active, or_(Person.email == email, func.lower(Person.name) == word.lower())).limit(2)
    found = db.session.scalars(query).all()
    return found[0] if len(found) == 1 else None
