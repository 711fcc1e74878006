"""What else people have then: one's own by name, others' as a number, and only where it points at nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions import clashes
from sessions.busy import sources

HOUR = timedelta(hours=1)


@pytest.fixture
def afternoon(now):
    """Where somebody proposes to move the lunch to."""
    return now + timedelta(days=7, hours=5), now + timedelta(days=7, hours=6)


@pytest.fixture
def other(meetup, afternoon):
    """`other(invited=[...])`: another session that afternoon."""
    return lambda **more: meetup(**{"title": "Guild", "starts_at": afternoon[0], "ends_at": afternoon[1], **more})


@pytest.mark.parametrize(
    ("invited", "elsewhere", "count"),
    [(12, 0, None), (12, 4, None), (12, 5, 5), (12, 7, 5), (12, 12, 5), (9, 5, None), (10, 5, 5), (15, 10, 10), (15, 14, 10)],
)
def test_number_of_others_is_said_where_it_points_at_nobody(
    meetup, other, colleagues, say, bo, chen, afternoon, invited, elsewhere, count
):
    # given
    people = colleagues(invited)
    lunch, guild = meetup(invited=people), other(invited=people, host_ids=(chen.id,))
    for person in people[:elsewhere]:
        say(guild, person, "accepted")

    # when
    found = clashes.at(lunch, *afternoon, reader=bo)

    # then
    assert (found.invited, found.count, list(found.mine)) == (invited, count, [])


def test_what_is_no_other_session_then_counts_for_nothing(meetup, other, colleagues, say, cancel, withdraw, bo, chen, afternoon):
    # given: five of twelve say yes to what is off, to what ends as it begins; no to what is then; one was withdrawn
    people = colleagues(12)
    lunch = meetup(invited=people)
    off = other(invited=people, host_ids=(chen.id,))
    before = other(invited=people, host_ids=(chen.id,), starts_at=afternoon[0] - HOUR, ends_at=afternoon[0])
    declined = other(invited=people, host_ids=(chen.id,))
    other(invited=people, host_ids=(chen.id,), publish=False)
    for person in people[:5]:
        say(off, person, "accepted")
        say(before, person, "accepted")
        say(declined, person, "declined")
        say(lunch, person, "accepted")
    cancel(off)

    # then
    assert clashes.at(lunch, *afternoon, reader=bo).count is None


def test_who_declined_or_was_withdrawn_is_not_counted_among_the_invited(meetup, colleagues, say, withdraw, bo, afternoon):
    # given
    people = colleagues(4)
    lunch = meetup(invited=people)
    say(lunch, people[0], "declined")
    withdraw(lunch, people[1])

    # then
    assert clashes.at(lunch, *afternoon, reader=bo).invited == 2


def test_ones_own_sessions_are_named(meetup, other, say, bo, ada, dana, chen, afternoon):
    # given
    lunch = meetup(invited=[ada])
    hosted = other(title="Hosted")
    comes = other(
        title="Comes", invited=[bo], host_ids=(chen.id,), starts_at=afternoon[0] + HOUR / 2, ends_at=afternoon[1] + HOUR
    )
    other(title="Not asked", host_ids=(chen.id,))
    say(comes, bo, "tentative")
    db.session.expire_all()

    # then
    titles = {who.name: [one.title for one in clashes.at(lunch, *afternoon, reader=who).mine] for who in (bo, dana)}
    assert titles == {"Bo Lindqvist": ["Hosted", "Comes"], "Dana Petrov": []}
    assert hosted.title == "Hosted"


@pytest.mark.parametrize(
    ("total", "elsewhere", "busy", "said"),
    [
        (20, 0, 4, None),
        (20, 0, 5, 5),
        (20, 5, 0, 5),
        (20, 5, 4, 5),  # four by their own calendars alone: as if there were none
        (20, 1, 5, 5),
        (20, 4, 6, 10),
        (20, 20, 20, 15),
        (4, 4, 4, None),
    ],
)
def test_calendars_of_people_count_once_they_point_at_nobody(total, elsewhere, busy, said):
    # given: nobody is in both
    sessions, calendars = set(range(elsewhere)), set(range(100, 100 + busy))

    # then
    assert clashes.says(total, sessions, calendars) == said


def test_number_does_not_move_with_one_person(meetup, other, colleagues, say, withdraw, bo, chen, afternoon):
    # given: seven of twelve
    people = colleagues(12)
    lunch, guild = meetup(invited=people), other(invited=people, host_ids=(chen.id,))
    for person in people[:7]:
        say(guild, person, "accepted")

    # when: one of the seven is taken away, then one of the five
    said = [clashes.at(lunch, *afternoon, reader=bo).count]
    for person in (people[0], people[11]):
        withdraw(lunch, person)
        said.append(clashes.at(lunch, *afternoon, reader=bo).count)

    # then
    assert said == [5, 5, 5]


@pytest.fixture
def busy(app, now):
    """`busy(ada, start, end)`: her own calendar says so."""

    def say_so(person, start, end):
        with transaction() as session:
            source = sources.connect(session.get_one(Person, person.id), "https://calendar.example/", now=now)
            sources.keep(person.id, source.sealed_address, [(start, end)], now=now)

    return say_so


def test_busy_by_their_own_calendar_they_cannot_come(meetup, colleagues, busy, bo, afternoon):
    # given: the sixth is busy before, and a seventh is not invited
    people = colleagues(12)
    lunch = meetup(invited=people[:11])
    for person in people[:5]:
        busy(person, afternoon[0] + HOUR / 2, afternoon[1] + HOUR)
    busy(people[5], afternoon[0] - HOUR, afternoon[0])
    busy(people[11], *afternoon)

    # then
    found = clashes.at(lunch, *afternoon, reader=bo)
    assert (found.invited, found.count) == (11, 5)


def test_session_itself_in_their_calendars_is_no_clash(meetup, colleagues, busy, bo):
    # given
    people = colleagues(12)
    lunch = meetup(invited=people)
    for person in people:
        busy(person, lunch.starts_at, lunch.ends_at)

    # then
    assert clashes.at(lunch, lunch.starts_at, lunch.ends_at, reader=bo).count is None


def test_other_hosts_are_named_with_what_they_host(meetup, other, bo, chen, dana, afternoon):
    # given
    lunch = meetup(host_ids=(bo.id, chen.id))
    other(title="Chen's", host_ids=(chen.id,))
    other(title="Dana's", host_ids=(dana.id,))
    other(title="Bo's", host_ids=(bo.id,))
    db.session.expire_all()

    # then
    found = clashes.at(lunch, *afternoon, reader=bo)
    assert [(person.name, one.title) for person, one in found.hosts] == [("Chen Meijer", "Chen's")]
    found = clashes.at(lunch, *afternoon, reader=bo, host_ids=[dana.id])
    assert [(person.name, one.title) for person, one in found.hosts] == [("Dana Petrov", "Dana's")]


def test_several_times_take_as_many_queries_as_one(meetup, colleagues, afternoon, count_queries):
    # given
    colleagues(3)
    times = [(afternoon[0] + hours * HOUR, afternoon[1] + hours * HOUR) for hours in range(6)]

    # when
    counted = []
    for spans in (times[:1], times):
        with count_queries() as queries:
            clashes.of_people(select(Person.id), spans)
        counted.append(len(queries))

    # then
    assert counted == [3, 3]
