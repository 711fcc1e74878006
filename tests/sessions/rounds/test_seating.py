"""Once groups exist: who waits is asked about a place, is in it with a yes, and leaves a group without a reason; then the round ends."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from networks import memberships
from networks.models import Ending, Group, Membership, MembershipState
from sessions import scheduling
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, Via
from sessions.rounds import placing, proposing, publishing, queries, rounds, seating, signing_up
from sessions.rounds.errors import MoveRefused, RoundClosed
from sessions.rounds.models import DeclinedGroup, PlaceAnswer, RoundGroup, RoundState, SignUp
from sessions.series import answers
from tests.infra.sign_ups import sign_up_of


@pytest.fixture
def published(round_, sign_up, propose, crowd, ada, bo, chen, now):
    """Eve and Finn are in a group with Ada, Gus and Ivo in one with Bo; Hedda and Jara wait."""
    made = round_(hosts=[ada, bo])
    eve, finn, gus, ivo = (crowd[number] for number in (0, 1, 2, 4))
    for person in crowd:
        sign_up(made, person)
    propose(made, [[eve, finn], [gus, ivo]], hosts=[ada, bo])
    with transaction():
        proposing.ask(made.id, now=now)
    for person in (eve, finn, gus, ivo):
        with transaction():
            placing.answer(made.id, sign_up_of(made, person).id, yes=True, now=now)
    with transaction():
        publishing.publish(made.id, by=db.session.merge(chen), now=now)
    return made


@pytest.fixture
def later(now):
    """An hour after publishing."""
    return now + timedelta(hours=1)


def offer(made, person, number, at):
    with transaction():
        row = db.session.scalars(select(RoundGroup).where(RoundGroup.round_id == made.id, RoundGroup.number == number)).one()
        return placing.offer(made.id, sign_up_of(made, person).id, row.id, now=at)


def say(made, person, *, yes, at):
    with transaction():
        return placing.answer(made.id, sign_up_of(made, person).id, yes=yes, now=at)


def stands(made, person):
    """In which group (by number), what was said of it, whether member of the group, and the seat at its first date."""
    kept = sign_up_of(made, person)
    membership = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).first()
    held = select(Rsvp.seat).join(Invitation, Invitation.id == Rsvp.invitation_id)
    held = held.where(Rsvp.person_id == person.id, Invitation.withdrawn_at.is_(None)).order_by(Rsvp.id)
    is_member = membership is not None and membership.state is MembershipState.MEMBER
    return (kept.group.number if kept.group else None, kept.answer, is_member, db.session.scalars(held).first())


def test_who_waits_is_asked_and_in_with_a_yes(published, crowd, round_mails, later):
    # when
    offer(published, crowd[3], 1, later)
    asked = stands(published, crowd[3])
    mails = [(kind, name) for kind, name, *_rest in round_mails() if name == "hedda"]
    say(published, crowd[3], yes=True, at=later)

    # then: nothing but a question first; then group, invitation and seat at once
    assert asked == (1, PlaceAnswer.NONE, False, None)
    assert mails[-1] == ("place", "hedda")
    assert stands(published, crowd[3]) == (1, PlaceAnswer.YES, True, Seat.SEATED)


def test_no_needs_no_reason_and_leads_to_another_group(published, crowd, later):
    # given
    offer(published, crowd[3], 1, later)

    # when
    say(published, crowd[3], yes=False, at=later)

    # then
    assert stands(published, crowd[3]) == (2, PlaceAnswer.NONE, False, None)


def test_who_is_in_a_group_leaves_it_and_is_proposed_another(published, crowd, later):
    # when
    say(published, crowd[0], yes=False, at=later)

    # then: the group, the seat and the invitation are gone, and the other group waits for an answer
    kept = sign_up_of(published, crowd[0])
    ended = db.session.scalars(select(Membership.ending).where(Membership.person_id == crowd[0].id)).one()
    withdrawn = db.session.scalars(select(Invitation).where(Invitation.person_id == crowd[0].id)).one().withdrawn_at
    assert (kept.group.number, kept.answer, kept.is_offered, ended, withdrawn) == (2, PlaceAnswer.NONE, True, Ending.LEFT, later)
    # then: with a yes there
    say(published, crowd[0], yes=True, at=later)
    assert stands(published, crowd[0])[:2] == (2, PlaceAnswer.YES)


def test_who_was_invited_at_publication_leaves_the_dates_too(round_, sign_up, propose, crowd, ada, chen, now, later):
    # given: Finn had not said when the groups were published
    made = round_(hosts=[ada])
    for person in crowd[:2]:
        sign_up(made, person)
    propose(made, [crowd[:2]], hosts=[ada])
    with transaction():
        proposing.ask(made.id, now=now)
    with transaction():
        publishing.publish(made.id, by=db.session.merge(chen), now=now)
    before = stands(made, crowd[1])

    # when
    say(made, crowd[1], yes=False, at=later)

    # then
    assert before == (1, PlaceAnswer.NONE, False, Seat.NONE)
    assert stands(made, crowd[1]) == (None, PlaceAnswer.NONE, False, None)


def test_group_without_a_seat_is_proposed_to_nobody(published, crowd, later, ada):
    # given: of three seats one is left, and Hedda was asked about it
    offer(published, crowd[3], 1, later)

    # when
    with pytest.raises(MoveRefused):
        offer(published, crowd[5], 1, later)
    suits = _suiting(published, crowd[5], later)

    # then: the other has one
    assert suits == [2]


def _suiting(made, person, at):
    db.session.rollback()
    found = rounds.lock(made.id)
    numbers = {row.id: row.number for row in db.session.scalars(select(RoundGroup))}
    return [numbers[id_] for id_ in placing.suiting(found, sign_up_of(found, person), now=at)]


def test_seat_taken_by_somebody_else_counts(published, crowd, dana, ada, later):
    """The host let a colleague in who is in no round: the group is full."""
    # given
    group = db.session.scalars(select(Group).where(Group.name == "Getting started (1)")).one()
    series_id = db.session.scalars(select(RoundGroup.series_id).where(RoundGroup.number == 1)).one()
    with transaction():
        memberships.add(group, [dana.id], memberships.Origin.JOINED, by=db.session.merge(ada), now=later)
        answers.record_answer(series_id, dana.id, Answer.ACCEPTED, via=Via.LINK, now=later)

    # when / then
    assert _suiting(published, crowd[3], later) == [2]


def test_group_that_does_not_meet_any_more_is_proposed_to_nobody(published, crowd, chen, later):
    # given
    rows = db.session.scalars(select(ScheduledSession).order_by(ScheduledSession.id)).all()
    first = [row.id for row in rows if row.title == "Getting started (1)"]
    with transaction():
        for id_ in first:
            scheduling.cancel(id_, reason="", by=db.session.merge(chen), now=later)

    # when / then
    assert _suiting(published, crowd[3], later) == [2]
    assert seating.next_date(db.session.scalars(select(RoundGroup).where(RoundGroup.number == 1)).one(), now=later) is None


def test_who_is_in_a_group_is_not_placed_by_hand(published, crowd, later):
    # when
    with pytest.raises(RoundClosed) as refused:
        offer(published, crowd[0], 2, later)

    # then
    assert refused.value.message == "Eve Test has a group, or was asked about one, already."


def test_change_of_mind_about_times_gives_up_a_place_that_does_not_fit(published, sign_up, crowd, later):
    # given
    offer(published, crowd[3], 1, later)

    # when: Tuesday, on which group 1 meets, is none of her times any more
    sign_up(published, crowd[3], times=[1], at=later)

    # then
    assert stands(published, crowd[3])[:2] == (2, PlaceAnswer.NONE)
    with pytest.raises(RoundClosed):
        sign_up(published, crowd[0], at=later)


def test_closed_round_places_nobody_and_tells_who_waits_once(published, crowd, round_mails, later):
    # given: Hedda was asked and has not answered
    offer(published, crowd[3], 1, later)

    # when
    with transaction():
        closed = rounds.close(published.id, now=later)

    # then
    assert (closed.standing, closed.is_closed, closed.state) == ("closed", True, RoundState.PUBLISHED)
    assert stands(published, crowd[3]) == (None, PlaceAnswer.NONE, False, None)
    told = sorted(name for kind, name, *_rest in round_mails() if kind == "no_place")
    assert told == ["hedda", "jara"]  # at publication: nobody hears it twice
    for attempt in (lambda: say(published, crowd[0], yes=False, at=later), lambda: offer(published, crowd[3], 1, later)):
        with pytest.raises(RoundClosed):
            attempt()
    with transaction():
        signing_up.withdraw(published.id, db.session.merge(crowd[3]), now=later)


def test_closed_round_opens_again(published, crowd, later):
    # given
    with transaction():
        rounds.close(published.id, now=later)
    with pytest.raises(RoundClosed), transaction():
        rounds.close(published.id, now=later)

    # when
    with transaction():
        rounds.reopen(published.id)
    offer(published, crowd[3], 1, later)

    # then
    assert stands(published, crowd[3])[:2] == (1, PlaceAnswer.NONE)
    with pytest.raises(RoundClosed), transaction():
        rounds.reopen(published.id)


def test_round_that_is_not_published_is_not_closed(round_, now):
    # given
    made = round_()

    # when
    with pytest.raises(RoundClosed) as refused, transaction():
        rounds.close(made.id, now=now)

    # then
    assert refused.value.message == "Only a round whose groups are published can be closed."


def test_figures_count_on_who_has_left(published, crowd, ada, later):
    """The manager sees who leaves a group: a share that moved with it would tell whether they had come."""
    # given
    before = queries.afterwards(rounds.lock(published.id), now=later)
    db.session.rollback()

    # when
    say(published, crowd[0], yes=False, at=later)
    after = queries.afterwards(rounds.lock(published.id), now=later)

    # then
    assert (before.placed, before.waiting, after.placed, after.waiting) == (4, 2, 3, 3)
    assert before.came == after.came


def test_offer_that_was_declined_is_remembered(published, crowd, later):
    # given
    offer(published, crowd[3], 1, later)
    say(published, crowd[3], yes=False, at=later)
    say(published, crowd[3], yes=False, at=later)

    # when / then
    assert _suiting(published, crowd[3], later) == []
    assert len(db.session.scalars(select(DeclinedGroup)).all()) == 2
    assert db.session.scalars(select(SignUp).where(SignUp.person_id == crowd[3].id)).one().waits


def circle_of(made, number):
    """The group of people, by id."""
    query = select(RoundGroup.formed_group_id).where(RoundGroup.round_id == made.id, RoundGroup.number == number)
    return db.session.scalars(query).one()


def test_who_was_removed_from_the_group_does_not_come_back_by_an_old_page(published, crowd, chen, later):
    # given
    eve = crowd[0]
    with transaction():
        memberships.remove(circle_of(published, 1), eve.id, by=db.session.merge(chen), now=later)

    # when
    with pytest.raises(RoundClosed) as refused:
        say(published, eve, yes=True, at=later)

    # then: no seat without the group
    assert refused.value.message == "You are in this group no more. Write to who looks after it if you would like to come back."
    assert stands(published, eve) == (1, PlaceAnswer.YES, False, None)


@pytest.mark.parametrize("closed", [False, True])
def test_who_left_the_group_can_withdraw_from_the_round(published, crowd, later, closed):
    # given
    with transaction():
        memberships.leave(circle_of(published, 1), db.session.merge(crowd[0]), now=later)
        if closed:
            rounds.close(published.id, now=later)

    # when
    with transaction():
        signing_up.withdraw(published.id, db.session.merge(crowd[0]), now=later)

    # then
    assert db.session.scalars(select(SignUp).where(SignUp.person_id == crowd[0].id)).all() == []
