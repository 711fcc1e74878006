"""Forms of formats: what a format is and says; what a plan begins with when it is made from one."""

from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from people.forms_numbers import NumberRange
from sessions.errors import DetailsInvalid
from sessions.kits.formats import LONGEST_TEXT, MOST_DATES, OfferedFormat
from sessions.kits.shipped import TEXTS, KitText, Shape
from sessions.models import SessionKind

SOME_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  (only its clock is read)
HOUR = 60


class FormatForm(FlaskForm):  # type: ignore[misc]
    """A format in one language."""

    title = StringField(_l("Title"), [InputRequired(_l("Give the format a title.")), Length(max=200)])
    purpose = StringField(_l("In one sentence"), [Length(max=300)])
    kind = RadioField(
        _l("Kind"),
        choices=[(SessionKind.TRAINING, _l("Training session")), (SessionKind.MEETUP, _l("Meetup"))],
        default=SessionKind.MEETUP,
    )
    seats = IntegerField(
        _l("How many seats"), [Optional(), NumberRange(1, 100_000, _l("Choose 1 to 100,000 seats, or leave it empty."))]
    )
    dates = IntegerField(_l("How often it usually meets"), [Optional(), NumberRange(1, MOST_DATES, _l("Choose 1 to 60 dates."))])
    description = TextAreaField(_l("What people can expect"), [Length(max=LONGEST_TEXT)])
    first_time = TextAreaField(_l("For whoever comes for the first time"), [Length(max=LONGEST_TEXT)])
    agenda = TextAreaField(_l("Agenda"), [Length(max=LONGEST_TEXT)])
    preparation = TextAreaField(_l("Preparation"), [Length(max=LONGEST_TEXT)])
    materials = TextAreaField(_l("Materials"), [Length(max=LONGEST_TEXT)])
    follow_up = TextAreaField(_l("Afterwards, to those who came"), [Length(max=LONGEST_TEXT)])

    def text(self) -> KitText:
        """What it says."""
        return KitText(**{name: self[name].data or "" for name in TEXTS})

    def shape(self) -> Shape:
        """What it is."""
        return Shape(kind=SessionKind(self.kind.data), seats=self.seats.data, dates=self.dates.data or 1)

    def complain(self, error: DetailsInvalid) -> None:
        """The rule's objection stands at the field it is about."""
        field: Field = self[error.field]
        field.errors = [*field.errors, _(error.template, **error.values)]


def form_of(kit: OfferedFormat) -> FormatForm:
    """The form, filled with a format as it stands."""
    return FormatForm(**fields_of(kit))


def fields_of(kit: OfferedFormat) -> dict[str, Any]:
    """What a format says, by field."""
    texts = {name: getattr(kit.text, name) for name in TEXTS}
    return {**texts, "kind": kit.shape.kind.value, "seats": kit.shape.seats, "dates": kit.shape.dates}


def planned_from(kit: OfferedFormat, starts: time) -> dict[str, Any]:
    """What the form of a session begins with when it is planned from this format, to start at this hour."""
    end = datetime.combine(SOME_DAY, starts) + timedelta(minutes=kit.minutes or HOUR)
    return {
        "planned_from": kit.key,
        "title": kit.text.title,
        "kind": kit.shape.kind.value,
        "description": kit.text.description,
        "capacity": kit.shape.seats,
        "ends": end.time(),
    }
