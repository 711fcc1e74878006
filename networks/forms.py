"""Forms of groups: what a group is, whom to invite, a note."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from networks.errors import GroupError
from networks.groups import LONGEST_NAME, LONGEST_PURPOSE
from networks.models import Group, GroupKind, JoinRule, PeopleShown, Visibility
from networks.notes import LONGEST
from people.naming import find_people


class GroupForm(FlaskForm):  # type: ignore[misc]
    """What a group is, and how one comes in."""

    name = StringField(_l("Name"), [InputRequired(_l("A group needs a name.")), Length(max=LONGEST_NAME)])
    kind = RadioField(
        _l("Kind"),
        choices=[
            (GroupKind.NETWORK.value, _l("A network: colleagues who meet anyway, such as a lunch table, a guild or a shift")),
            (GroupKind.OPEN.value, _l("An open group around something you share")),
            (GroupKind.TRAINING.value, _l("A training group that learns together")),
        ],
        default=GroupKind.NETWORK.value,
    )
    purpose = TextAreaField(_l("Who you are and what it is for"), [Length(max=LONGEST_PURPOSE)])
    stewards = StringField(_l("Who looks after it"), [InputRequired(_l("Somebody has to look after it.")), Length(max=2000)])
    visibility = RadioField(
        _l("Who finds it"),
        choices=[
            (Visibility.LISTED.value, _l("Every colleague, in the list of groups")),
            (Visibility.UNLISTED.value, _l("Only who belongs to it or is invited")),
        ],
        default=Visibility.LISTED.value,
    )
    join_rule = RadioField(
        _l("How colleagues come in"),
        choices=[
            (JoinRule.OPEN.value, _l("They join by themselves")),
            (JoinRule.REQUEST.value, _l("They ask, and who looks after it lets them in")),
            (JoinRule.INVITATION.value, _l("Only by invitation")),
        ],
        default=JoinRule.OPEN.value,
    )
    shows_people = RadioField(
        _l("Who reads the names of the members"),
        choices=[
            (PeopleShown.EVERYBODY.value, _l("Every colleague who finds the group")),
            (PeopleShown.MEMBERS.value, _l("The members")),
            (PeopleShown.NOBODY.value, _l("Nobody but who looks after it")),
        ],
        default=PeopleShown.MEMBERS.value,
    )

    steward_ids: tuple[int, ...] = ()

    def validate_stewards(self, field: StringField) -> None:
        found, unclear = find_people(field.data or "")
        if unclear:
            raise ValidationError(_("Not clear who this is: %(names)s. Write the e-mail address.", names=", ".join(unclear)))
        self.steward_ids = tuple(found)

    def complain(self, error: GroupError) -> None:
        """What a rule objected to stands at its field."""
        field = self._fields.get(error.field) or self.name
        field.errors = [*field.errors, _(error.template, **error.values)]


def form_of(group: Group) -> GroupForm:
    """The form, filled with the group as it stands."""
    return GroupForm(
        name=group.name,
        kind=group.kind.value,
        purpose=group.purpose,
        stewards=", ".join(f"{one.person.name} <{one.person.email}>" for one in group.stewards if one.person.active),
        visibility=group.visibility.value,
        join_rule=group.join_rule.value,
        shows_people=group.shows_people.value,
    )


class PeopleForm(FlaskForm):  # type: ignore[misc]
    """Names and addresses of whom to invite."""

    addresses = TextAreaField(_l("Names or addresses"), [Length(max=100_000)])


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A few lines for the others."""

    text = TextAreaField(_l("A note for the others"), [InputRequired(_l("Write a few words first.")), Length(max=LONGEST)])


class MeetingForm(FlaskForm):  # type: ignore[misc]
    """What a meeting came to."""

    met_on = DateField(_l("The day on which you met"), [InputRequired(_l("Choose a day."))])
    lines = TextAreaField(_l("What it came to, in three lines"), [Length(max=1_000)])

    def complain(self, error: GroupError) -> None:
        """The rule's objection stands at the field it is about."""
        field = self._fields.get(error.field) or self.lines
        field.errors = [*field.errors, _(error.template, **error.values)]
