"""The calendar a person connects: at most one, theirs alone to see, gone at once with its times."""

from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, or_, select, update

from calendars.fetching import https_address
from database import db
from jobs import wake
from people.models import Person
from people.sealing import SealBroken
from sessions.busy import sealing
from sessions.busy.errors import AddressInvalid, Fault
from sessions.busy.expansion import Span
from sessions.busy.models import BusySource, BusyTime

JOB = "sessions.busy"
READS_EVERY = timedelta(minutes=55)  # about hourly, for a job that looks every quarter of an hour
TRIES_EVERY = timedelta(hours=6)  # ... what could not be read
LONGEST_ADDRESS = 2000


def connect(person: Person, address: str, *, now: datetime) -> BusySource:
    """This calendar is read from now on, in place of any other one and its times. Raises AddressInvalid."""
    try:
        address = https_address(address)
    except ValueError as error:
        raise AddressInvalid("The address must begin with https://, without a user name and password in it.") from error
    if len(address) > LONGEST_ADDRESS:
        raise AddressInvalid("The address is too long: at most %(most)s characters.", most=LONGEST_ADDRESS)
    disconnect(person)
    source = BusySource(person_id=person.id, sealed_address=sealing.seal(address), connected_at=now)
    db.session.add(source)
    db.session.flush()
    wake(JOB)
    return source


def disconnect(person: Person) -> None:
    """Nothing is left of the calendar: neither its address nor its times."""
    db.session.execute(delete(BusyTime).where(BusyTime.person_id == person.id))
    if source := of(person):
        db.session.delete(source)
        db.session.flush()


def of(person: Person) -> BusySource | None:
    """The calendar this person connected."""
    return db.session.scalar(select(BusySource).where(BusySource.person_id == person.id))


def address_of(source: BusySource) -> str:
    """Its address, for its owner; "" when it cannot be opened any more."""
    try:
        return sealing.open_(source.sealed_address)
    except SealBroken:
        return ""


def host_of(source: BusySource) -> str:
    """Whose server it is on, by which its owner knows it again: on a page that is in sight the rest is nobody's business."""
    return urlsplit(address_of(source)).hostname or ""


def times_of(person: Person) -> list[Span]:
    """When this person is busy, in order. For nobody's eyes but their own."""
    query = select(BusyTime.starts_at, BusyTime.ends_at).where(BusyTime.person_id == person.id).order_by(BusyTime.starts_at)
    return [(start, end) for start, end in db.session.execute(query)]


def times_between(person_ids: Collection[int], start: datetime, end: datetime) -> dict[int, list[Span]]:
    """When each of these people is busy between these instants. For what looks for a time that suits them; no page shows it. One query."""
    query = select(BusyTime.person_id, BusyTime.starts_at, BusyTime.ends_at).where(
        BusyTime.person_id.in_(person_ids), BusyTime.starts_at < end, BusyTime.ends_at > start
    )
    found: dict[int, list[Span]] = {}
    for person_id, began_at, ended_at in db.session.execute(query):
        found.setdefault(person_id, []).append((began_at, ended_at))
    return found


def claim(*, now: datetime) -> tuple[Person, str] | None:
    """The next calendar to read, and its sealed address; it is not due again for a while, whatever becomes of this reading."""
    due = or_(
        BusySource.checked_at.is_(None),
        BusySource.checked_at <= now - TRIES_EVERY,
        (BusySource.checked_at <= now - READS_EVERY) & (BusySource.error == ""),
    )
    query = select(BusySource, Person).join(Person, Person.id == BusySource.person_id).where(due, Person.active)
    first = query.order_by(BusySource.checked_at.is_not(None), BusySource.checked_at, BusySource.person_id).limit(1)
    found = db.session.execute(first.with_for_update(of=BusySource, skip_locked=True)).first()
    if found is None:
        return None
    source, person = found
    source.checked_at = now
    db.session.flush()
    return person, source.sealed_address


def keep(person_id: int, sealed: str, spans: list[Span], *, now: datetime) -> bool:
    """The person is busy then, as far as this calendar says. False: they have let go of it meanwhile, and nothing is kept."""
    if not _settle(person_id, sealed, error="", fetched_at=now):
        return False
    db.session.execute(delete(BusyTime).where(BusyTime.person_id == person_id))
    if spans:
        rows = [{"person_id": person_id, "starts_at": start, "ends_at": end} for start, end in spans]
        db.session.execute(insert(BusyTime), rows)
    return True


def fail(person_id: int, sealed: str, fault: Fault, *, now: datetime) -> None:
    """Its owner reads why. What was read before stays for a day: a server that is down for an hour frees nobody."""
    if not _settle(person_id, sealed, error=fault.value):
        return
    stale = BusySource.fetched_at.is_(None) | (BusySource.fetched_at < now - timedelta(days=1))
    person = select(BusySource.person_id).where(BusySource.person_id == person_id, stale)
    db.session.execute(delete(BusyTime).where(BusyTime.person_id.in_(person)))


def _settle(person_id: int, sealed: str, **values: object) -> bool:
    """Of the calendar that was read, not of another one connected since."""
    mine = (BusySource.person_id == person_id, BusySource.sealed_address == sealed)
    changed = update(BusySource).where(*mine).values(**values).returning(BusySource.person_id)
    return db.session.scalar(changed) is not None
