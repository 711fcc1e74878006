"""Forms of those who plan: a session, whom to invite, why it is off."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from calendars.timezones import is_zone, selectable_zones
from sessions.audiences import find_hosts
from sessions.errors import DetailsInvalid
from sessions.instants import end_of_day, instant, last_day_to_answer
from sessions.models import ScheduledSession, SessionKind
from sessions.scheduling import SessionDetails

FIELDS = {"starts_at": "starts", "ends_at": "ends", "host_ids": "hosts", "rsvp_until": "answer_by", "shows_who_comes": "names"}
NOON, ONE = time(12), time(13)


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
    edit_number = HiddenField()
    previewed = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timezone.choices = [(name, name.replace("_", " ")) for name in selectable_zones()]
        if self.timezone.data and self.timezone.data not in selectable_zones() and is_zone(self.timezone.data):
            self.timezone.choices.insert(0, (self.timezone.data, self.timezone.data))
        self.host_ids: list[int] = []

    def validate_hosts(self, field: TextAreaField) -> None:
        self.host_ids, unclear = find_hosts(field.data or "")
        if unclear:
            raise ValidationError(
                _("We know nobody, or more than one, by: %(names)s. Use e-mail addresses.", names=", ".join(unclear[:5]))
            )

    def details(self, before: SessionDetails | None = None) -> SessionDetails:
        """What the form says. Raises DetailsInvalid for a time that the zone skips."""
        zone = ZoneInfo(self.timezone.data)
        last_day = self.ends_on.data or self.on.data
        found = SessionDetails(
            title=self.title.data,
            kind=SessionKind(self.kind.data),
            description=self.description.data or "",
            starts_at=instant(self.on.data, self.starts.data, zone, field="starts_at"),
            ends_at=instant(last_day, self.ends.data, zone, field="ends_at"),
            timezone=self.timezone.data,
            place=self.place.data or "",
            address=self.address.data or "",
            online_url=self.online_url.data or "",
            capacity=self.capacity.data,
            rsvp_until=self._rsvp_until(zone, before),
            shows_who_comes=self.names.data == "all",
            host_ids=tuple(self.host_ids),
        )
        return found if found.rsvp_until is None else replace(found, rsvp_until=min(found.rsvp_until, found.starts_at))

    def _rsvp_until(self, zone: ZoneInfo, before: SessionDetails | None) -> datetime | None:
        """The end of the chosen day; the hour that stood there stays when its day does."""
        if self.answer_by.data is None:
            return None
        if before and before.rsvp_until and last_day_to_answer(before.rsvp_until, zone) == self.answer_by.data:
            return before.rsvp_until
        day: Any = self.answer_by.data
        if self.on.data and day > self.on.data:
            raise DetailsInvalid("rsvp_until", _("The answer is needed before the session starts."))
        return end_of_day(day, zone, field="rsvp_until")

    def complain(self, error: DetailsInvalid) -> None:
        """The rule's objection stands at the field it is about."""
        field = self[FIELDS.get(error.field, error.field)]
        field.errors = [*field.errors, _(error.template, **error.values)]


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
        hosts="\n".join(f"{host.person.name} <{host.person.email}>" for host in session.hosts),
        edit_number=str(session.edit_number),
    )


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Pasted addresses and filters."""

    addresses = TextAreaField(_l("Names or addresses"), [Length(max=1_000_000)])
    departments = SelectMultipleField(_l("Department"), validate_choice=False)
    functions = SelectMultipleField(_l("Function"), validate_choice=False)
    locations = SelectMultipleField(_l("Location"), validate_choice=False)


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
