"""Forms of who looks for a date: what is planned, one more date, why none was chosen."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, IntegerField, RadioField, SelectField, StringField, TextAreaField, TimeField, URLField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from calendars.timezones import is_zone, selectable_zones
from people.forms_numbers import NumberRange
from people.naming import find_people
from sessions.errors import DetailsInvalid
from sessions.instants import end_of_day, instant, last_day_to_answer
from sessions.models import SessionKind
from sessions.polls.models import Poll
from sessions.polls.polls import LONGEST_MINUTES, PollDetails, details_of, faults

FIELDS = {"host_ids": "host", "host_id": "host", "answer_until": "answer_by", "shows_marks": "marks", "starts_at": "on"}


class _Complaining(FlaskForm):  # type: ignore[misc]
    def complain(self, error: DetailsInvalid) -> None:
        """The rule's objection stands at the field it is about."""
        name = error.field if error.field in self else FIELDS.get(error.field, error.field)
        field: Field = self[name]
        field.errors = [*field.errors, _(error.template, **error.values)]


class PollForm(_Complaining):
    """What is planned, but for the date."""

    title = StringField(_l("Title"), [InputRequired(_l("Give it a title.")), Length(max=200)])
    kind = RadioField(_l("Kind"), choices=[(SessionKind.TRAINING, _l("Training session")), (SessionKind.MEETUP, _l("Meetup"))])
    description = TextAreaField(_l("What people can expect"), [Length(max=20_000)])
    minutes = IntegerField(
        _l("How many minutes"),
        [
            InputRequired(_l("How long would it last?")),
            NumberRange(1, LONGEST_MINUTES, _l("Choose a length of one minute or more.")),
        ],
    )
    timezone = SelectField(_l("Time zone"))
    place = StringField(_l("Place"), [Length(max=200)])
    address = StringField(_l("How to get in"), [Length(max=300)])
    online_url = URLField(_l("Link to take part online"), [Length(max=500)])
    host = StringField(_l("Host"), [InputRequired(_l("Who is the host?")), Length(max=500)])
    answer_by = DateField(_l("Answer by"), [Optional()])
    marks = RadioField(
        _l("Who may see what people mark"),
        choices=[("host", _l("Only the host and the community managers")), ("all", _l("Everybody who is asked, with names"))],
        default="host",
    )

    def __init__(self, *args: Any, before: Poll | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before  # what is being changed, if anything
        self.timezone.choices = [(name, name.replace("_", " ")) for name in selectable_zones()]
        if self.timezone.data and self.timezone.data not in selectable_zones() and is_zone(self.timezone.data):
            self.timezone.choices.insert(0, (self.timezone.data, self.timezone.data))
        self.host_id = 0

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be kept."""
        if super().validate(extra_validators):
            try:
                for error in faults(self.details()):
                    self.complain(error)
            except DetailsInvalid as error:
                self.complain(error)
        return not self.errors

    def validate_host(self, field: StringField) -> None:
        found, _unclear = find_people(field.data or "")
        if len(found) != 1:
            raise ValidationError(_("Name one person, by their e-mail address."))
        self.host_id = found[0]

    def details(self) -> PollDetails:
        """What a valid form says. Raises DetailsInvalid for a day out of reach."""
        return PollDetails(
            title=self.title.data or "",
            kind=SessionKind(self.kind.data),
            description=self.description.data or "",
            minutes=self.minutes.data,
            timezone=self.timezone.data or "",
            place=self.place.data or "",
            address=self.address.data or "",
            online_url=self.online_url.data or "",
            host_id=self.host_id,
            shows_marks=self.marks.data == "all",
            answer_until=self._answer_until(ZoneInfo(self.timezone.data)),
        )

    def _answer_until(self, zone: ZoneInfo) -> datetime | None:
        day: date | None = self.answer_by.data
        if day is None:
            return None
        before = self.before.answer_until if self.before else None
        if before is not None and last_day_to_answer(before, zone) == day:
            return before
        return end_of_day(day, zone, field="answer_until")


def form_of(poll: Poll) -> PollForm:
    """The form, filled with the poll as it stands."""
    details = details_of(poll)
    same = {name: getattr(details, name) for name in ("title", "description", "minutes", "timezone", "place", "address")}
    return PollForm(
        **same,
        kind=details.kind.value,
        online_url=details.online_url,
        host=f"{poll.host.name} <{poll.host.email}>",
        answer_by=last_day_to_answer(poll.answer_until, poll.zone) if poll.answer_until else None,
        marks="all" if poll.shows_marks else "host",
        before=poll,
    )


class DateForm(_Complaining):
    """One more date."""

    on = DateField(_l("Date"), [InputRequired(_l("Choose a date."))])
    starts = TimeField(_l("Starts"), [InputRequired(_l("When does it start?"))])

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """The instant. Raises DetailsInvalid for a time that the clock skips."""
        return instant(self.on.data, self.starts.data, zone, field="starts")


class ClosingForm(FlaskForm):  # type: ignore[misc]
    """Why no date was chosen."""

    word = TextAreaField(_l("A word with it"), [Length(max=2000)])
