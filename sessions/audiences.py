"""Who is meant: pasted addresses and filters become people, with a look at the names before anybody is invited."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select

from database import db
from people import directory, people
from people.errors import AddressTaken, PeopleError
from people.models import Person
from people.people import normalise_email
from people.plain_text import can_be_seen
from sessions.models import Invitation, ScheduledSession

NAMES_SHOWN = 100
NAMES_LOOKED_UP = 50
ALIKE_SHOWN = 5
MOST_ADDRESSES = 20_000
LONGEST_NAME = 200
_BETWEEN_COMMAS = re.compile(r"""(?:"[^"]*"|[^,])+""")
_HEADER = re.compile(r"^\s*(?:to|cc|aan):", re.IGNORECASE)
_NAMED = re.compile(r"([^<]*)<([^<>]*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """People named one by one (`emails`, normalised) and by filter; empty filters name nobody."""

    emails: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()

    @property
    def has_filter(self) -> bool:
        return bool(self.departments or self.functions or self.locations)


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
    """Who would be invited. `names` are the first in the alphabet; `unknown` addresses belong to nobody, `inactive` to who has left."""

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


def look(session: ScheduledSession, audience: Audience) -> Look:
    """Counts and first names of an audience; changes nothing. A constant number of queries for each 500 addresses."""
    return look_past(_invited_ids(session), audience)


def look_past(invited: Collection[int], audience: Audience) -> Look:
    """The same, past those who have been asked already."""
    ids = person_ids(audience)
    known = directory.by_emails(list(audience.emails)) if audience.emails else {}
    unknown = tuple(email for email in audience.emails if email not in known)
    inactive = tuple(email for email in audience.emails if email in known and not known[email].active)
    fresh = [id_ for id_ in ids if id_ not in invited]
    names = db.session.scalars(select(Person).where(Person.id.in_(fresh[:500])).order_by(Person.name, Person.id)).all()
    return Look(len(fresh), len(ids) - len(fresh), names[:NAMES_SHOWN], unknown, inactive)


def add_unknown(audience: Audience, pasted: Pasted, *, now: datetime) -> None:
    """Whoever is named by an address that belongs to nobody is one of the people now."""
    known = directory.by_emails(list(audience.emails))
    for email in audience.emails:
        if email in known:
            continue
        name = pasted.names.get(email, "")
        with suppress(AddressTaken):  # somebody else added them a moment ago
            people.add_person(email, name if can_be_seen(name) else email.partition("@")[0], now=now)


def person_ids(audience: Audience) -> list[int]:
    """Everybody the audience means, active people only, each once, in order of name."""
    named: list[int] = []
    if audience.emails:
        found = directory.by_emails(list(audience.emails))
        named = [person.id for person in found.values() if person.active]
    if audience.has_filter:
        named += db.session.scalars(_filtered(audience))
    return list(dict.fromkeys(named))


def _filtered(audience: Audience) -> Select[int]:
    """Within one kind any of the values, between kinds all of them: Planning or Quality, in Deventer."""
    chosen = (
        (Person.department, audience.departments),
        (Person.function, audience.functions),
        (Person.location, audience.locations),
    )
    conditions = [column.in_(values) for column, values in chosen if values]
    return select(Person.id).where(Person.active, and_(*conditions)).order_by(Person.name, Person.id)


def _invited_ids(session: ScheduledSession) -> set[int]:
    query = select(Invitation.person_id).where(
        Invitation.calendar_object_id == session.calendar_object_id, Invitation.withdrawn_at.is_(None)
    )
    return set(db.session.scalars(query))


def find_hosts(text: str) -> tuple[list[int], list[str]]:
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


def anybody_invited(session: ScheduledSession) -> bool:
    """Whether the list of the session has names on it."""
    current = exists().where(Invitation.calendar_object_id == session.calendar_object_id, Invitation.withdrawn_at.is_(None))
    return bool(db.session.scalar(select(current)))


def count_invited(session: ScheduledSession) -> int:
    """How many people who are still here stand on the list of the session."""
    query = select(func.count()).select_from(Invitation).join(Person, Person.id == Invitation.person_id).where(Person.active)
    current = (Invitation.calendar_object_id == session.calendar_object_id, Invitation.withdrawn_at.is_(None))
    return db.session.scalar(query.where(*current)) or 0
