"""Whom a poll asks."""

from datetime import timedelta

import pytest

from database import db, transaction
from people.models import Person
from sessions.polls import asking, polls, reminders
from sessions.polls.errors import PollClosed, PollMissing
from tests.infra.pages import said
from tests.infra.polls import link_in

DAY = timedelta(days=1)


@pytest.fixture
def ask(now):
    """`ask(poll, ada, bo)`."""

    def more(made, *people, at=None):
        with transaction():
            return asking.ask(made.id, [person.id for person in people], now=at or now)

    return more


def test_ask_twice_changes_nothing(poll, ask, poll_mails, ada, bo):
    # given
    made = poll(asked=[ada])

    # when
    first, second = ask(made, ada, bo), ask(made, bo, ada, bo)

    # then
    assert (first, second) == (asking.Asked(1, 1), asking.Asked(0, 2))
    assert poll_mails(made) == [("", "ada", "queued"), ("", "bo", "queued")]


def test_ask_leaves_out_who_has_left_and_who_never_was(poll, ask, poll_mails, add_person):
    # given
    made, gone = poll(opened=False), add_person("Gone", active=False)

    # when
    with transaction():
        asked = asking.ask(made.id, [gone.id, 987654], now=made.created_at)

    # then
    assert (asked, poll_mails(made)) == (asking.Asked(0, 0), [])


def test_ask_stops_at_as_many_as_a_host_can_read(poll, ask, ada):
    # given: five hundred and one
    made = poll(opened=False)
    with transaction() as session:
        crowd = [
            Person(name=f"N{n}", email=f"n{n}@brink-waal.example", created_at=made.created_at)
            for n in range(asking.MOST_PEOPLE + 1)
        ]
        session.add_all(crowd)

    # when
    with pytest.raises(PollClosed):
        ask(made, *crowd)
    asked = ask(made, *crowd[1:])

    # then
    assert asked == asking.Asked(500, 0)


def test_ask_is_too_late_when_nobody_could_answer(poll, ask, now, ada, bo):
    # given
    made = poll(asked=[ada], answer_until=now + DAY)

    # when
    with pytest.raises(PollClosed):
        ask(made, bo, at=now + DAY)

    # then
    with transaction():
        assert [asked.person.name for asked in polls.asked_people(polls.lock(made.id))] == ["Ada Okafor"]


def test_leave_out_takes_the_marks_and_the_link_along(poll, mark, marked, client, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    mark(made, ada, "yes")
    link = link_in(made, ada)

    # when
    with transaction():
        name = asking.leave_out(made.id, ada.id).name
    pages = client.get(link).status_code, client.post(link, data={"do": "none"}).status_code

    # then
    assert (name, marked(made), pages) == ("Ada Okafor", {"Bo": ["", "", ""]}, (404, 404))


def test_a_mail_to_who_was_left_out_does_not_leave(poll, deliver, clock, smtp_sink, now, ada, bo):
    # given
    made = poll(asked=[ada])
    with transaction():
        asking.leave_out(made.id, ada.id)
        asking.ask(made.id, [bo.id], now=now)  # on SQLite this row may have the number of the one that went

    # when
    deliver()

    # then
    assert [mail.recipients for mail in smtp_sink.received] == [(bo.email,)]


def test_leave_out_knows_who_is_asked(poll, ada, dana):
    # given
    made = poll(asked=[ada])

    # when
    with pytest.raises(PollMissing) as refused, transaction():
        asking.leave_out(made.id, dana.id)

    # then
    assert refused.value.message == "This person is not asked."


def test_count_leaves_out_who_has_left(poll, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    with transaction() as session:
        session.get_one(Person, ada.id).active = False

    # then
    assert asking.count(db.session.merge(made)) == 1


@pytest.fixture
def leave_out():
    """`leave_out(poll, ada)`."""

    def without(made, person):
        with transaction():
            asking.leave_out(made.id, person.id)

    return without


def test_who_is_left_out_and_asked_by_turns_hears_of_it_once_a_day(poll, ask, leave_out, deliver, clock, smtp_sink, now, ada, bo):
    # given: asked, and once more when that was a slip
    made = poll(asked=[ada])
    deliver()
    leave_out(made, ada)
    ask(made, ada)
    deliver()
    leave_out(made, ada)

    # when: within the day, alone and with another; then a day later
    with pytest.raises(PollClosed):
        ask(made, ada, at=now + DAY - timedelta(minutes=1))
    asked = [ask(made, ada, bo, at=now + DAY - timedelta(minutes=1)), ask(made, ada, at=now + DAY)]
    clock.move_to(now + DAY)
    deliver()

    # then
    assert asked == [asking.Asked(1, 0, too_soon=1), asking.Asked(1, 0)]
    assert [len(smtp_sink.to(person.email)) for person in (ada, bo)] == [3, 1]


def test_nudge_stays_spent_when_somebody_is_left_out_and_asked_again(poll, ask, leave_out, poll_mails, now, ada):
    # given: nudged two days before the last day to answer
    made = poll(asked=[ada], answer_until=now + 5 * DAY)
    with transaction():
        reminders.post_due(now=now + 3 * DAY)
    before = poll_mails(made)

    # when
    leave_out(made, ada)
    ask(made, ada, at=now + 3 * DAY)
    with transaction():
        again = reminders.post_due(now=now + 4 * DAY + timedelta(hours=12))

    # then
    assert (before[-1], again) == (("reminder", "ada", "queued"), 0)


def test_who_was_asked_again_lately_is_said_to_the_host(poll, ask, leave_out, deliver, smtp_sink, client_of, ada, bo, dana):
    # given
    made = poll(asked=[ada])
    deliver()
    leave_out(made, ada)
    ask(made, ada)
    deliver()
    leave_out(made, ada)

    # when
    data = {"addresses": f"{ada.email}, {dana.email}", "do": "ask"}
    page = client_of(bo).post(f"/polls/{made.id}/people", data=data, follow_redirects=True)

    # then
    assert said(page) == [
        "1 person is being asked.",
        "1 person was asked again within the last day already, and hears nothing today.",
    ]
