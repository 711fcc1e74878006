"""Forms of goals: programmes, plans, goals, what was measured, what happened, the last sentence."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from onboarding.goals import reading
from onboarding.goals.errors import GoalInvalid
from onboarding.goals.events import LONGEST as LONGEST_EVENT
from onboarding.goals.goals import LONGEST_NAME, LONGEST_TEXT, LONGEST_UNIT, Details
from onboarding.goals.measurements import LONGEST_NOTE
from onboarding.goals.models import Direction, Goal, Measurement, Outcome
from onboarding.goals.words import typed
from people.forms_complaining import Complaining


class NumberField(StringField):  # type: ignore[misc]
    """A number as people write it, 4.5 and 4,5 alike; `number` is None when nothing stands there."""

    number: float | None = None

    def pre_validate(self, form: FlaskForm) -> None:  # noqa: ARG002
        try:
            self.number = reading.number(self.data) if (self.data or "").strip() else None
        except GoalInvalid as error:
            raise ValidationError(_(error.template, **error.values)) from error


class ProgrammeForm(Complaining):
    """What it is called, and why."""

    name = StringField(_l("Name of the programme"), [InputRequired(_l("A programme needs a name.")), Length(max=LONGEST_NAME)])
    why = TextAreaField(_l("What it is about"), [Length(max=LONGEST_TEXT)])


class PlanForm(Complaining):
    """What a plan sets out to do."""

    words = TextAreaField(_l("What this plan sets out to do"), [Length(max=LONGEST_TEXT)])


class OwnerForm(Complaining):
    """Whom to ask."""

    owner = StringField(_l("Name or address of the owner"), [InputRequired(_l("Write a name or an address.")), Length(max=300)])


class GoalForm(Complaining):
    """What becomes better, from where, to where, by when."""

    name = StringField(
        _l("What becomes better"),
        [InputRequired(_l("A goal needs a name: what becomes better, in a few words.")), Length(max=LONGEST_NAME)],
    )
    why = TextAreaField(_l("Why, and for whom"), [Length(max=LONGEST_TEXT)])
    unit = StringField(_l("Unit"), [Length(max=LONGEST_UNIT)])
    direction = RadioField(
        _l("Which way is better"),
        choices=[(Direction.LOWER.value, _l("Lower is better")), (Direction.HIGHER.value, _l("Higher is better"))],
        default=Direction.LOWER.value,
    )
    baseline = NumberField(_l("Baseline"), [Length(max=40)])
    baseline_on = DateField(_l("Day of the baseline"), [Optional()])
    baseline_how = TextAreaField(_l("How the baseline was measured"), [Length(max=LONGEST_TEXT)])
    target = NumberField(_l("Target"), [Length(max=40)])
    due_on = DateField(_l("By when"), [Optional()])
    says_not = TextAreaField(_l("What the figure does not say"), [Length(max=LONGEST_TEXT)])

    @property
    def details(self) -> Details:
        """As it was filled in."""
        return Details(
            name=self.name.data or "",
            why=self.why.data or "",
            unit=self.unit.data or "",
            direction=Direction(self.direction.data),
            baseline=self.baseline.number,
            baseline_on=self.baseline_on.data,
            baseline_how=self.baseline_how.data or "",
            target=self.target.number,
            due_on=self.due_on.data,
            says_not=self.says_not.data or "",
        )


class NewGoalForm(GoalForm):
    """The same, and who answers for it."""

    owner = StringField(_l("Owner"), [Length(max=300)])


class MeasurementForm(Complaining):
    """A day and a number."""

    on = DateField(_l("Day"), [InputRequired(_l("Choose a day."))])
    value = NumberField(_l("What was measured"), [InputRequired(_l("Write a number."))])
    note = StringField(_l("Note"), [Length(max=LONGEST_NOTE)])


class CorrectionForm(Complaining):
    """Another number for a day."""

    value = NumberField(_l("What was measured"), [InputRequired(_l("Write a number."))])
    note = StringField(_l("Note"), [Length(max=LONGEST_NOTE)])


class EventForm(Complaining):
    """Something that happened."""

    on = DateField(_l("Day"), [InputRequired(_l("Choose a day."))])
    what = StringField(_l("What happened"), [InputRequired(_l("Say in a few words what happened.")), Length(max=LONGEST_EVENT)])


class FileForm(Complaining):
    """A file of measurements."""

    file = FileField(_l("CSV file"), [FileRequired(_l("Choose a file."))])


class ClosureForm(Complaining):
    """How it ended, and the last sentence."""

    outcome = RadioField(
        _l("How did it end?"),
        choices=[
            (Outcome.REACHED.value, _l("Reached: the last measurement is at the target")),
            (Outcome.NOT_REACHED.value, _l("Not reached")),
            (Outcome.NOT_MEASURED.value, _l("Not measured: nobody can say")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )
    sentence = TextAreaField(
        _l("The last sentence"),
        [InputRequired(_l("Write the last sentence: what became of it, as it is.")), Length(max=LONGEST_TEXT)],
    )


def form_of(goal: Goal) -> GoalForm:
    """The form, filled with the goal as it stands."""
    names = ("name", "why", "unit", "baseline_on", "baseline_how", "due_on", "says_not")
    values: dict[str, Any] = {name: getattr(goal, name) for name in names}
    numbers = {"baseline": typed(goal.baseline), "target": typed(goal.target)}
    return GoalForm(formdata=None, direction=goal.direction.value, **values, **numbers)


def correction_of(found: Measurement) -> CorrectionForm:
    """The form, filled with what stands there."""
    return CorrectionForm(formdata=None, value=typed(found.value), note=found.note)


def empty_measurement(today: date) -> MeasurementForm:
    """An empty form for today."""
    return MeasurementForm(formdata=None, on=today)
