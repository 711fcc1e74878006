"""Home: what waits for me, what is coming, what I look after."""

from datetime import timedelta

import pytest

from tests.infra.pages import fields, links, text, words

DAY = timedelta(days=1)


def test_a_visitor_is_asked_to_sign_in(client, ada):
    # when
    response = client.get("/")

    # then
    assert (response.status_code, response.location) == (303, "/sign-in?next=/")


def test_nothing_planned_says_so_and_what_comes_next(client_of, dana):
    # when
    page = client_of(dana).get("/")

    # then
    assert words(page, "h1") == ["Good morning, Dana."]
    assert words(page, "p", "lede") == ["Nothing waits for you."]
    assert words(page, "div", "empty") == [
        "Nothing is planned for you When somebody invites you, it stands here and in your own calendar. See the calendar"
    ]


def test_the_first_invitation_is_raised_and_the_others_stand_below(meetup, say, client_of, ada, now):
    # given
    later = meetup(invited=[ada], title="Later", starts_at=now + 9 * DAY, ends_at=now + 9 * DAY + timedelta(hours=1))
    first = meetup(invited=[ada], title="First", rsvp_until=now + 3 * DAY, capacity=12)
    seat = meetup(invited=[ada], title="Seat")
    say(seat, ada, "accepted")

    # when
    page = client_of(ada).get("/")

    # then
    assert words(page, "p", "lede") == ["Two invitations wait for your answer."]
    sheet = (
        "Tue 8 Dec Waits for your answer, by Friday 4 December First 10:00–11:00 Canteen with Bo Lindqvist Soup first. "
        "Yes, I’ll come Maybe No, thanks Twelve of twelve seats are free. A no needs no reason. "
        "You can also answer in your own calendar."
    )
    assert words(page, "article", "sheet") == [sheet]
    assert words(page, "ul", "waits-list") == [
        "Later Thursday 10 December, 10:00–11:00, with Bo Lindqvist Answer by Thursday 10 December"
    ]
    assert (words(page, "h3"), words(page, "span", "seat")) == (["Seat"], ["You have a seat"])
    assert {f"/sessions/{session.id}" for session in (later, first, seat)} <= set(links(page))


def test_home_answers_in_one_press(meetup, client_of, room, ada):
    # given
    session = meetup(invited=[ada])
    browser = client_of(ada)
    form = fields(browser.get("/"))

    # when
    pressed = browser.post(f"/sessions/{session.id}/answer", data={**form, "answer": "no"})

    # then
    assert (pressed.status_code, pressed.location) == (303, f"/sessions/{session.id}")
    assert room(session) == {"Ada": ("declined", "none", None)}


