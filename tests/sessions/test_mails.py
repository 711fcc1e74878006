"""Each kind of mail as it leaves: its words, its event, its envelope. And those that must not leave any more."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions import rsvps
from sessions.models import AnswerRecord, Invitation, Via
from sessions.precedence import CalendarReply
from tests.infra.post import vevent

FOOT = (
    "Something that holds you back? Reply to this mail; Bo Lindqvist reads it. Fewer reminders: http://foyer.example/me#reminders"
)
ASKS = (
    "Yes, I’ll come: LINK?answer=yes&of={of} Maybe: LINK?answer=maybe&of={of} No, thanks: LINK?answer=no&of={of} "
    "The Accept button of your own mail or calendar does the same. A no needs no reason. "
    "The links are yours alone, so please do not forward them. " + FOOT
)
QUESTIONS = "A question? Reply to this mail; Bo Lindqvist reads it. Fewer reminders: http://foyer.example/me#reminders"
PAGE = "The page of this session: http://foyer.example/sessions/1 " + QUESTIONS
FACTS = "When: Tuesday 8 December, 10:00–11:00 Where: Canteen Host: Bo Lindqvist"


@pytest.fixture
def newest(smtp_sink, deliver, clock):
    """`newest(ada)`: what left for her last, after everything that is due has left."""

    def read(person):
        deliver()
        return smtp_sink.to(person.email)[-1]

    return read


def plain(mail):
    """The text part on one line, the person's secret link as LINK, the first words ('Dear Ada,') left out."""
    text = " ".join(mail.message.get_body(("plain",)).get_content().split())
    return re.sub(r"http://foyer\.example/a/[\w.-]+", "LINK", text).partition(", ")[2]


def gist(mail):
    """METHOD, SEQUENCE, STATUS and PARTSTAT of the event."""
    event = vevent(mail)
    partstat = re.search(r"PARTSTAT=([A-Z-]+)", event["ATTENDEE"]).group(1)
    return event["METHOD"], event["SEQUENCE"], event.get("STATUS", ""), partstat


def full(meetup, say, people, word="accepted", **fields):
    session = meetup(invited=people, capacity=len(people) - 1, **fields)
    for person in people:
        say(session, person, word)
    return session


def test_an_invitation(meetup, newest, ada):
    # given
    meetup(invited=[ada], address="Second floor", online_url="https://meet.example/1", capacity=12, rsvp_until=None)

    # when
    mail = newest(ada)

    # then
    assert mail.message["Subject"] == "Lunch and learn, Tuesday 8 December"
    assert plain(mail) == (
        "Bo Lindqvist would like you at the table. Soup first. When: Tuesday 8 December, 10:00–11:00 Where: Canteen, Second floor "
        "Online: https://meet.example/1 Host: Bo Lindqvist Seats: Twelve " + ASKS.format(of=0)
    )
    assert gist(mail) == ("REQUEST", "0", "CONFIRMED", "NEEDS-ACTION")


def test_the_event_holds_what_the_mail_says(meetup, newest, ada):
    # given
    session = meetup(invited=[ada], address="Second floor")

    # when
    event = vevent(newest(ada))

    # then
    token = db.session.scalars(select(Invitation.token)).one()
    assert {name: value for name, value in event.items() if name not in {"", "BEGIN", "END", "DTSTAMP"}} == {
        "METHOD": "REQUEST",
        "UID": session.calendar_object.uid,
        "SEQUENCE": "0",
        "DTSTART": "20261208T100000",
        "DTEND": "20261208T110000",
        "ORGANIZER": f"mailto:rsvp+{token}@brink-waal.example",
        "ATTENDEE": "ATTENDEE;CN=Ada Okafor;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        ":mailto:ada@brink-waal.example",
        "SUMMARY": "Lunch and learn",
        "DESCRIPTION": "Soup first.\\n\\nWith Bo Lindqvist. Your page: http://foyer.example/sessions/1",
        "LOCATION": "Canteen\\, Second floor",
        "URL": "http://foyer.example/sessions/1",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
    }


def test_the_envelope_of_a_mail(meetup, newest, change, ada):
    # given
    session = meetup(invited=[ada])
    first = newest(ada)
    change(session, title="Lunch and listen")

    # when
    second = newest(ada)

    # then
    token = db.session.scalars(select(Invitation.token)).one()
    assert [mail.message["From"] for mail in (first, second)] == ["Bo Lindqvist <foyer@brink-waal.example>"] * 2
    assert [mail.message["To"] for mail in (first, second)] == ["ada@brink-waal.example"] * 2
    assert [mail.message["Reply-To"] for mail in (first, second)] == [f"rsvp+{token}@brink-waal.example"] * 2
    assert [mail.message["References"] for mail in (first, second)] == [None, first.message["Message-ID"]]
    assert first.message["Message-ID"] != second.message["Message-ID"]


