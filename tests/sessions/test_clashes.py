"""What else people have then: one's own by name, others' as a number, and only where it points at nobody."""

from datetime import timedelta

import pytest

from database import db
from sessions import clashes

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
    [(12, 0, None), (12, 4, None), (12, 5, 5), (12, 7, 7), (12, 8, None), (12, 12, None), (9, 5, None), (10, 5, 5)],
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