def test_what_is_coming_leaves_out_what_was_declined_and_what_is_over(meetup, say, cancel, client_of, clock, ada, now):
    # given
    made = {name: meetup(invited=[ada], title=name) for name in ("seat", "maybe", "declined", "off")}
    for name, word in (("seat", "accepted"), ("maybe", "tentative"), ("declined", "declined"), ("off", "accepted")):
        say(made[name], ada, word)
    cancel(made["off"])
    soon = meetup(invited=[ada], title="over", starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    say(soon, ada, "accepted")
    clock.move_to(now + timedelta(hours=3))

    # when
    page = client_of(ada).get("/")

    # then
    assert words(page, "h3") == ["seat", "maybe", "off"]
    assert [state for state in ("You have a seat", "You said maybe", "Cancelled") if state in text(page)] == [
        "You have a seat",
        "You said maybe",
        "Cancelled",
    ]


def test_a_seat_that_was_kept_over_a_move_stays_in_sight_when_the_date_to_answer_passes(
    meetup, say, change, client_of, clock, ada, now
):
    # given: asked again, and never answered
    session = meetup(invited=[ada], rsvp_until=now + 2 * DAY)
    say(session, ada, "accepted")
    change(session, moved_by=DAY)
    browser = client_of(ada)
    while_asked = browser.get("/")
    clock.move_to(now + 3 * DAY)

    # when
    page = browser.get("/")

    # then
    assert words(while_asked, "article", "sheet") != []
    assert (words(page, "article", "sheet"), words(page, "h3")) == ([], ["Lunch and learn"])


def test_who_looks_after_something_sees_drafts_and_nobody_else_does(meetup, client_of, ada, bo, chen, dana, admin):
    # given
    meetup(invited=[ada], title="Secret draft", publish=False)

    # when
    seen = {person.name.split()[0]: "Secret draft" in client_of(person).get("/").text for person in (ada, bo, chen, dana, admin)}

    # then: Bo hosts it, Chen made it
    assert seen == {"Ada": False, "Bo": True, "Chen": True, "Dana": False, "Marieke": False}


def test_a_session_that_is_off_is_not_the_next_one(meetup, say, cancel, client_of, ada, now):
    # given
    off, on = meetup(invited=[ada]), meetup(invited=[ada], starts_at=now + 9 * DAY, ends_at=now + 10 * DAY)
    for session in (off, on):
        say(session, ada, "accepted")
    cancel(off)

    # then
    assert words(client_of(ada).get("/"), "p", "lede") == ["Nothing waits for you. The next session is on Thursday 10 December."]


@pytest.fixture
def written(meetup, answer, comes_in, invitation_of, ada):
    """Ada wrote to Bo, and somebody else answered in her name."""
    session = meetup(invited=[ada])
    letter = f"From: Ada Okafor <{ada.email}>\r\nSubject: Soup\r\n\r\nIs there soup without celery?\r\n".encode()
    comes_in(answer(session, ada, sender="else@where.example"))
    return comes_in(letter, token=invitation_of(session, ada).token)


def test_what_a_person_wrote_waits_under_their_name(written, client_of, ada, bo, chen, dana):
    # when
    pages = {person.name.split()[0]: client_of(person).get("/") for person in (ada, bo, chen, dana)}

    # then
    messages = "Two things wait for you."
    assert {name: words(page, "p", "lede") for name, page in pages.items()} == {
        "Ada": ["One invitation waits for your answer."],
        "Bo": [f"{messages} The next session is on Tuesday 8 December."],
        "Chen": [messages],
        "Dana": ["Nothing waits for you."],
    }
    waiting = ["A message from Ada Okafor Soup Read What we could not read or trust Mail to dates that you look after Look"]
    assert {name: words(page, "ul", "waits-list") for name, page in pages.items()} == {
        "Ada": [],
        "Bo": waiting,
        "Chen": waiting,
        "Dana": [],
    }
    assert f"/incoming/{written.id}" in links(pages["Bo"])


def test_only_who_manages_is_offered_to_plan(client_of, ada, chen, dana):
    # then
    assert {person.name.split()[0]: "/sessions/new" in client_of(person).get("/").text for person in (ada, chen, dana)} == {
        "Ada": False,
        "Chen": True,
        "Dana": False,
    }


@pytest.mark.parametrize("word", [None, "accepted"])
def test_home_takes_a_constant_number_of_queries(meetup, say, client_of, colleagues, ada, count_queries, word):
    # given
    other = colleagues(1)
    browser = client_of(ada)
    counted = []

    # when
    for count in (1, 2):
        for _number in range(count):
            session = meetup(invited=[*other, ada], capacity=1)
            say(session, other[0], "accepted")
            if word:
                say(session, ada, word)
        with count_queries() as queries:
            browser.get("/")
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]


def test_home_asks_no_more_when_something_is_coming_beside_what_waits(meetup, say, client_of, ada, count_queries):
    # given
    browser = client_of(ada)
    meetup(invited=[ada])
    counted = []

    # when
    for prepare in (lambda: None, lambda: say(meetup(invited=[ada]), ada, "accepted")):
        prepare()
        with count_queries() as queries:
            browser.get("/")
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]
