"""A date is chosen: the poll closes and becomes a session through the rules of every session."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions import scheduling
from sessions.models import ScheduledSession
from sessions.polls import choosing, polls
from sessions.polls.errors import PollClosed, PollMissing
from sessions.polls.models import Poll, PollState
from tests.infra.contexts import in_its_own_context

DAY = timedelta(days=1)


@pytest.fixture
def choose(planner, now):
    """`choose(poll, 1)`: Chen chooses the second date."""

    def pick(made, number, *, at=None, **more):
        with transaction():
            date_id = polls.lock(made.id).dates[number].id
            return choosing.choose(made.id, date_id, by=planner, now=at or now, **more)

    return pick


def sessions():
    db.session.expire_all()
    return list(db.session.scalars(select(ScheduledSession).order_by(ScheduledSession.id)))


def test_choose_makes_the_session_and_asks_everybody_by_invitation(poll, mark, choose, room, posted, now, ada, bo, dana):
    # given: one for, one against, one silent
    made = poll(asked=[ada, bo, dana], address="Ground floor", minutes=90)
    mark(made, ada, "no", "yes")
    mark(made, bo, "yes", "no")

    # when
    session = choose(made, 1)

    # then
    assert room(session) == dict.fromkeys(("Ada", "Bo", "Dana"), ("needs-action", "none", None))
    assert sorted(row[:2] for row in posted(session)) == [("invitation", "ada"), ("invitation", "bo"), ("invitation", "dana")]
    assert scheduling.details_of(session) == scheduling.SessionDetails(
        title="Winter lunch",
        kind=made.kind,
        description="Soup first.",
        starts_at=now + 14 * DAY,
        ends_at=now + 14 * DAY + timedelta(minutes=90),
        timezone="Europe/Amsterdam",
        place="Canteen",
        address="Ground floor",
        host_ids=(bo.id,),
    )
    found = db.session.get_one(Poll, made.id)
    assert (found.state, found.session_id, found.chosen_starts_at) == (PollState.CLOSED, session.id, now + 14 * DAY)


def test_choose_sends_nothing_more_about_the_poll(poll, choose, deliver, clock, smtp_sink, poll_mails, ada):
    # given: the question has not left yet
    made = poll(asked=[ada])

    # when
    choose(made, 0)
    deliver()

    # then
    assert poll_mails(made) == [("", "ada", "dropped")]
    assert [mail.message["Subject"] for mail in smtp_sink.received] == ["Winter lunch, Tuesday 8 December"]


def test_choose_can_leave_a_draft_that_nobody_is_told_of(poll, choose, room, posted, ada, bo):
    # given
    made = poll(asked=[ada, bo])

    # when
    session = choose(made, 0, publish=False)

    # then
    assert (session.state.value, posted(session), sorted(room(session))) == ("draft", [], ["Ada", "Bo"])


def test_choose_leaves_out_who_has_left(poll, choose, room, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    with transaction() as session:
        session.get_one(Person, ada.id).active = False

    # when
    session = choose(made, 0)

    # then
    assert list(room(session)) == ["Bo"]


def test_choose_for_a_host_who_has_left_makes_who_chooses_the_host(poll, choose, ada, bo, chen):
    # given
    made = poll(asked=[ada])
    with transaction() as session:
        session.get_one(Person, bo.id).active = False

    # when
    session = choose(made, 0)

    # then
    assert [host.person.name for host in session.hosts] == ["Chen Meijer"]


def test_a_second_choice_makes_no_second_session(poll, choose, ada):
    # given
    made = poll(asked=[ada])
    first = choose(made, 0)

    # when
    with pytest.raises(PollClosed) as refused:
        choose(made, 1)

    # then
    assert ([session.id for session in sessions()], refused.value.message) == ([first.id], "A date has been chosen already.")


def test_of_six_who_choose_at_once_one_makes_the_session(app, poll, now, planner, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    date_ids = [date.id for date in made.dates] * 2

    def press(date_id):
        try:
            with transaction():
                return choosing.choose(made.id, date_id, by=planner, now=now).id
        except PollClosed as error:
            return error.message

    # when
    db.session.rollback()
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(in_its_own_context(app, press), date_ids))

    # then
    assert [session.id for session in sessions()] == [one for one in outcomes if isinstance(one, int)]
    assert [one for one in outcomes if not isinstance(one, int)] == ["A date has been chosen already."] * 5


def test_a_mark_after_the_choice_comes_too_late(poll, mark, choose, marked, ada):
    # given
    made = poll(asked=[ada])
    choose(made, 0)

    # when
    with pytest.raises(PollClosed):
        mark(made, ada, "no")

    # then
    assert marked(made) == {"Ada": ["", "", ""]}


@pytest.mark.parametrize("build", [{"opened": False}, {"closed": True}])
def test_choose_is_for_open_polls(poll, choose, now, ada, build):
    # given
    made = poll(asked=[ada], opened=build.get("opened", True))
    if build.get("closed"):
        with transaction():
            polls.close(made.id, word="", now=now)

    # when
    with pytest.raises(PollClosed) as refused:
        choose(made, 0)

    # then
    assert (sessions(), refused.value.message) == ([], "This poll is not open.")


def test_choose_refuses_a_date_that_has_passed_and_one_of_another_poll(poll, choose, now, planner, ada):
    # given
    made, other = poll(asked=[ada]), poll(asked=[ada])

    # when
    with pytest.raises(PollClosed):
        choose(made, 0, at=now + 7 * DAY)
    with pytest.raises(PollMissing), transaction():
        choosing.choose(made.id, other.dates[0].id, by=planner, now=now)

    # then
    assert (sessions(), db.session.get_one(Poll, made.id).state) == ([], PollState.OPEN)


def test_choose_takes_another_plan(poll, choose, ada, bo):
    # given: what a series would do
    made, asked_for = poll(asked=[ada, bo]), []

    def plan(details, person_ids, **more):
        asked_for.append((details.title, details.starts_at, sorted(person_ids), more["publish"]))
        return choosing.one_session(details, person_ids, **more)

    # when
    session = choose(made, 2, plan=plan)

    # then
    assert asked_for == [("Winter lunch", session.starts_at, sorted([ada.id, bo.id]), True)]


def test_a_session_that_is_thrown_away_leaves_the_poll_as_it_was_chosen(poll, choose, planner, now, ada):
    # given
    made = poll(asked=[ada])
    session = choose(made, 0, publish=False)

    # when
    with transaction():
        scheduling.discard(session.id, by=planner)

    # then
    db.session.expire_all()
    found = db.session.get_one(Poll, made.id)
    assert (found.session_id, found.chosen_starts_at, found.state) == (None, now + 7 * DAY, PollState.CLOSED)


def test_a_poll_whose_draft_was_thrown_away_asks_on_and_tells_nobody(
    poll, mark, choose, marked, poll_mails, planner, now, ada, bo
):
    # given
    made = poll(asked=[ada, bo])
    mark(made, ada, "yes")
    before = poll_mails(made)
    session = choose(made, 0, publish=False)
    with transaction():
        scheduling.discard(session.id, by=planner)

    # when
    with transaction():
        polls.reopen(made.id)
    mark(made, bo, "no")
    session = choose(made, 1)

    # then
    assert (marked(made), poll_mails(made)) == ({"Ada": ["yes", "", ""], "Bo": ["no", "", ""]}, before)
    assert session.starts_at == now + 14 * DAY


@pytest.mark.parametrize("end", ["open", "closed", "draft", "published"])
def test_reopen_is_for_what_nobody_was_told_of(poll, choose, now, ada, end):
    # given
    made = poll(asked=[ada])
    if end == "closed":
        with transaction():
            polls.close(made.id, word="", now=now)
    elif end in {"draft", "published"}:
        choose(made, 0, publish=end == "published")
    before = db.session.get_one(Poll, made.id).state

    # when
    with pytest.raises(PollClosed), transaction():
        polls.reopen(made.id)

    # then
    assert db.session.get_one(Poll, made.id).state is before
