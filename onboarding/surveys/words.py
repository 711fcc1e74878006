"""What pages and mails say of surveys, in the reader's language."""

from datetime import UTC, date, datetime, time

from flask_babel import gettext as _
from flask_babel import ngettext

from look import date_words, language
from networks.words import Words
from onboarding.surveys import audiences
from onboarding.surveys.models import Audience, Measure, Survey, SurveyState, SurveyWave
from onboarding.surveys.questions import USEFUL, Kind, Question, What
from onboarding.surveys.results import Figure, Result, Third
from sessions.home_parts import Waiting


def what_words(what: What) -> str:
    """What may have helped, as a form offers it."""
    return {
        What.TRAININGS: _("the trainings"),
        What.MEETUPS: _("the meetups"),
        What.STORIES: _("the stories of colleagues"),
        What.BOARD: _("the board of wishes and concerns"),
        What.ROUNDS: _("the training groups"),
        What.GROUPS: _("your groups here"),
        What.THIS: _("what is named under “Whom it asks”"),
    }[what]


def question_words(question: Question) -> str:
    """The question or the statement."""
    if question.kind is Kind.HELPED:
        what = question.about if question.what == What.THIS.value else what_words(What(question.what))
        return str(_("How much did “%(what)s” help you achieve “%(goal)s”?", what=what, goal=question.goal))
    return {
        Kind.SAFETY: lambda: safety_words()[question.item],
        Kind.VISIBLE: lambda: str(_("It is safe to be visible here: to show my work, to ask, to disagree.")),
        Kind.OWN: lambda: USEFUL[language()] if question.asks_readers else question.words,
        Kind.WORDS: lambda: str(_("What else would you like to say about it?")),
    }[question.kind]()


def safety_words() -> tuple[str, ...]:
    """The seven, in our own words; source in `questions.py`."""
    return (
        _("Whoever gets something wrong in this team hears about it for a long time."),
        _("In this team we can put problems and hard subjects on the table."),
        _("Now and then somebody in this team is left out for being different."),
        _("In this team I can risk something without having to fear for it."),
        _("It is hard to ask a colleague in this team for help."),
        _("Nobody in this team would spoil my work on purpose."),
        _("What I am particularly good at is seen and used in this team."),
    )


def step_words(question: Question) -> list[tuple[int, str]]:
    """The steps with their names, from little to much."""
    if question.kind is Kind.HELPED:
        names = [_("Not at all"), _("Hardly"), _("Somewhat"), _("Clearly"), _("A lot")]
    elif question.steps == 7:
        names = [
            _("Does not fit at all"),
            _("Does not fit"),
            _("Rather does not fit"),
            _("In between"),
            _("Rather fits"),
            _("Fits"),
            _("Fits exactly"),
        ]
    else:
        names = [_("I do not agree at all"), _("I do not agree"), _("In between"), _("I agree"), _("I agree fully")]
    return list(enumerate((str(name) for name in names), start=1))


def third_words(question: Question) -> dict[Third, str]:
    """How steps are read together. Of a statement that is turned round, "yes" is the answer that is good for the team."""
    if question.kind is Kind.HELPED:
        return {Third.NO: _("Hardly or not"), Third.BETWEEN: _("Somewhat"), Third.YES: _("Clearly or a lot")}
    if question.steps == 7:
        fits, fits_not = _("Fits"), _("Does not fit")
        turned = question.is_turned_round
        return {Third.NO: fits if turned else fits_not, Third.BETWEEN: _("In between"), Third.YES: fits_not if turned else fits}
    return {Third.NO: _("Do not agree"), Third.BETWEEN: _("In between"), Third.YES: _("Agree")}


def figure_words(figure: Figure) -> str:
    """A number, or that it is withheld, or that it stands."""
    if figure.count is None:
        return str(_("withheld"))
    return str(_("about %(count)s, as before", count=figure.count)) if figure.is_before else str(figure.count)


def sentence(question: Question, result: Result) -> str:
    """What a wave says, in one sentence with its n."""
    if result.total.count is None:
        return str(_("Fewer than five people answered this, or too many answers were left out: nothing is shown."))
    yes, number = third_words(question)[Third.YES], figure_words(result.total)
    if result.most is not None:
        if result.most:
            return str(_("More than half of those who answered (n = %(number)s) say: %(yes)s.", number=number, yes=yes))
        return str(_("Half or fewer of those who answered (n = %(number)s) say: %(yes)s.", number=number, yes=yes))
    if result.percent is None:
        return str(_("%(number)s answered; how many of them say “%(yes)s” is withheld, as it would tell of few people.", number=number, yes=yes))  # fmt: skip
    return _percent(question, result)


