"""A mail that takes the place of one that has not left says what that one had to say: no news is lost on the way."""

from datetime import timedelta

import pytest

from sessions.models import Via

MOVED = "Lunch and learn has a new time: Wednesday 9 December, 10:00–11:00. It was Tuesday 8 December, 10:00–11:00."
ELSEWHERE = "Lunch and learn has a new place: Atrium."
SOMETHING = "Something about Lunch and learn has changed. This is how it stands now."
FREED = "A seat came free and it is yours."


@pytest.fixture
def told(smtp_sink, deliver, words_of, clock):
    """`told(ada)`: what kind of mail, and what it says, of each she got since last asked, after everything due has left."""
    heard: dict[str, int] = {}

    def read(person):
        deliver()
        mails = smtp_sink.to(person.email)[heard.get(person.email, 0) :]
        heard[person.email] = heard.get(person.email, 0) + len(mails)
        return [(mail.message["Subject"].partition(":")[0], _above_the_facts(words_of(mail))) for mail in mails]

    return read


def _above_the_facts(words):
    return words.partition(", ")[2].partition(" When: ")[0]


def test_a_new_time_is_still_said_by_the_mail_about_other_words(meetup, say, change, told, ada):
    # given
    session = meetup(invited=[ada])
    told(ada)
    say(session, ada, "tentative", via=Via.CALENDAR)
    change(session, moved_by=timedelta(days=1))
    change(session, description="Bring a spoon.")

    # then
    assert told(ada) == [("New time", f"{MOVED} You said maybe, and maybe it stays.")]


def test_several_changes_are_one_mail_that_says_them_all(meetup, say, change, told, ada):
    # given
    session = meetup(invited=[ada])
    told(ada)
    say(session, ada, "declined", via=Via.CALENDAR)
    change(session, title="Lunch and learn")
    change(session, place="Atrium")
    change(session, moved_by=timedelta(days=1))
    change(session, description="Bring a spoon.")

    # then
    no = "You said no, and nothing is asked of you. Should it suit you now, you are welcome."
    assert told(ada) == [("New time", f"{MOVED} {ELSEWHERE} {no}")]


def test_a_session_that_moved_twice_moved_from_where_people_know_it(meetup, change, told, ada):
    # given: the time in between is the earliest, and nobody heard of it
    session = meetup(invited=[ada])
    told(ada)
    change(session, moved_by=timedelta(days=-3))
    change(session, moved_by=timedelta(days=4))

    # then
    assert told(ada) == [("New time", f"{MOVED} Does that suit you?")]


def test_a_session_that_moved_back_has_no_other_time_to_say(meetup, change, told, ada):
    # given
    session = meetup(invited=[ada])
    told(ada)
    change(session, moved_by=timedelta(days=1))
    change(session, moved_by=timedelta(days=-1))

    # then
    assert told(ada) == [
        ("New time", "Lunch and learn has a new time: Tuesday 8 December, 10:00–11:00. Does that suit you?"),
    ]


def test_what_has_left_is_not_said_again(meetup, say, change, told, ada):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "tentative", via=Via.CALENDAR)
    change(session, moved_by=timedelta(days=1))
    told(ada)
    change(session, title="Lunch and learn", description="Bring a spoon.")

    # then
    assert told(ada) == [("Changed", f"{SOMETHING} You said maybe, and maybe it stays. Bring a spoon.")]


@pytest.fixture
def in_line(meetup, say, told, colleagues):
    """One seat, two people who said yes; both have heard how it stands."""
    seated, waiting = colleagues(2)
    session = meetup(invited=[seated, waiting], capacity=1)
    for person in (seated, waiting):
        say(session, person, "accepted")
        told(person)
    return session, seated, waiting


def test_a_seat_that_came_free_is_still_said_by_the_mail_about_other_words(in_line, say, change, told):
    # given
    session, seated, waiting = in_line
    say(session, seated, "declined")
    change(session, description="Bring a spoon.")

    # then
    assert told(waiting) == [("Changed", f"{SOMETHING} {FREED} Bring a spoon.")]


def test_a_seat_that_came_free_before_the_session_moved_is_said_with_the_question(in_line, say, change, told):
    # given
    session, seated, waiting = in_line
    say(session, seated, "declined")
    change(session, moved_by=timedelta(days=1))

    # then
    assert told(waiting) == [("New time", f"{MOVED} {FREED} Does that suit you?")]


def test_a_new_time_is_still_said_by_the_mail_about_a_seat(in_line, say, change, told):
    # given
    session, seated, waiting = in_line
    change(session, moved_by=timedelta(days=1))
    say(session, seated, "declined")

    # then
    assert told(waiting) == [("A seat for you", f"{MOVED} {FREED} Not convenient any more? One press gives it on.")]


def test_a_seat_is_not_promised_to_who_gave_it_up_before_the_mail_left(in_line, say, change, told):
    # given
    session, seated, waiting = in_line
    say(session, seated, "declined")
    say(session, waiting, "declined")
    change(session, moved_by=timedelta(days=1))

    # then
    no = "You said no, and nothing is asked of you. Should it suit you now, you are welcome."
    assert told(waiting) == [("New time", f"{MOVED} {no}")]
