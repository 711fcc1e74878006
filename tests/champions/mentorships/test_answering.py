"""Two doors at the same moment: no ambassador accompanies more colleagues than they said."""

from contextlib import suppress
from threading import Barrier, Thread

from sqlalchemy import func, select

from champions import register
from champions.errors import WrongStanding
from champions.mentorships import answering, departures, proposals, records
from champions.mentorships.models import Origin, Proposal
from champions.offers import Offer
from database import db, transaction
from tests.infra.mentorships import OFFER, accompanied_by, fresh, state_of


def test_two_at_once_take_one_place(app, helps, asks, proposed, answers, ada, bo, dana, now):
    """Two proposals made when there was room for both; by the time both say yes there is room for one."""
    # given
    helps(bo, capacity=2)
    waiting = []
    for person in (ada, dana):
        asks(person)
        waiting.append(proposed(person, bo))
        answers(waiting[-1], bo)
    with transaction():
        register.change_offer(fresh(bo), Offer(OFFER.topics, OFFER.languages, OFFER.places, OFFER.times, 1))
    pressed = Barrier(2)

    def press(proposal_id, person_id):
        with app.app_context():
            pressed.wait(60)
            with transaction():
                answering.answer(proposal_id, person_id, yes=True, now=now)
            db.session.remove()

    # when
    threads = [Thread(target=press, args=(one.id, one.mentee_id)) for one in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    # then
    assert len(accompanied_by(bo)) == 1


def test_two_proposals_at_once_take_one_place(app, helps, asks, ada, bo, chen, dana, now):
    # given
    helps(bo, capacity=1)
    for person in (ada, dana):
        asks(person)
    pressed = Barrier(2)

    def press(person_id):
        with app.app_context():
            pressed.wait(60)
            with transaction():
                proposals.propose_many([(person_id, bo.id)], origin=Origin.BY_HAND, by=None, now=now)
            db.session.remove()

    # when
    threads = [Thread(target=press, args=(person.id,)) for person in (ada, dana)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    # then
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 1


def test_handover_begins_while_the_ambassador_before_ends_it(app, accompanied, helps, answers, ada, bo, dana, now):
    """Whichever comes first: whoever is accompanied is not asked whether they would like another one."""
    # given
    helps(dana)
    pair = accompanied(ada, bo)
    with transaction():
        proposal = departures.hand_over(pair.id, dana.id, by=fresh(bo), now=now)
    answers(proposal, ada)
    pressed = Barrier(2)

    def press(rule):
        with app.app_context():
            pressed.wait(60)
            with suppress(WrongStanding), transaction():
                rule()
            db.session.remove()

    def ends():
        records.end(pair.id, "", by=fresh(bo), today=now.date(), now=now)

    def says_yes():
        answering.answer(proposal.id, dana.id, yes=True, now=now)

    # when
    threads = [Thread(target=press, args=(rule,)) for rule in (ends, says_yes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    # then
    assert (accompanied_by(bo), accompanied_by(dana), state_of(ada)) == ([], ["Ada Okafor"], "accompanied")
