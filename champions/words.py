"""What mails about being an ambassador say, and how parts of the week and languages are called."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from champions import weeks
from champions.models import Ambassador, AmbassadorRecord, AmbassadorStep, Standing

_MONDAY = date(2024, 1, 1)  # a week that begins with a Monday, for the names of its days


@dataclass(frozen=True, slots=True)
class Words:
    """A letter. `quotes` are colleagues' own words with their names; `button` leads to the page behind the link."""

    subject: str
    preheader: str
    heading: str
    paragraphs: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...] = ()
    button: str = ""
    small: str = ""


def asked(ambassador: Ambassador) -> Words:
    """Would you like to be an ambassador?"""
    names = [suggestion.by.name for suggestion in ambassador.suggestions]
    by = ambassador.invited_by.name if ambassador.invited_by else None
    if names:
        because = _("%(name)s thought of you.", name=names[0]) if len(names) == 1 else _("Some colleagues thought of you.")
    else:
        because = _("%(name)s asks whether you would like to be an ambassador.", name=by) if by else _("You were asked.")
    return Words(
        subject=_("Would you like to be an ambassador?"),
        preheader=because,
        heading=_("Would you like to be an ambassador?"),
        paragraphs=(
            because,
            _(
                "An ambassador helps a few colleagues with the platform: answers a question, goes along to a first meeting, shows how "
                "something is done. How many, and when, you say yourself; five minutes a week is plenty."
            ),
        ),
        quotes=tuple((suggestion.words, suggestion.by.name) for suggestion in ambassador.suggestions),
        button=_("Have a look, and answer"),
        small=_("A no needs no reason, and no answer is fine too. Nobody asks again soon."),
    )


def welcomed() -> Words:
    """You are an ambassador."""
    return Words(
        subject=_("Welcome as an ambassador"),
        preheader=_("It is good to have you."),
        heading=_("Welcome as an ambassador"),
        paragraphs=(
            _(
                "It is good to have you. Colleagues can find you by what you offer; you can change that, rest or stop at any time."
            ),
        ),
        button=_("Your page as an ambassador"),
    )


def volunteered(names: list[str]) -> Words:
    """Somebody waits to be welcomed."""
    count = len(names)
    return Words(
        subject=ngettext(
            "%(num)d colleague would like to be an ambassador", "%(num)d colleagues would like to be ambassadors", count
        ),
        preheader=", ".join(names[:3]),
        heading=ngettext("A colleague would like to be an ambassador", "Colleagues would like to be ambassadors", count),
        paragraphs=(_("They said so themselves: %(names)s.", names=", ".join(names)),),
        button=_("Welcome them"),
    )


def part_words(number: int) -> str:
    """As in "Tuesday, around noon (12 to 1)"."""
    return f"{weekday_words(weeks.weekday_of(number))}, {part_of_day_words(weeks.part_of(number))}"


def weekday_words(weekday: int) -> str:
    """The name of a day; 0 is Monday."""
    return str(format_date(_MONDAY + timedelta(days=weekday), "cccc", locale=_locale()))


def short_weekday_words(weekday: int) -> str:
    """The same, as short as a table on a phone needs it."""
    return str(format_date(_MONDAY + timedelta(days=weekday), "ccc", locale=_locale()))


def part_of_day_words(part: int) -> str:
    """When on a day, with its hours."""
    return {
        weeks.EARLY: _("early (7 to 9)"),
        weeks.MORNING: _("in the morning (9 to 12)"),
        weeks.NOON: _("around noon (12 to 1)"),
        weeks.AFTERNOON: _("in the afternoon (1 to 5)"),
        weeks.EVENING: _("early in the evening (5 to 8)"),
    }[part]


def times_words(times: list[int]) -> list[str]:
    """A line for each day: "Tuesday: in the morning (9 to 12), around noon (12 to 1)"."""
    days: dict[int, list[str]] = {}
    for number in times:
        days.setdefault(weeks.weekday_of(number), []).append(part_of_day_words(weeks.part_of(number)))
    return [f"{weekday_words(day)}: {', '.join(parts)}" for day, parts in sorted(days.items())]


def language_words(code: str) -> str:
    """What a language is called by the reader."""
    return str(_locale().languages.get(code, code))


def spoken(ambassador: Ambassador) -> str:
    """The languages of an ambassador, as the reader calls them."""
    return ", ".join(map(language_words, ambassador.languages))


def _locale() -> Locale:
    return get_locale() or Locale("en")


def standing_words(standing: Standing) -> str:
    """What a standing is called in the register."""
    return {
        Standing.INTERESTED: _("Wait for a welcome"),
        Standing.INVITED: _("Asked"),
        Standing.ACTIVE: _("Ambassadors"),
        Standing.RESTING: _("Resting"),
        Standing.FORMER: _("Were ambassadors"),
    }[standing]


def step_words(record: AmbassadorRecord) -> str:
    """What happened, to the person it happened to."""
    by = record.by.name if record.by else _("somebody")
    return {
        AmbassadorStep.VOLUNTEERED: _("You said that you would like to be an ambassador."),
        AmbassadorStep.TOOK_BACK: _("You took it back."),
        AmbassadorStep.INVITED: _("%(name)s asked you.", name=by),
        AmbassadorStep.SUGGESTED: _("%(name)s thought of you.", name=by),
        AmbassadorStep.SAID_YES: _("You said yes."),
        AmbassadorStep.SAID_NO: _("You said no."),
        AmbassadorStep.WELCOMED: _("%(name)s welcomed you.", name=by),
        AmbassadorStep.RESTED: _("You took a rest."),
        AmbassadorStep.CAME_BACK: _("You came back."),
        AmbassadorStep.LEFT: _("You stopped."),
    }[record.step]
