"""The claim ladder: the strongest sentence about a goal that the data allow, and what would allow the next one (promise 6).

A rung says how good the evidence is, never whether the news is. The groups, weeks and comparisons that count are settled by who started
when, before any figure is looked at: otherwise the best-looking of several could be picked.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from onboarding.evidence.estimates import Estimate, Fit, share_interval, shift, slope
from onboarding.evidence.trials import (
    WEEKS_AFTER,
    WEEKS_BEFORE,
    Lack,
    Reason,
    Trial,
    lacking_to_compare,
    lacking_to_differ,
    trial,
)
from onboarding.evidence.weeks import WEEK, Event, Group, Week, after, before, readable, stands_still, together
from onboarding.goals.models import Direction
from people import privacy

ROUNDS = 2  # that started in different weeks


class Rung(enum.IntEnum):
    """How good the evidence is, from the weakest up."""

    ACTIVITY = 0  # something was done; no more is known
    REPORTED_HELP = 1  # people say that it helped
    BEFORE_AFTER = 2  # a figure was different after the start
    COMPARED = 3  # ... and different from that of people who waited for the same
    DIFFERENCE = 4  # it moved otherwise than that of others did, whose figure had moved alike before
    STAGGERED = 5  # ... and so in several rounds that started in different weeks


class Remedy(enum.StrEnum):
    """What would allow the rung."""

    NAME_A_GOAL = "name_a_goal"
    ASK_WHETHER_IT_HELPED = "ask_whether_it_helped"
    START = "start"
    MEASURE_EARLIER = "measure_earlier"  # of the next round: its past can still be measured
    WAIT = "wait"  # and go on measuring
    MEASURE_FINER = "measure_finer"
    KEEP_A_WAITING_LIST = "keep_a_waiting_list"
    MEASURE_OTHERS = "measure_others"
    LARGER_GROUPS = "larger_groups"
    ANOTHER_ROUND = "another_round"


REMEDIES: Mapping[Reason, Remedy] = {
    Reason.NO_GOAL: Remedy.NAME_A_GOAL,
    Reason.FEW_ANSWERS: Remedy.ASK_WHETHER_IT_HELPED,
    Reason.NOBODY_STARTED: Remedy.START,
    Reason.FEW_WEEKS_BEFORE: Remedy.MEASURE_EARLIER,
    Reason.FEW_WEEKS_AFTER: Remedy.WAIT,
    Reason.FIGURES_STAND_STILL: Remedy.MEASURE_FINER,
    Reason.NOBODY_WAITS: Remedy.KEEP_A_WAITING_LIST,
    Reason.NOBODY_ELSE: Remedy.MEASURE_OTHERS,
    Reason.FEW_PEOPLE: Remedy.LARGER_GROUPS,
    Reason.EVENT_AT_THE_SAME_TIME: Remedy.ANOTHER_ROUND,
    Reason.TRENDS_DIFFER: Remedy.ANOTHER_ROUND,
    Reason.TRENDS_UNCLEAR: Remedy.MEASURE_EARLIER,
    Reason.FEW_ROUNDS: Remedy.ANOTHER_ROUND,
}


class Finding(enum.StrEnum):
    """Which way the whole interval lies."""

    BETTER = "better"
    WORSE = "worse"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Helped:
    """How many people said that it helped them with the goal, out of how many who answered. `off`: by how many that number may be wrong."""

    count: int
    of: int
    off: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """What is known about one goal.

    `unit`: of the figures. `matters`: the smallest change worth speaking of, in that unit, such as a tenth of the way from baseline to
    target. `events`: what else happened, without the starts of the groups themselves.
    """

    unit: str
    better: Direction
    groups: Sequence[Group] = ()
    events: Sequence[Event] = ()
    helped: Helped | None = None
    matters: float = 0.0
    serves_goal: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the case stands on a rung: an estimate, or what is missing for it; never both.

    `said`, of reported help only: what may be said of the answers. `people`: behind each figure at least so many.
    """

    estimate: Estimate | None = None
    lacking: tuple[Lack, ...] = ()
    people: int | None = None
    said: privacy.Share | None = None

    @property
    def is_reached(self) -> bool:
        return not self.lacking

    @property
    def remedies(self) -> list[Remedy]:
        """What would allow it, in the order of what is missing, each once."""
        return list(dict.fromkeys(REMEDIES[lack.reason] for lack in self.lacking))


