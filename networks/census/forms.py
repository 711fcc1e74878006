"""Forms of networks: what one is, who keeps it together, whom to name."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from networks.census.censuses import LONGEST_WORDS
from networks.census.models import Network, Openness, Purpose, Rhythm
from networks.census.networks import LONGEST_HOW, LONGEST_NAME, LONGEST_PLACE, LONGEST_TEXT, Details
from people.forms_complaining import Complaining
from people.forms_naming import one_colleague
from people.models import Person

ME, COLLEAGUE, UNKNOWN = "me", "colleague", "unknown"


class NetworkForm(Complaining):
    """What a network is. Little is needed: a name, what for, and how often."""

    name = StringField(_l("What people call it"), [InputRequired(_l("A network needs a name.")), Length(max=LONGEST_NAME)])
    place = StringField(_l("Where it meets"), [Length(max=LONGEST_PLACE)])
    purpose = RadioField(
        _l("What people meet for"),
        choices=[
            (Purpose.EXCHANGE.value, _l("Exchange: a guild, people of one trade, a shared question")),
            (Purpose.WORK.value, _l("Work: a shift, a safety round, something across departments")),
            (Purpose.LEARNING.value, _l("Learning something together")),
            (Purpose.SOCIAL.value, _l("Being together: lunch, a walk, music, sport")),
        ],
        default=Purpose.EXCHANGE.value,
    )
    what_for = TextAreaField(_l("What it is for, in a sentence or two"), [Length(max=LONGEST_TEXT)])
    rhythm = SelectField(
        _l("How often it meets"),
        choices=[
            (Rhythm.WEEKLY.value, _l("every week")),
            (Rhythm.FORTNIGHTLY.value, _l("every two weeks")),
            (Rhythm.MONTHLY.value, _l("every month")),
            (Rhythm.NOW_AND_THEN.value, _l("now and then")),
        ],
    )
    how = StringField(_l("How it meets"), [Length(max=LONGEST_HOW)])
    since_year = IntegerField(_l("Since which year"), [Optional()])
    about_how_many = IntegerField(_l("About how many people"), [Optional()])
    openness = RadioField(
        _l("Can somebody new come along?"),
        choices=[(Openness.OPEN.value, _l("Yes, anybody")), (Openness.CLOSED.value, _l("One is asked to join"))],
        default=Openness.OPEN.value,
    )

    @property
    def details(self) -> Details:
        """As it was filled in."""
        return Details(
            name=self.name.data or "",
            place=self.place.data or "",
            purpose=Purpose(self.purpose.data),
            what_for=self.what_for.data or "",
            rhythm=Rhythm(self.rhythm.data),
            how=self.how.data or "",
            since_year=self.since_year.data,
            about_how_many=self.about_how_many.data,
            openness=Openness(self.openness.data),
        )


class RegisterForm(NetworkForm):
    """The same, and who keeps it together."""

    keeper = RadioField(
        _l("Who keeps it together?"),
        choices=[
            (ME, _l("I do")),
            (COLLEAGUE, _l("A colleague, who is asked by mail")),
            (UNKNOWN, _l("Nobody in particular, or I do not know")),
        ],
        default=UNKNOWN,
    )
    colleague = StringField(_l("Name or address of the colleague"), [Length(max=300)])
    belongs = BooleanField(_l("I am part of it myself"), default=True)

    def find_keeper(self, me: Person) -> Person | None:
        """Who keeps it as the form says. A colleague who is not clear: None, and the field says so."""
        if self.keeper.data == ME:
            return me
        return one_colleague(self.colleague) if self.keeper.data == COLLEAGUE else None


class KeeperForm(Complaining):
    """Whom to ask."""

    colleague = StringField(
        _l("Name or address of the colleague"), [InputRequired(_l("Write a name or an address.")), Length(max=300)]
    )


class CensusForm(Complaining):
    """From when until when, and what the poster says."""

    starts_on = DateField(_l("First day"), [InputRequired(_l("Choose a day."))])
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Choose a day."))])
    words = TextAreaField(_l("What the poster says"), [Length(max=LONGEST_WORDS)])


class NamesForm(FlaskForm):  # type: ignore[misc]
    """Names and addresses of who belongs to it."""

    addresses = TextAreaField(_l("Names or addresses"), [Length(max=100_000)])


def form_of(network: Network) -> NetworkForm:
    """The form, filled with the network as it stands."""
    names: dict[str, Any] = {
        name: getattr(network, name) for name in ("name", "place", "what_for", "how", "since_year", "about_how_many")
    }
    chosen = {name: getattr(network, name).value for name in ("purpose", "rhythm", "openness")}
    return NetworkForm(formdata=None, **names, **chosen)
