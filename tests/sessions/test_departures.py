"""People who leave the organisation while they have a seat, wait, or have yet to answer; and who come back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from people import people as everybody
from people.models import Person
from sessions import rsvps
from sessions.errors import NotInvited
from sessions.invitations import Invited
from sessions.models import AnswerRecord, Via


@pytest.fixture
def leave(clock):
    """`leave(ada)`: deactivated."""

    def deactivate(person):
        with transaction() as session:
            everybody.deactivate(session.get_one(Person, person.id))

    return deactivate


@pytest.fixture
def come_back(clock):
    """`come_back(ada)`: active again."""

    def reactivate(person):
        with transaction() as session:
            everybody.reactivate(session.get_one(Person, person.id))

    return reactivate


def test_the_seat_of_who_leaves_goes_to_whoever_waits_longest(meetup, say, room, posted, leave, colleagues):
    # given
    people = colleagues(4)
    session = meetup(invited=people, capacity=2)
    for person in people:
        say(session, person, "accepted")

    # when
    leave(people[0])

    # then
    assert room(session) == {
        "P000": ("needs-action", "none", None),
        "P001": ("accepted", "seated", None),
        "P002": ("accepted", "seated", None),
        "P003": ("accepted", "waiting", 2),
    }
    assert posted(session)[-1] == ("seat", "p002", 3, "queued")


def test_who_leaves_the_line_is_never_called(meetup, say, room, leave, colleagues):
    # given
    people = colleagues(3)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")

    # when
    leave(people[1])
    say(session, people[0], "declined")

    # then
    assert room(session) == {
        "P000": ("declined", "none", None),
        "P001": ("needs-action", "none", None),
        "P002": ("accepted", "seated", None),
    }


def test_what_they_answered_without_a_seat_stands_and_so_does_what_is_over(meetup, say, room, leave, colleagues, now):
    # given
    maybe, no, yes = colleagues(3)
    ahead = meetup(invited=[maybe, no])
    say(ahead, maybe, "tentative")
    say(ahead, no, "declined")
    over = meetup(invited=[yes], at=now - timedelta(days=9), starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    say(over, yes, "accepted", at=now - timedelta(days=8))

    # when
    for person in (maybe, no, yes):
        leave(person)

    # then
    assert room(ahead) == {"P000": ("tentative", "none", None), "P001": ("declined", "none", None)}
    assert room(over) == {"P002": ("accepted", "seated", None)}


@pytest.mark.parametrize("via", [Via.LINK, Via.CALENDAR, Via.HOST])
def test_nobody_answers_for_who_has_left_through_any_door(meetup, say, room, leave, ada, bo, via):
    # given
    session = meetup(invited=[ada], capacity=1)
    leave(ada)

    # when
    with pytest.raises(NotInvited):
        say(session, ada, "accepted", via=via, by=bo if via is Via.HOST else None)

    # then
    assert room(session) == {"Ada": ("needs-action", "none", None)}


def test_nothing_of_who_has_left_can_be_taken_back(meetup, say, room, leave, ada, bo, now):
    # given
    session = meetup(invited=[ada], capacity=1)
    say(session, ada, "declined")
    record = db.session.scalars(select(AnswerRecord)).one()
    leave(ada)

    # when
    with pytest.raises(NotInvited), transaction():
        rsvps.revert(record.id, by=bo, now=now)

    # then
    assert room(session) == {"Ada": ("declined", "none", None)}


def test_who_has_left_hears_nothing(meetup, invite, cancel, smtp_sink, deliver, leave, ada, add_person):
    # given: one told before, one with an invitation that has not left
    eve = add_person("Eve Mulder")
    session = meetup(invited=[ada])
    deliver()
    invite(session, eve)
    leave(ada)
    leave(eve)

    # when
    cancel(session, "Snow.")
    deliver()

    # then
    assert [mail.message["Subject"] for mail in smtp_sink.received] == ["Lunch and learn, Tuesday 8 December"]


def test_inviting_leaves_out_who_was_withdrawn_and_has_left(meetup, withdraw, invite, leave, ada):
    # given
    session = meetup(invited=[ada])
    withdraw(session, ada)
    leave(ada)

    # when
    invited = invite(session, ada)

    # then
    assert invited == Invited(0, 0)


def test_whoever_planned_it_hears_of_returned_mail_when_the_host_has_left(meetup, posted, smtp_sink, deliver, leave, ada, bo):
    # given
    session = meetup(invited=[ada])
    leave(bo)
    smtp_sink.answers[ada.email] = "550 5.1.1 unknown"

    # when
    deliver()

    # then
    assert [row[:2] for row in posted(session) if row[0] == "bounce_note"] == [("bounce_note", "chen")]


def test_the_calendar_of_who_is_back_is_put_right(
    meetup, say, room, vevents_to, deliver, leave, come_back, change, cancel, ada, now
):
    # given: Ada had a seat here and a place there, and meanwhile one is moved and the other called off
    moved, off, declined = (meetup(invited=[ada], title=title) for title in ("Moved", "Off", "Declined"))
    for session, word in ((moved, "accepted"), (off, "accepted"), (declined, "declined")):
        say(session, ada, word)
    deliver()
    leave(ada)
    change(moved, moved_by=timedelta(hours=1))
    cancel(off, "Snow.", at=now + timedelta(minutes=5))  # after the calendar was told of it
    deliver()
    before = len(vevents_to(ada))

    # when
    come_back(ada)
    deliver()

    # then
    heard = [(event["SUMMARY"], event["METHOD"], event["DTSTART"]) for event in vevents_to(ada)[before:]]
    assert heard == [("Moved", "REQUEST", "20261208T110000"), ("Off", "CANCEL", "20261208T100000")]
    assert "PARTSTAT=NEEDS-ACTION" in vevents_to(ada)[before]["ATTENDEE"]
    assert room(moved) == {"Ada": ("needs-action", "none", None)}


def test_coming_back_twice_says_nothing_twice(meetup, posted, deliver, leave, come_back, smtp_sink, ada):
    # given
    session = meetup(invited=[ada])
    deliver()
    leave(ada)
    come_back(ada)
    before = posted(session)

    # when
    come_back(ada)

    # then
    assert posted(session) == before


def test_the_seat_of_who_came_in_somebodys_place_is_theirs_again(
    meetup, say, delegate, room, leave, deliver, smtp_sink, ada, bo, dana
):
    # given: Dana comes instead of Ada, and Bo waits
    session = meetup(invited=[ada, bo], capacity=1)
    for person in (ada, bo):
        say(session, person, "accepted")
    delegate(session, ada, dana)

    # when
    leave(dana)
    deliver()

    # then
    assert room(session) == {
        "Ada": ("needs-action", "seated", None),
        "Bo": ("accepted", "waiting", 1),
        "Dana": ("needs-action", "none", None),
    }
    assert smtp_sink.to(ada.email)[-1].message["Subject"].startswith("Yours again: ")