@dataclass(frozen=True, slots=True)
class Claim:
    """The strongest rung, what is known on it, which way that points, and what the next rung lacks; None at the top, and where reported
    help says nothing about direction.
    """

    rung: Rung
    standing: Standing
    unit: str
    finding: Finding | None
    next_rung: Rung | None
    next_standing: Standing | None


def strongest(case: Case) -> Claim:
    """The strongest claim that the case allows."""
    standings = ladder(case)
    rung = max(rung for rung, standing in standings.items() if standing.is_reached)
    following = Rung(rung + 1) if rung < Rung.STAGGERED else None
    found = finding(standings[rung].estimate, case.better) if rung >= Rung.BEFORE_AFTER else None
    return Claim(rung, standings[rung], case.unit, found, following, standings[following] if following else None)


def ladder(case: Case) -> dict[Rung, Standing]:
    """Every rung from the lowest up: "activity only" is always reached."""
    if not case.serves_goal:
        none = Standing(lacking=(Lack(Reason.NO_GOAL),))
        return {Rung.ACTIVITY: Standing(), **{rung: none for rung in Rung if rung > Rung.ACTIVITY}}
    return {Rung.ACTIVITY: Standing(), Rung.REPORTED_HELP: _reported(case.helped), **_measured(case)}


def _reported(helped: Helped | None) -> Standing:
    """What people say, and an interval that is computed from what may be said of it, not from the number behind it."""
    said = privacy.share(helped.count, of=helped.of) if helped else privacy.Share()
    if said.of is None:
        return Standing(lacking=(Lack(Reason.FEW_ANSWERS, privacy.FLOOR),))
    fewest, most = _could_be(said, said.of)
    off = helped.off if helped else 0
    smallest, largest = max(said.of - off, most), max(said.of + off, fewest)
    estimate = Estimate((fewest + most) / 2 / said.of, share_interval(fewest, largest)[0], share_interval(most, smallest)[1])
    return Standing(estimate, people=max(said.of - off, privacy.FLOOR), said=said)


def _could_be(said: privacy.Share, of: int) -> tuple[int, int]:
    """How many it can be at least and at most, for whoever knows only what is said."""
    if not said.most:
        return 0, of // 2
    if said.at_least is None:
        return of // 2 + 1, of
    is_capped = said.at_least + privacy.FLOOR > of - privacy.FLOOR
    return said.at_least, of if is_capped else said.at_least + privacy.FLOOR - 1


def _measured(case: Case) -> dict[Rung, Standing]:
    """The rungs that rest on figures. The first to start are looked at, and from the highest rung on all rounds."""
    days = _starts(case.groups)
    if not days:
        return {rung: Standing(lacking=(Lack(Reason.NOBODY_STARTED),)) for rung in Rung if rung >= Rung.BEFORE_AFTER}
    return {
        Rung.BEFORE_AFTER: _before_after([group for group in case.groups if group.starts_on == days[0]], days[0]),
        Rung.COMPARED: _compared(case, trial(case.groups, days[0], waiting_only=True)),
        Rung.DIFFERENCE: _difference(case, trial(case.groups, days[0])),
        Rung.STAGGERED: _staggered(case, [trial(case.groups, day) for day in days]),
    }


def _starts(groups: Iterable[Group]) -> list[date]:
    """The days on which groups started of which there are figures since, the first one first."""
    return sorted(
        {group.starts_on for group in groups if group.starts_on is not None and after(readable(group), group.starts_on)}
    )


