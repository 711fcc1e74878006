"""Who may be proposed to whom: the hard rules, as matching is given them."""

import pytest

from champions import fits, queries
from champions.mentorships import pools
from champions.requests import NOT_ALLOWED, Reason, ReasonKind
from database import db, transaction
from people import apart, reporting_lines
from people.people import deactivate
from tests.infra.mentorships import fresh


def allowed(mentee, ambassador, now):
    db.session.rollback()
    return pools.pool(now=now).fit(mentee.id, ambassador.id) > NOT_ALLOWED


def rather_not(ada, bo):
    apart.keep(fresh(ada), [bo.id])


def rather_not_the_other_way(ada, bo):
    apart.keep(fresh(bo), [ada.id])


def reports(ada, bo):
    reporting_lines.assign(fresh(ada), bo.email)


def is_reported_to(ada, bo):
    reporting_lines.assign(fresh(bo), ada.email)


def leaves(ada, bo):
    deactivate(fresh(bo))


@pytest.mark.parametrize("forbids", [rather_not, rather_not_the_other_way, reports, is_reported_to, leaves])
def test_hard_rules_forbid_a_pair(helps, asks, ada, bo, now, forbids):
    # given
    helps(bo)
    asks(ada)
    before = allowed(ada, bo, now)

    # when
    with transaction():
        forbids(ada, bo)

    # then
    assert (before, allowed(ada, bo, now)) == (True, False)


@pytest.mark.parametrize(
    ("offer", "wish", "may"),
    [
        ({"capacity": 0}, {}, False),
        ({"languages": ("nl",)}, {"languages": ("en",)}, False),
        ({"times": (2,)}, {"times": (7,)}, False),
        ({"times": ()}, {"times": (7,)}, True),  # who said no time can at any
        ({"times": (2,)}, {"times": ()}, True),
        ({"topics": ()}, {"topics": ()}, True),
    ],
)
def test_room_language_and_time(helps, asks, ada, bo, now, offer, wish, may):
    # given
    helps(bo, **offer)
    asks(ada, **wish)

    # then
    assert allowed(ada, bo, now) is may


def test_room_counts_who_is_accompanied_and_what_is_open(accompanied, asks, proposed, helps, ada, bo, dana, add_person, now):
    # given
    eve = add_person("Eve Mulder")
    helps(bo, capacity=3)
    accompanied(ada, bo)
    asks(dana)
    proposed(dana, bo)
    asks(eve)

    # then
    found = pools.pool(now=now)
    assert (found.ambassadors[bo.id].capacity, pools.taken_by([bo.id])) == (1, {bo.id: 2})
    assert [mentee.key for mentee in found.round_of().mentees] == [eve.id]
    assert found.being_asked == {dana.id}


def test_a_pair_that_came_to_nothing_is_left_alone_for_a_while_and_past_ones_are_remembered(
    helps, asks, proposed, answers, ada, bo, now
):
    # given
    helps(bo)
    asks(ada)
    answers(proposed(ada, bo), bo, yes=False)

    # then
    assert pools.pool(now=now).mentees[ada.id].blocked == {bo.id}


def test_candidates_come_best_fit_first(helps, asks, ada, bo, dana, chen, now):
    # given: Bo offers what Ada asks about, at her place
    helps(dana, topics=(), places=("Zwolle",))
    helps(bo)
    asks(ada)

    # then
    assert pools.pool(now=now).candidates(ada.id) == [bo.id, dana.id]


def test_dial_of_who_asks_counts(helps, asks, ada, bo, now):
    # given
    helps(bo)

    # when
    found = []
    for resemblance in (0, 100):
        asks(ada, resemblance=resemblance)
        found.append(pools.pool(now=now).fit(ada.id, bo.id))

    # then: another department counts, the same function they have not
    assert found[0] - found[1] == fits.DIAL


def test_reasons_name_times_only_if_both_did(helps, asks, ada, bo):
    # given
    helps(bo)
    found = [pools.reasons(asks(ada, times=times), queries.mine(bo.id)) for times in ((7,), ())]

    # then
    others = (
        Reason(ReasonKind.TOPICS, ("files",)),
        Reason(ReasonKind.OTHER_DEPARTMENT),
        Reason(ReasonKind.SAME_PLACE),
        Reason(ReasonKind.LANGUAGE, ("en",)),
    )
    assert found[1] == others
    assert set(found[0]) == {*others, Reason(ReasonKind.TIMES, count=1)}


def test_pool_takes_the_same_reads_for_many(helps, asks, count_queries, add_person, ada, bo, now):
    # given
    helps(bo)
    asks(ada)

    # when
    taken = []
    for more in ("Eve Mulder", "Finn Test"):
        db.session.rollback()
        with count_queries() as statements:
            pools.pool(now=now)
        taken.append(len(statements))
        asks(helps(add_person(more)))

    # then
    assert taken[0] == taken[1]
