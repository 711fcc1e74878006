"""A goal measured group by group: what is settled before its figures, and what is refused at the door."""

from datetime import timedelta

import pytest

from database import db
from onboarding.evidence import cases, measuring
from onboarding.evidence.claims import Rung
from onboarding.evidence.errors import EvidenceInvalid, LineInvalid
from onboarding.evidence.models import MeasuredWeek, Side
from onboarding.evidence.participation.queries import Indicator
from onboarding.evidence.trials import Reason
from onboarding.goals import events
from onboarding.goals.models import Direction, Goal


def sight(goal_id, now):
    db.session.rollback()
    return cases.sights([db.session.get_one(Goal, goal_id)], now=now)[0]


def test_a_round_beside_its_waiting_list_is_compared(compared, now, chapter_of):
    # when
    here, chapter = sight(compared, now), chapter_of(compared)

    # then
    assert (here.claim.rung, chapter.finding) == (Rung.DIFFERENCE, "better")
    assert chapter.sentence.endswith("That points to an effect for the better.")
    assert chapter.people == "Behind each figure stand at least 25 people."
    assert (len(chapter.figures.rows), chapter.figures.drawing["starts"] != []) == (22, True)
    assert chapter.next_step.remedies == ["another_round"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("2026-11-02;41;4", "fewer than five people", id="four people"),
        pytest.param("2026-11-02;41", "three parts", id="two parts"),
        pytest.param("2027-11-02;41;9", "ahead of its day", id="to come"),
        pytest.param("2026-11-02;fast;9", "is no number", id="no number"),
        pytest.param("2026-11-02;1;9\n2026-11-03;2;9", "stands there twice", id="a week twice"),
    ],
)
def test_lines_that_cannot_be_are_refused_all_together(do, goal, now, line, message):
    # given
    group = do(measuring.name_group, goal(), "Waits", Side.WAITS).id

    # when
    with pytest.raises(EvidenceInvalid, match=message) as caught:
        do(measuring.enter, group, f"2026-10-05;40;9\n{line}", now=now)

    # then
    assert db.session.query(MeasuredWeek).count() == 0
    assert not isinstance(caught.value, LineInvalid) or caught.value.number == 2


def test_a_group_that_was_measured_stays_and_one_that_was_not_goes(do, goal, weeks, now):
    # given
    number = goal()
    measured, empty = (do(measuring.name_group, number, name, Side.OTHERS).id for name in ("A", "B"))
    do(measuring.enter, measured, weeks(1, lambda _week: 4), now=now)

    # when
    do(measuring.take_out, empty)
    with pytest.raises(EvidenceInvalid, match="would be picking"):
        do(measuring.take_out, measured)

    # then
    assert [group.name for group in measuring.groups_of(number)] == ["A"]


def test_who_waited_starts_once_and_becomes_the_second_round(do, compared, now):
    # given
    waits = next(group.id for group in measuring.groups_of(compared) if group.side is Side.WAITS)

    # when
    do(measuring.set_out, waits, now.date() + timedelta(days=3))

    # then
    assert sight(compared, now).case.groups[1].starts_on == now.date() + timedelta(days=3)
    with pytest.raises(EvidenceInvalid, match="do not wait"):
        do(measuring.set_out, waits, now.date())


def test_an_event_that_touched_one_group_disturbs_and_one_that_touched_all_does_not(do, compared, chen, now):
    # given
    event = do(events.note, compared, now.date() - timedelta(days=40), "Half of them moved", by=chen).id
    one, both = [measuring.groups_of(compared)[0].id], [group.id for group in measuring.groups_of(compared)]

    # when
    do(measuring.touch, compared, event, one)
    disturbed = sight(compared, now)
    do(measuring.touch, compared, event, both)

    # then
    lacking = [lack.reason for lack in disturbed.rungs[Rung.DIFFERENCE].lacking]
    assert (disturbed.claim.rung, lacking) == (Rung.BEFORE_AFTER, [Reason.EVENT_AT_THE_SAME_TIME])
    assert sight(compared, now).claim.rung is Rung.DIFFERENCE


def test_one_who_comes_or_leaves_never_moves_a_number_of_people(do, goal, weeks, chapter_of, now):
    """Promise 3: from week to week, and from page to page."""
    # given
    number = goal()
    group = do(measuring.name_group, number, "All", Side.STARTED, starts_on=now.date() - timedelta(weeks=6)).id
    do(measuring.enter, group, weeks(12, lambda week: 40 + week % 3, people=lambda _week: 30), now=now)
    before = chapter_of(number).figures.columns

    # when: one left
    do(measuring.enter, group, weeks(2, lambda week: 41 + week, people=lambda _week: 29), now=now)

    # then
    assert (before, chapter_of(number).figures.columns) == (["Week of", "All (at least 25 people)"],) * 2


def test_a_figure_of_the_platform_is_chosen_once_and_only_for_a_share(do, goal):
    # given
    share, hours = goal("Share", unit="%", direction=Direction.HIGHER), goal("Hours")

    # when
    do(measuring.take_from_platform, share, Indicator.ADDED)

    # then
    for number, message in ((share, "would be picking"), (hours, "measured otherwise")):
        with pytest.raises(EvidenceInvalid, match=message):
            do(measuring.take_from_platform, number, Indicator.CREATED)
