"""A month as a table of weeks, Monday first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sessions.words_agenda import Line


@dataclass(frozen=True, slots=True)
class Day:
    """One cell. `other`: of the month before or after."""

    on: date
    other: bool
    today: bool
    lines: tuple[Line, ...]

    @property
    def weekend(self) -> bool:
        return self.on.weekday() >= 5


@dataclass(frozen=True, slots=True)
class Month:
    """A month with the whole weeks it touches. `first` is its first day."""

    first: date

    @classmethod
    def of(cls, text: str, today: date) -> "Month":
        """The month written as 2026-12; this month for anything else."""
        try:
            year, _dash, month = text.partition("-")
            return cls(date(int(year), int(month), 1)) if 1970 <= int(year) <= 2200 else cls(today.replace(day=1))
        except ValueError:
            return cls(today.replace(day=1))

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The instants between which its weeks lie, in UTC."""
        start = self.first - timedelta(days=self.first.weekday())
        last = self.next - timedelta(days=1)
        end = last + timedelta(days=7 - last.weekday())
        return _midnight(start, zone), _midnight(end, zone)

    def end(self, zone: ZoneInfo) -> datetime:
        """The instant it is over, in UTC; its last week may go on."""
        return _midnight(self.next, zone)

    def weeks(self, lines: Sequence[Line], zone: ZoneInfo, today: date) -> list[list[Day]]:
        """Rows of seven days, each with the lines of the day they start on in `zone`."""
        by_day: dict[date, list[Line]] = {}
        for line in lines:
            by_day.setdefault(line.starts_at.astimezone(zone).date(), []).append(line)
        start, end = (moment.astimezone(zone).date() for moment in self.span(zone))
        days = [start + timedelta(days=number) for number in range((end - start).days)]
        cells = [Day(day, day.month != self.first.month, day == today, tuple(by_day.get(day, ()))) for day in days]
        return [cells[number : number + 7] for number in range(0, len(cells), 7)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
