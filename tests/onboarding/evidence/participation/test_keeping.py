"""A week is shown once. It comes again: nobody can tell who was added."""

import random
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from database import db, transaction
from onboarding.evidence.participation import deciding, keeping, queries
from onboarding.evidence.participation.deciding import Counted
from onboarding.evidence.participation.errors import ParticipationGone
from onboarding.evidence.participation.models import Kind, Level, ParticipationFigure, ParticipationWeek
from onboarding.evidence.participation.segments import WHOLE
from people.models import Person
from people.privacy import FLOOR
from tests.onboarding.evidence.participation.conftest import MONDAY, acts, events

SEGMENTS = [WHOLE, (Kind.DEPARTMENT, "A"), (Kind.DEPARTMENT, "B"), (Kind.PLACE, "x"), (Kind.PLACE, "y"), (Kind.GROUP, "g")]


def test_late_act_moves_nothing(crowd, send, shown, now):
    # given
    people = crowd(40)
    send(events(acts(people[:10], "read"), acts(people[10:20], "post")))
    before = shown("whole")

    # when
    told = send(events(acts(people[:11], "read"), acts(people[10:20], "post")))

    # then
    db.session.rollback()
    week = db.session.query(ParticipationWeek).one()
    assert (shown("whole"), [on.isoformat() for on in told.staying], week.kept_at) == (before, [MONDAY], now)


def test_whole_of_a_week_stands_in_for_the_half_that_came_first(crowd, send, shown):
    # given
    people = crowd(60)
    send(events(acts(people[:10], "read"), acts(people[10:20], "post")))

    # when
    told = send(events(acts(people[:17], "read"), acts(people[17:40], "post")))

    # then
    assert (shown("whole"), [on.isoformat() for on in told.replaced]) == ((61, 40, 17, None, None), [MONDAY])


def test_week_of_which_nothing_could_be_shown_may_come_again(crowd, send, shown):
    # given
    people = crowd(40)
    send(events(acts(people[:3], "read")))

    # when
    send(events(acts(people[:12], "read")))

    # then
    assert shown("whole") == (41, 12, None, None, None)


def test_who_did_not_read_the_file_says_no_yes_to_it(crowd, read, do_wait, add_person, now):
    # given
    waits = do_wait(read(events(acts(crowd(12), "read"))))
    other = add_person("Marieke Vos")

    # when
    with pytest.raises(ParticipationGone), transaction():
        keeping.confirm(waits, by=db.session.get_one(Person, other.id), now=now)

    # then
    assert db.session.query(ParticipationWeek).count() == 0


def test_nobody_who_saw_both_reaches_fewer_than_five():
    """A hundred weeks of two departments that come again with a few or many more; every figure, and what is left of the whole, is looked at before and after."""
    draw, replaced = random.Random(3), 0
    for _number in range(100):
        # given
        people = [_person(draw) for _person_number in range(600)]
        more = draw.choice([1, 3, 30, 300, 450])
        later = [
            _seen(draw, bits) if place < more and level is None else (bits, level) for place, (bits, level) in enumerate(people)
        ]

        # when
        before, now = deciding.decide(_week(people)), deciding.decide(_week(later))
        if not keeping.may_replace(before, now):
            continue
        replaced += 1

        # then
        differences = [
            abs(new - old) for old, new in zip(_told(before), _told(now), strict=True) if old is not None and new is not None
        ]
        assert min(differences, default=FLOOR) >= FLOOR
    assert replaced > 20


def test_a_place_inside_a_department_is_not_told_of_by_what_came_late():
    """Everybody of place x is of department A: beside x, A tells of its others, and of them one alone came late."""

    def week(late):
        at_x, elsewhere, of_b = 1 | 2 | 8, 1 | 2 | 16, 1 | 4 | 16
        seen = Counter({at_x: 20 + 6 * late, elsewhere: 20 + late, of_b: 40 + 12 * late})
        return deciding.decide(
            Counted(SEGMENTS, {None: Counter({bits: 90 - count for bits, count in seen.items()}), Level.CONSUME: seen})
        )

    before, now = week(0), week(1)
    assert [one.took_part for one in before] == [80, 40, 40, 20, 60, None]
    assert not keeping.may_replace(before, now)
    assert keeping.may_narrow(before, now)


def test_week_whose_segments_overlap_is_corrected_for_the_whole_alone_and_for_good(crowd, send):
    # given
    parts = [crowd(40, "A", location="x"), crowd(40, "A", location="y"), crowd(40, "B", location="y"), crowd(40)]

    send(events(*(acts(part[:20], "read", day="2026-11-09") for part in parts)))

    def sent(each, *, narrow=False):
        told = send(events(*(acts(part[:each], "read") for part in parts)), narrow=narrow)
        db.session.rollback()
        figures = db.session.scalars(
            select(ParticipationFigure).where(ParticipationFigure.on == date.fromisoformat(MONDAY))
        ).all()
        whole = next(one.took_part for one in figures if one.kind is Kind.WHOLE)
        return {one.kind for one in figures if one.took_part}, whole, len(told.replaced), len(told.narrowable)

    # then
    every = {Kind.WHOLE, Kind.DEPARTMENT, Kind.PLACE}
    assert [sent(20), sent(21, narrow=True), sent(26)] == [(every, 80, 0, 0), (every, 80, 0, 0), (every, 80, 0, 1)]
    assert [sent(26, narrow=True), sent(32)] == [({Kind.WHOLE}, 104, 1, 0), ({Kind.WHOLE}, 128, 1, 0)]
    assert queries.dashboard((Kind.DEPARTMENT, "A"), weeks=4).chosen == (Kind.DEPARTMENT, "A")


def _person(draw):
    bits = 1 | draw.choice([2, 4, 4])
    return _seen(draw, bits) if draw.random() < 0.5 else (bits, None)


def _seen(draw, bits):
    return bits, draw.choice(list(Level))


def _week(people):
    return Counted(SEGMENTS, {level: Counter(bits for bits, did in people if did is level) for level in (None, *Level)})


def _told(figures):
    """Each figure, and each column of the whole without it, as far as both are shown."""
    columns = [[one.took_part, one.consume, one.contribute, one.create] for one in figures]
    rests = [
        [None if mine is None or of is None else of - mine for mine, of in zip(row, columns[0], strict=True)]
        for row in columns[1:]
    ]
    return [value for row in [*columns, *rests] for value in row]
