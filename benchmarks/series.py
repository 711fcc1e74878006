"""Figure 5: a series of a year of weeks for a group of people. The baseline is what the same costs for a single session.

Invite, move one date, go on from the middle at another hour (a new UID for everybody), and read what calendars answer.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from benchmarks import company, house
from benchmarks.measuring import Line, rate_of
from benchmarks.replying import answered
from benchmarks.sizes import Size
from database import db, transaction
from mail import inbox, jobs_inbox
from mail.models import IncomingMail, IncomingState, OutgoingMail
from people.models import Person
from sessions import invitations, scheduling
from sessions.details import SessionDetails, details_of
from sessions.models import ScheduledSession
from sessions.series import edits, plans
from sessions.series.edits import Scope
from sessions.series.rhythms import Every, Rhythm

FIGURE = "Series"
HOUR = timedelta(hours=1)


def measure(database: str, size: Size) -> list[Line]:
    with house.opened(database) as home, home.app.app_context():
        company.fill_people(size.group)
        rates = [(_of_series(size), _of_single(size)) for _round in range(max(1, size.rounds // 2))]
        wholes, singles = zip(*rates, strict=True)
        names = {
            "invited": f"People invited to {size.dates} dates, against one date",
            "moved": f"People told that one of {size.dates} dates moves, against the only one",
            "split": f"People whose series of {size.dates} goes on at another hour, against a single session that moves",
            "replies": f"Replies for {size.dates} dates at once, against replies for one",
        }
        return [_line(key, what, database, wholes, singles) for key, what in names.items()]


def _line(key: str, what: str, database: str, wholes, singles) -> Line:
    ratios = sorted(whole[key] / single[key] for whole, single in zip(wholes, singles, strict=True))
    middle = len(ratios) // 2
    unit = "replies/s" if key == "replies" else "people/s"
    return Line(FIGURE, what, database, wholes[middle][key], singles[middle][key], ratios[middle], unit)


def _of_series(size: Size) -> dict[str, float]:
    rates: dict[str, float] = {}
    series_id = _drafted(size)
    rates["invited"] = rate_of(lambda: _invite(_dates(series_id)[0], size.group, publishes=series_id), size.group)
    rates["replies"] = _replied(f"series:{series_id}")
    nth = size.dates // 4
    rates["moved"] = rate_of(lambda: _move(_dates(series_id)[nth], Scope.THIS), size.group)
    rates["split"] = rate_of(lambda: _move(_dates(series_id)[2 * nth], Scope.FOLLOWING), size.group)
    return rates


def _of_single(size: Size) -> dict[str, float]:
    rates: dict[str, float] = {}
    now = datetime.now(UTC)
    with transaction():
        session_id = company.add_session(1, starts_at=now + timedelta(days=30), capacity=None, now=now).id
    rates["invited"] = rate_of(lambda: _invite(session_id, size.group), size.group)
    rates["replies"] = _replied(f"session:{session_id}")
    rates["moved"] = rates["split"] = rate_of(lambda: _move(session_id, Scope.THIS), size.group)
    return rates


def _drafted(size: Size) -> int:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    start = now + timedelta(days=30)
    first = SessionDetails(
        title="Lunch", starts_at=start, ends_at=start + HOUR, timezone="Europe/Amsterdam", host_ids=(1,), place="Canteen"
    )
    rhythm = Rhythm(every=Every.WEEK, weekdays=(start.weekday(),), count=size.dates)
    with transaction() as session:
        series = plans.draft(plans.SeriesPlan(first=first, rhythm=rhythm), by=session.get_one(Person, 1), now=now)
        return series.id


def _dates(series_id: int) -> list[int]:
    query = select(ScheduledSession.id).where(ScheduledSession.series_id == series_id)
    found = list(db.session.scalars(query.order_by(ScheduledSession.recurrence_id)))
    db.session.remove()
    return found


def _invite(session_id: int, people: int, *, publishes: int | None = None) -> None:
    now = datetime.now(UTC)
    with transaction() as session:
        by = session.get_one(Person, 1)
        invitations.invite(session_id, range(1, people + 1), by=by, now=now)
        if publishes is not None:
            plans.publish(publishes, by=by, now=now)
    db.session.remove()


def _move(session_id: int, scope: Scope) -> None:
    now = datetime.now(UTC)
    with transaction() as session:
        by = session.get_one(Person, 1)
        details = details_of(scheduling.lock(session_id))
        later = replace(details, starts_at=details.starts_at + HOUR, ends_at=details.ends_at + HOUR)
        edits.change(session_id, later, scope=scope, by=by, now=now)
    db.session.remove()


def _replied(topic: str) -> float:
    """The rate at which the worker's job gets through what calendars answer to the invitation."""
    now = datetime.now(UTC)
    pile = answered(list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.topic == topic))), now)
    for raw, sender, recipient in pile:
        with transaction():
            inbox.receive(raw, door="lmtp", envelope_from=sender, recipients=[recipient], now=now + timedelta(seconds=2))
    db.session.remove()
    rate = rate_of(jobs_inbox.work_through_inbox, len(pile))
    waiting = db.session.scalar(select(func.count()).where(IncomingMail.state != IncomingState.APPLIED))
    db.session.remove()
    if waiting:
        raise RuntimeError(f"{waiting} replies were not applied")
    return rate
