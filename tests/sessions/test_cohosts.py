"""Who is asked to host says yes or no themselves, date by date; only then they are host."""

from datetime import timedelta

import pytest

from database import db, transaction
from people import people
from people.models import Person
from sessions import cohosts, queries_cohosts, scheduling
from sessions.errors import SessionMissing, WrongState
from sessions.models import Host
from sessions.models_cohosts import HostAnswer, HostRequest


@pytest.fixture
def ask(bo, now):
    """`ask(ada, session)`: Bo asks Ada to host; the token of the question."""
    by = bo

    def question(person, *sessions, at=None):
        with transaction():
            return cohosts.ask([one.id for one in sessions], person.id, by=by, now=at or now)[0].token

    return question


@pytest.fixture
def answer(now):
    def say(token, said, *, at=None):
        with transaction():
            return cohosts.answer(token, {session.id: hosts for session, hosts in said.items()}, now=at or now)

    return say


def hosts_of(session):
    db.session.expire_all()
    return [host.person.name.split()[0] for host in session.hosts]


def said(token):
    return [request.answer for request in cohosts.of_token(token)]


def test_who_is_asked_is_no_host_before_they_say_yes(meetup, ask, answer, ada):
    # given
    session = meetup()

    # when
    token = ask(ada, session)
    before = hosts_of(session)
    answer(token, {session: True})

    # then
    assert (before, hosts_of(session), said(token)) == (["Bo"], ["Bo", "Ada"], [HostAnswer.YES])


def test_a_no_leaves_the_hosts_as_they_are(meetup, ask, answer, ada):
    # given
    session = meetup()
    token = ask(ada, session)

    # when
    answer(token, {session: False})

    # then
    assert (hosts_of(session), said(token)) == (["Bo"], [HostAnswer.NO])


def test_nobody_invited_hears_of_a_second_host(meetup, ask, answer, posted, ada, dana):
    # given
    session = meetup(invited=[dana])
    token = ask(ada, session)

    # when
    answer(token, {session: True})

    # then
    assert [(kind, who) for kind, who, _sequence, _state in posted(session)] == [
        ("invitation", "dana"), ("host_request", "ada"), ("host_answer", "bo"),
    ]  # fmt: skip


def test_who_said_yes_may_think_again(meetup, ask, answer, ada):
    # given
    session = meetup()
    token = ask(ada, session)
    answer(token, {session: True})

    # when
    answer(token, {session: False})

    # then
    assert (hosts_of(session), said(token)) == (["Bo"], [HostAnswer.NO])


def test_the_only_host_does_not_leave_a_session_without_one(meetup, change, ask, answer, ada):
    # given
    session = meetup()
    token = ask(ada, session)
    answer(token, {session: True})
    change(session, host_ids=(ada.id,))

    # then
    with pytest.raises(WrongState):
        answer(token, {session: False})
    assert (hosts_of(session), said(token)) == (["Ada"], [HostAnswer.YES])


def test_dates_of_a_series_are_answered_one_by_one(weekly, dates, ask, answer, ada):
    # given
    first, second, third, *_others = dates(weekly())
    token = ask(ada, third, first, second)

    # when
    answer(token, {first: True, second: False})

    # then
    assert [hosts_of(one) for one in (first, second, third)] == [["Bo", "Ada"], ["Bo"], ["Bo"]]
    assert said(token) == [HostAnswer.YES, HostAnswer.NO, HostAnswer.OPEN]


def test_a_date_is_asked_about_once(meetup, ask, answer, ada, bo):
    # given
    session = meetup()
    token = ask(ada, session)

    # then
    with pytest.raises(WrongState):
        ask(ada, session)
    answer(token, {session: False})
    with pytest.raises(WrongState):
        ask(ada, session)
    with pytest.raises(WrongState):
        ask(bo, session)  # hosts it


def test_what_was_asked_before_is_left_out_of_the_next_question(weekly, dates, ask, ada):
    # given
    first, second, *_others = dates(weekly())
    ask(ada, first)

    # when
    token = ask(ada, first, second)

    # then
    assert [request.session_id for request in cohosts.of_token(token)] == [second.id]


