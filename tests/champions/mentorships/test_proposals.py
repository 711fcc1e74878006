"""From asking to beginning: both decide, a no shows nowhere, and nothing is taken on beyond what was said."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from champions import register
from champions.errors import AskInvalid, NotPossible, ProposalOver, WrongStanding
from champions.mentorships import expiring, pools, proposals
from champions.mentorships.models import Ask, Origin, PairAnswer, Proposal
from champions.offers import Offer
from database import db, transaction
from mail.models import OutgoingMail
from people import apart
from tests.infra.mentorships import OFFER, accompanied_by, expire, fresh, mails_about_pairs, state_of

WEEK = timedelta(days=7)


@pytest.fixture
def ask_for(now):
    def run(person, ambassador, at=now):
        with transaction():
            return proposals.ask_for(fresh(person), ambassador.id, now=at)

    return run


def test_nothing_begins_until_both_say_yes(helps, asks, proposed, answers, ada, bo):
    # given
    helps(bo)
    asks(ada)
    proposal = proposed(ada, bo)

    # when
    first = answers(proposal, ada)
    between = (first, accompanied_by(bo), state_of(ada))
    began = answers(proposal, bo)

    # then
    assert between == (None, [], "looking")
    assert (began.wish, accompanied_by(bo), state_of(ada)) == (
        "I would like to find our drawings.",
        ["Ada Okafor"],
        "accompanied",
    )
    assert mails_about_pairs() == [
        ("proposal", "ada"),
        ("proposal", "bo"),
        ("mentorship_began", "ada"),
        ("mentorship_began", "bo"),
    ]


def test_who_asks_for_somebody_has_said_yes(helps, asks, ask_for, answers, ada, bo):
    # given
    helps(bo)
    asks(ada)
    proposal = ask_for(ada, bo)

    # then
    assert answers(proposal, bo).mentee_id == ada.id
    assert mails_about_pairs()[0] == ("proposal", "bo")


@pytest.mark.parametrize("says_no", [True, False])
def test_a_no_looks_like_silence_to_the_other(helps, asks, ask_for, answers, ada, bo, now, says_no):
    # given
    helps(bo)
    asks(ada)
    proposal = ask_for(ada, bo)

    # when: Bo says no, or nothing
    if says_no:
        answers(proposal, bo, yes=False)
    with transaction():
        [open_one] = proposals.open_of_mentee(ada.id)
        seen = (open_one.id, open_one.answer_of(ada.id), open_one.is_open(now))
    room = pools.pool(now=now).ambassadors[bo.id].capacity
    early, late = expire(now + WEEK - timedelta(seconds=1)), expire(now + WEEK)
    again = now + WEEK + timedelta(days=1)

    # then: the same in every respect, from Ada's side
    assert (*seen, room) == (proposal.id, PairAnswer.YES, True, 1)
    assert (early, late, state_of(ada)) == (0, 1, "looking")
    assert mails_about_pairs() == [("proposal", "bo"), ("proposal_over", "ada")]
    with pytest.raises(NotPossible) as refused:
        ask_for(ada, bo, at=again)
    assert refused.value.message == "That does not work out now. Ask somebody else, or leave it open and we look along with you."


def test_a_no_of_the_mentee_is_told_to_an_ambassador_who_said_yes_when_it_would_have_expired(
    helps, asks, proposed, answers, ada, bo, now
):
    # given
    helps(bo)
    asks(ada)
    proposal = proposed(ada, bo)
    answers(proposal, bo)
    answers(proposal, ada, yes=False)

    # when
    expire(now + WEEK)

    # then
    assert mails_about_pairs() == [("proposal", "ada"), ("proposal", "bo"), ("proposal_over", "bo")]
    assert state_of(ada) == "looking"


def test_answer_can_change_until_it_is_over(helps, asks, proposed, answers, ada, bo, now):
    # given
    helps(bo)
    asks(ada)
    proposal = proposed(ada, bo)
    answers(proposal, bo, yes=False)
    answers(proposal, ada)

    # then
    with pytest.raises(ProposalOver):
        answers(proposal, bo, at=now + WEEK)
    assert answers(proposal, bo) is not None


def test_only_the_two_answer(helps, asks, proposed, answers, ada, bo, chen, dana, admin):
    # given
    helps(bo)
    asks(ada)
    proposal = proposed(ada, bo)

    # then
    for person in (chen, dana, admin):
        with pytest.raises(ProposalOver):
            answers(proposal, person)


def test_withdrawing_leaves_nothing_and_an_ambassador_who_said_yes_hears_it_later(helps, asks, proposed, answers, ada, bo, now):
    # given
    helps(bo)
    asks(ada)
    proposal = proposed(ada, bo)
    answers(proposal, bo)

    # when
    with transaction():
        proposals.withdraw(fresh(ada), now=now)

    # then
    assert (state_of(ada), db.session.scalar(select(func.count()).select_from(Ask))) == ("", 0)
    last = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert (last.kind, last.recipient, last.due_at) == ("champions.proposal_over", bo.email, now + WEEK)
    with pytest.raises(ProposalOver):
        answers(proposal, ada)


def test_one_question_at_a_time_about_each_who_looks(helps, asks, proposed, ask_for, answers, ada, bo, dana):
    # given
    helps(bo)
    helps(dana)
    asks(ada)
    first = proposed(ada, bo)

    # then: others, and Ada herself, wait; once she said no she may ask for somebody else, and for all others nothing has changed
    for ask in (proposed, ask_for):
        with pytest.raises(NotPossible):
            ask(ada, dana)
    answers(first, ada, yes=False)
    with pytest.raises(NotPossible):
        proposed(ada, dana)
    assert answers(ask_for(ada, dana), dana) is not None


def test_nobody_sends_mails_to_many_by_asking_and_taking_it_back(helps, asks, ask_for, ada, now, add_person):
    # given
    people = [helps(add_person(f"Helper{number} Hand")) for number in range(6)]

    # when
    for person in people[:5]:
        asks(ada)
        ask_for(ada, person)
        with transaction():
            proposals.withdraw(fresh(ada), now=now)
    asks(ada)

    # then
    with pytest.raises(NotPossible, match="You asked 5 ambassadors this week"):
        ask_for(ada, people[5])
    assert ask_for(ada, people[5], at=now + WEEK).mentee_id == ada.id


def test_what_else_was_open_is_over_when_it_begins(helps, asks, proposed, ask_for, answers, ada, bo, dana, now):
    # given: Bo said yes, Ada no, and asked for Dana
    helps(bo)
    helps(dana)
    asks(ada)
    first = proposed(ada, bo)
    answers(first, bo)
    answers(first, ada, yes=False)

    # when
    answers(ask_for(ada, dana), dana)

    # then
    over = db.session.scalar(select(OutgoingMail).where(OutgoingMail.kind == "champions.proposal_over"))
    assert (over.recipient, over.due_at) == (bo.email, now + WEEK)
    with pytest.raises(ProposalOver):
        answers(first, ada)


def test_many_at_once_keep_to_the_room_and_the_order(helps, asks, ada, bo, dana, add_person, now):
    # given
    helps(bo, capacity=2)
    eve = add_person("Eve Mulder")
    for person in (ada, dana, eve):
        asks(person)

    # when
    with transaction():
        made = proposals.propose_many([(one.id, bo.id) for one in (eve, ada, eve, dana)], origin=Origin.ROUND, by=None, now=now)

    # then
    assert [one.mentee.name for one in made] == ["Eve Mulder", "Ada Okafor"]


def change_capacity(bo, now):
    register.change_offer(bo, Offer(OFFER.topics, OFFER.languages, OFFER.places, OFFER.times, 0))


def rest(bo, now):
    register.rest(bo, now=now)


@pytest.mark.parametrize("change", [change_capacity, rest])
def test_ambassador_without_room_hears_it_and_the_mentee_nothing(helps, asks, proposed, answers, ada, bo, now, change):
    # given
    helps(bo)
    asks(ada)
    proposal = proposed(ada, bo)
    answers(proposal, bo)

    # when
    with transaction():
        change(fresh(bo), now)

    # then
    assert answers(proposal, ada) is None
    with pytest.raises(NotPossible) as refused:
        answers(proposal, bo)
    assert refused.value.message == "You take nobody more now, by what you said yourself. Change that on your page first."
    assert accompanied_by(bo) == []


def test_who_would_rather_not_by_now_is_not_brought_together(helps, asks, proposed, answers, ada, bo):
    # given
    helps(bo)
    asks(ada)
    proposal = proposed(ada, bo)
    answers(proposal, ada)

    # when
    with transaction():
        apart.keep(fresh(ada), [bo.id])

    # then
    assert answers(proposal, bo) is None
    assert accompanied_by(bo) == []


def test_who_is_accompanied_does_not_ask(accompanied, asks, ada, bo, now):
    # given
    accompanied(ada, bo)

    # then
    with pytest.raises(WrongStanding):
        asks(ada)
    with pytest.raises(WrongStanding), transaction():
        proposals.withdraw(fresh(ada), now=now)


@pytest.mark.parametrize(
    ("changes", "field"), [({"words": " "}, "words"), ({"words": "x" * 1001}, "words"), ({"resemblance": 101}, "resemblance")]
)
def test_ask_says_what_is_wrong(asks, ada, changes, field):
    with pytest.raises(AskInvalid) as refused:
        asks(ada, **changes)
    assert refused.value.field == field


def test_old_proposals_are_forgotten(helps, asks, proposed, ada, bo, now):
    # given
    helps(bo)
    asks(ada)
    proposed(ada, bo)
    expire(now + WEEK)

    # when
    with transaction():
        expiring.forget(now=now + WEEK + timedelta(days=180))

    # then
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_nobody_who_manages_proposes_themselves_and_learns_by_it_who_would_rather_not(helps, asks, proposed, ada, bo, chen):
    """Whether the other one would rather not or not: the same words."""
    # given
    for person in (bo, chen):
        helps(person)
    for person in (ada, chen):
        asks(person)

    # then
    refused = []
    for mentee, ambassador in ((ada, chen), (chen, bo)):
        for others in ([], [chen.id]):
            with transaction():
                apart.keep(fresh(ada if ambassador is chen else bo), others)
            with pytest.raises(NotPossible) as error:
                proposed(mentee, ambassador)
            refused.append(error.value.message)
    assert set(refused) == {"You are one of the two: another community manager proposes it, or one of you asks the other."}
