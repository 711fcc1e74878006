"""A yes or no to the dates of a group, in the calendar above all, is that to the place in it. Replies are real mail, read by the worker."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from database import db, transaction
from mail.models import OutgoingMail
from networks import memberships
from networks.models import Group, Membership, MembershipState
from sessions import invitations
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, Via
from sessions.rounds import going_on, jobs_answers, placing, proposing, publishing, rounds, series_answers
from sessions.rounds.models import DeclinedGroup, PlaceAnswer, RoundGroup
from sessions.series import answers
from sessions.series.edits import Scope
from tests.infra.answers import of_date
from tests.infra.sign_ups import sign_up_of

YES, OPEN = PlaceAnswer.YES, PlaceAnswer.NONE


@pytest.fixture
def published(round_, sign_up, propose, crowd, ada, bo, chen, now, clock):
    """Eve and Finn are asked into a group with Ada, Gus and Hedda into one with Bo; Gus alone has said yes. It is an hour later."""
    made = round_(hosts=[ada, bo])
    for person in crowd[:5]:
        sign_up(made, person)
    propose(made, [crowd[:2], crowd[2:4]], hosts=[ada, bo])
    with transaction():
        proposing.ask(made.id, now=now)
    with transaction():
        placing.answer(made.id, sign_up_of(made, crowd[2]).id, yes=True, now=now)
    with transaction():
        publishing.publish(made.id, by=db.session.merge(chen), now=now)
    clock.move_to(now + timedelta(hours=1))
    return made


def group_of(made, number):
    return db.session.scalars(select(RoundGroup).where(RoundGroup.round_id == made.id, RoundGroup.number == number)).one()


def first_date(made, number):
    query = select(ScheduledSession).where(ScheduledSession.series_id == group_of(made, number).series_id)
    return db.session.scalars(query.order_by(ScheduledSession.starts_at)).first()


@pytest.fixture
def presses(answer, comes_in, now):
    """`presses(made, 1, eve, "ACCEPTED", minutes=5)`: in her calendar, for all dates of group 1, so long after an hour from now."""

    def press(made, number, person, word, *, minutes=0, **changes):
        at = now + timedelta(minutes=60 + minutes)
        return comes_in(
            answer(first_date(made, number), person, word, stamped=at, **changes), envelope_from=person.email, at=at
        ).reason

    return press


@pytest.fixture
def heard(clock, now):
    """`heard(minutes=20)`: the worker has looked, twenty minutes after an hour from now."""

    def look(*, minutes=0):
        clock.move_to(now + timedelta(minutes=60 + minutes))
        db.session.rollback()
        known = list(db.session)
        jobs_answers.hear_all()
        db.session.add_all(known)  # the worker leaves with its session, and what the test holds goes on
        db.session.expire_all()

    return look


def stands(made, person):
    """In which group (by number), what was said of it, of how many groups a member, and the seat at the next date they are invited to."""
    kept = sign_up_of(made, person)
    mine = select(Membership).where(Membership.person_id == person.id, Membership.state == MembershipState.MEMBER)
    held = select(Rsvp.seat).join(Invitation, Invitation.id == Rsvp.invitation_id)
    held = held.where(Rsvp.person_id == person.id, Invitation.withdrawn_at.is_(None)).order_by(Rsvp.id)
    number = kept.group.number if kept.group else None
    return (number, kept.answer, len(db.session.scalars(mine).all()), db.session.scalars(held).first())


def count_mails():
    return db.session.scalar(select(func.count()).select_from(OutgoingMail))


def test_yes_in_the_calendar_is_the_yes_to_the_place(published, crowd, presses, heard):
    # given
    before = stands(published, crowd[0])
    presses(published, 1, crowd[0], "ACCEPTED")
    mails = count_mails()

    # when
    heard()

    # then: in the group, and no mail says again what the calendar knows
    assert before == (1, OPEN, 0, Seat.NONE)
    assert stands(published, crowd[0]) == (1, YES, 1, Seat.SEATED)
    assert count_mails() == mails
    assert series_answers.unheard(now=published.published_at + timedelta(days=1)) == []


@pytest.mark.parametrize("place", [0, 2], ids=["who had not said", "who is in the group"])
def test_no_in_the_calendar_is_the_no_to_the_place(published, crowd, presses, heard, round_mails, place):
    # given
    person, number = crowd[place], 1 if place == 0 else 2
    presses(published, number, person, "DECLINED")

    # when: at first it may be a slip
    heard(minutes=14)
    before = stands(published, person)
    heard(minutes=16)

    # then: out of it all, and asked about the other group, without having said why
    assert before[0] == number
    assert stands(published, person) == (3 - number, OPEN, 0, None)
    assert db.session.scalars(select(DeclinedGroup.group_id)).all() == [group_of(published, number).id]
    assert round_mails()[-1][:2] == ("place", person.email.partition("@")[0])


def test_last_word_holds_in_whatever_order_it_comes(published, crowd, presses, heard):
    """Slips and changes of mind, in any order and heard at any moment: who said yes last is in, and belongs to one group at most."""
    # given
    dice = random.Random(4)
    people = [crowd[0], crowd[1], crowd[3]]
    places = {person.id: 1 if person in people[:2] else 2 for person in people}
    last = {}

    # when: each says something every now and then, none a no that stands for a quarter of an hour
    for minutes in range(0, 40, 5):
        person = dice.choice(people)
        last[person.id] = "ACCEPTED" if last.get(person.id) != "ACCEPTED" else dice.choice(["DECLINED", "TENTATIVE", "ACCEPTED"])
        presses(published, places[person.id], person, last[person.id], minutes=minutes)
        if last[person.id] == "DECLINED":
            last[person.id] = "ACCEPTED"
            presses(published, places[person.id], person, "ACCEPTED", minutes=minutes + 1)
        if dice.random() < 0.5:
            heard(minutes=minutes + 2)
    for person in people:
        presses(published, places[person.id], person, "ACCEPTED", minutes=50)
    heard(minutes=90)

    # then
    assert [stands(published, person) for person in people] == [(places[person.id], YES, 1, Seat.SEATED) for person in people]
    assert db.session.scalars(select(DeclinedGroup)).all() == []


def test_no_to_one_date_and_a_maybe_leave_the_place_alone(published, crowd, presses, heard):
    # given
    presses(published, 2, crowd[2], "DECLINED", properties=of_date(first_date(published, 2)))
    presses(published, 1, crowd[0], "TENTATIVE")

    # when
    heard(minutes=60)

    # then
    assert [stands(published, crowd[place])[:3] for place in (0, 2)] == [(1, OPEN, 0), (2, YES, 1)]


def test_who_sends_a_colleague_keeps_the_place(published, crowd, delegate, heard, dana):
    # given: Gus is in group 2, Dana in no round
    delegate(first_date(published, 2), crowd[2], dana, minutes=61, whole=True)

    # when
    heard(minutes=60)

    # then
    assert stands(published, crowd[2])[:3] == (2, YES, 1)
    assert db.session.scalars(select(Membership).where(Membership.person_id == dana.id)).all() == []


def test_who_was_invited_otherwise_is_in_no_group_by_a_yes(published, crowd, presses, heard, dana, bo, now):
    # given: Bo invites Dana, who is in no round, and Ivo, who waits in this one
    with transaction():
        invitations.invite(first_date(published, 2).id, [dana.id, crowd[4].id], by=db.session.merge(bo), now=now)
    presses(published, 2, dana, "ACCEPTED")
    presses(published, 2, crowd[4], "ACCEPTED")

    # when
    heard(minutes=60)

    # then
    assert stands(published, crowd[4]) == (None, OPEN, 0, Seat.SEATED)
    assert db.session.scalars(select(Membership).where(Membership.person_id == dana.id)).all() == []


def test_what_a_host_records_for_somebody_is_no_answer_to_the_place(published, crowd, heard, ada, now):
    # given
    with transaction():
        answers.record_answer(
            group_of(published, 1).series_id, crowd[0].id, Answer.ACCEPTED, via=Via.HOST, by=db.session.merge(ada), now=now + timedelta(hours=1)
        )  # fmt: skip

    # when
    heard(minutes=60)

    # then: a seat, and nothing that is theirs to say
    assert stands(published, crowd[0]) == (1, OPEN, 0, Seat.SEATED)


def test_who_left_the_group_is_asked_and_not_put_back(published, crowd, presses, heard, now):
    # given: Eve had come to the group by another way, and left it; its dates she has from the round
    circle = db.session.get(Group, group_of(published, 1).formed_group_id)
    eve = db.session.merge(crowd[0])
    with transaction():
        memberships.add(circle, [eve.id], memberships.Origin.JOINED, by=eve, now=now)
        memberships.leave(circle.id, eve, now=now)
    presses(published, 1, eve, "ACCEPTED")

    # when
    heard()

    # then: her yes is to the dates; whether she belongs to the group again she is asked
    membership = db.session.scalars(select(Membership).where(Membership.person_id == eve.id)).one()
    assert (stands(published, eve), membership.state) == ((1, YES, 0, Seat.SEATED), MembershipState.INVITED)


def test_closed_round_hears_nothing(published, crowd, presses, heard, now):
    # given
    presses(published, 1, crowd[0], "ACCEPTED")
    with transaction():
        rounds.close(published.id, now=now + timedelta(hours=1))

    # when
    heard(minutes=60)

    # then
    assert stands(published, crowd[0])[1:] == (OPEN, 0, Seat.SEATED)


def test_change_of_mind_between_two_looks_at_it_counts(published, crowd, presses, now):
    """The worker had read the no when the yes came: what it does then is what stands."""
    # given
    presses(published, 1, crowd[0], "DECLINED")
    later = now + timedelta(minutes=80)
    seen = series_answers.unheard(now=later)
    presses(published, 1, crowd[0], "ACCEPTED", minutes=1)

    # when
    with transaction():
        done = series_answers.hear(seen[0], now=later)

    # then
    assert (len(seen), done, stands(published, crowd[0])[:2]) == (1, None, (1, OPEN))


def test_group_meets_where_its_dates_go_on_as_another_series(published, crowd, presses, heard, edit):
    # given: from the second date on they meet elsewhere
    before = group_of(published, 1).series_id
    second = db.session.scalars(
        select(ScheduledSession).where(ScheduledSession.series_id == before).order_by(ScheduledSession.starts_at).offset(1)
    ).first()
    edit(second, Scope.FOLLOWING, place="Hall 2")
    db.session.expire_all()
    after = group_of(published, 1).series_id

    # when
    presses(published, 1, crowd[0], "ACCEPTED")
    heard()

    # then: an answer to the new dates is one to the place, and what became of the round counts the old ones too
    assert (second.series_id, after != before) == (after, True)
    assert stands(published, crowd[0])[:3] == (1, YES, 1)
    assert going_on.all_of({after}) == {before: after, after: after}