def test_nobody_is_asked_who_has_left_or_about_what_is_over_or_off(meetup, cancel, ask, ada, dana, now):
    # given
    open_, over, off = meetup(), meetup(), meetup()
    cancel(off)
    with transaction():
        people.deactivate(db.session.get_one(Person, ada.id))

    # then
    for person, session, at in ((ada, open_, now), (dana, over, over.ends_at), (dana, off, now)):
        with pytest.raises(WrongState):
            ask(person, session, at=at)
    assert db.session.query(HostRequest).count() == 0


@pytest.mark.parametrize("hosts", [True, False])
def test_it_is_too_late_to_answer_when_it_is_over(meetup, ask, answer, ada, hosts):
    # given
    session = meetup()
    token = ask(ada, session)

    # then
    with pytest.raises(WrongState):
        answer(token, {session: hosts}, at=session.ends_at)
    assert hosts_of(session) == ["Bo"]


def test_a_question_that_was_taken_back_is_gone(meetup, ask, answer, ada):
    # given
    session = meetup()
    token = ask(ada, session)

    # when
    with transaction():
        cohosts.withdraw(session.id, ada.id)

    # then
    with pytest.raises(SessionMissing):
        answer(token, {session: True})
    assert (hosts_of(session), cohosts.of_token(token)) == (["Bo"], [])


def test_what_was_answered_cannot_be_taken_back(meetup, ask, answer, ada):
    # given
    session = meetup()
    answer(ask(ada, session), {session: True})

    # then
    with pytest.raises(WrongState):
        cohosts.withdraw(session.id, ada.id)


def test_a_session_without_a_host_gets_one_by_a_yes(meetup, ask, answer, ada):
    # given
    session = meetup()
    token = ask(ada, session)
    with transaction() as open_session:
        open_session.query(Host).delete()
        db.session.expire_all()

    # when
    answer(token, {session: True})

    # then
    assert hosts_of(session) == ["Ada"]


def test_somebody_else_editing_is_told(meetup, ask, answer, ada, planner, now):
    """A form that was open when a host was added would take them off again: it is refused."""
    # given
    session = meetup()
    edit_number = session.edit_number

    # when
    answer(ask(ada, session), {session: True})

    # then
    assert db.session.get_one(scheduling.ScheduledSession, session.id).edit_number == edit_number + 1


def test_where_a_host_is_missing(weekly, dates, bo, now):
    # given
    first, *others = dates(weekly())
    assert queries_cohosts.without_host([first, *others], now=now) == []

    # when
    with transaction():
        people.deactivate(db.session.get_one(Person, bo.id))
    db.session.expire_all()

    # then
    assert queries_cohosts.without_host([first, *others], now=first.ends_at) == others


def test_what_waits_for_me_is_each_question_once(weekly, dates, meetup, ask, answer, ada, now):
    # given
    first, second, *_others = dates(weekly())
    walk = meetup(title="Walk", starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=1, hours=1))
    token, other = ask(ada, second, first), ask(ada, walk)

    # then
    assert [(one.token, one.session_id) for one in queries_cohosts.waits_for(ada, now=now)] == [
        (other, walk.id),
        (token, first.id),
    ]
    answer(other, {walk: False})
    assert [one.token for one in queries_cohosts.waits_for(ada, now=first.ends_at)] == [token]


def test_clashes_are_what_somebody_hosts_and_for_themselves_where_they_have_a_seat(meetup, say, ada, bo, now):
    # given
    session = meetup()
    hosted = meetup(title="Guild", host_ids=(ada.id,))
    seat = meetup(title="Soup", invited=[ada])
    meetup(title="Draft", host_ids=(ada.id,), publish=False)
    say(seat, ada, "accepted")

    # then
    assert queries_cohosts.hosted_then(ada, [session]) == {session.id: [hosted]}
    assert queries_cohosts.mine_then(ada, [session]) == {session.id: [hosted, seat]}


def test_clashes_take_as_many_queries_for_many_dates(weekly, dates, ada, count_queries):
    # given
    all_dates = dates(weekly())

    # when
    with count_queries() as one:
        queries_cohosts.mine_then(ada, all_dates[:1])
    with count_queries() as six:
        queries_cohosts.mine_then(ada, all_dates)

    # then
    assert len(one) == len(six)
