"""The claim ladder: each rung is reached with what it needs, and not without any one of it (promise 6)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onboarding.evidence.claims import REMEDIES, Finding, Helped, Remedy, Rung, ladder, strongest
from onboarding.evidence.estimates import Fit
from onboarding.evidence.trials import PEOPLE_COMPARED, WEEKS_OF_TREND, Lack, Reason, trial
from onboarding.evidence.weeks import Event, Group, Week, together
from onboarding.goals.models import Direction
from tests.onboarding.evidence.cast import NEVER, ROUND, SECOND, WAITING, case, group, on


@pytest.mark.parametrize(
    ("known", "rung"),
    [
        pytest.param(case(), Rung.ACTIVITY, id="nothing"),
        pytest.param(case(helped=Helped(14, 20)), Rung.REPORTED_HELP, id="answers"),
        pytest.param(case(ROUND), Rung.BEFORE_AFTER, id="one group"),
        pytest.param(case(replace(ROUND, weeks=ROUND.weeks[20:]), WAITING), Rung.COMPARED, id="a waiting list, measured late"),
        pytest.param(case(ROUND, NEVER), Rung.DIFFERENCE, id="others before and after"),
        pytest.param(case(ROUND, SECOND, NEVER), Rung.STAGGERED, id="two rounds beside others"),
        pytest.param(case(ROUND, SECOND, NEVER, serves_goal=False), Rung.ACTIVITY, id="no goal"),
    ],
)
def test_the_claim_is_as_strong_as_the_data(known, rung):
    assert strongest(known).rung is rung


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(case(ROUND), id="before and after"),
        pytest.param(case(replace(ROUND, weeks=ROUND.weeks[20:]), WAITING), id="compared"),
        pytest.param(case(ROUND, NEVER), id="difference in differences"),
        pytest.param(case(ROUND, SECOND, NEVER), id="staggered"),
    ],
)
def test_an_effect_of_six_hours_less_is_found_on_every_rung(known):
    # when
    claim = strongest(known)

    # then
    estimate = claim.standing.estimate
    assert (claim.finding, claim.unit, claim.standing.people) == (Finding.BETTER, "h", 30)
    assert estimate.low <= -6 <= estimate.high < 0
    assert strongest(replace(known, better=Direction.HIGHER)).finding is Finding.WORSE


def test_what_moves_everybody_is_no_effect():
    # given: a new system in week 24, for all
    both = [group(name, 24, effect=-6) for name in ("round", "others")]

    # when
    claim = strongest(case(both[0], replace(both[1], starts_on=None), matters=4.0))

    # then
    assert (claim.rung, claim.finding) == (Rung.DIFFERENCE, Finding.UNSURE)


def lacks(known, rung):
    return list(ladder(known)[rung].lacking)


@pytest.mark.parametrize(
    ("known", "rung", "expected", "remedies"),
    [
        pytest.param(
            case(), Rung.REPORTED_HELP, [Lack(Reason.FEW_ANSWERS, 5)], [Remedy.ASK_WHETHER_IT_HELPED], id="nobody asked"
        ),
        pytest.param(
            case(helped=Helped(4, 4)),
            Rung.REPORTED_HELP,
            [Lack(Reason.FEW_ANSWERS, 5)],
            [Remedy.ASK_WHETHER_IT_HELPED],
            id="four",
        ),
        pytest.param(case(NEVER), Rung.BEFORE_AFTER, [Lack(Reason.NOBODY_STARTED)], [Remedy.START], id="nobody started"),
        pytest.param(
            case(group("late", 60)), Rung.BEFORE_AFTER, [Lack(Reason.NOBODY_STARTED)], [Remedy.START], id="starts later"
        ),
        pytest.param(
            case(group("round", 3, weeks=range(6))),
            Rung.BEFORE_AFTER,
            [Lack(Reason.FEW_WEEKS_BEFORE, 4, 3), Lack(Reason.FEW_WEEKS_AFTER, 4, 3)],
            [Remedy.MEASURE_EARLIER, Remedy.WAIT],
            id="three weeks and three",
        ),
        pytest.param(
            case(group("round", 24, noise=0)),
            Rung.BEFORE_AFTER,
            [Lack(Reason.FIGURES_STAND_STILL)],
            [Remedy.MEASURE_FINER],
            id="still",
        ),
        pytest.param(
            case(ROUND, NEVER), Rung.COMPARED, [Lack(Reason.NOBODY_WAITS)], [Remedy.KEEP_A_WAITING_LIST], id="nobody waits"
        ),
        pytest.param(
            case(ROUND, group("next", 27)),
            Rung.COMPARED,
            [Lack(Reason.NOBODY_WAITS)],
            [Remedy.KEEP_A_WAITING_LIST],
            id="waits three weeks",
        ),
        pytest.param(case(ROUND), Rung.DIFFERENCE, [Lack(Reason.NOBODY_ELSE)], [Remedy.MEASURE_OTHERS], id="nobody else"),
        pytest.param(
            case(ROUND, group("few", people=19)),
            Rung.DIFFERENCE,
            [Lack(Reason.FEW_PEOPLE, PEOPLE_COMPARED)],
            [Remedy.LARGER_GROUPS],
            id="nineteen others",
        ),
        pytest.param(
            case(ROUND, NEVER, events=[Event(on(26), frozenset({"round"}))]),
            Rung.DIFFERENCE,
            [Lack(Reason.EVENT_AT_THE_SAME_TIME)],
            [Remedy.ANOTHER_ROUND],
            id="reorganised meanwhile",
        ),
        pytest.param(
            case(group("round", 24, weeks=range(17, 40)), NEVER),
            Rung.DIFFERENCE,
            [Lack(Reason.FEW_WEEKS_BEFORE, WEEKS_OF_TREND, 7)],
            [Remedy.MEASURE_EARLIER],
            id="seven weeks before",
        ),
        pytest.param(
            case(group("round", 24, trend=-0.3), NEVER),
            Rung.DIFFERENCE,
            [Lack(Reason.TRENDS_DIFFER)],
            [Remedy.ANOTHER_ROUND],
            id="was getting better already",
        ),
        pytest.param(
            case(group("round", 24, weeks=range(16, 40), noise=3), NEVER),
            Rung.DIFFERENCE,
            [Lack(Reason.TRENDS_UNCLEAR)],
            [Remedy.MEASURE_EARLIER],
            id="noisy and short",
        ),
        pytest.param(
            case(ROUND, NEVER),
            Rung.STAGGERED,
            [Lack(Reason.FEW_ROUNDS, 2, 1)],
            [Remedy.ANOTHER_ROUND],
            id="one round beside others",
        ),
        pytest.param(
            case(ROUND, SECOND),
            Rung.STAGGERED,
            [Lack(Reason.FEW_ROUNDS, 2, 1)],
            [Remedy.ANOTHER_ROUND],
            id="the last has nobody beside",
        ),
        pytest.param(
            case(ROUND, group("second", 32, trend=-0.3), NEVER),
            Rung.STAGGERED,
            [Lack(Reason.TRENDS_DIFFER)],
            [Remedy.ANOTHER_ROUND],
            id="one of two had a trend",
        ),
        pytest.param(
            case(ROUND, serves_goal=False), Rung.BEFORE_AFTER, [Lack(Reason.NO_GOAL)], [Remedy.NAME_A_GOAL], id="serves no goal"
        ),
    ],
)
def test_a_rung_says_what_it_lacks_and_what_would_allow_it(known, rung, expected, remedies):
    standing = ladder(known)[rung]
    assert (list(standing.lacking), standing.remedies, standing.estimate) == (expected, remedies, None)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e300], ids=["not a number", "without end", "beyond reckoning"])
def test_figures_that_cannot_be_reckoned_with_are_left_out(value):
    spoilt = replace(ROUND, weeks=(*ROUND.weeks[:-1], replace(ROUND.weeks[-1], value=value)))
    assert ladder(case(spoilt, NEVER)) == ladder(case(replace(ROUND, weeks=ROUND.weeks[:-1]), NEVER))


def test_groups_that_start_together_count_by_their_people_whatever_comes_and_goes():
    # given
    small = Group("small", (Week(on(0), 10.0, 10), Week(on(1), 10.0, 30)))
    large = Group("large", (Week(on(0), 40.0, 70), Week(on(1), 40.0, 50), Week(on(2), 40.0, 50)))

    # then
    assert together([small, large]) == {on(0): Week(on(0), 32.5, 80), on(1): Week(on(1), 32.5, 80)}


def test_rounds_count_by_their_people_and_err_together():
    # given
    second = group("second", 32, effect=-2, people=90)

    # when
    estimate = ladder(case(ROUND, second, NEVER))[Rung.STAGGERED].estimate

    # then
    fits = [trial([ROUND, second, NEVER], day).difference_in_differences() for day in (on(24), on(32))]
    error = fits[0].error / 4 + fits[1].error * 3 / 4
    whole = Fit(fits[0].value / 4 + fits[1].value * 3 / 4, error, min(fit.df for fit in fits)).estimate()
    assert (estimate.value, estimate.low) == (pytest.approx(whole.value), pytest.approx(whole.low))


def test_every_reason_has_its_remedy():
    assert set(REMEDIES) == set(Reason)


def test_the_claim_names_what_the_next_rung_lacks():
    claim = strongest(case(ROUND, NEVER))
    assert (claim.next_rung, claim.next_standing.remedies) == (Rung.STAGGERED, [Remedy.ANOTHER_ROUND])
    assert strongest(case(ROUND, SECOND, NEVER)).next_rung is None


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(Event(on(26), frozenset({"round", "others"})), id="touches both"),
        pytest.param(Event(on(26), frozenset({"elsewhere"})), id="touches neither"),
        pytest.param(Event(on(19), frozenset({"round"})), id="five weeks before"),
        pytest.param(Event(on(40), frozenset({"round"})), id="after the last week"),
    ],
)
def test_an_event_that_cannot_explain_the_difference_is_no_obstacle(event):
    assert strongest(case(ROUND, NEVER, events=[event])).rung is Rung.DIFFERENCE


def test_others_count_until_the_first_of_them_starts():
    # when
    this = trial([ROUND, SECOND, NEVER], on(24))

    # then
    assert [week.on for week in this.gaps_after] == [on(number) for number in range(24, 32)]
    assert this.other_names == {"second", "others"}


def test_who_has_started_before_is_nobodys_comparison():
    assert trial([ROUND, SECOND], on(32)).other_names == frozenset()


def test_the_week_of_a_start_in_its_middle_is_neither_before_nor_after():
    this = trial([replace(ROUND, starts_on=on(24) + timedelta(days=2)), NEVER], on(24) + timedelta(days=2))
    assert (this.gaps_before[-1].on, this.gaps_after[0].on) == (on(23), on(25))


@pytest.mark.parametrize(
    ("helped", "most", "at_least"),
    [
        pytest.param(Helped(20, 20), True, 15, id="all"),
        pytest.param(Helped(17, 20), True, 15, id="seventeen"),
        pytest.param(Helped(15, 20), True, 15, id="fifteen"),
        pytest.param(Helped(6, 7), True, None, id="six of seven"),
        pytest.param(Helped(2, 20), False, None, id="two"),
    ],
)
def test_reported_help_says_no_more_than_may_be_said(helped, most, at_least):
    # when
    standing = ladder(case(helped=helped))[Rung.REPORTED_HELP]

    # then
    assert (standing.said.most, standing.said.at_least) == (most, at_least)
    assert standing.estimate.low <= helped.count / helped.of <= standing.estimate.high
