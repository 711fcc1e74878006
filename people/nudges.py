"""Nudges, whatever they are about: only to who wants them, at most four in thirty days, and not while they are paused (promise 5).

Whatever nudges asks here first and records here after; nothing else counts nudges.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ColumnElement, delete, func, insert, or_, select

from config import settings
from database import db
from people.errors import LinkInvalid, PeopleError
from people.models import Nudge, Person
from people.quiet_hours import zone_of

NUDGES_A_MONTH = 4  # over everything that nudges, together
MONTH = timedelta(days=30)
LONGEST_PAUSE = timedelta(days=731)  # who wants none for longer switches them off


def may_nudge(person: Person, *, now: datetime) -> bool:
    """Whether this person may get one nudge more now. One query."""
    query = select(func.count()).select_from(Nudge).where(Nudge.person_id == person.id, Nudge.nudged_at > now - MONTH)
    return is_welcome(person, now=now) and (db.session.scalar(query) or 0) < NUDGES_A_MONTH


def is_welcome(person: Person, *, now: datetime) -> bool:
    """Whether this person wants nudges now: held against a nudge again when it leaves, when it counts already."""
    return person.active and person.wants_nudges and not is_paused(person, now=now)


def is_paused(person: Person, *, now: datetime) -> bool:
    """Whether this person wants nothing of the kind before a day that lies ahead."""
    return person.nudges_paused_until is not None and person.nudges_paused_until > now


def allowed(now: datetime) -> ColumnElement[bool]:
    """The same as `may_nudge`, for queries that join Person."""
    recent = select(func.count()).where(Nudge.person_id == Person.id, Nudge.nudged_at > now - MONTH).correlate(Person)
    paused = or_(Person.nudges_paused_until.is_(None), Person.nudges_paused_until <= now)
    return Person.active & Person.wants_nudges & paused & (recent.scalar_subquery() < NUDGES_A_MONTH)


def record(person_id: int, kind: str, *, now: datetime) -> None:
    """One nudge more counts for this person; those that count no more are forgotten."""
    record_many([person_id], kind, now=now)


def record_many(person_ids: Sequence[int], kind: str, *, now: datetime) -> None:
    """The same for each of these people. Two statements."""
    db.session.execute(delete(Nudge).where(Nudge.person_id.in_(person_ids), Nudge.nudged_at <= now - MONTH))
    if person_ids:
        rows = [{"person_id": person_id, "kind": kind, "nudged_at": now} for person_id in person_ids]
        db.session.execute(insert(Nudge), rows)


def pause(person: Person, until: date | None, *, now: datetime) -> None:
    """No nudge before this day begins for the person; None ends a pause. Raises PeopleError for a day that does not lie ahead, or too far."""
    if until is None:
        person.nudges_paused_until = None
    else:
        begins_at = datetime.combine(until, time(0), tzinfo=zone_of(person))
        if not now < begins_at <= now + LONGEST_PAUSE:
            raise PeopleError("Choose a day that lies ahead, within the next two years.", field="nudges_paused_until")
        person.nudges_paused_until = begins_at
    db.session.flush()


def paused_until(person: Person, *, now: datetime) -> date | None:
    """The day, on the person's own calendar, on which a pause ends that goes on; None when there is none."""
    until = person.nudges_paused_until
    return until.astimezone(zone_of(person)).date() if until is not None and until > now else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.nudges")


def pause_url(person: Person) -> str:
    """The address of this person's page to pause nudges: in every nudge, and it needs no signing in."""
    return f"{settings().base_url}/nudges/{_serializer().dumps([person.id, int(person.created_at.timestamp())])}"


def person_of(token: str) -> Person:
    """Whose nudges a link pauses. Raises LinkInvalid."""
    try:
        id_, began = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    person = db.session.get(Person, id_)
    if person is None or not person.active or int(person.created_at.timestamp()) != began:
        raise LinkInvalid("This link leads nowhere any more.")
    return person
