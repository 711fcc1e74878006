"""The form of a survey. What people answer is no form: their browser hands it in."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.validators import InputRequired, Length

from onboarding.surveys import queries, questions, words
from onboarding.surveys.models import LONGEST_NAME, LONGEST_STATEMENT, Audience, Measure, Survey
from onboarding.surveys.questions import Kind, Wanted, What
from onboarding.surveys.surveys import Asks, Plan
from people.errors import PeopleError

WEEKS = (4, 6, 8, 13, 26)
DAYS = (5, 10, 14, 21)


class SurveyForm(FlaskForm):  # type: ignore[misc]
    """What is asked, of whom, and how often."""

    name = StringField(_l("What is it about?"), [InputRequired(_l("Give it a name: a few words are enough.")), Length(max=LONGEST_NAME)])  # fmt: skip
    goal = SelectField(_l("Which goal does it serve?"))
    asks = SelectField(_l("Whom it asks"))
    helped = SelectField(_l("How much did it help to achieve the goal?"))
    own1 = StringField(_l("A statement of your own"), [Length(max=LONGEST_STATEMENT)])
    own2 = StringField(_l("A second one"), [Length(max=LONGEST_STATEMENT)])
    own3 = StringField(_l("A third one"), [Length(max=LONGEST_STATEMENT)])
    visible = BooleanField(_l("Is it safe to be visible here?"))
    safety = BooleanField(_l("Psychological safety in the team: seven statements"))
    comment = BooleanField(_l("Room for a few words at the end"))
    every_weeks = SelectField(_l("How often"))
    days = SelectField(_l("How long answers are taken"), default="10")
    measures = SelectField(_l("What becomes a measurement of the goal"))

    def offer(self) -> None:
        """These can be chosen, in the reader's language."""
        goals = [(str(goal.id), goal.name) for goal in queries.goals()]
        self.goal.choices = [("", _("None: its results say “activity only”")), *goals]
        self.asks.choices = _audiences()
        self.helped.choices = [("", _("Not asked")), *((one.value, words.what_words(one)) for one in What)]
        self.every_weeks.choices = [("", _("Once")), *((str(one), _("Every %(number)s weeks", number=one)) for one in WEEKS)]
        self.days.choices = [(str(one), _("%(number)s days", number=one)) for one in DAYS]
        self.measures.choices = [(one.value, words.measures_words(one)) for one in Measure]

    def complain(self, error: PeopleError) -> None:
        """The rule's objection stands at the field it is about, or at the first."""
        field: Field = self[error.field if error.field in self else "name"]
        field.errors = [*field.errors, _(error.template, **error.values)]

    @property
    def plan(self) -> Plan:
        """As it was filled in."""
        return Plan(
            name=self.name.data or "",
            asks=_asks(self.asks.data or ""),
            wanted=Wanted(
                helped=What(self.helped.data) if self.helped.data else None,
                safety=bool(self.safety.data),
                visible=bool(self.visible.data),
                own=[field.data or "" for field in (self.own1, self.own2, self.own3)],
                comment=bool(self.comment.data),
            ),
            goal_id=int(self.goal.data) if self.goal.data else None,
            measures=Measure(self.measures.data),
            every_weeks=int(self.every_weeks.data) if self.every_weeks.data else None,
            days=int(self.days.data),
        )


def _audiences() -> list[tuple[str, str]]:
    named = {
        Audience.GROUP: [(str(number), _("Group: %(name)s", name=name)) for number, name in queries.groups()],
        Audience.ROUND: [(str(number), _("Came to training groups: %(name)s", name=name)) for number, name in queries.rounds()],
        Audience.SESSION: [(str(number), _("Came to: %(name)s", name=name)) for number, name in queries.sessions()],
        Audience.DEPARTMENT: [(name, _("Department: %(name)s", name=name)) for name in queries.departments()],
    }
    choices = [(f"{kind.value}:{key}", label) for kind, rows in named.items() for key, label in rows]
    return [(Audience.EVERYBODY.value, _("Everybody")), *choices]


def _asks(chosen: str) -> Asks:
    kind, _colon, key = chosen.partition(":")
    audience = Audience(kind)
    if audience is Audience.DEPARTMENT:
        return Asks(audience, department=key)
    return Asks(audience, number=int(key) if key else None)


def new_form() -> SurveyForm:
    """The form as it was sent, or empty."""
    form = SurveyForm()
    form.offer()
    return form


def form_of(survey: Survey) -> SurveyForm:
    """The form, filled with a draft."""
    asked = questions.read(survey)
    kinds = {question.kind for question in asked}
    own = [question.words for question in asked if question.kind is Kind.OWN]
    helped = next((question.what for question in asked if question.kind is Kind.HELPED), "")
    key = survey.department or survey.group_id or survey.session_id or survey.round_id
    form = SurveyForm(
        formdata=None,
        name=survey.name,
        goal=str(survey.goal_id or ""),
        asks=f"{survey.audience.value}:{key}" if key else survey.audience.value,
        helped=helped,
        **{f"own{number}": text for number, text in enumerate(own, start=1)},
        visible=Kind.VISIBLE in kinds,
        safety=Kind.SAFETY in kinds,
        comment=Kind.WORDS in kinds,
        every_weeks=str(survey.every_weeks or ""),
        days=str(survey.days),
        measures=survey.measures.value,
    )
    form.offer()
    return form
