"""The calendar: a month, and the same day by day."""

from datetime import UTC, datetime, time

from flask import render_template, request

from people.current import me
from security import signed_in
from sessions import queries_mine, reminders
from sessions.month import Month
from sessions.views import blueprint


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
    noon = [datetime.combine(day, time(12), tzinfo=zone) for day in (month.first, month.previous, month.next)]
    return render_template(
        "sessions/calendar.html",
        month=month,
        middle=noon[0],
        before=noon[1],
        after=noon[2],
        weeks=month.weeks(sessions, zone, today),
        agenda_items=[item for item in sessions if item.session.starts_at.astimezone(zone).month == month.first.month],
        everything=everything,
        zone=zone,
    )
