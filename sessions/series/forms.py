"""Forms of series: a rhythm in people's words, the dates it gives, and which of them a change is about."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField as DayField
from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional

from look import capital
from people.forms_numbers import NumberRange
from sessions.errors import DetailsInvalid
from sessions.forms import FIELDS, CancelForm, SessionForm, number_sent
from sessions.instants import end_of_day, instant, within_reach
from sessions.series import phrases
from sessions.series.edits import Scope
from sessions.series.phrases import Instead, Phrase, PhraseUnclear
from sessions.series.plans import SeriesPlan
from sessions.series.rhythms import MOST_BETWEEN, MOST_DATES, Every, Rhythm

NTH = [(1, _l("first")), (2, _l("second")), (3, _l("third")), (4, _l("fourth")), (-1, _l("last"))]
SOME_DAY = date(2000, 1, 3)  # a Monday
MOST_ANSWER_DAYS = 60
OWN_FIELDS = {**FIELDS, "count": "times", "skipped": "previewed"}


class SeriesForm(SessionForm):
    """A series as a person fills it in: its first date as any session, and how it goes on from there."""

    phrase = StringField(_l("In your own words"), [Length(max=200)])
    phrase_read = HiddenField()
    every = RadioField(
        _l("What it goes by"),
        choices=[
            (Every.WEEK, _l("Weeks: on certain days")),
            (Every.MONTH, _l("Months: on the first to fourth, or the last, of a day")),
            (Every.MONTHDAY, _l("Months: on a day by its number")),
            (Every.DAY, _l("Days")),
        ],
        default=Every.WEEK,
    )
    between = IntegerField(_l("Every"), [Optional(), NumberRange(1, MOST_BETWEEN, _l("Choose 1 to 12."))], default=1)
    weekdays = SelectMultipleField(_l("On these days"), coerce=int)
    nth = SelectField(_l("On the"), choices=NTH, coerce=int, default=1)
    weekday = SelectField(_l("Day of the week"), coerce=int, default=0)
    monthday = IntegerField(
        _l("Day of the month"), [Optional(), NumberRange(1, 28, _l("Choose day 1 to 28: every month has it."))]
    )
    ending = RadioField(_l("Ends"), choices=[("times", _l("After so many dates")), ("until", _l("On a day"))], default="times")
    times = IntegerField(_l("How many dates"), [Optional(), NumberRange(1, MOST_DATES, _l("Choose 1 to 160 dates."))])
    until = DayField(_l("Last day of the series"), [Optional()])
    seats_for = RadioField(
        _l("Who takes the seats"),
        choices=[("date", _l("Each date has its own seats")), ("group", _l("The same group all along"))],
        default="date",
    )
    answer_days = IntegerField(
        _l("Answer how many days before"), [Optional(), NumberRange(0, MOST_ANSWER_DAYS, _l("Choose 0 to 60 days."))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = get_day_names("wide", locale=get_locale() or "en")
        self.weekdays.choices = self.weekday.choices = [(day, capital(str(names[day]))) for day in range(7)]

    @property
    def phrase_is_new(self) -> bool:
        """Whether the line says something that has not gone into the fields yet."""
        line = (self.phrase.data or "").strip()
        return bool(line) and line != self.phrase_read.data

    def read_phrase(self, *, today: date) -> bool:
        """The line fills the fields; the last press counts. False, with a word at it, when we do not understand it."""
        try:
            said = phrases.read(self.phrase.data or "", today=today)
        except PhraseUnclear as error:
            self.phrase.errors = [*self.phrase.errors, unclear_words(error)]
            return False
        self._fill(said)
        self.phrase_read.data = (self.phrase.data or "").strip()
        return True

    def _fill(self, said: Phrase) -> None:
        found: dict[str, Any] = {"every": said.every, "between": said.between, "on": said.first_on or self.on.data}
        if said.starts:
            found |= {"starts": said.starts, "ends": said.ends or self._end_from(said.starts)}
        first = found["on"] or SOME_DAY
        found["weekdays"] = list(said.weekdays) or [first.weekday()]
        if said.every is Every.MONTH:
            found |= {"nth": said.nth, "weekday": said.weekdays[0]}
        if said.every is Every.MONTHDAY:
            found["monthday"] = said.monthday or min(first.day, 28)
        if said.count or said.until:
            found |= {"ending": "times", "times": said.count} if said.count else {"ending": "until", "until": said.until}
        for name, value in found.items():
            # As if it had been sent: this is what the page shows, and what its validators look at.
            self[name].data, self[name].raw_data = value, [f"{value:%H:%M}" if isinstance(value, time) else str(value)]
            self[name].process_errors = []  # of what stood there before: an empty date is none

    def _end_from(self, start: time) -> time | None:
        """It lasts as long as before."""
        was, end = self.starts.data, self.ends.data
        if was is None or end is None:
            return None
        lasts = datetime.combine(SOME_DAY, end) - datetime.combine(SOME_DAY, was)
        return (datetime.combine(SOME_DAY, start) + lasts).time()

    def rhythm(self) -> Rhythm:
        """What the fields say; the rule says what is wrong with it."""
        every = Every(self.every.data) if self.every.data in list(Every) else Every.WEEK
        days = {Every.WEEK: tuple(sorted(self.weekdays.data or ())), Every.MONTH: (self.weekday.data,)}
        by_times = self.ending.data != "until"
        return Rhythm(
            every=every,
            between=self.between.data or 1,
            weekdays=days.get(every, ()),
            nth=self.nth.data if every is Every.MONTH else None,
            monthday=self.monthday.data if every is Every.MONTHDAY else None,
            count=self.times.data if by_times else None,
            until=None if by_times else self.until.data,
        )

    def plan(self, chosen: Mapping[str, list[str]]) -> SeriesPlan:
        """What a valid form says. `chosen` are the ticks and fields of the preview. Raises DetailsInvalid."""
        details = self.details()
        zone = ZoneInfo(details.timezone)
        skipped = frozenset(day for day in map(_day, chosen.get("out", ())) if day)
        return SeriesPlan(
            first=details,
            rhythm=self.rhythm(),
            keeps_group=self.seats_for.data == "group",
            skipped=skipped,
            moved={day: at for day, at in self._moved(chosen, zone).items() if day not in skipped},
        )

    def _moved(self, chosen: Mapping[str, list[str]], zone: ZoneInfo) -> dict[date, datetime]:
        found = {}
        for name, values in chosen.items():
            day = _day(name.removeprefix("on-")) if name.startswith("on-") else None
            stood = (chosen.get(f"was-{day}") or [""])[
                0
            ]  # where the preview showed it: another rhythm may have been chosen since
            wanted = f"{values[0]}T{(chosen.get(f'at-{day}') or [''])[0]}"
            moved_to = _local(wanted)
            if day and moved_to and wanted != stood:
                found[day] = instant(moved_to.date(), moved_to.time(), zone, field="skipped")
        return found

    def _rsvp_until(self, zone: ZoneInfo) -> datetime | None:
        """So many days before the first date; the others keep the distance."""
        if self.answer_days.data not in range(MOST_ANSWER_DAYS + 1) or not self.on.data:
            return None  # nothing is said, or the field says what is wrong with it
        first = within_reach(self.on.data, field="on")  # before the first day there is, no calendar goes on
        return end_of_day(first - timedelta(days=self.answer_days.data), zone, field="on")

    def _field(self, error: DetailsInvalid) -> Any:
        if error.field == "weekdays" and self.every.data == Every.MONTH:
            return self.weekday
        return self[OWN_FIELDS.get(error.field, error.field)]


def unclear_words(error: PhraseUnclear) -> str:
    """Plainly what we did not understand, or what to write instead."""
    if error.instead is Instead.SESSION:
        return _("That is one date. Plan a session by itself, or say how often it comes back: “every Tuesday, six times”.")
    if error.instead is Instead.DAYS:
        return _("Name the days of the week: “every Tuesday and Thursday 12:00-13:00”.")
    if error.instead is Instead.SERIES:
        return _(
            "Not every calendar can repeat on several weekdays of a month. Write “every second Tuesday”, or plan two series: "
            "“first Tuesday of the month” and “third Tuesday of the month”."
        )
    example = _("Write it like “every second Tuesday 12:00-13:00, six times”, or use the fields below.")
    if not error.words:
        return _("We cannot find a rhythm in this line.") + " " + example
    return _("We do not understand: %(words)s.", words=", ".join(error.words[:5])) + " " + example


def digest(plan: SeriesPlan) -> str:
    """What was previewed. Which dates are left out or moved is chosen in the preview itself."""
    said = repr((sorted(asdict(plan.first).items()), plan.rhythm, plan.keeps_group))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _local(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is None else None


SCOPES = [
    (Scope.THIS, _l("Only this date")),
    (Scope.FOLLOWING, _l("This date and those that follow")),
    (Scope.ALL, _l("All dates that lie ahead")),
]


class DateForm(SessionForm):
    """One date of a series in its form, and which dates the change is about."""

    scope = RadioField(_l("Which dates"), choices=SCOPES, default=Scope.THIS)
    proposal = HiddenField()  # the message that proposed this time

    @property
    def proposed_by(self) -> int | None:
        """The id of that message."""
        return number_sent(self.proposal.data)

    @property
    def chosen_scope(self) -> Scope:
        return Scope(self.scope.data)


class CancelDatesForm(CancelForm):
    """Which dates do not take place, and why."""

    scope = RadioField(_l("Which dates"), choices=SCOPES, default=Scope.THIS)


class GroupForm(FlaskForm):  # type: ignore[misc]
    """How many seats the group has that stays together."""

    capacity = IntegerField(
        _l("Seats of the group"), [Optional(), NumberRange(1, 100_000, _l("Choose 1 to 100,000 seats, or leave it empty."))]
    )
