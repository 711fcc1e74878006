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
def test_number_of_others_is_said_in_fives(meetup, other, colleagues, say, chen, dana, afternoon, invited, elsewhere, count):
    # given
    people = colleagues(invited)
    lunch, guild = meetup(invited=people), other(invited=people, host_ids=(dana.id,))
    for person in people[:elsewhere]:
        say(guild, person, "accepted")

    # when
    found = clashes.at(lunch, *afternoon, reader=chen)

    # then
    assert (found.invited, found.count, list(found.mine)) == (invited, count, [])


def test_what_is_no_other_session_then_counts_for_nothing(meetup, other, colleagues, say, cancel, chen, afternoon):
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
    assert clashes.at(lunch, *afternoon, reader=chen).count is None


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


@pytest.mark.parametrize("known", [4, 9])
def test_one_person_among_many_whose_plans_are_known_is_not_found_out(
    meetup, other, colleagues, say, withdraw, invite, ada, dana, chen, afternoon, known
):
    # given: Ada knows of so many that they come to her own session; Dana comes to one of Chen's
    people = colleagues(known + 6)
    hers, chens = other(invited=people[:known], host_ids=(ada.id,)), other(invited=[dana], host_ids=(chen.id,))
    for person in people[:known]:
        say(hers, person, "accepted")
    say(chens, dana, "accepted")
    lunch = meetup(invited=people, host_ids=(ada.id,), publish=False)

    # when: without her, with her, without her again, in place of one who is free
    said = [clashes.at(lunch, *afternoon, reader=ada).count]
    for step, person in ((invite, dana), (withdraw, dana), (withdraw, people[-1]), (invite, dana)):
        step(lunch, person)
        said.append(clashes.at(lunch, *afternoon, reader=ada).count)

    # then
    assert said == [{4: None, 9: 5}[known]] * 5


def test_number_is_made_of_the_rosters_that_its_reader_may_read(meetup, other, colleagues, say, ada, bo, chen, dana, afternoon):
    # given
    people = colleagues(12)
    lunch, guild = meetup(invited=people), other(invited=people, host_ids=(dana.id,))
    for person in people[:6]:
        say(guild, person, "accepted")

    # then: Bo hosts the lunch, Dana the guild, and Chen manages
    said = {who.name.split()[0]: clashes.at(lunch, *afternoon, reader=who).count for who in (ada, bo, chen, dana)}
    assert said == {"Ada": None, "Bo": None, "Chen": 5, "Dana": 5}


def test_who_hosts_is_no_secret(meetup, other, colleagues, bo, afternoon):
    # given
    people = colleagues(12)
    lunch = meetup(invited=people)
    other(host_ids=tuple(person.id for person in people[:5]))

    # then
    assert clashes.at(lunch, *afternoon, reader=bo).count == 5


def test_calendars_that_people_connected_are_in_no_number(meetup, colleagues, chen, afternoon, now):
    # given
    people = colleagues(12)
    lunch = meetup(invited=people)
    with transaction() as session:
        for person in people:
            source = sources.connect(session.get_one(Person, person.id), "https://calendar.example/", now=now)
            sources.keep(person.id, source.sealed_address, [afternoon], now=now)

    # then
    assert clashes.at(lunch, *afternoon, reader=chen).count is None


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


def test_several_times_take_as_many_queries_as_one(colleagues, chen, afternoon, count_queries):
    # given
    colleagues(3)
    times = [(afternoon[0] + hours * HOUR, afternoon[1] + hours * HOUR) for hours in range(6)]

    # when
    counted = []
    for spans in (times[:1], times):
        with count_queries() as queries:
            clashes.of_people(select(Person.id), spans, reader=chen)
        counted.append(len(queries))

    # then
    assert counted == [2, 2]
