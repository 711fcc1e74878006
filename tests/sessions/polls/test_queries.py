"""Reads for the pages of polls."""

from datetime import timedelta

import pytest

from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions.polls import polls, queries
from sessions.polls.models import Poll

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def fresh(made):
    db.session.expire_all()
    return db.session.get_one(Poll, made.id)


def test_board_ranks_the_dates_with_names_and_keeps_the_words(poll, mark, now, ada, bo, dana):
    # given
    made = poll(asked=[ada, bo, dana])
    mark(made, ada, "no", "if-need-be", "yes", comment="Not on the 8th.")
    mark(made, bo, "yes", "yes", "yes")

    # when
    board = queries.board(fresh(made), now=now)

    # then
    names = [
        [[person.name.split()[0] for person in group] for group in (one.yes, one.if_need_be, one.no, one.unanswered)]
        for one in board.ranked
    ]
    assert names == [
        [["Ada", "Bo"], [], [], ["Dana"]],
        [["Bo"], ["Ada"], [], ["Dana"]],
        [["Bo"], [], ["Ada"], ["Dana"]],
    ]
    assert [(asked.person.name, asked.comment) for asked in board.words] == [("Ada Okafor", "Not on the 8th.")]
    assert [asked.person.name for asked in board.silent] == ["Dana Petrov"]


def test_board_leaves_out_who_has_left(poll, mark, now, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    mark(made, ada, "no")
    with transaction() as session:
        session.get_one(Person, ada.id).active = False

    # when
    board = queries.board(fresh(made), now=now)

    # then
    assert [one.no for one in board.ranked] == [()] * 3


def test_board_names_whom_no_mail_reached(poll, now, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    with transaction() as session:
        mail = session.query(OutgoingMail).filter_by(person_id=ada.id).one()
        mail.state = OutgoingState.BOUNCED

    # then
    assert queries.board(fresh(made), now=now).unreached == {ada.id}


@pytest.mark.parametrize(
    ("starts", "ends", "clashes"),
    [(-1, 0, False), (-1, 0.5, True), (0.25, 0.5, True), (0.5, 2, True), (1, 2, False), (-1, 2, True)],
)
def test_clashes_are_sessions_that_the_host_hosts_at_the_time_of_a_date(poll, meetup, now, ada, starts, ends, clashes):
    # given: an hour in fourteen days
    at = now + 14 * DAY
    session = meetup(starts_at=at + starts * HOUR, ends_at=at + ends * HOUR)
    made = poll(asked=[ada])

    # when
    found = queries.clashes(fresh(made))

    # then
    assert {date_id: [one.id for one in sessions] for date_id, sessions in found.items()} == (
        {made.dates[1].id: [session.id]} if clashes else {}
    )


def test_holidays_are_those_of_the_day_where_the_poll_is(poll, ada, now):
    # given: late on Christmas Eve in UTC is Christmas in Amsterdam
    christmas = now.replace(month=12, day=24, hour=23, minute=30)
    made = fresh(poll(asked=[ada], days=[(christmas - now) / timedelta(days=1), 35]))

    # then
    assert queries.holidays_of(made, language="nl") == {made.dates[0].id: "Eerste Kerstdag"}


def test_clashes_leave_out_what_others_host_and_what_was_called_off(poll, meetup, cancel, now, ada, dana):
    # given
    at = {"starts_at": now + 14 * DAY, "ends_at": now + 14 * DAY + HOUR}
    meetup(**at, host_ids=(dana.id,), invited=[ada])
    cancel(meetup(**at))

    # then
    assert queries.clashes(fresh(poll(asked=[ada]))) == {}


def test_waits_for_is_what_one_can_still_answer(poll, mark, now, ada):
    # given
    waits = poll(asked=[ada], title="Waits")
    mark(poll(asked=[ada], title="Answered"), ada, "yes")
    poll(asked=[ada], opened=False, title="Draft")
    poll(asked=[ada], answer_until=now + DAY, title="Too late")
    poll(asked=[ada], days=(1, 2), title="Passed")
    closed = poll(asked=[ada], title="Closed")
    with transaction():
        polls.close(closed.id, word="", now=now)

    # when
    found = queries.waits_for(ada, now=now + 2 * DAY)

    # then
    assert [asked.poll_id for asked in found] == [waits.id]


@pytest.mark.parametrize(
    "page", ["/polls", "/polls/{poll}", "/polls/{poll}/dates", "/polls/{poll}/people", "/polls/{poll}/choice/{date}", "/"]
)
def test_pages_take_the_same_number_of_queries_for_one_and_for_three(
    poll, mark, client_of, count_queries, colleagues, chen, page
):
    # given
    crowd, client, counts = colleagues(3), client_of(chen), []

    # when
    for people in (crowd[:1], crowd):
        for _number in range(len(people)):
            made = poll(asked=[*people, chen], days=range(7, 9 + len(people)), host_id=chen.id)
            for person in people:
                mark(made, person, "yes", "no", comment="A word.")
        with count_queries() as queries_:
            client.get(page.format(poll=made.id, date=made.dates[0].id))
        counts.append(len(queries_))

    # then
    assert counts[0] == counts[1]
