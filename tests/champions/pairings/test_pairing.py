"""Looking for pairs all at once: what may be found, what is kept, and that nobody is told before a community manager confirms."""

import pytest
from sqlalchemy import select

import jobs
from champions import register
from champions.errors import NotPossible, PairingMissing, WrongStanding
from champions.mentorships import pools, proposals, records
from champions.mentorships.models import Origin, Proposal
from champions.pairings import pairing
from champions.pairings.matching_apart import Task, Way, find
from champions.pairings.models import PairingLine, PairingRound, PairingState
from database import db, transaction
from people import apart, people, reporting_lines
from people.erasing import erase
from tests.infra.mentorships import fresh, mails_about_pairs


def lines(round_id):
    """Who is with whom, "" for nobody; in order of those who asked."""
    db.session.rollback()
    query = select(PairingLine).where(PairingLine.round_id == round_id).order_by(PairingLine.mentee_id)
    return [(line.mentee.name, line.ambassador.name if line.ambassador else "") for line in db.session.scalars(query)]


def reread(round_id):
    db.session.rollback()
    return db.session.get(PairingRound, round_id, populate_existing=True)


def confirm(round_id, by, now):
    with transaction():
        return [(one.mentee.name, one.ambassador.name) for one in pairing.confirm(round_id, by=fresh(by), now=now)]


def rather_not(mentee, ambassador):
    apart.keep(fresh(mentee), [ambassador.id])


def rather_not_the_other_way(mentee, ambassador):
    apart.keep(fresh(ambassador), [mentee.id])


def reports(mentee, ambassador):
    reporting_lines.assign(fresh(mentee), ambassador.email)


def is_reported_to(mentee, ambassador):
    reporting_lines.assign(fresh(ambassador), mentee.email)


HARD = [rather_not, rather_not_the_other_way, reports, is_reported_to]


@pytest.mark.parametrize("forbids", HARD)
def test_hard_rules_hold_through_the_database_and_come_out_as_one_reason(helps, asks, ada, dana, bo, pairs_found, forbids):
    # given: room for both, and one of them must not be with Bo
    helps(bo, capacity=2)
    asks(ada)
    asks(dana)
    with transaction():
        forbids(ada, bo)

    # then
    assert lines(pairs_found()) == [("Ada Okafor", ""), ("Dana Petrov", "Bo Lindqvist")]


def test_nobody_takes_more_than_they_said_and_everybody_is_listed(helps, asks, add_person, bo, dana, pairs_found):
    # given
    people = [add_person(name) for name in ("Eve Mulder", "Finn Bakker", "Gijs Smit", "Hiba Amrani")]
    helps(bo, capacity=1)
    helps(dana, capacity=2)
    for person in people:
        asks(person)

    # when
    found = lines(pairs_found())

    # then
    assert [name for name, _other in found] == [person.name for person in people]
    assert sorted(other for _name, other in found) == ["", "Bo Lindqvist", "Dana Petrov", "Dana Petrov"]


def test_who_accompanied_before_is_found_last(helps, asks, accompanied, ada, bo, dana, now, pairs_found):
    # given: Bo accompanied Ada, long ago
    helps(dana)
    number = accompanied(ada, bo).id
    with transaction():
        records.end(number, "", by=fresh(ada), today=now.date(), now=now)
        for proposal in db.session.scalars(select(Proposal)):
            proposal.closed_at = now - pools.AGAIN_AFTER
    asks(ada)

    # then
    assert lines(pairs_found()) == [("Ada Okafor", "Dana Petrov")]


def test_nobody_is_told_before_it_is_confirmed_and_then_both_are(helps, asks, ada, bo, chen, now, pairs_found):
    # given
    helps(bo)
    asks(ada)
    round_id = pairs_found()
    before = mails_about_pairs()

    # when
    asked = confirm(round_id, chen, now)

    # then
    assert (before, asked) == ([], [("Ada Okafor", "Bo Lindqvist")])
    assert mails_about_pairs() == [("proposal", "ada"), ("proposal", "bo")]
    assert [one.origin for one in proposals.open_of_mentee(ada.id)] == [Origin.ROUND]
    # ... and of the round only figures are kept
    found = reread(round_id)
    assert (found.state, lines(round_id), found.figures["asked"], found.figures["passed_over"]) == (PairingState.ASKED, [], 1, 0)
    with pytest.raises(WrongStanding):
        confirm(round_id, chen, now)


def test_pair_that_was_taken_out_is_not_asked_until_it_is_put_back(helps, asks, ada, bo, chen, now, pairs_found):
    # given
    helps(bo)
    asks(ada)
    round_id = pairs_found()
    line_id = db.session.scalar(select(PairingLine.id))
    with transaction():
        pairing.take_out(round_id, line_id, out=True)

    # then
    with pytest.raises(NotPossible):
        confirm(round_id, chen, now)
    with transaction():
        pairing.take_out(round_id, line_id, out=False)
    assert confirm(round_id, chen, now) == [("Ada Okafor", "Bo Lindqvist")]