def _before_after(groups: Sequence[Group], day: date) -> Standing:
    weeks = together(groups)
    early, late = before(weeks, day), after(weeks, day)
    lacking = []
    if len(early) < WEEKS_BEFORE:
        lacking.append(Lack(Reason.FEW_WEEKS_BEFORE, WEEKS_BEFORE, len(early)))
    if len(late) < WEEKS_AFTER:
        lacking.append(Lack(Reason.FEW_WEEKS_AFTER, WEEKS_AFTER, len(late)))
    if not lacking and _both_stand_still(early, late):
        lacking.append(Lack(Reason.FIGURES_STAND_STILL))
    if lacking:
        return Standing(lacking=tuple(lacking))
    return _reached(shift([week.value for week in early], [week.value for week in late]), early + late)


def moved_before(case: Case) -> int:
    """Which way the figures of the first to start went in the weeks before already: 1 up, -1 down, 0 where no way is clear."""
    days = _starts(case.groups)
    weeks = before(together(group for group in case.groups if group.starts_on == days[0]), days[0]) if days else []
    if len(weeks) < WEEKS_BEFORE:
        return 0
    low, high = slope([(week.on - days[0]) / WEEK for week in weeks], [week.value for week in weeks]).interval()
    return 1 if low > 0 else -1 if high < 0 else 0


def _both_stand_still(early: Sequence[Week], late: Sequence[Week]) -> bool:
    largest = max(abs(week.value) for week in [*early, *late])
    return stands_still(early, largest=largest) and stands_still(late, largest=largest)


def _compared(case: Case, this: Trial) -> Standing:
    if not this.other_names:
        return Standing(lacking=(Lack(Reason.NOBODY_WAITS),))
    lacking = tuple(lacking_to_compare(this, case.events))
    return Standing(lacking=lacking) if lacking else _reached(this.difference(), this.gaps_after)


def _difference(case: Case, this: Trial) -> Standing:
    if not this.other_names:
        return Standing(lacking=(Lack(Reason.NOBODY_ELSE),))
    lacking = tuple(lacking_to_differ(this, case.events, matters=case.matters))
    return (
        Standing(lacking=lacking) if lacking else _reached(this.difference_in_differences(), this.gaps_before + this.gaps_after)
    )


def _staggered(case: Case, trials: Sequence[Trial]) -> Standing:
    """All rounds that were measured long enough beside others, as one. Where the assumptions of one of them fail, all fail: leaving it
    out would be picking.
    """
    ripe = [this for this in trials if this.other_names and len(this.gaps_after) >= WEEKS_AFTER]
    if len(ripe) < ROUNDS:
        return Standing(lacking=(Lack(Reason.FEW_ROUNDS, ROUNDS, len(ripe)),))
    lacking = [lack for this in ripe for lack in lacking_to_differ(this, case.events, matters=case.matters)]
    if lacking:
        return Standing(lacking=tuple(dict.fromkeys(lacking)))
    return _reached(_all_rounds(ripe), [week for this in ripe for week in this.gaps_before + this.gaps_after])


def _all_rounds(trials: Sequence[Trial]) -> Fit:
    """The mean of the rounds by their people. Rounds share the others they are compared with, so their errors are added as if all of
    them erred together: wider than needed, never narrower.
    """
    people = [fmean(here.people for here, _ in this.pairs) for this in trials]
    fits = [this.difference_in_differences().times(count / sum(people)) for this, count in zip(trials, people, strict=True)]
    return Fit(sum(fit.value for fit in fits), sum(fit.error for fit in fits), min(fit.df for fit in fits))


def _reached(fit: Fit, weeks: Sequence[Week]) -> Standing:
    return Standing(fit.estimate(), people=min(week.people for week in weeks))


def finding(estimate: Estimate | None, better: Direction) -> Finding:
    """Which way an estimate of figures points, where this way is better."""
    if estimate is None or estimate.low <= 0 <= estimate.high:
        return Finding.UNSURE
    return Finding.BETTER if (estimate.low > 0) == (better is Direction.HIGHER) else Finding.WORSE