def _percent(question: Question, result: Result) -> str:
    yes, figure = third_words(question)[Third.YES], result.thirds[Third.YES]
    values = {"share": f"{result.percent} %", "yes": yes, "count": _count(figure), "number": _count(result.total)}
    if result.total.is_before or figure.is_before:
        return str(_("About %(share)s say “%(yes)s”: %(count)s of %(number)s people.", **values))
    return str(_("%(share)s say “%(yes)s”: %(count)s of %(number)s people.", **values))


def _count(figure: Figure) -> str:
    return str(_("about %(number)s", number=figure.count)) if figure.is_before else str(figure.count)


def safety_words_of(score: float | None) -> str:
    """The score of a team, which is compared with nobody."""
    if score is None:
        return str(_("withheld: fewer than five answered"))
    if score >= 6:
        return str(_("6 or more, of 7"))
    if score <= 2:
        return str(_("2 or less, of 7"))
    return str(_("about %(score)s of 7", score=f"{score:g}"))


def audience_words(survey: Survey) -> str:
    """Whom it asks."""
    name = audiences.name_of(survey)
    if survey.audience is Audience.EVERYBODY:
        return str(_("everybody"))
    if not name:
        return str(_("people of something that is gone"))
    return {
        Audience.DEPARTMENT: lambda: str(_("the department %(name)s", name=name)),
        Audience.GROUP: lambda: str(_("the group “%(name)s”", name=name)),
        Audience.SESSION: lambda: str(_("who came to “%(name)s”", name=name)),
        Audience.ROUND: lambda: str(_("who came to the training groups “%(name)s”", name=name)),
    }[survey.audience]()


def state_words(survey: Survey) -> str:
    """Where it stands."""
    return {
        SurveyState.DRAFT: _("Draft: asks nobody yet"),
        SurveyState.RUNNING: _("Running"),
        SurveyState.ENDED: _("Ended"),
    }[survey.state]


def rhythm_words(survey: Survey) -> str:
    """How often it asks."""
    if survey.every_weeks is None:
        return str(_("once"))
    return ngettext("every week", "every %(num)d weeks", survey.every_weeks)


def measures_words(measure: Measure) -> str:
    """What becomes a measurement of the goal."""
    return {
        Measure.NONE: _("nothing"),
        Measure.SHARE: _("the share who say so to its first question, in per cent"),
        Measure.MEDIAN: _("the step in the middle of its first question"),
    }[measure]


def day_words(day: date) -> str:
    """'Monday 7 December'"""
    return date_words(datetime.combine(day, time(12), tzinfo=UTC), "UTC")


def mail(wave: SurveyWave, *, reminds: bool) -> Words:
    """The mail that asks, and the one that does so once more."""
    number = len(wave.survey.questions)
    how_many = ngettext("One question", "%(num)d questions", number)
    until = day_words(wave.closes_on)
    first = (
        _("You were asked about “%(name)s”. If you would like to answer: it is open until %(until)s. This is the only reminder.", name=wave.survey.name, until=until)
        if reminds
        else _("%(how_many)s about “%(name)s”, until %(until)s. Nobody has to answer.", how_many=how_many, name=wave.survey.name, until=until)
    )  # fmt: skip
    return Words(
        subject=_("%(name)s: would you answer?", name=wave.survey.name),
        preheader=_("Anonymous, without signing in."),
        title=wave.survey.name,
        paragraphs=(
            first,
            _("Your answer is anonymous: your browser uses a token that Foyer signed without seeing it. Not even an administrator can tell which answer is yours. That you opened the page is kept; whether you answered, and what, is not."),
        ),
        button=_("Look at the questions"),
        after_button=_("On the same page you can say that this survey should not ask you again."),
    )  # fmt: skip


def waiting(wave: SurveyWave, url: str, *, opened: bool) -> Waiting:
    """A line of the home page. `opened`: whether its reader was given a token."""
    said = [_("A few questions, anonymous")]
    if opened:
        said.append(_("you opened it; whether you answered, Foyer does not know"))
    return Waiting(
        title=wave.survey.name, about="; ".join(said), action=_("Have a look"), url=url, by=wave.closes_on, offered=True
    )