@pytest.mark.parametrize("forbids", HARD)
def test_pair_that_is_forbidden_by_now_is_passed_over(helps, asks, ada, dana, bo, chen, now, pairs_found, forbids):
    # given
    helps(bo, capacity=2)
    asks(ada)
    asks(dana)
    round_id = pairs_found()

    # when
    with transaction():
        forbids(ada, bo)

    # then
    assert confirm(round_id, chen, now) == [("Dana Petrov", "Bo Lindqvist")]
    assert reread(round_id).figures["passed_over"] == 1


def test_nothing_is_begun_where_nobody_waits_or_nobody_has_room(helps, asks, ada, bo, looks_for_pairs):
    with pytest.raises(NotPossible, match="Nobody waits"):
        looks_for_pairs()
    asks(ada)
    helps(bo, capacity=0)
    with pytest.raises(NotPossible, match="No ambassador has room"):
        looks_for_pairs()


def test_one_round_at_a_time_and_a_new_one_takes_the_place_of_one_nobody_was_told_of(
    helps, asks, ada, bo, looks_for_pairs, pairs_found
):
    # given
    helps(bo)
    asks(ada)
    first = pairs_found()

    # when
    second = looks_for_pairs()

    # then
    assert (lines(first), reread(second).state) == ([], PairingState.FINDING)
    with pytest.raises(WrongStanding):
        looks_for_pairs()


def test_worker_finds_the_same_as_before_it_was_killed(helps, asks, ada, dana, bo, chen, looks_for_pairs, now):
    # given: a worker that went after its first step
    names = {person.id: person.name for person in (ada, dana, bo)}
    helps(bo, capacity=1)
    asks(ada)
    asks(dana)
    round_id = looks_for_pairs()
    found = reread(round_id)
    of = pairing.request_of(found, now=now)
    with transaction():
        pairing.step(round_id, found.began_at, 1)

    # when
    jobs.run_now(pairing.JOB)
    first = lines(round_id)
    jobs.run_now(pairing.JOB)

    # then
    (match,) = find(Task(of, Way.BEST)).matching.matches
    assert (names[match.mentee], names[match.ambassador]) in first
    assert (lines(round_id), len(first)) == (first, 2)
    found = reread(round_id)
    assert (found.state, found.steps_done, found.figures["best"]["matched"]) == (PairingState.FOUND, 3, 1)


def test_what_comes_too_late_is_not_kept(helps, asks, ada, bo, looks_for_pairs, now):
    # given
    helps(bo)
    asks(ada)
    round_id = looks_for_pairs()
    found = reread(round_id)
    of, began_at = pairing.request_of(found, now=now), found.began_at
    with transaction():
        pairing.dispose(round_id)

    # then
    with transaction():
        assert pairing.keep(round_id, began_at, of, {way: find(Task(of, way)) for way in Way}) is False
    with pytest.raises(PairingMissing), transaction():
        pairing.dispose(round_id)


def test_whoever_withdrew_or_was_erased_meanwhile_is_in_no_line(helps, asks, ada, dana, bo, looks_for_pairs, now):
    # given
    helps(bo)
    asks(ada)
    asks(dana)
    round_id = looks_for_pairs()
    found = reread(round_id)
    of, began_at = pairing.request_of(found, now=now), found.began_at

    # when
    with transaction():
        proposals.withdraw(fresh(ada), now=now)
        erase(fresh(bo), now=now)
    with transaction():
        pairing.keep(round_id, began_at, of, {way: find(Task(of, way)) for way in Way})

    # then
    assert lines(round_id) == [("Dana Petrov", "")]


@pytest.mark.parametrize("departs", [register.rest, lambda person, now: people.deactivate(person)], ids=["rests", "goes"])
def test_ambassador_who_stops_meanwhile_is_in_no_line_and_the_mentee_has_nobody(
    helps, asks, ada, bo, looks_for_pairs, now, departs
):
    # given
    helps(bo)
    asks(ada)
    round_id = looks_for_pairs()
    found = reread(round_id)
    of, began_at = pairing.request_of(found, now=now), found.began_at

    # when
    with transaction():
        departs(fresh(bo), now=now)
    with transaction():
        pairing.keep(round_id, began_at, of, {way: find(Task(of, way)) for way in Way})

    # then
    assert lines(round_id) == [("Ada Okafor", "")]


def test_same_seed_finds_the_same(helps, asks, add_person, bo, dana, now, looks_for_pairs):
    # given: everybody is alike, so that only the seed decides
    for ambassador in (bo, dana):
        helps(ambassador, capacity=1)
    for name in ("Eve Mulder", "Finn Bakker", "Gijs Smit", "Hiba Amrani"):
        asks(add_person(name))
    found = reread(looks_for_pairs())

    # then
    def at(seed):
        found.seed = seed
        return find(Task(pairing.request_of(found, now=now), Way.BEST)).matching

    assert at(3) == at(3)
    assert len({at(seed).matches for seed in range(8)}) > 1
