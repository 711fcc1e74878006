"""Publishing makes group, series and invitations, for who did not say no."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from networks import memberships
from networks.models import Group, Membership, MembershipState, Origin
from sessions import attendance
from sessions.attendance import Tick
from sessions.models import Invitation, Rsvp, ScheduledSession, Seat
from sessions.rounds import placing, proposing, publishing, queries, rounds, signing_up
from sessions.rounds.errors import RoundClosed
from sessions.rounds.models import RoundGroup, RoundState
from sessions.series.models import Series
from tests.infra.sign_ups import sign_up_of


@pytest.fixture
def asked(round_, sign_up, propose, crowd, ada, now):
    """Eve, Finn and Gus are asked about a group with Ada; Eve says yes, Finn says no, Hedda is in none."""
    made = round_(hosts=[ada])
    eve, finn, gus, hedda = crowd[:4]
    for person in (eve, finn, gus, hedda):
        sign_up(made, person, wish=f"Wish of {person.name}")
    propose(made, [[eve, finn, gus]], hosts=[ada])
    with transaction():
        proposing.ask(made.id, now=now)
    for person, yes in ((eve, True), (finn, False)):
        with transaction():
            placing.answer(made.id, sign_up_of(made, person).id, yes=yes, now=now)
    return made


def publish(made, by, now):
    with transaction():
        return publishing.publish(made.id, by=by, now=now)


def test_publishing_makes_group_series_and_invitations(asked, round_mails, crowd, ada, chen, now):
    # when
    publish(asked, chen, now)

    # then: six Tuesdays at four in Amsterdam, hosted by Ada
    db.session.rollback()
    series = db.session.scalars(select(Series)).one()
    dates = db.session.scalars(select(ScheduledSession).order_by(ScheduledSession.starts_at)).all()
    assert (series.title, series.is_published, len(dates), dates[0].starts_at.isoformat()) == (
        "Getting started (1)",
        True,
        6,
        "2027-01-12T15:00:00+00:00",
    )
    assert [host.person_id for host in dates[0].hosts] == [ada.id]
    # then: who said yes has a seat, who has not said is invited, who said no and who had no place are not
    seats = db.session.execute(select(Rsvp.person_id, Rsvp.seat).where(Rsvp.session_id == dates[0].id).order_by(Rsvp.person_id))
    assert [tuple(row) for row in seats] == [(crowd[0].id, Seat.SEATED), (crowd[2].id, Seat.NONE)]
    assert set(db.session.scalars(select(Invitation.person_id))) == {crowd[0].id, crowd[2].id}
    group = db.session.scalars(select(Group)).one()
    members = db.session.scalars(select(Membership.person_id).where(Membership.state == MembershipState.MEMBER)).all()
    assert (group.name, [one.person_id for one in group.stewards], members) == ("Getting started (1)", [ada.id], [crowd[0].id])
    row = db.session.scalars(select(RoundGroup)).one()
    assert (row.series_id, row.formed_group_id) == (series.id, group.id)
    told = [(kind, name) for kind, name, *_rest in round_mails() if kind in {"no_place", "host"}]
    assert told == [("no_place", "finn"), ("no_place", "hedda"), ("host", "ada")]


def test_publishing_twice_or_too_early_is_refused(asked, round_, chen, now):
    # given
    with pytest.raises(RoundClosed):
        publish(round_(), chen, now)
    publish(asked, chen, now)

    # when
    with pytest.raises(RoundClosed) as refused:
        publish(asked, chen, now)

    # then
    assert refused.value.message == "Ask everybody first whether their place suits."


def test_first_date_that_has_passed_publishes_nothing(asked, chen, now):
    # when
    with pytest.raises(RoundClosed) as refused:
        publish(asked, chen, now.replace(year=2027, month=2))

    # then
    assert refused.value.message == "The first date of a group has passed."


def test_waiting_list_stays_until_somebody_withdraws(asked, crowd, chen, now):
    # given
    publish(asked, chen, now)

    # when
    figures = queries.afterwards(rounds.lock(asked.id), now=now)
    db.session.rollback()
    with transaction():
        signing_up.withdraw(asked.id, crowd[3], now=now)
    with pytest.raises(RoundClosed), transaction():
        signing_up.withdraw(asked.id, crowd[0], now=now)

    # then
    assert (figures.signed_up, figures.placed, figures.waiting, figures.dates_held) == (4, 2, 2, 0)
    db.session.rollback()
    assert rounds.count_signed_up(rounds.lock(asked.id)) == 3


def test_host_reads_the_wishes_of_their_group_alone(asked, crowd, ada, bo, chen, now):
    # given
    before = queries.groups_hosted(asked, ada)
    publish(asked, chen, now)

    # when
    after = queries.groups_hosted(asked, ada)

    # then
    assert before == [] == queries.groups_hosted(asked, bo)
    assert [(row.number, [kept.wish for kept in people]) for row, people in after] == [
        (1, ["Wish of Eve Test", "Wish of Gus Test"])
    ]
    assert [found.id for found in queries.hosted_by(ada)] == [asked.id]
    assert asked.state is RoundState.PUBLISHED


def test_series_of_a_group_follows_who_comes_and_goes(asked, crowd, ada, chen, now):
    """A waiting colleague comes in later and gets the dates; who leaves the group is not invited any more."""
    # given
    publish(asked, chen, now)
    eve, hedda = crowd[0], crowd[3]
    group = db.session.scalars(select(Group)).one()

    # when
    with transaction():
        memberships.add(group, [hedda.id], Origin.INVITED, by=db.session.merge(ada), now=now)
    with transaction():
        memberships.leave(group.id, db.session.merge(eve), now=now)

    # then
    db.session.rollback()
    held = db.session.execute(select(Invitation.person_id, Invitation.withdrawn_at.is_(None)).order_by(Invitation.person_id))
    assert dict(tuple(row) for row in held) == {eve.id: False, crowd[2].id: True, hedda.id: True}


def test_date_counts_when_no_tick_of_it_comes_any_more(asked, crowd, ada, chen, now):
    """A figure that moved with each tick would tell whose it was."""
    # given
    publish(asked, chen, now)
    first = db.session.scalars(select(ScheduledSession).order_by(ScheduledSession.starts_at)).first()
    ends_at, late = first.ends_at, first.ends_at + timedelta(days=14)
    with transaction():
        attendance.tick(first.id, [Tick(crowd[0].id, True, first.starts_at)], by=db.session.merge(ada), now=first.starts_at)

    # when
    held = []
    for moment in (ends_at, late - timedelta(seconds=1), late):
        db.session.rollback()
        held.append(queries.afterwards(rounds.lock(asked.id), now=moment).dates_held)

    # then
    assert held == [0, 0, 1]
