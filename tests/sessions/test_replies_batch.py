"""Many replies are read together: what they need is looked up once, and none of them sees another's half."""

from datetime import UTC, datetime, timedelta

import pytest

from calendars import attendee
from database import transaction
from mail import inbox


@pytest.fixture
def come_in(deliver, invitation_to, clock, now):
    """`come_in({ada: "ACCEPTED"})`: their calendars have answered, and nobody has read it."""

    def receive(answers):
        deliver()
        clock.shift(timedelta(minutes=1))
        pressing_began = datetime.now(UTC)
        for place, (person, partstat) in enumerate(answers.items()):
            at = pressing_began + timedelta(seconds=5 + place)
            raw, sender, recipient = attendee.reply_mail(invitation_to(person).raw, partstat, now=at)
            with transaction():
                inbox.receive(raw, door="lmtp", envelope_from=sender, recipients=[recipient], now=at)

    return receive


def test_more_replies_take_no_more_statements(meetup, colleagues, come_in, read_in, count_queries):
    # given
    people, sent = colleagues(40), []
    for some in (people[:10], people[10:]):
        meetup(invited=some, capacity=50)
        come_in({person: ("ACCEPTED", "TENTATIVE", "DECLINED")[number % 3] for number, person in enumerate(some)})

        # when
        with count_queries() as queries:
            read_in()
        sent.append(len(queries))

    # then
    assert sent[1] <= sent[0]


def test_the_last_seats_go_to_whose_replies_came_first(meetup, colleagues, come_in, read_in, room):
    # given
    people = colleagues(6)
    lunch = meetup(invited=people, capacity=3)

    # when
    come_in(dict.fromkeys(people, "ACCEPTED"))
    read_in()

    # then
    seats = [(name, seat, place) for name, (_answer, seat, place) in room(lunch).items()]
    assert sorted(seats) == [
        ("P000", "seated", None),
        ("P001", "seated", None),
        ("P002", "seated", None),
        ("P003", "waiting", 1),
        ("P004", "waiting", 2),
        ("P005", "waiting", 3),
    ]


def test_a_seat_that_frees_in_the_middle_goes_to_who_waits(meetup, colleagues, come_in, read_in, room, say):
    # given
    people = colleagues(4)
    lunch = meetup(invited=people, capacity=1)
    say(lunch, people[0], "accepted")
    say(lunch, people[1], "accepted")

    # when
    come_in({people[2]: "ACCEPTED", people[0]: "DECLINED", people[3]: "ACCEPTED"})
    read_in()

    # then
    assert room(lunch) == {
        "P000": ("declined", "none", None),
        "P001": ("accepted", "seated", None),
        "P002": ("accepted", "waiting", 2),
        "P003": ("accepted", "waiting", 3),
    }


def test_replies_about_several_sessions_each_count_for_their_own(meetup, ada, bo, come_in, read_in, room):
    # given
    first, second = meetup(invited=[ada], capacity=1), meetup(invited=[bo], capacity=1)

    # when
    come_in({ada: "ACCEPTED", bo: "ACCEPTED"})
    read_in()

    # then
    assert [room(first), room(second)] == [{"Ada": ("accepted", "seated", None)}, {"Bo": ("accepted", "seated", None)}]