def test_the_organizer_stays_when_the_host_changes(meetup, newest, change, ada, chen):
    # given: clients refuse an ORGANIZER that changes (cyrus-imapd#3965)
    session = meetup(invited=[ada])
    first = vevent(newest(ada))["ORGANIZER"]
    change(session, host_ids=(chen.id,))

    # when
    mail = newest(ada)

    # then
    assert (vevent(mail)["ORGANIZER"], mail.message["From"]) == (first, "Bo Lindqvist <foyer@brink-waal.example>")
    assert "With Chen Meijer. Your page:" in vevent(mail)["DESCRIPTION"]
    assert "Host: Chen Meijer" in plain(mail)


def test_a_new_time_asks_who_has_a_seat_and_keeps_it(meetup, say, change, newest, ada):
    # given
    session = meetup(invited=[ada])
    newest(ada)
    say(session, ada, "accepted", via=Via.CALENDAR)
    change(session, moved_by=timedelta(days=1))

    # when
    mail = newest(ada)

    # then
    assert mail.message["Subject"] == "New time: Lunch and learn, Wednesday 9 December"
    assert plain(mail) == (
        "Lunch and learn has a new time: Wednesday 9 December, 10:00–11:00. It was Tuesday 8 December, 10:00–11:00. "
        "Your seat stays yours. Does it still suit you? "
        "When: Wednesday 9 December, 10:00–11:00 Where: Canteen Host: Bo Lindqvist " + ASKS.format(of=1)
    )
    assert gist(mail) == ("REQUEST", "1", "CONFIRMED", "NEEDS-ACTION")


@pytest.mark.parametrize(
    ("word", "stands", "partstat"),
    [
        ("tentative", "You said maybe, and maybe it stays.", "TENTATIVE"),
        ("declined", "You said no, and nothing is asked of you. Should it suit you now, you are welcome.", "DECLINED"),
    ],
)
def test_a_new_place_leaves_maybe_and_no_as_they_were(meetup, say, change, newest, ada, word, stands, partstat):
    # given
    session = meetup(invited=[ada])
    newest(ada)
    say(session, ada, word, via=Via.CALENDAR)
    change(session, place="Hall 2")

    # when
    mail = newest(ada)

    # then
    assert mail.message["Subject"] == "New place: Lunch and learn, Tuesday 8 December"
    assert plain(mail).startswith(f"Lunch and learn has a new place: Hall 2. {stands} When: Tuesday 8 December, 10:00–11:00")
    assert gist(mail) == ("REQUEST", "1", "CONFIRMED", partstat)


def test_other_words_carry_the_answer_and_the_sequence(meetup, say, change, newest, ada):
    # given
    session = meetup(invited=[ada])
    newest(ada)
    say(session, ada, "accepted", via=Via.CALENDAR)
    change(session, description="Bread first.")

    # when
    mail = newest(ada)

    # then
    assert mail.message["Subject"] == "Changed: Lunch and learn, Tuesday 8 December"
    assert plain(mail) == (
        f"Something about Lunch and learn has changed. This is how it stands now. Your seat is kept. Bread first. {FACTS} {PAGE}"
    )
    assert gist(mail) == ("REQUEST", "0", "CONFIRMED", "ACCEPTED")


def test_who_waits_has_a_tentative_event_that_says_so(meetup, say, newest, colleagues):
    # given
    people = colleagues(3)
    session = meetup(invited=people, capacity=1)
    newest(people[0])
    for person in people:
        say(session, person, "accepted", via=Via.CALENDAR)

    # when
    mail = newest(people[2])

    # then
    assert mail.message["Subject"] == "Waiting list: Lunch and learn, Tuesday 8 December"
    assert plain(mail) == (
        "All seats are taken. You are second in line; we write as soon as one frees. Your calendar gets the event as tentative "
        f"until then. You can leave the line at any time. {FACTS} " + ASKS.format(of=0)
    )
    assert gist(mail) == ("REQUEST", "2", "TENTATIVE", "TENTATIVE")
    assert vevent(mail)["DESCRIPTION"].startswith(
        "You are on the waiting list. We write as soon as a seat frees.\\n\\nSoup first."
    )


def test_who_waits_keeps_the_place_when_the_session_moves(meetup, say, change, newest, colleagues):
    # given
    people = colleagues(2)
    session = full(meetup, say, people)
    newest(people[0])
    change(session, moved_by=timedelta(days=1))

    # when
    mail = newest(people[1])

    # then
    assert "You keep your place on the waiting list: first in line." in plain(mail)
    assert gist(mail)[2:] == ("TENTATIVE", "TENTATIVE")


