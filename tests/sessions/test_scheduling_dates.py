"""Dates that lie behind: nobody is asked what they could not answer; copies lie ahead."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from people import people as everybody
from people.models import Person
from sessions import scheduling
from sessions.details import details_of
from sessions.errors import DetailsInvalid, WrongState
from sessions.models import Invitation, Rsvp, ScheduledSession, SessionState


def test_a_draft_whose_date_to_answer_has_passed_is_not_published(meetup, posted, ada, chen, now):
    # given
    session = meetup(invited=[ada], publish=False, rsvp_until=now + timedelta(days=1))

    # when
    with pytest.raises(WrongState), transaction():
        scheduling.publish(session.id, by=chen, now=now + timedelta(days=1))

    # then
    assert posted(session) == []


def test_nobody_is_invited_after_the_date_to_answer(meetup, invite, posted, ada, now):
    # given
    session = meetup(rsvp_until=now + timedelta(days=1))

    # when
    with pytest.raises(WrongState):
        invite(session, ada, at=now + timedelta(days=1))

    # then
    assert posted(session) == []


def test_asking_everybody_again_needs_a_date_to_answer_that_lies_ahead(meetup, say, change, room, ada, now):
    # given
    session = meetup(invited=[ada], rsvp_until=now + timedelta(days=1))
    say(session, ada, "accepted")
    later = now + timedelta(days=2)

    # when
    with pytest.raises(DetailsInvalid) as refused:
        change(session, place="Hall 2", at=later)
    before = room(session)
    change(session, place="Hall 2", rsvp_until=None, at=later)

    # then
    assert refused.value.field == "rsvp_until"
    assert (before["Ada"][0], room(session)["Ada"][0]) == ("accepted", "needs-action")


def test_other_words_may_change_after_the_date_to_answer(meetup, say, change, room, ada, now):
    # given
    session = meetup(invited=[ada], rsvp_until=now + timedelta(days=1))
    say(session, ada, "accepted")

    # when
    change(session, address="Second floor", at=now + timedelta(days=2))

    # then
    assert room(session) == {"Ada": ("accepted", "seated", None)}


def test_a_start_in_the_past_is_refused_and_an_end_may_move_while_it_goes_on(meetup, say, change, room, posted, ada):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    begun = session.starts_at + timedelta(minutes=10)

    # when
    with pytest.raises(DetailsInvalid) as refused:
        change(session, moved_by=timedelta(minutes=5), at=begun)
    change(session, ends_at=session.ends_at + timedelta(hours=1), at=begun)

    # then: told, but not asked what nobody can answer any more
    assert refused.value.field == "starts_at"
    assert room(session) == {"Ada": ("accepted", "seated", None)}
    assert posted(session)[-1] == ("update", "ada", 1, "queued")


def test_another_first_host_is_told_because_the_calendar_names_them(meetup, change, posted, ada, bo, chen):
    # given
    session = meetup(invited=[ada])

    # when
    change(session, host_ids=(bo.id, chen.id))
    second_added = len(posted(session))
    change(session, host_ids=(chen.id, bo.id))

    # then
    assert (second_added, posted(session)[-1]) == (1, ("update", "ada", 0, "queued"))


def test_hosts_stand_in_the_order_in_which_they_were_named(meetup, change, bo, chen, dana):
    # given
    session = meetup()
    orders = [(chen.id, bo.id), (dana.id, chen.id, bo.id), (bo.id, dana.id), (dana.id,)]

    # when
    kept = []
    for order in orders:
        change(session, host_ids=order)
        db.session.expire_all()
        kept.append(details_of(db.session.get_one(ScheduledSession, session.id)).host_ids)

    # then
    assert kept == orders


def test_a_copy_of_a_session_long_past_lies_ahead_with_its_date_to_answer(meetup, chen, now):
    # given: answers were due on the Friday before, and summer time began in between
    session = meetup(
        at=datetime(2026, 3, 1, tzinfo=UTC),
        starts_at=datetime(2026, 3, 30, 10, tzinfo=UTC),
        ends_at=datetime(2026, 3, 30, 11, tzinfo=UTC),
        rsvp_until=datetime(2026, 3, 27, 23, tzinfo=UTC),
    )

    # when
    with transaction():
        copy = scheduling.duplicate(session.id, by=chen, now=now)

    # then: Monday at noon, answers by the end of that Friday
    assert (copy.starts_at, copy.ends_at, copy.rsvp_until) == (
        datetime(2026, 12, 7, 11, tzinfo=UTC),
        datetime(2026, 12, 7, 12, tzinfo=UTC),
        datetime(2026, 12, 4, 23, tzinfo=UTC),
    )
    assert (copy.state, copy.calendar_object.sequence) == (SessionState.DRAFT, 0)
    assert db.session.scalars(select(Rsvp).where(Rsvp.session_id == copy.id)).all() == []


def test_a_copy_is_hosted_by_who_makes_it_when_nobody_else_is_left(meetup, chen, bo, now, clock):
    # given
    session = meetup()
    with transaction():
        everybody.deactivate(db.session.get_one(Person, bo.id))

    # when
    with transaction():
        copy = scheduling.duplicate(session.id, by=chen, now=now)

    # then
    assert [host.person.name for host in copy.hosts] == ["Chen Meijer"]


def test_a_draft_that_is_called_off_tells_nobody(meetup, cancel, posted, ada, now):
    # given
    session = meetup(invited=[ada], publish=False)

    # when
    cancel(session, "Never mind.")

    # then
    assert (session.state, session.cancelled_at, posted(session)) == (SessionState.CANCELLED, now, [])


def test_a_session_that_is_over_is_neither_changed_nor_called_off(meetup, change, cancel, posted, ada):
    # given
    session = meetup(invited=[ada])
    over = session.ends_at

    # when
    for attempt in (lambda: change(session, title="Later", at=over), lambda: cancel(session, at=over)):
        with pytest.raises(WrongState):
            attempt()

    # then
    assert posted(session) == [("invitation", "ada", 0, "queued")]


def test_a_draft_is_thrown_away_with_its_list(meetup, ada, chen):
    # given
    session = meetup(invited=[ada], publish=False)

    # when
    with transaction():
        scheduling.discard(session.id, by=chen)

    # then
    left = [db.session.scalars(select(table.id)).all() for table in (ScheduledSession, Invitation, Rsvp)]
    assert left == [[], [], []]


def test_what_was_published_is_not_thrown_away(meetup, chen):
    # given
    session = meetup()

    # when
    with pytest.raises(WrongState), transaction():
        scheduling.discard(session.id, by=chen)

    # then
    assert db.session.scalars(select(ScheduledSession.id)).all() == [session.id]
