"""The calendar: a month, and the same day by day."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from flask import render_template, request

from people.current import me
from people.models import Person
from security import signed_in
from sessions import feeds_listed, queries_mine, reminders
from sessions.month import Month
from sessions.queries_mine import MySession
from sessions.series import queries as series
from sessions.views import blueprint


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """When something is, and whether only the calendar of every session shows it."""

    at: datetime
    everything: bool


@blueprint.get("/calendar", endpoint="calendar")
@signed_in
def calendar() -> str:
    """`?month=2026-12`; who manages may see every session (`?which=all`)."""
    person, zone = me(), reminders.zone_of(me())
    now = datetime.now(UTC)
    today = now.astimezone(zone).date()
    month = Month.of(request.args.get("month", ""), today)
    everything = person.may_manage and request.args.get("which") == "all"
    start, end = month.span(zone)
    sessions = queries_mine.between(person, start, end, everything=everything)
    agenda_items = [item for item in sessions if item.session.starts_at.astimezone(zone).month == month.first.month]
    noon = [datetime.combine(day, time(12), tzinfo=zone) for day in (month.first, month.previous, month.next)]
    return render_template(
        "sessions/calendar.html",
        month=month,
        middle=noon[0],
        before=noon[1],
        after=noon[2],
        weeks=month.weeks(sessions, zone, today),
        agenda_items=series.once_each(agenda_items),
        marks={item.session.id: _mark(item, person) for item in sessions},
        elsewhere=None if agenda_items else _elsewhere(person, month.end(zone), now, everything=everything),
        everything=everything,
        zone=zone,
        listed_url=feeds_listed.address(),
    )


def _mark(item: MySession, person: Person) -> str:
    """How it looks in the month: draft, no, in, waits, open (to the reader), host (the reader), other."""
    if item.state in {"cancelled", "no"}:
        return "no"
    if item.asks:
        return "waits"
    if item.state in {"draft", "in"}:
        return item.state
    if item.rsvp is not None:
        return "open"
    return "host" if item.session.is_hosted_by(person) else "other"


def _elsewhere(person: Person, after: datetime, now: datetime, *, everything: bool) -> Elsewhere | None:
    """The next session after an empty month, else the next from now on; who manages is led to any, when none is theirs."""
    for every in sorted({everything, person.may_manage}):
        for at in (after, now):
            session = queries_mine.first_from(person, at, everything=every)
            if session is not None:
                return Elsewhere(session.starts_at, everything=every)
    return None
