"""The calendar: a month, and the same day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from flask import render_template, request

from look import address_of
from people.current import me
from people.models import Person
from security import signed_in
from sessions import feeds_listed, queries_mine, queries_month, reminders, words_agenda
from sessions.month import Month
from sessions.queries_month import Dated
from sessions.series import queries as series
from sessions.views import blueprint
from sessions.words_agenda import Line


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
    items = queries_month.between(person, start, end, everything=everything)
    lines = words_agenda.lines(items, zone, _address)
    agenda = _agenda(items, lines, month)
    noon = [datetime.combine(day, time(12), tzinfo=zone) for day in (month.first, month.previous, month.next)]
    return render_template(
        "sessions/calendar.html",
        month=month,
        middle=noon[0],
        before=noon[1],
        after=noon[2],
        weeks=month.weeks(lines, zone, today),
        agenda_lines=agenda,
        marks={line.mark for line in lines},
        elsewhere=None if agenda else _elsewhere(person, month.end(zone), now, everything=everything),
        everything=everything,
        zone=zone,
        listed_url=feeds_listed.address(),
    )


def _address(item: Dated) -> str:
    return address_of("sessions.session", session_id=item.id)


def _agenda(items: Sequence[Dated], lines: Sequence[Line], month: Month) -> list[Line]:
    """The lines of the month itself; dates of a series that wait for an answer are one, and lead to the series."""
    of_month = {item.id: line for item, line in zip(items, lines, strict=True) if line.starts_at.month == month.first.month}
    return [
        of_month[item.id]._replace(url=address_of("sessions.series", series_id=item.stands_for), dates=item.dates)
        if item.stands_for
        else of_month[item.id]
        for item in series.once_each([item for item in items if item.id in of_month])
    ]


def _elsewhere(person: Person, after: datetime, now: datetime, *, everything: bool) -> Elsewhere | None:
    """The next session after an empty month, else the next from now on; who manages is led to any, when none is theirs."""
    for every in sorted({everything, person.may_manage}):
        for at in (after, now):
            session = queries_mine.first_from(person, at, everything=every)
            if session is not None:
                return Elsewhere(session.starts_at, everything=every)
    return None
