"""When somebody is busy, out of their calendar: start and end, and nothing else of it.

A calendar from outside can keep its reader busy for days (a rule that never comes true), so it is read in a process of its own
(`python -m sessions.busy.expansion`), which the system ends when it takes too much. It prints pairs of seconds since 1970 as JSON.
"""

import json
import re
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

Span = tuple[datetime, datetime]
MEMORY = 1_500_000_000  # bytes
MOST_SPANS = 5_000
FREE = {"FREE", "WORKINGELSEWHERE"}
_TOO_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY)", re.IGNORECASE)
_EVENT = re.compile(r"^BEGIN:VEVENT\r?\n.*?^END:VEVENT\r?\n", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_REPEATS = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID)", re.IGNORECASE | re.MULTILINE)
_BEGAN = re.compile(r"^DTSTART(?:;[^:\r\n]*)?:(\d{8})", re.IGNORECASE | re.MULTILINE)
_OURS = re.compile(r"[0-9a-f]{32}@")  # a UID that Foyer made: it knows of these by itself


def busy_spans(text: str, zone: tzinfo, start: datetime, end: datetime, *, mine: str = "", domain: str = "") -> list[Span]:
    """The times between two instants at which this calendar says busy, in UTC, in order; what touches is one.

    `zone` is that of times without one and of whole days. `mine` is the address of its owner, who may have declined; sessions that
    Foyer put there itself (UIDs of `domain`) are left out. Raises ValueError for what is no calendar.
    """
    calendars = Calendar.from_ical(_within(text, start, end), multiple=True)
    if not calendars:
        raise ValueError("no calendar")
    spans: list[Span] = []
    for calendar in calendars:
        for events in _by_uid(calendar):
            if not _is_ours(events[0], domain):
                spans += _spans_of(events, zone, start, end, mine)
        for component in calendar.walk("VFREEBUSY"):
            spans += _periods(component, zone)
    return merged((max(one, start), min(other, end)) for one, other in spans)


def _within(text: str, start: datetime, end: datetime) -> str:
    """The calendar without single events that are long over or far ahead: most of an old one, and reading takes a millisecond each.

    No event lasts longer than a year.
    """
    first, last = f"{start - timedelta(days=366):%Y%m%d}", f"{end + timedelta(days=2):%Y%m%d}"

    def kept(found: re.Match[str]) -> str:
        event = found.group()
        began = _BEGAN.search(event)
        return event if _REPEATS.search(event) or began is None or first <= began.group(1) <= last else ""

    return _EVENT.sub(kept, text)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same times, in order, without overlaps: how many meetings they were is nobody's business."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found[:MOST_SPANS]


def _by_uid(calendar: Any) -> Iterator[list[Any]]:
    groups: dict[str, list[Any]] = {}
    for number, event in enumerate(calendar.walk("VEVENT")):
        groups.setdefault(str(event.get("UID") or number), []).append(event)
    yield from groups.values()


def _is_ours(event: Any, domain: str) -> bool:
    uid = str(event.get("UID") or "")
    return bool(domain) and _OURS.match(uid) is not None and uid.endswith(f"@{domain}")


def _spans_of(events: list[Any], zone: tzinfo, start: datetime, end: datetime, mine: str) -> list[Span]:
    """Those of one UID. A broken event says nothing, and takes no other with it."""
    calendar = Calendar()
    calendar.subcomponents = [event for event in events if not _TOO_OFTEN.search(_rule(event))]
    day = timedelta(days=1)  # times without a zone may lie a day aside
    try:
        found = recurring_ical_events.of(calendar).between(start - day, end + day)
        return [_span(event, zone) for event in found if not _is_free(event, mine)]
    except Exception:  # noqa: BLE001 - whatever a stranger's calendar makes of the library
        return []


def _rule(event: Any) -> str:
    rule = event.get("RRULE")
    rules = rule if isinstance(rule, list) else [rule] if rule is not None else []
    return ";".join(one.to_ical().decode() for one in rules)


def _is_free(event: Any, mine: str) -> bool:
    says = {name: str(event.get(name) or "").strip().upper() for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")}
    if says["STATUS"] == "CANCELLED" or says["TRANSP"] == "TRANSPARENT" or says["X-MICROSOFT-CDO-BUSYSTATUS"] in FREE:
        return True
    asked = event.get("ATTENDEE") or []
    for attendee in asked if isinstance(asked, list) else [asked]:
        if mine and str(attendee).lower().removeprefix("mailto:") == mine.lower():
            return str(attendee.params.get("PARTSTAT") or "").upper() == "DECLINED"
    return False


def _span(event: Any, zone: tzinfo) -> Span:
    """A whole day is one in the zone of its owner."""
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start
    if not isinstance(start, datetime) and end <= start:  # RFC 5545 section 3.6.1: a day without an end is one day
        end = start + timedelta(days=1)
    return _instant(start, zone), _instant(end, zone)


def _instant(value: date, zone: tzinfo) -> datetime:
    at = value if isinstance(value, datetime) else datetime.combine(value, time())
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _periods(component: Any, zone: tzinfo) -> Iterator[Span]:
    given = component.get("FREEBUSY") or []
    for line in given if isinstance(given, list) else [given]:
        if str(line.params.get("FBTYPE") or "BUSY").upper() == "FREE":
            continue
        yield _instant(line.start, zone), _instant(line.end, zone)


def _bound(cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Reads from standard input what is asked, in a line, and the calendar."""
    cpu_seconds, zone, start, end, mine, domain = json.loads(sys.stdin.buffer.readline())
    _bound(cpu_seconds)
    text = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
    limits = (datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
    found = busy_spans(text, ZoneInfo(zone), *limits, mine=mine, domain=domain)
    sys.stdout.write(json.dumps([[int(one.timestamp()), int(other.timestamp())] for one, other in found]))


if __name__ == "__main__":
    main()
