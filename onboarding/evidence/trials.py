"""One group that started beside others that had not yet: what it takes to call them comparable.

The comparison is Callaway and Sant'Anna's (2021) with those who are not yet taking part, and Roth's (2022) warning is heeded: that no
different trend was seen before says little where few weeks could have shown one, so a trend must also be too small to matter.
What nobody noted as an event and what touched one group alone cannot be told from an effect; several rounds make that less likely.
"""

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from onboarding.evidence.estimates import Fit, level, shift, slope
from onboarding.evidence.weeks import WEEK, Event, Group, Week, after, before, readable, stands_still, together, usual_people

WEEKS_AFTER = 4  # of both groups, from the start on
WEEKS_BEFORE = 4  # to say what was before
WEEKS_OF_TREND = 8  # to say that two groups moved alike
PEOPLE_COMPARED = 20  # on average in each of two groups: below, one person's week moves the mean too much


class Reason(enum.StrEnum):
    """Why a rung is not reached."""

    NO_GOAL = "no_goal"  # it serves no goal: activity only
    FEW_ANSWERS = "few_answers"  # to the question whether it helped
    NOBODY_STARTED = "nobody_started"
    FEW_WEEKS_BEFORE = "few_weeks_before"
    FEW_WEEKS_AFTER = "few_weeks_after"
    FIGURES_STAND_STILL = "figures_stand_still"  # never moves from week to week: how sure it is cannot be told
    NOBODY_WAITS = "nobody_waits"  # nobody asked for the same and waited, long enough, while it was measured
    NOBODY_ELSE = "nobody_else"  # nobody had not started yet, long enough, while it was measured
    FEW_PEOPLE = "few_people"
    EVENT_AT_THE_SAME_TIME = "event_at_the_same_time"  # which touched some of the groups and not the others
    TRENDS_DIFFER = "trends_differ"  # before the start already
    TRENDS_UNCLEAR = "trends_unclear"  # a different trend before the start could explain all of it
    FEW_ROUNDS = "few_rounds"  # that started in different weeks, each beside others that had not yet


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing: how much is needed and how much is there, of weeks or rounds. Of people never how many are there."""

    reason: Reason
    needed: int | None = None
    found: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """Those who started on a day, beside others that had not, in the weeks that both were measured, until the first others start."""

    starts_on: date
    names: frozenset[str]
    other_names: frozenset[str]
    pairs: tuple[tuple[Week, Week], ...]  # in order of time: of those who started, and of the others

    def gaps(self) -> dict[date, Week]:
        """By how much those who started lie above the others; `people` is the smaller of the two groups."""
        return {here.on: Week(here.on, here.value - there.value, min(here.people, there.people)) for here, there in self.pairs}

    @property
    def gaps_before(self) -> list[Week]:
        return before(self.gaps(), self.starts_on)

    @property
    def gaps_after(self) -> list[Week]:
        return after(self.gaps(), self.starts_on)

    def stands_still(self, gaps: Sequence[Week]) -> bool:
        """Whether the gap never moves in these weeks."""
        largest = max(abs(week.value) for pair in self.pairs for week in pair)
        return stands_still(gaps, largest=largest)

    def difference(self) -> Fit:
        """How far apart the two are after the start. Needs two weeks of it."""
        return level(_values(self.gaps_after))

    def difference_in_differences(self) -> Fit:
        """By how much more those who started have moved than the others. Needs two weeks before and two after."""
        return shift(_values(self.gaps_before), _values(self.gaps_after))


def trial(groups: Iterable[Group], starts_on: date, *, waiting_only: bool = False) -> Trial:
    """Those who start on this day beside all who do not for `WEEKS_AFTER` weeks more; `waiting_only`: who asked for the same."""
    measured = [group for group in groups if readable(group)]
    those = [group for group in measured if group.starts_on == starts_on]
    others = [group for group in measured if _is_later(group, starts_on) and (_waits(group) or not waiting_only)]
    until = min((group.starts_on for group in others if group.starts_on is not None), default=date.max)
    here, there = together(those), together(others)
    pairs = [(here[on], there[on]) for on in here if on in there and on <= until - WEEK]
    return Trial(starts_on, _names(those), _names(others), tuple(pairs))


def _is_later(group: Group, day: date) -> bool:
    return group.starts_on is None or group.starts_on >= day + WEEKS_AFTER * WEEK


def _waits(group: Group) -> bool:
    return group.waiting or group.starts_on is not None


def lacking_to_compare(this: Trial, events: Iterable[Event]) -> Iterator[Lack]:
    """What keeps the two from being compared after the start; nothing where they can be."""
    weeks = this.gaps_after
    if len(weeks) < WEEKS_AFTER:
        yield Lack(Reason.FEW_WEEKS_AFTER, WEEKS_AFTER, len(weeks))
    elif this.stands_still(weeks):
        yield Lack(Reason.FIGURES_STAND_STILL)
    if weeks and usual_people(this.gaps_before + weeks) < PEOPLE_COMPARED:
        yield Lack(Reason.FEW_PEOPLE, PEOPLE_COMPARED)
    if any(_touches_some(event, this) for event in events):
        yield Lack(Reason.EVENT_AT_THE_SAME_TIME)


def lacking_to_differ(this: Trial, events: Iterable[Event], *, matters: float) -> Iterator[Lack]:
    """What keeps the difference in differences from being one; nothing where its assumptions hold as far as one can see."""
    short = list(lacking_to_compare(this, events))
    yield from short
    weeks = this.gaps_before
    if len(weeks) < WEEKS_OF_TREND:
        yield Lack(Reason.FEW_WEEKS_BEFORE, WEEKS_OF_TREND, len(weeks))
    elif this.stands_still(weeks):
        yield Lack(Reason.FIGURES_STAND_STILL)
    elif not short:
        yield from _trend(this, matters)


def _trend(this: Trial, matters: float) -> Iterator[Lack]:
    """A trend of the gap before the start, drawn on to where the effect is measured, must not be there, and not be as large as the
    effect, or as what matters where that is larger (two one-sided tests at 5 %).
    """
    early, late = this.gaps_before, this.gaps_after
    at = [(week.on - this.starts_on) / WEEK for week in early]
    distance = fmean((week.on - this.starts_on) / WEEK for week in late) - fmean(at)
    drift = slope(at, _values(early)).times(distance)
    low, high = drift.interval()
    if not low <= 0 <= high:
        yield Lack(Reason.TRENDS_DIFFER)
    elif max(map(abs, drift.interval(0.9))) >= max(abs(this.difference_in_differences().value), matters):
        yield Lack(Reason.TRENDS_UNCLEAR)


def _touches_some(event: Event, this: Trial) -> bool:
    """Whether it touched only some of them, from four weeks before the start to the last week that counts."""
    last = max((week.on for week in this.gaps_after), default=this.starts_on)
    touched, everybody = event.groups & (this.names | this.other_names), this.names | this.other_names
    return this.starts_on - 4 * WEEK <= event.on < last + WEEK and bool(touched) and touched != everybody


def _values(weeks: Sequence[Week]) -> list[float]:
    return [week.value for week in weeks]


def _names(groups: Iterable[Group]) -> frozenset[str]:
    return frozenset(group.name for group in groups)
