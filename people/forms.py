"""Forms of people: sign in, set up, one's own page."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional

from calendars.timezones import selectable_zones
from people.models import Theme

COMPANY = SelectChoice("", _l("as the company does"))
HOURS = [COMPANY, *(SelectChoice(str(hour), f"{hour:02}:00") for hour in range(24))]
LANGUAGES = [COMPANY, SelectChoice("en", "English"), SelectChoice("nl", "Nederlands")]


def zone_choices(kept: str) -> list[SelectChoice]:
    """Every zone to choose from, and the one that is `kept` already, whatever it is."""
    others = [kept] if kept and kept not in selectable_zones() else []
    return [COMPANY, *(SelectChoice(name, name.replace("_", " ")) for name in (*others, *selectable_zones()))]


class SignInForm(FlaskForm):  # type: ignore[misc]
    """E-mail and password."""

    email = EmailField(_l("E-mail"), [InputRequired(_l("Enter your e-mail address.")), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password.")), Length(max=500)])


class LinkForm(FlaskForm):  # type: ignore[misc]
    """Where a sign-in link is to go."""

    email = EmailField(_l("E-mail"), [InputRequired(_l("Enter your e-mail address.")), Length(max=254)], id="link-email")


class SetupForm(FlaskForm):  # type: ignore[misc]
    """The first administrator."""

    code = StringField(
        _l("Code from the terminal"), [InputRequired(_l("The code stands in the terminal where Foyer was started."))]
    )
    name = StringField(_l("Your name"), [InputRequired(_l("Enter your name.")), Length(max=200)])
    email = EmailField(_l("E-mail"), [InputRequired(_l("Enter your e-mail address.")), Length(max=254)])
    password = PasswordField(
        _l("Password"), [InputRequired(_l("Choose a password.")), Length(10, 500, _l("At least 10 characters."))]
    )


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """How Foyer speaks to me."""

    timezone = SelectField(_l("Time zone"))
    language = SelectField(_l("Language"), choices=LANGUAGES)
    theme = RadioField(
        _l("Light or dark"),
        choices=[
            SelectChoice(Theme.SYSTEM.value, _l("As my system does")),
            SelectChoice(Theme.LIGHT.value, _l("Light")),
            SelectChoice(Theme.DARK.value, _l("Dark")),
        ],
    )

    def __init__(self, *args: Any, kept: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timezone.choices = zone_choices(kept)


class RemindersForm(FlaskForm):  # type: ignore[misc]
    """What Foyer may send without being asked, and when not."""

    wants_reminders = BooleanField(_l("Remind me before a session I have a seat at"))
    wants_nudges = BooleanField(
        _l("Nudge me: ask once more when I have not answered, tell me of the next date when I missed one")
    )
    nudges_paused_until = DateField(_l("No nudges before"), [Optional()])
    quiet_from_hour = SelectField(_l("Quiet from"), choices=HOURS)
    quiet_until_hour = SelectField(_l("until"), choices=HOURS)


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password."""

    current = PasswordField(_l("Current password"), [Length(max=500)])
    password = PasswordField(
        _l("New password"), [InputRequired(_l("Choose a password.")), Length(10, 500, _l("At least 10 characters."))]
    )
    again = PasswordField(_l("Once more"), [EqualTo("password", _l("The two are not the same."))])


class TokenForm(FlaskForm):  # type: ignore[misc]
    """What a token is for."""

    label = StringField(_l("What is it for?"), [DataRequired(_l("Give it a name, so that you know it again.")), Length(max=100)])


class AddressForm(FlaskForm):  # type: ignore[misc]
    """A further address to answer from."""

    email = EmailField(
        _l("Another address of yours"), [InputRequired(_l("Enter an e-mail address.")), Length(max=254)], id="address-email"
    )


class ApartForm(FlaskForm):  # type: ignore[misc]
    """With whom somebody would rather not be brought together."""

    apart = TextAreaField(_l("Kept apart from"), [Length(max=4000)])
