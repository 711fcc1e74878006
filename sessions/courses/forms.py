"""The form of a course: what its parts have in common, and a row for each of them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from calendars.timezones import is_zone, selectable_zones
from people.forms_numbers import NumberRange
from people.naming import find_people
from sessions.courses import places
from sessions.courses.plans import MOST_PARTS, CoursePlan, PartPlan, faults
from sessions.details import SessionDetails
from sessions.errors import DetailsInvalid
from sessions.instants import instant
from sessions.models import ScheduledSession, SessionKind
from sessions.series.models import Series

FIELDS = {"host_ids": "hosts", "minimum_dates": "minimum"}
ROWS, MORE = 6, 2
NINE, ELEVEN = time(9), time(11)
SOME_DAY = datetime(2000, 1, 1, tzinfo=ZoneInfo("UTC"))


class PartForm(Form):  # type: ignore[misc]
    """One part; without a day it is none."""

    on = DateField(_l("Date"), [Optional()])
    starts = TimeField(_l("Starts"), [Optional()])
    ends = TimeField(_l("Ends"), [Optional()])
    title = StringField(_l("What it is about"), [Length(max=200)])


class CourseForm(FlaskForm):  # type: ignore[misc]
    """A course as a person fills it in: wall-clock times in the zone of the place."""

    title = StringField(_l("Title"), [InputRequired(_l("Give the course a title.")), Length(max=200)])
    kind = RadioField(_l("Kind"), choices=[(SessionKind.TRAINING, _l("Training session")), (SessionKind.MEETUP, _l("Meetup"))])
    description = TextAreaField(_l("What people can expect"), [Length(max=20_000)])
    parts = FieldList(FormField(PartForm), min_entries=ROWS, max_entries=MOST_PARTS)
    minimum = IntegerField(_l("How many parts make the course whole"), [Optional(), NumberRange(1, MOST_PARTS)])
    timezone = SelectField(_l("Time zone"))
    place = StringField(_l("Place"), [Length(max=200)])
    address = StringField(_l("How to get in"), [Length(max=300)])
    online_url = URLField(_l("Link to take part online"), [Length(max=500)])
    capacity = IntegerField(
        _l("How many seats"), [Optional(), NumberRange(1, 100_000, _l("Choose 1 to 100,000 seats, or leave it empty."))]
    )
    hosts = TextAreaField(_l("Hosts"), [InputRequired(_l("Name at least one host."))])
    like = HiddenField()
    previewed = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timezone.choices = [(name, name.replace("_", " ")) for name in selectable_zones()]
        if self.timezone.data and self.timezone.data not in selectable_zones() and is_zone(self.timezone.data):
            self.timezone.choices.insert(0, (self.timezone.data, self.timezone.data))
        self.host_ids: list[int] = []
        self.part_problems: list[str] = []

    def more_rows(self) -> None:
        """Room for two parts more."""
        for _row in range(min(MORE, MOST_PARTS - len(self.parts))):
            self.parts.append_entry({"starts": NINE, "ends": ELEVEN})

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be kept. What is wrong with a part is said above the parts, by its number."""
        super().validate(extra_validators)
        self.parts.errors = []
        for error in [] if self.timezone.errors or self.kind.errors else faults(self.plan()):
            self._complain(error)
        return not self.errors and not self.part_problems

    def validate_hosts(self, field: TextAreaField) -> None:
        self.host_ids, unclear = find_people(field.data or "")
        if unclear:
            raise ValidationError(
                _("We know nobody, or more than one, by: %(names)s. Use e-mail addresses.", names=", ".join(unclear[:5]))
            )

    def _complain(self, error: DetailsInvalid) -> None:
        said = _(error.template, **error.values)
        if error.field == "parts":
            self.part_problems += [said] if said not in self.part_problems else []
            return
        field = self[FIELDS.get(error.field, error.field)]
        if not field.errors:
            field.errors = [said]

    def plan(self) -> CoursePlan:
        """What the form says; what is wrong with a row is kept in `part_problems`."""
        self.part_problems = []
        zone = ZoneInfo(self.timezone.data)
        common = SessionDetails(
            title=self.title.data or "",
            kind=SessionKind(self.kind.data),
            description=self.description.data or "",
            starts_at=SOME_DAY,
            ends_at=SOME_DAY + timedelta(hours=1),
            timezone=self.timezone.data,
            place=self.place.data or "",
            address=self.address.data or "",
            online_url=self.online_url.data or "",
            capacity=self.capacity.data,
            host_ids=tuple(self.host_ids),
        )
        return CoursePlan(common=common, parts=tuple(self._parts(zone)), minimum_dates=self.minimum.data)

    def _parts(self, zone: ZoneInfo) -> Sequence[PartPlan]:
        found = []
        for number, row in enumerate(self.parts, start=1):
            try:
                part = part_of(row.form, number, zone)
            except DetailsInvalid as error:
                self.part_problems.append(f"{_('Part %(number)s', number=number)}: {_(error.template, **error.values)}")
                continue
            found += [part] if part else []
        return found


