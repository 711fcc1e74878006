"""Forms of those who plan: a session, why it is off, what somebody told them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
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
from sessions.details import SessionDetails, faults
from sessions.errors import DetailsInvalid
from sessions.instants import end_of_day, instant, last_day_to_answer
from sessions.models import ScheduledSession, SessionKind

FIELDS = {"starts_at": "starts", "ends_at": "ends", "host_ids": "hosts", "rsvp_until": "answer_by", "shows_who_comes": "names"}
NOON, ONE = time(12), time(13)
HOUR, SOME_DAY = timedelta(hours=1), datetime(2000, 1, 1, tzinfo=UTC)


class SessionForm(FlaskForm):  # type: ignore[misc]
    """A session as a person fills it in: wall-clock times in the zone of the place."""

    title = StringField(_l("Title"), [InputRequired(_l("Give the session a title.")), Length(max=200)])
    kind = RadioField(_l("Kind"), choices=[(SessionKind.TRAINING, _l("Training session")), (SessionKind.MEETUP, _l("Meetup"))])
    description = TextAreaField(_l("What people can expect"), [Length(max=20_000)])
    on = DateField(_l("Date"), [InputRequired(_l("Choose a date."))])
    starts = TimeField(_l("Starts"), [InputRequired(_l("When does it start?"))])
    ends = TimeField(_l("Ends"), [InputRequired(_l("When does it end?"))])
    ends_on = DateField(_l("Last day"), [Optional()])
    timezone = SelectField(_l("Time zone"))
    place = StringField(_l("Place"), [Length(max=200)])
    address = StringField(_l("How to get in"), [Length(max=300)])
    online_url = URLField(_l("Link to take part online"), [Length(max=500)])
    capacity = IntegerField(
        _l("How many seats"), [Optional(), NumberRange(1, 100_000, _l("Choose 1 to 100,000 seats, or leave it empty."))]
    )
    answer_by = DateField(_l("Answer by"), [Optional()])
    names = RadioField(
        _l("Who may see who comes"),
        choices=[("hosts", _l("Only the hosts")), ("all", _l("Invited colleagues see who agreed to be named"))],
        default="hosts",
    )
    hosts = TextAreaField(_l("Hosts"), [InputRequired(_l("Name at least one host."))])
    listed = BooleanField(_l("In the calendar of all sessions"))
    edit_number = HiddenField()
    planned_from = HiddenField()  # the format a new one is planned from
    previewed = HiddenField()

    def __init__(self, *args: Any, before: SessionDetails | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before  # what is being changed, if anything
        self.timezone.choices = [(name, name.replace("_", " ")) for name in selectable_zones()]
        if self.timezone.data and self.timezone.data not in selectable_zones() and is_zone(self.timezone.data):
            self.timezone.choices.insert(0, (self.timezone.data, self.timezone.data))
        self.host_ids: list[int] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be kept. What is wrong is said all at once, at each field what is wrong with it first."""
        super().validate(extra_validators)
        details, unreadable = self._read()
        for error in (*unreadable, *faults(details)):
            if not self._field(error).errors:
                self.complain(error)
        return not self.errors

    def validate_hosts(self, field: TextAreaField) -> None:
        self.host_ids, unclear = find_people(field.data or "")
        if unclear:
            raise ValidationError(
                _("We know nobody, or more than one, by: %(names)s. Use e-mail addresses.", names=", ".join(unclear[:5]))
            )

    def details(self) -> SessionDetails:
        """What a valid form says."""
        return self._read()[0]

    def _read(self) -> tuple[SessionDetails, list[DetailsInvalid]]:
        """What the form says as far as it can be read, and which times cannot be: something harmless stands in for them."""
        zone = ZoneInfo(self.timezone.data if is_zone(self.timezone.data or "") else "UTC")
        unreadable: list[DetailsInvalid] = []

        def read(day: date | None, at: time | None, field: str) -> datetime | None:
            try:
                return instant(day, at, zone, field=field) if day and at is not None else None
            except DetailsInvalid as error:
                unreadable.append(error)
                return None

        starts_at = read(self.on.data, self.starts.data, "starts_at")
        ends_at = read(self.ends_on.data or (None if self.ends_on.errors else self.on.data), self.ends.data, "ends_at")
        starts_at = starts_at or (ends_at or SOME_DAY) - HOUR
        try:
            until = self._rsvp_until(zone)
        except DetailsInvalid as error:
            unreadable.append(error)
            until = None
        found = SessionDetails(
            title=self.title.data or "",
            kind=SessionKind.MEETUP if self.kind.errors else SessionKind(self.kind.data),
            description=self.description.data or "",
            starts_at=starts_at,
            ends_at=ends_at or starts_at + HOUR,
            timezone=self.timezone.data or "",
            place=self.place.data or "",
            address=self.address.data or "",
            online_url=self.online_url.data or "",
            capacity=self.capacity.data,
            rsvp_until=min(until, starts_at) if until else None,
            shows_who_comes=self.names.data == "all",
            listed=self.listed.data,
            host_ids=tuple(self.host_ids),
        )
        return found, unreadable

    def _rsvp_until(self, zone: ZoneInfo) -> datetime | None:
        """The end of the chosen day; the hour that stood there stays when its day does."""
        day, before = self.answer_by.data, self.before
        if day is None:
            return None
        if before and before.rsvp_until and last_day_to_answer(before.rsvp_until, zone) == day:
            return before.rsvp_until
        if self.on.data and day > self.on.data:
            raise DetailsInvalid("rsvp_until", _("The answer is needed before the session starts."))
        return end_of_day(day, zone, field="rsvp_until")

    def _field(self, error: DetailsInvalid) -> Field:
        field: Field = self[FIELDS.get(error.field, error.field)]
        return field

    def complain(self, error: DetailsInvalid) -> None:
        """The rule's objection stands at the field it is about."""
        field = self._field(error)
        field.errors = [*field.errors, _(error.template, **error.values)]


def number_sent(text: str | None) -> int | None:
    """The whole number in a hidden field or an address; None for whatever else stands there, and for more than a database could hold."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def form_of(session: ScheduledSession) -> SessionForm:
    """The form, filled with the session as it stands."""
    starts, ends = session.starts_at.astimezone(session.zone), session.ends_at.astimezone(session.zone)
    return SessionForm(
        title=session.title,
        kind=session.kind.value,
        description=session.description,
        on=starts.date(),
        starts=starts.time(),
        ends=ends.time(),
        ends_on=ends.date() if ends.date() != starts.date() else None,
        timezone=session.timezone,
        place=session.place,
        address=session.address,
        online_url=session.online_url,
        capacity=session.capacity,
        answer_by=last_day_to_answer(session.rsvp_until, session.zone) if session.rsvp_until else None,
        names="all" if session.shows_who_comes else "hosts",
        listed=session.listed,
        hosts="\n".join(f"{host.person.name} <{host.person.email}>" for host in session.hosts),
        edit_number=str(session.edit_number),
    )


class CancelForm(FlaskForm):  # type: ignore[misc]
    """Why a session does not take place."""

    reason = TextAreaField(_l("Why it does not take place"), [Length(max=2000)])


class AnswerForSomebodyForm(FlaskForm):  # type: ignore[misc]
    """What somebody told the host."""

    answer = RadioField(
        _l("What they told you"),
        [InputRequired(_l("Choose what they told you."))],
        choices=[("accepted", _l("Yes")), ("tentative", _l("Maybe")), ("declined", _l("No"))],
    )
    comment = TextAreaField(_l("A word with it"), [Length(max=2000)])
