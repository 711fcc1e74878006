"""What mails about journeys say, and how ways, occasions and weeks are called."""

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from champions.words import Words
from onboarding.journeys import texts
from onboarding.journeys.models import Journey, JourneyState, JourneyStep, Occasion, Way
from onboarding.journeys.models_following import Buddy
from onboarding.journeys.progress import StepProgress


def reminder(due: StepProgress, name: str) -> Words:
    """The one step that comes next."""
    return Words(
        subject=_("Your next step: %(step)s", step=due.words.title),
        preheader=due.words.more,
        heading=due.words.title,
        paragraphs=(due.words.more, minutes_words(due.step.minutes) + " " + _("It is a step of “%(name)s”.", name=name)),
        button=_("Have a look"),
        small=_("Skipping it needs no reason. On that page one press ends these mails; otherwise there is one a week at most."),
    )


def asked(buddy: Buddy) -> Words:
    """Would you go along?"""
    name, journey = buddy.follower.person.name, _name_for(buddy, buddy.person.language)
    return Words(
        subject=_("Would you be a buddy?"),
        preheader=_("%(name)s asks whether you would go along", name=name),
        heading=_("%(name)s asks whether you would go along", name=name),
        paragraphs=(
            _("%(name)s follows “%(journey)s” and would like you as a buddy.", name=name, journey=journey),
            role_words(name),
        ),
        button=_("Have a look, and answer"),
        small=_("A no needs no reason, and no answer is fine too. Nobody asks you again for this."),
    )


def agreed(buddy: Buddy) -> Words:
    """They go along."""
    name, journey = buddy.person.name, _name_for(buddy, buddy.follower.person.language)
    return Words(
        subject=_("You have a buddy"),
        preheader=_("%(name)s goes along", name=name),
        heading=_("%(name)s goes along", name=name),
        paragraphs=(
            _("%(name)s is glad to be your buddy for “%(journey)s”.", name=name, journey=journey),
            _("They see nothing of how it goes, unless you show it."),
        ),
        button=_("Your journey"),
    )


def role_words(name: str) -> str:
    """What a buddy does."""
    return str(
        _("A buddy is somebody to ask, now and then. You see nothing of how it goes, unless %(name)s shows it to you.", name=name)
    )


def name_of(journey: Journey) -> str:
    """As the reader calls it."""
    return texts.of_journey(journey, language()).name


def about_of(journey: Journey) -> str:
    """What it is for, in the reader's language."""
    return texts.of_journey(journey, language()).about


def title_of(step: JourneyStep) -> str:
    """What a step is, in the reader's language."""
    return texts.of_step(step, language()).title


def why_of(step: JourneyStep) -> str:
    """Its reason, in the reader's language."""
    return texts.of_step(step, language()).why


def language() -> str:
    """The reader's."""
    locale = get_locale()
    return str(locale.language) if locale else "en"


def way_words(way: Way) -> str:
    """What a way to take part is called."""
    return {Way.CONSUME: _("Read and look around"), Way.CONTRIBUTE: _("Join in"), Way.CREATE: _("Make something")}[way]


def way_more(way: Way) -> str:
    """What it is."""
    return {
        Way.CONSUME: _("Find what helps in your own work. Most people do just this, and it is what all the rest is for."),
        Way.CONTRIBUTE: _("Ask, answer, come along. A question is worth as much as an answer."),
        Way.CREATE: _("Start something: share what you work on, write down how it is done, gather people."),
    }[way]


def occasion_words(occasion: Occasion) -> str:
    """What a journey is for."""
    return {
        Occasion.NEW_HERE: _("Somebody new at the company"),
        Occasion.NEW_ON_PLATFORM: _("Somebody new on the platform"),
        Occasion.PROGRAMME: _("A programme, for everybody it concerns"),
    }[occasion]


def state_words(state: JourneyState) -> str:
    """Where a journey is, for planners."""
    return {
        JourneyState.DRAFT: _("Draft: only who plans sees it"),
        JourneyState.OPEN: _("Open"),
        JourneyState.CLOSED: _("Closed: who follows it goes on"),
    }[state]


def week_words(journey: Journey, week: int) -> str:
    """When a step comes: "in your second week", or counted from the day of the journey."""
    if journey.day_on is None:
        return str(_("in week %(number)s", number=week))
    if week < 0:
        return str(ngettext("in the week before", "%(num)d weeks before", -week))
    return str(_("in the week itself")) if week == 1 else str(ngettext("%(num)d week after", "%(num)d weeks after", week - 1))


def audience_words(row: Journey | JourneyStep) -> str:
    """To whom it is offered."""
    if not (row.departments or row.locations or row.languages or row.group_id):
        return str(_("For everybody."))
    named = {"en": _("English"), "nl": _("Dutch")}
    parts = [*row.departments, *row.locations, *(str(named.get(code, code)) for code in row.languages)]
    return str(_("Only for: %(whom)s.", whom=", ".join([*parts, row.group.name] if row.group is not None else parts)))


def minutes_words(minutes: int) -> str:
    """How long it takes."""
    return str(ngettext("It takes %(num)d minute.", "It takes %(num)d minutes at most.", minutes))


def day_words(day: date) -> str:
    """As in "Monday 7 December"."""
    return str(format_date(day, "EEEE d MMMM", locale=language()))


def _name_for(buddy: Buddy, language_code: str) -> str:
    return texts.of_journey(buddy.follower.journey, language_code or language()).name
