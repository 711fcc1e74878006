"""The page of one session, and answering on it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import transaction
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions.models import SessionKind, Via
from tests.infra.pages import links, text, words

DAY = timedelta(days=1)


def sheet(page):
    """The heading of what is asked of the reader."""
    return words(page, "form", "answer-sheet")


def test_each_person_sees_what_is_theirs(meetup, client_of, client, ada, bo, chen, dana):
    # given
    session = meetup(invited=[ada])
    path = f"/sessions/{session.id}"

    # when
    pages = {person.name.split()[0]: client_of(person).get(path) for person in (ada, bo, chen, dana)}

    # then
    assert {name: page.status_code for name, page in pages.items()} == {"Ada": 200, "Bo": 200, "Chen": 200, "Dana": 404}
    assert {name: bool(sheet(page)) for name, page in pages.items()} == {"Ada": True, "Bo": False, "Chen": False, "Dana": False}
    assert {name: f"{path}/roster" in links(page) for name, page in pages.items()} == {
        "Ada": False,
        "Bo": True,
        "Chen": True,
        "Dana": False,
    }
    assert {name: f"{path}/copies" in links(page) for name, page in pages.items()} == {
        "Ada": False,
        "Bo": False,
        "Chen": True,
        "Dana": False,
    }
    assert client.get(path).location == f"/sign-in?next={path}"


def test_an_outsider_learns_nothing_of_what_exists(meetup, client_of, dana):
    # given
    session = meetup()
    browser = client_of(dana)

    # when
    hidden, missing = browser.get(f"/sessions/{session.id}"), browser.get("/sessions/999")

    # then
    assert (hidden.status_code, text(hidden)) == (missing.status_code, text(missing))
    assert hidden.status_code == 404
    assert "Lunch" not in hidden.text


def test_the_page_says_what_it_is_and_what_is_asked(meetup, client_of, ada):
    # given
    session = meetup(
        invited=[ada],
        capacity=12,
        address="Second floor",
        online_url="https://meet.example/1",
        description="**Soup** first. <script>alert(1)</script>",
    )

    # when
    page = client_of(ada).get(f"/sessions/{session.id}")

    # then
    assert words(page, "h1") == ["Lunch and learn"]
    facts = (
        "When Tuesday 8 December, 10:00–11:00 In 1 week. Where Canteen Second floor Online https://meet.example/1 "
        "Host BLBo Lindqvist Service engineer, Field service Seats Twelve of twelve seats are free."
    )
    assert words(page, "dl", "facts") == [facts]
    assert words(page, "div", "prose") == ["Soup first. <script>alert(1)</script>"]
    assert "<script>alert" not in page.text
    assert "Will you come?" in sheet(page)[0]


@pytest.mark.parametrize(
    ("kind", "lede"),
    [
        ("meetup", "The draft of a meetup: nobody has been told yet."),
        ("training", "The draft of a training session: nobody has been told yet."),
    ],
)
def test_a_draft_says_what_it_will_be(meetup, withdraw, client_of, add_person, ada, bo, dana, now, kind, lede):
    # given: two on the list, one of them taken off again, one who has left
    gone = add_person("Gone Away", active=False)
    session = meetup(invited=[ada, dana, gone], publish=False, kind=SessionKind(kind), rsvp_until=now + timedelta(days=3))
    withdraw(session, dana)

    # when
    pages = {person.name.split()[0]: client_of(person).get(f"/sessions/{session.id}") for person in (ada, bo, dana)}

    # then
    assert {name: page.status_code for name, page in pages.items()} == {"Ada": 404, "Bo": 200, "Dana": 404}
    assert words(pages["Bo"], "p", "lede") == [lede]
    assert "The answer is needed by Friday 4 December." in text(pages["Bo"])
    assert "1 person is on the list." in text(pages["Bo"])


@pytest.mark.parametrize(
    ("end", "heading"), [("begun", "It has begun"), ("over", "It is over"), ("cancelled", "Nothing to answer")]
)
def test_what_cannot_be_answered_any_more_asks_nothing(meetup, say, cancel, client_of, clock, ada, end, heading):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    if end == "cancelled":
        cancel(session, "The room is flooded.")
    else:
        clock.move_to(session.starts_at if end == "begun" else session.ends_at)

    # when
    page = client_of(ada).get(f"/sessions/{session.id}")

    # then
    assert (sheet(page), heading in words(page, "h2")) == ([], True)
    assert ("The room is flooded." in text(page)) is (end == "cancelled")


def test_the_page_says_when_the_last_message_did_not_arrive(meetup, client_of, ada):
    # given
    session = meetup(invited=[ada])
    browser = client_of(ada)

    # when
    lines = {}
    for state in OutgoingState:
        with transaction() as work:
            work.scalars(select(OutgoingMail)).one().state = state
        lines[state.value] = words(browser.get(f"/sessions/{session.id}"), "p", "mail-state")

    # then
    on_its_way = ["The message to your calendar is still on its way."]
    held_up = ["Our last message to your calendar did not arrive. What stands here is true."]
    assert lines == {
        "queued": on_its_way,
        "sending": on_its_way,
        "sent": [],
        "failed": held_up,
        "bounced": held_up,
        "replaced": [],
        "dropped": [],
    }


def test_the_page_says_that_the_cancellation_is_on_its_way(meetup, cancel, client_of, deliver, smtp_sink, ada):
    # given
    session = meetup(invited=[ada])
    browser = client_of(ada)
    deliver()
    cancel(session, "Snow.")

    # when
    before = browser.get(f"/sessions/{session.id}")
    deliver()
    after = browser.get(f"/sessions/{session.id}")

    # then
    assert words(before, "p", "mail-state") == ["The message to your calendar is still on its way."]
    assert words(after, "p", "mail-state") == []


def test_what_was_sent_and_said_is_the_readers_own(meetup, say, change, client_of, deliver, smtp_sink, ada, dana, bo):
    # given
    session = meetup(invited=[ada, dana])
    browser = client_of(ada)
    deliver()
    say(session, ada, "accepted", via=Via.CALENDAR, comment="I come late.")
    say(session, dana, "declined", comment="Never again.")
    change(session, moved_by=DAY)
    say(session, ada, "tentative", via=Via.HOST, by=bo)

    # when
    page = browser.get(f"/sessions/{session.id}")

    # then
    sent, answers = words(page, "ol", "history")
    assert sent == (
        "Tuesday 1 December, 10:00 A message is on its way to you. "
        "Tuesday 1 December, 10:00 We sent “Lunch and learn, Tuesday 8 December”."
    )
    assert answers == (
        "Tuesday 1 December, 10:00 You said maybe; the host recorded it. "
        "Tuesday 1 December, 10:00 Time or place changed, so we asked again. "
        "Tuesday 1 December, 10:00 You said yes, from your calendar. “I come late.”"
    )
    assert "Never again." not in page.text


def test_who_comes_is_shown_only_when_the_host_and_the_person_agree(meetup, say, change, client_of, colleagues, ada, bo):
    # given: one consents, one does not, one consents and waits, one consented and declined
    yes, quiet, waits, no = colleagues(4)
    session = meetup(invited=[yes, quiet, waits, no, ada], capacity=2)
    for person, word, shows in (
        (yes, "accepted", True),
        (quiet, "accepted", False),
        (waits, "accepted", True),
        (no, "declined", True),
    ):
        say(session, person, word, shows_name=shows)
    browser = client_of(ada)
    path = f"/sessions/{session.id}"

    # when
    off = browser.get(path)
    change(session, shows_who_comes=True)
    on = browser.get(path)
    names = words(on, "ul", "names")
    for_host = words(client_of(bo).get(path), "ul", "names")

    # then
    assert [person.name for person in (yes, quiet, waits, no) if person.name in off.text] == []
    assert names == for_host == ["PCP000 Colleague"]
    assert "asks_name" not in off.text
    assert "asks_name" in on.text


@pytest.mark.parametrize("zone", ["", "America/New_York"])
def test_times_are_said_with_the_readers_own_when_they_differ(meetup, client_of, ada, zone):
    # given
    session = meetup(invited=[ada])
    with transaction() as work:
        work.get_one(Person, ada.id).timezone = zone

    # when
    page = client_of(ada).get(f"/sessions/{session.id}")

    # then
    there = "Tuesday 8 December, 10:00–11:00"
    assert words(page, "strong")[0] == (f"{there} in Amsterdam (04:00–05:00 your time)" if zone else there)


@pytest.mark.parametrize("looks_after", [False, True])
def test_the_page_takes_a_constant_number_of_queries(meetup, say, client_of, add_person, ada, bo, count_queries, looks_after):
    # given
    browser = client_of(bo if looks_after else ada)
    counted = []

    # when
    for count in (1, 3):
        people = [add_person(f"Q{count}{number} Colleague") for number in range(count)]
        session = meetup(invited=[ada, *people], shows_who_comes=True)
        for person in (ada, *people):
            for word in ("tentative", "accepted"):
                say(session, person, word, shows_name=True)
        with count_queries() as queries:
            browser.get(f"/sessions/{session.id}")
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]


def test_answers_are_read_once_there_are_some(meetup, say, client_of, ada, count_queries):
    # given
    session, browser, counted = meetup(invited=[ada]), client_of(ada), []

    # when
    for answered in (False, True):
        if answered:
            say(session, ada, "accepted")
        with count_queries() as queries:
            page = browser.get(f"/sessions/{session.id}").text
        counted.append((len(queries), "You said yes" in page))

    # then
    assert counted == [(counted[0][0], False), (counted[0][0] + 1, True)]