def part_of(row: PartForm, number: int, zone: ZoneInfo) -> PartPlan | None:
    """The part a row describes; None for an empty one. Raises DetailsInvalid."""
    title = row.title.data or ""
    if row.on.data is None:
        if title.strip() or any(row.on.raw_data or []):
            raise DetailsInvalid("parts", "Choose a day, or clear what it is about.")
        return None
    if row.starts.data is None or row.ends.data is None:
        raise DetailsInvalid("parts", "Say when it starts and when it ends.")
    return _part(row.on.data, row.starts.data, row.ends.data, title, zone, number)


def _part(on: date, starts: time, ends: time, title: str, zone: ZoneInfo, number: int) -> PartPlan:
    starts_at = instant(on, starts, zone, field="parts")
    return PartPlan(number=number, starts_at=starts_at, ends_at=instant(on, ends, zone, field="parts"), title=title)


def empty_form(*, timezone: str, host: str) -> CourseForm:
    """Filled with what is likely, but for the days."""
    rows = [{"starts": NINE, "ends": ELEVEN} for _row in range(ROWS)]
    return CourseForm(kind="training", timezone=timezone, hosts=host, parts=rows)


def form_like(course: Series, dates: Sequence[ScheduledSession]) -> CourseForm:
    """The same course with its days left open."""
    numbered = {one.part: one for one in dates if one.part}
    first = dates[0]
    return CourseForm(
        title=course.title,
        kind=course.kind.value,
        description=course.description,
        parts=[_row(course, numbered.get(number)) for number in range(1, max(numbered) + 1)],
        minimum=course.minimum_dates,
        timezone=course.timezone,
        place=course.place,
        address=course.address,
        online_url=course.online_url,
        capacity=first.capacity,
        hosts="\n".join(f"{host.person.name} <{host.person.email}>" for host in first.hosts),
        like=str(course.id),
    )


def _row(course: Series, session: ScheduledSession | None) -> dict[str, Any]:
    if session is None:
        return {}
    starts, ends = session.starts_at.astimezone(session.zone), session.ends_at.astimezone(session.zone)
    return {"starts": starts.time(), "ends": ends.time(), "title": places.title_of(course, session)}


class MorePartForm(FlaskForm):  # type: ignore[misc]
    """One part more."""

    on = DateField(_l("Date"), [InputRequired(_l("Choose a date."))])
    starts = TimeField(_l("Starts"), [InputRequired(_l("When does it start?"))])
    ends = TimeField(_l("Ends"), [InputRequired(_l("When does it end?"))])
    title = StringField(_l("What it is about"), [Length(max=200)])
    previewed = HiddenField()

    def part(self, zone: ZoneInfo) -> PartPlan:
        """What a valid form says; its number is given when it is added. Raises DetailsInvalid for a time that the clock skips."""
        return _part(self.on.data, self.starts.data, self.ends.data, self.title.data or "", zone, 0)
