"""What the ladder's rungs are called and mean, what a rung lacks, and what would allow it, in the reader's language."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding.evidence.claims import Finding, Remedy, Rung
from onboarding.evidence.models import Side
from onboarding.evidence.participation.queries import Indicator
from onboarding.evidence.queries import Unnamed
from onboarding.evidence.trials import Lack, Reason


def rung_words(rung: Rung) -> str:
    """What it is called."""
    return {
        Rung.ACTIVITY: _("Activity only"),
        Rung.REPORTED_HELP: _("Reported help"),
        Rung.BEFORE_AFTER: _("Before and after"),
        Rung.COMPARED: _("Compared with a waiting list"),
        Rung.DIFFERENCE: _("Compared before and after"),
        Rung.STAGGERED: _("Several rounds compared"),
    }[rung]


def meaning_words(rung: Rung) -> str:
    """What it means to stand on it."""
    return {
        Rung.ACTIVITY: _("Something was done. What became of it is not known."),
        Rung.REPORTED_HELP: _("People who answered a survey say whether it helped them with the goal."),
        Rung.BEFORE_AFTER: _("The figure of the goal was measured in the weeks before the start and in those after it."),
        Rung.COMPARED: _("The figure of those who took part lies beside that of people who asked for the same and waited."),
        Rung.DIFFERENCE: _(
            "The two groups moved alike before the start, and from then on it is looked at whether they still do."
        ),
        Rung.STAGGERED: _("The same, in two rounds or more that started in different weeks."),
    }[rung]


def limit_words(rung: Rung) -> str:
    """What it does not say."""
    return {
        Rung.ACTIVITY: _("How often something was done says nothing about the goal."),
        Rung.REPORTED_HELP: _("It is what people say of themselves, and who found it useful may answer more readily."),
        Rung.BEFORE_AFTER: _("Whatever else changed at that time stands in the same figure. Nobody is compared with anybody."),
        Rung.COMPARED: _("The two groups may have differed all along: how it was before is not looked at here."),
        Rung.DIFFERENCE: _("Something that touched one of the groups alone, and that nobody wrote down, would look the same."),
        Rung.STAGGERED: _(
            "Nobody drew lots who goes first, so that something else can still stand behind it, though it is less likely."
        ),
    }[rung]


def finding_words(finding: Finding | None) -> str:
    """Which way it points; of what has no direction, nothing."""
    return {Finding.BETTER: _("better"), Finding.WORSE: _("worse"), Finding.UNSURE: _("not sure"), None: ""}[finding]


def lack_words(lack: Lack) -> str:
    """Why a rung is not reached."""
    needed, found = lack.needed or 0, lack.found
    if lack.reason in (Reason.FEW_WEEKS_BEFORE, Reason.FEW_WEEKS_AFTER):
        return _weeks(lack)
    return {
        Reason.NO_GOAL: lambda: _("It names no goal."),
        Reason.FEW_ANSWERS: lambda: _("No survey that asks whether it helped has %(needed)s answers yet, or too few of them changed since the time before.", needed=needed),
        Reason.NOBODY_STARTED: lambda: _("Nothing that serves the goal has begun while it was measured."),
        Reason.FIGURES_STAND_STILL: lambda: _("The figure is the same every week, so that nobody can tell how sure it is."),
        Reason.NOBODY_WAITS: lambda: _("Nobody who asked for the same and waited was measured."),
        Reason.NOBODY_ELSE: lambda: _("Nobody who had not started yet was measured beside those who had."),
        Reason.FEW_PEOPLE: lambda: _("The groups are small: %(needed)s people in each are needed.", needed=needed),
        Reason.EVENT_AT_THE_SAME_TIME: lambda: _("Something else happened at that time to some of the groups and not to the others."),
        Reason.TRENDS_DIFFER: lambda: _("The groups did not move alike before the start already."),
        Reason.TRENDS_UNCLEAR: lambda: _("The weeks before the start do not show well enough whether the groups moved alike."),
        Reason.FEW_ROUNDS: lambda: ngettext("It takes %(needed)s rounds that started in different weeks beside others; there is %(num)d.", "It takes %(needed)s rounds that started in different weeks beside others; there are %(num)d.", found or 0, needed=needed),
    }[lack.reason]()  # fmt: skip


def _weeks(lack: Lack) -> str:
    needed, found = lack.needed or 0, lack.found or 0
    if lack.reason is Reason.FEW_WEEKS_BEFORE:
        return ngettext("It takes %(needed)s measured weeks before the start; there is %(num)d.", "It takes %(needed)s measured weeks before the start; there are %(num)d.", found, needed=needed)  # fmt: skip
    return ngettext("It takes %(needed)s measured weeks after the start; there is %(num)d.", "It takes %(needed)s measured weeks after the start; there are %(num)d.", found, needed=needed)  # fmt: skip


def remedy_words(remedy: Remedy) -> str:
    """What one can do about it."""
    return {
        Remedy.NAME_A_GOAL: _("Say which goal it serves."),
        Remedy.ASK_WHETHER_IT_HELPED: _("Ask those who took part whether it helped them with this goal, in a survey."),
        Remedy.START: _("Let a session, a round or a group that is planned name this goal."),
        Remedy.MEASURE_EARLIER: _("Measure before the next round starts; weeks that are past can be entered as well, where somebody kept the figures."),
        Remedy.WAIT: _("Go on measuring, once a week, the same way."),
        Remedy.MEASURE_FINER: _("Measure with more decimals, or something that moves."),
        Remedy.KEEP_A_WAITING_LIST: _("Let the next round have a waiting list, and measure those who wait as well."),
        Remedy.MEASURE_OTHERS: _("Measure a group that has not started as well, the same way."),
        Remedy.LARGER_GROUPS: _("Put small groups together, so that each has twenty people."),
        Remedy.ANOTHER_ROUND: _("Plan another round that starts later, and measure it beside others."),
    }[remedy]  # fmt: skip


def side_words(side: Side) -> str:
    """What a group has to do with it."""
    return {Side.STARTED: _("Took part, or will"), Side.WAITS: _("Waits for the same"), Side.OTHERS: _("Neither")}[side]


def group_words(name: str, titles: Mapping[str, tuple[Side, str]]) -> str:
    """A group by its name, or by what it has to do with which round."""
    if name not in titles:
        return name
    side, title = titles[name]
    return _("took part in “%(title)s”", title=title) if side is Side.STARTED else _("waits for “%(title)s”", title=title)


def indicator_words(indicator: Indicator) -> str:
    """A figure of the platform's statistics."""
    return {
        Indicator.TOOK_PART: _("who were there, reading or more"),
        Indicator.ADDED: _("who contributed or began something"),
        Indicator.CREATED: _("who began something"),
        Indicator.ACROSS: _("contacts of two departments"),
    }[indicator]


def unnamed_words(unnamed: Unnamed) -> str:
    """'12 sessions, 5 groups': what names no goal; nothing where all do."""
    counted = [
        ngettext("%(num)d session", "%(num)d sessions", unnamed.sessions),
        ngettext("%(num)d round of training groups", "%(num)d rounds of training groups", unnamed.rounds),
        ngettext("%(num)d group", "%(num)d groups", unnamed.groups),
        ngettext("%(num)d story", "%(num)d stories", unnamed.stories),
        ngettext("%(num)d survey", "%(num)d surveys", unnamed.surveys),
    ]
    numbers = (unnamed.sessions, unnamed.rounds, unnamed.groups, unnamed.stories, unnamed.surveys)
    return ", ".join(said for said, number in zip(counted, numbers, strict=True) if number)