def test_a_seat_that_came_free_is_confirmed(meetup, say, newest, colleagues):
    # given
    people = colleagues(2)
    session = full(meetup, say, people)
    newest(people[0])
    say(session, people[0], "declined", via=Via.CALENDAR)

    # when
    mail = newest(people[1])

    # then
    assert mail.message["Subject"] == "A seat for you: Lunch and learn, Tuesday 8 December"
    assert plain(mail) == (
        f"A seat came free and it is yours. Not convenient any more? One press gives it on. {FACTS} " + ASKS.format(of=0)
    )
    assert gist(mail) == ("REQUEST", "2", "CONFIRMED", "ACCEPTED")
    assert "waiting list" not in vevent(mail)["DESCRIPTION"]


@pytest.mark.parametrize(
    ("word", "subject", "says", "partstat"),
    [
        ("accepted", "You have a seat: ", "Your seat is kept. ", "ACCEPTED"),
        ("tentative", "Noted as maybe: ", "Noted as maybe. ", "TENTATIVE"),
        ("declined", "Noted: ", "Noted, and no reason needed. ", "DECLINED"),
    ],
)
def test_an_answer_on_the_page_reaches_the_calendar(meetup, say, newest, ada, word, subject, says, partstat):
    # given
    session = meetup(invited=[ada])
    newest(ada)
    say(session, ada, word)

    # when
    mail = newest(ada)

    # then
    assert mail.message["Subject"] == f"{subject}Lunch and learn, Tuesday 8 December"
    assert plain(mail) == says + FACTS + " " + (PAGE if word == "declined" else ASKS.format(of=0))
    assert gist(mail) == ("REQUEST", "0", "CONFIRMED", partstat)


def test_an_answer_that_was_taken_back_is_open_again(meetup, say, newest, ada, bo, now):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "declined")
    newest(ada)
    with transaction():
        rsvps.revert(db.session.scalars(select(AnswerRecord.id)).one(), by=bo, now=now)

    # when
    mail = newest(ada)

    # then
    assert mail.message["Subject"] == "Open again: Lunch and learn, Tuesday 8 December"
    assert plain(mail).startswith(f"Your answer is open again. Does it suit you? {FACTS} ")
    assert gist(mail)[3] == "NEEDS-ACTION"


def test_an_answer_that_came_too_late_gets_the_truth_back(meetup, say, newest, ada, now):
    # given
    session = meetup(invited=[ada], rsvp_until=now + timedelta(days=1))
    newest(ada)
    later = now + timedelta(days=2)
    reply = CalendarReply(sequence=0, dtstamp=later, received_at=later)
    say(session, ada, "accepted", via=Via.CALENDAR, reply=reply)

    # when
    mail = newest(ada)

    # then
    assert mail.message["Subject"] == "Too late to change: Lunch and learn, Tuesday 8 December"
    assert plain(mail) == (
        "Your answer reached us after the date to answer, so it could not count any more. You have not answered. This is how it "
        "stands with us. "
        "When: Tuesday 8 December, 10:00–11:00 Where: Canteen Host: Bo Lindqvist Answer by: Wednesday 2 December " + PAGE
    )
    assert gist(mail) == ("REQUEST", "0", "CONFIRMED", "NEEDS-ACTION")


def test_a_cancellation_says_why(meetup, cancel, newest, ada):
    # given
    session = meetup(invited=[ada])
    newest(ada)
    cancel(session, "The **room** is flooded.")

    # when
    mail = newest(ada)

    # then
    assert mail.message["Subject"] == "Cancelled: Lunch and learn, Tuesday 8 December"
    assert plain(mail) == (
        "Lunch and learn on Tuesday 8 December does not take place. We take it out of your calendar. The room is flooded. " + PAGE
    )
    assert gist(mail)[:3] == ("CANCEL", "1", "CANCELLED")
    assert vevent(mail)["COMMENT"] == "The **room** is flooded."


def test_a_withdrawal_takes_it_out_of_one_calendar_alone(meetup, withdraw, newest, smtp_sink, ada, dana):
    # given
    session = meetup(invited=[ada, dana])
    newest(ada)
    withdraw(session, ada)

    # when
    mail = newest(ada)

    # then: without STATUS (RFC 5546 section 4.2.10), and without the page, which is not hers to see any more
    assert mail.message["Subject"] == "Withdrawn: Lunch and learn, Tuesday 8 December"
    assert plain(mail) == (
        "You are not invited to Lunch and learn on Tuesday 8 December any more. We take it out of your calendar. " + QUESTIONS
    )
    assert "/sessions/1" not in mail.message.get_body(("html",)).get_content()
    assert gist(mail)[:3] == ("CANCEL", "1", "")
    assert len(smtp_sink.to(dana.email)) == 1
