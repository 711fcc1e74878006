"""How often a series meets, in people's terms and as an RRULE (RFC 5545 section 3.3.10). Pure.

Only what Outlook reads as well (MS KB 2643084): one weekday of the month by its number, or one day of the month; no RDATE.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from sessions.errors import DetailsInvalid

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_DATES = 160  # three years of a weekly lunch
MOST_BETWEEN = 12  # every twelfth week or month
NTHS = (1, 2, 3, 4, -1)


class Every(enum.StrEnum):
    """What the rhythm counts in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"  # the nth such weekday of it
    MONTHDAY = "monthday"  # a day of it by its number


_FREQ = {Every.DAY: "DAILY", Every.WEEK: "WEEKLY", Every.MONTH: "MONTHLY", Every.MONTHDAY: "MONTHLY"}
_DATEUTIL = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Every `between` days, weeks or months. Ends after `count` dates or with the day `until` (included), one of the two.

    `weekdays`: 0 is Monday; of a week any, of a month one, with `nth` 1 to 4 or -1 (the last). `monthday`: 1 to 28.
    """

    every: Every
    between: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    monthday: int | None = None
    count: int | None = None
    until: date | None = None

    @property
    def recur(self) -> str:
        """The RRULE without its end: the end of each person's copy is its own."""
        parts = [f"FREQ={_FREQ[self.every]}"]
        if self.between > 1:
            parts.append(f"INTERVAL={self.between}")
        if self.every is Every.WEEK:
            parts.append("BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(self.weekdays)))
        if self.every is Every.MONTH:
            parts.append(f"BYDAY={self.nth}{WEEKDAYS[self.weekdays[0]]}")
        if self.every is Every.MONTHDAY:
            parts.append(f"BYMONTHDAY={self.monthday}")
        return ";".join(parts)


def dates(rhythm: Rhythm, first_on: date, at: time) -> list[datetime]:
    """The wall-clock starts (naive, in the zone of the place), from the first that the rhythm has on or after `first_on`.

    Raises DetailsInvalid (with the field) when there is none, or more than MOST_DATES.
    """
    _check(rhythm)
    if rhythm.until is not None and rhythm.until < first_on:
        raise DetailsInvalid("until", "The last date lies before the first.")
    wanted = rhythm.count if rhythm.count is not None else MOST_DATES + 1
    found = list(islice(_all(rhythm.recur, first_on, at, rhythm.until), wanted))
    if not found:
        raise DetailsInvalid("until", "There is no such date before the end.")
    if len(found) > MOST_DATES:
        raise DetailsInvalid("until", "That is more than %(most)s dates. Choose an earlier end.", most=MOST_DATES)
    return found


def expand(recur: str, first: datetime, last: datetime, zone: ZoneInfo) -> list[datetime]:
    """The instants (UTC) of an RRULE from its first to its last date, both included: wall-clock time kept (RFC 5545 section 3.8.5.3)."""
    start, end = (at.astimezone(zone).replace(tzinfo=None) for at in (first, last))
    rule = rrule(**_arguments(recur), dtstart=start, until=end)
    return [local.replace(tzinfo=zone).astimezone(UTC) for local in rule]


def left_out(recur: str, kept: Sequence[datetime], zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants of an RRULE between the first and the last of `kept` (in order) that are not among them: its EXDATEs."""
    known = set(kept)
    return tuple(at for at in expand(recur, kept[0], kept[-1], zone) if at not in known) if kept else ()


def read(recur: str) -> Rhythm:
    """The rhythm of a stored RRULE, without its end."""
    parts = dict(part.split("=", 1) for part in recur.split(";"))
    between = int(parts.get("INTERVAL", "1"))
    if "BYMONTHDAY" in parts:
        return Rhythm(every=Every.MONTHDAY, between=between, monthday=int(parts["BYMONTHDAY"]))
    days = parts.get("BYDAY", "")
    if parts["FREQ"] == "MONTHLY":
        return Rhythm(every=Every.MONTH, between=between, nth=int(days[:-2]), weekdays=(WEEKDAYS.index(days[-2:]),))
    if parts["FREQ"] == "WEEKLY":
        return Rhythm(every=Every.WEEK, between=between, weekdays=tuple(WEEKDAYS.index(day) for day in days.split(",")))
    return Rhythm(every=Every.DAY, between=between)


def shifted(recur: str, days: int) -> str | None:
    """The same rhythm on other days; None for one of months, where a day further may be in another week of it."""
    rhythm = read(recur)
    if rhythm.every is Every.WEEK:
        return replace(rhythm, weekdays=tuple(sorted((day + days) % 7 for day in rhythm.weekdays))).recur
    return recur if rhythm.every is Every.DAY else None


def counted(rhythm: Rhythm, count: int) -> Rhythm:
    """The same rhythm, ending after so many dates."""
    return replace(rhythm, count=count, until=None)


def _check(rhythm: Rhythm) -> None:
    for field, wrong, message in _faults(rhythm):
        if wrong:
            raise DetailsInvalid(field, message)


def _faults(rhythm: Rhythm) -> Iterator[tuple[str, bool, str]]:
    yield "between", not 1 <= rhythm.between <= MOST_BETWEEN, "Choose 1 to 12."
    by_weekday = rhythm.every in {Every.WEEK, Every.MONTH}
    yield "weekdays", by_weekday and not rhythm.weekdays, "Choose at least one day of the week."
    yield "weekdays", any(not 0 <= day <= 6 for day in rhythm.weekdays), "Choose days of the week."
    yield "weekdays", rhythm.every is Every.MONTH and len(rhythm.weekdays) > 1, "Choose one day of the week."
    yield "nth", rhythm.every is Every.MONTH and rhythm.nth not in NTHS, "Choose the first to the fourth, or the last."
    has_day = rhythm.monthday is not None and 1 <= rhythm.monthday <= 28
    yield "monthday", rhythm.every is Every.MONTHDAY and not has_day, "Choose day 1 to 28: every month has it."
    yield "until", (rhythm.count is None) == (rhythm.until is None), "Say how many times, or until when."
    yield "count", rhythm.count is not None and not 1 <= rhythm.count <= MOST_DATES, "Choose 1 to 160 dates."


def _all(recur: str, first_on: date, at: time, until: date | None) -> Iterator[datetime]:
    end = datetime.combine(until, time.max) if until is not None else None
    arguments = _arguments(recur)
    # The first date sets the pace: every second Tuesday begins with the next Tuesday, not with the one after.
    first = next(iter(rrule(**{**arguments, "interval": 1}, dtstart=datetime.combine(first_on, at), count=1)))
    yield from rrule(**arguments, dtstart=first, until=end)


def _arguments(recur: str) -> dict[str, object]:
    parts = dict(part.split("=", 1) for part in recur.split(";"))
    found: dict[str, object] = {"freq": _DATEUTIL[parts["FREQ"]], "interval": int(parts.get("INTERVAL", "1")), "wkst": 0}
    if "BYDAY" in parts:
        found["byweekday"] = [_weekday(day) for day in parts["BYDAY"].split(",")]
    if "BYMONTHDAY" in parts:
        found["bymonthday"] = int(parts["BYMONTHDAY"])
    return found


def _weekday(day: str) -> weekday:
    number = int(day[:-2]) if day[:-2] else None
    return weekday(WEEKDAYS.index(day[-2:]), number)
