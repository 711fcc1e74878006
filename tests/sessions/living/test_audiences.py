"""A session or series invites a group and follows it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from networks import groups, memberships
from networks.models import Origin
from people import people
from sessions import invitations
from sessions.details import details_of
from sessions.errors import WrongState
from sessions.invitations import Invited
from sessions.living import queries
from sessions.models import Answer, Rsvp, ScheduledSession, Via
from sessions.rsvps import record_answer
from sessions.series import edits
from sessions.series.edits import Scope
from tests.infra.series import dates_of


def test_the_group_is_invited_and_nobody_twice(group, meetup, follow, invited, ada, bo, chen, dana):
    # given
    session = meetup(invited=[ada])
    walkers, readers = group(members=[ada, dana]), group(name="Readers", members=[dana, chen])

    # when
    done = [follow(session, walkers), follow(session, readers)]

    # then
    assert done == [Invited(invited=1, already_invited=1), Invited(invited=1, already_invited=1)]
    assert invited(session) == ["Ada", "Chen", "Dana"]
    assert [[one.group for one in queries.why_invited(session, person).reasons] for person in (dana, bo)] == [
        ["Lunch walkers", "Readers"],
        [],
    ]


def test_who_joins_is_invited_and_who_leaves_gets_a_cancel(
    group, meetup, follow, come, go, invited, deliver, vevents_to, ada, dana, clock, smtp_sink
):
    # given
    session, made = meetup(), group(members=[ada])
    follow(session, made)

    # when
    come(made, dana)
    deliver()
    go(made, dana)
    deliver()

    # then
    assert [event["METHOD"] for event in vevents_to(dana)] == ["REQUEST", "CANCEL"]
    assert invited(session) == ["Ada"]


def test_leaving_and_coming_back_invites_again(group, meetup, follow, come, go, invited, ada):
    # given
    session, made = meetup(), group(members=[ada])
    follow(session, made)

    # when
    for _twice in range(2):
        go(made, ada)
        come(made, ada)

    # then
    assert invited(session) == ["Ada"]


def test_who_was_invited_by_hand_too_stays(group, meetup, follow, go, invited, ada, bo, dana, now):
    # given: Ada before the group was, Dana after
    session, made = meetup(invited=[ada]), group(members=[ada, dana])
    follow(session, made)
    with transaction():
        invitations.invite(session.id, [dana.id], by=bo, now=now)

    # when
    go(made, ada)
    go(made, dana)

    # then
    assert invited(session) == ["Ada", "Dana"]


def test_who_is_in_another_group_that_is_invited_stays(group, meetup, follow, go, invited, ada):
    # given
    session = meetup()
    walkers, readers = group(members=[ada]), group(name="Readers", members=[ada])
    follow(session, walkers)
    follow(session, readers)

    # when
    go(walkers, ada)
    one_left = invited(session)
    go(readers, ada)

    # then
    assert (one_left, invited(session)) == (["Ada"], [])


def test_who_was_withdrawn_by_hand_is_never_invited_again_by_a_group(
    group, meetup, follow, come, go, invited, ada, bo, dana, now
):
    # given: Ada before the group is followed, Dana while it is
    session, made = meetup(invited=[ada]), group(members=[ada, dana])
    with transaction():
        invitations.withdraw(session.id, ada.id, by=bo, now=now)
    follow(session, made)
    with transaction():
        invitations.withdraw(session.id, dana.id, by=bo, now=now)

    # when
    for person in (ada, dana):
        go(made, person)
        come(made, person)

    # then
    assert invited(session) == []


def test_a_no_is_remembered_when_somebody_comes_back(group, meetup, follow, come, go, invited, ada, now):
    # given
    session, made = meetup(), group(members=[ada])
    follow(session, made)
    with transaction():
        record_answer(session.id, ada.id, Answer.DECLINED, via=Via.WEB, now=now)

    # when
    go(made, ada)
    come(made, ada)

    # then
    assert invited(session) == []


def test_a_series_gives_the_coming_dates_and_takes_them_back(
    group, weekly, follow, come, go, invited, deliver, smtp_sink, vevents_to, ada, dana, clock
):
    # given
    series, made = weekly(), group(members=[ada])
    first = dates_of(series)[0]
    follow(first, made)

    # when
    come(made, dana)
    deliver()
    theirs = db.session.scalars(select(Rsvp).where(Rsvp.person_id == dana.id)).all()
    go(made, dana)
    deliver()

    # then
    assert len(theirs) == len(dates_of(series))
    assert [event["METHOD"] for event in vevents_to(dana)] == ["REQUEST", "CANCEL"]
    assert invited(first) == ["Ada"]


def test_what_goes_on_as_another_series_is_followed_there(group, weekly, follow, come, go, invited, ada, bo, dana, planner, now):
    # given
    series, made = weekly(invited=[bo]), group(members=[ada])
    dates = dates_of(series)
    follow(dates[0], made)
    with transaction():
        later = replace(details_of(dates[2]), place="Hall 2", title="Lunch and more")
        edits.change(dates[2].id, later, scope=Scope.FOLLOWING, by=planner, now=now)
        split = db.session.get_one(ScheduledSession, dates[2].id)

    # when
    come(made, dana)
    go(made, ada)

    # then
    assert split.calendar_object_id != dates[0].calendar_object_id
    assert [invited(date) for date in (dates[0], split)] == [["Bo", "Dana"], ["Bo", "Dana"]]


def test_a_group_that_is_removed_from_is_followed_too(group, meetup, follow, invited, ada, bo, now):
    # given
    session, made = meetup(), group(members=[ada])
    follow(session, made)

    # when
    with transaction():
        memberships.remove(made.id, ada.id, by=bo, now=now)

    # then
    assert invited(session) == []


def test_many_who_are_mirrored_are_invited_at_once(group, meetup, follow, invited, add_person, bo, now):
    # given
    session, made = meetup(), group()
    follow(session, made)
    people_ = [add_person(f"P{number} Person") for number in range(5)]

    # when
    with transaction():
        memberships.add(made, [person.id for person in people_], Origin.MIRRORED, by=bo, now=now)

    # then
    assert invited(session) == ["P0", "P1", "P2", "P3", "P4"]


def test_what_is_over_or_too_late_does_not_stop_anybody_from_joining(group, meetup, follow, come, invited, standing, dana, now):
    # given
    session, made = meetup(rsvp_until=now + timedelta(hours=1)), group()
    follow(session, made)

    # when
    come(made, dana, at=now + timedelta(hours=2))

    # then
    assert (standing(made, dana), invited(session)) == (("member", "joined"), [])


def test_a_draft_has_them_on_its_list(group, meetup, follow, come, invited, ada, dana, bo, now):
    # given
    session, made = meetup(publish=False), group(members=[ada])
    follow(session, made)

    # when
    come(made, dana)

    # then
    assert invited(session) == ["Ada", "Dana"]


def test_who_is_back_in_the_organisation_is_invited_to_what_came_meanwhile(group, meetup, follow, invited, ada, now, clock):
    # given
    session, made = meetup(), group(members=[ada])
    with transaction():
        people.deactivate(ada)
    follow(session, made)
    away = invited(session)

    # when
    with transaction():
        people.reactivate(ada)

    # then
    assert (away, invited(session)) == ([], ["Ada"])


def test_a_group_is_followed_once_and_not_when_closed(group, meetup, follow, now):
    # given
    session, made, closed = meetup(), group(), group(name="Choir")
    follow(session, made)
    with transaction():
        groups.close(closed.id, now=now)

    # then
    for again in (made, db.session.merge(closed)):
        with pytest.raises(WrongState):
            follow(session, again)


def test_joining_takes_as_many_queries_in_a_large_group(group, meetup, follow, add_person, count_queries, bo, now):
    # given
    counts = []
    for size in (2, 12):
        session, made = (
            meetup(),
            group(name=f"G{size}", members=[add_person(f"G{size}P{number} Person") for number in range(size)]),
        )
        follow(session, made)
        newcomer = add_person(f"N{size} Person")

        # when
        with count_queries() as queries_, transaction():
            memberships.join(made.id, newcomer, now=now)
            memberships.leave(made.id, newcomer, now=now)
        counts.append(len(queries_))

    # then
    assert counts[0] == counts[1]
