"""A time zone as another program describes it (VTIMEZONE, RFC 5545 section 3.6.5), asked for one wall-clock time.

Only what such zones are made of in the wild: single onsets, lists of them, and one yearly rule. A library would walk through every
onset of a rule, one for each second if it says so.
"""

import calendar
import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST_LINES = 2_000
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?")
_NTH = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(slots=True)
class Observance:
    """STANDARD or DAYLIGHT: from each onset on (wall-clock time) the offset is `after`."""

    onsets: list[datetime] = field(default_factory=list)
    before: timedelta | None = None
    after: timedelta | None = None
    rule: dict[str, str] = field(default_factory=dict)


def offset_at(lines: Sequence[str], local: datetime) -> timedelta | None:
    """The UTC offset at a wall-clock time; None when the description does not say or is of no kind we read."""
    told = [item for item in _observances(lines[:MOST_LINES]) if item.onsets and item.after is not None]
    latest = [(onset, item.after) for item in told if (onset := _latest(item, local)) is not None]
    if latest:
        return max(latest, key=lambda pair: pair[0])[1]
    return min(told, key=lambda item: min(item.onsets)).before if told else None


def _observances(lines: Sequence[str]) -> Iterator[Observance]:
    found = Observance()
    for line in lines:
        head, _colon, value = line.partition(":")
        name = head.partition(";")[0].strip().upper()
        if name == "BEGIN":
            found = Observance()
        elif name == "END":
            yield found
            found = Observance()
        else:
            _take(found, name, value.strip())


def _take(found: Observance, name: str, value: str) -> None:
    if name in {"DTSTART", "RDATE"}:
        found.onsets += [at for text in value.split(",")[:200] if (at := _local(text))]
    elif name == "TZOFFSETFROM":
        found.before = _offset(value)
    elif name == "TZOFFSETTO":
        found.after = _offset(value)
    elif name == "RRULE":
        found.rule = {key.upper(): said.upper() for key, _equals, said in (part.partition("=") for part in value.split(";"))}


def _local(text: str) -> datetime | None:
    plain = text.strip()
    with contextlib.suppress(ValueError):
        return datetime.strptime(plain[:15], "%Y%m%dT%H%M%S" if "T" in plain else "%Y%m%d")  # noqa: DTZ007 - wall-clock time
    return None


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if offset >= timedelta(days=1):
        return None
    return -offset if match[1] == "-" else offset


def _latest(item: Observance, local: datetime) -> datetime | None:
    """The last onset not after a wall-clock time."""
    single = max((at for at in item.onsets if at <= local), default=None)
    if single is None or not item.rule:
        return single
    until = _local(item.rule.get("UNTIL", "")) or local
    last = min(until, local)
    yearly = (_in_year(item, year) for year in (last.year, last.year - 1))
    return max((at for at in yearly if at is not None and single <= at <= last), default=single)


def _in_year(item: Observance, year: int) -> datetime | None:
    """The onset that a yearly rule gives this year; None for any other rule."""
    rule, first = item.rule, item.onsets[0]
    if rule.get("FREQ") != "YEARLY" or rule.get("INTERVAL", "1") != "1":
        return None
    try:
        month = int(rule.get("BYMONTH", first.month))
        return first.replace(year=year, month=month, day=_day(rule, first, year, month))
    except ValueError:
        return None


def _day(rule: dict[str, str], first: datetime, year: int, month: int) -> int:
    """The day of the month. Raises ValueError when the rule names none that we understand."""
    if "BYDAY" not in rule:
        return int(rule.get("BYMONTHDAY", first.day))
    match = _NTH.fullmatch(rule["BYDAY"])
    if match is None:
        raise ValueError(rule["BYDAY"])
    days = range(1, calendar.monthrange(year, month)[1] + 1)
    fitting = [day for day in days if calendar.weekday(year, month, day) == WEEKDAYS.index(match[2])]
    if "BYMONTHDAY" in rule:  # "the first Sunday from the 8th on"
        fitting = [day for day in fitting if str(day) in rule["BYMONTHDAY"].split(",")[:31]]
    nth = int(match[1] or 1)
    if nth == 0 or abs(nth) > len(fitting):
        raise ValueError(rule["BYDAY"])
    return fitting[nth - 1 if nth > 0 else nth]
