"""At the door, as a host meets it: ticks with and without a script, walk-ins, guests, the sheet, the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions import checkin
from sessions.models import ScheduledSession
from sessions.models_attendance import Attendance
from tests.infra.attendance import presences_at
from tests.infra.pages import said, text, words

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lunch(meetup, say, ada, dana, admin):
    """Ada and Dana have the two seats, Marieke has not answered."""
    session = meetup(invited=[ada, dana, admin], capacity=2)
    for person in (ada, dana):
        say(session, person, "accepted")
    return session


@pytest.fixture
def at_door(lunch, clock, client_of, bo):
    """Bo at the door, when it starts: `at_door("/guests", number=2)` posts, `at_door()` looks."""
    clock.move_to(lunch.starts_at)
    browser = client_of(bo)

    def ask(path="", **data):
        address = f"/sessions/{lunch.id}/check-in{path}"
        return browser.post(address, data=data, follow_redirects=True) if data else browser.get(address)

    return ask


def test_ticks_without_a_script_are_what_changed(lunch, at_door, ada, dana, ticks):
    # given: the page shows nobody ticked; meanwhile another host ticks Dana
    first = text(at_door())
    ticks(lunch, dana)

    # when
    saved = at_door(here=[ada.id])
    undone = at_door(was=[ada.id, dana.id], here=[dana.id])

    # then
    assert ("Nobody is ticked yet." in first, said(saved), "Two are here." in text(saved)) == (True, ["Saved."], True)
    assert (presences_at(lunch), "One is here." in text(undone)) == ({"Ada": ("open", None), "Dana": ("here", "host")}, True)


def test_ticks_of_a_phone_keep_their_time_and_can_come_twice(lunch, at_door, clock, ada, dana):
    # given
    clock.shift(45 * MINUTE)
    kept = [f"{ada.id}:1:{(lunch.starts_at + MINUTE).isoformat()}", f"{dana.id}:1:2026-12-08T09:02:00.000Z"]

    # when
    answers = [at_door("/ticks", tick=kept).json for _ in range(2)]

    # then
    assert answers == [{"here": sorted([ada.id, dana.id]), "told": "Two are here."}] * 2
    assert presences_at(lunch) == {"Ada": ("here", "host"), "Dana": ("here", "host")}


@pytest.mark.parametrize("tick", ["", "x", "1:1", "1:1:yesterday", "1:1:2026-12-08T09:00:00", "one:1:2026-12-08T09:00:00Z"])
def test_what_is_no_tick_is_refused(at_door, tick):
    assert at_door("/ticks", tick=tick).status_code == 400


def test_ticks_that_come_too_late_are_told_so(lunch, at_door, clock, ada):
    # given
    clock.move_to(lunch.ends_at + timedelta(days=15))

    # when
    answer = at_door("/ticks", tick=f"{ada.id}:1:{lunch.starts_at.isoformat()}")

    # then
    assert (answer.status_code, presences_at(lunch)) == (409, {})
    assert answer.json == {"told": "People are checked in from twelve hours before a session until two weeks after it."}


def test_a_colleague_walks_in_and_the_host_decides_when_it_is_full(lunch, at_door, chen):
    # when
    asked = at_door("/walk-ins", who="chen meijer")
    let_in = at_door("/walk-ins", person=chen.id, although_full="yes")

    # then
    assert said(asked) == ["All seats are taken. You decide: is there room for Chen Meijer?"]
    assert "Yes, Chen Meijer comes in" in text(asked)
    assert (said(let_in), presences_at(lunch)) == (["Chen Meijer is here."], {"Chen": ("here", "walk-in")})
    assert "Walked in Chen Meijer" in text(let_in)


def test_a_colleague_who_walked_in_without_network_arrives_later(lunch, at_door, chen, clock, app):
    """With the time at which they came in, once, and not when the host decides whether there is room."""
    # given
    at = lunch.starts_at + timedelta(minutes=3)
    clock.move_to(lunch.ends_at + timedelta(hours=2))

    # when
    full = at_door("/walk-ins/kept", who="chen meijer", at=at.isoformat())
    with transaction():
        db.session.get(ScheduledSession, lunch.id).capacity = None
    answers = [at_door("/walk-ins/kept", who="chen meijer", at=at.isoformat()).json for _ in range(2)]

    # then
    assert full.json == {"done": False, "told": "All seats are taken. You decide: is there room for Chen Meijer?"}
    assert answers == [{"done": True, "told": ""}] * 2
    assert presences_at(lunch) == {"Chen": ("here", "walk-in")}
    assert db.session.scalars(select(Attendance.at)).all() == [at]


@pytest.mark.parametrize(
    ("who", "at", "code"),
    [
        ("Nobody Atall", "2026-12-08T11:00:00Z", 200),
        ("Chen Meijer", "yesterday", 400),
        ("Chen Meijer", "2026-12-08T11:00:00", 400),
    ],
)
def test_who_cannot_be_told_without_network_waits_for_the_host(lunch, at_door, who, at, code):
    # when
    answer = at_door("/walk-ins/kept", who=who, at=at)

    # then
    assert (answer.status_code, presences_at(lunch)) == (code, {})
    assert answer.json == (
        {"done": False, "told": "Nobody here is called that. A guest? Count them below."} if code == 200 else None
    )


def test_who_is_meant_is_asked_when_two_have_the_name(lunch, at_door, add_person):
    # given
    for number in (1, 2):
        add_person("Kim de Boer", email=f"kim{number}@brink-waal.example", department=f"Hall {number}")

    # when
    page = at_door("/walk-ins", who="Kim de Boer")

    # then
    assert said(page) == ["More than one is called that. Who is it?"]
    assert [word for word in words(page, "button") if "Kim" in word] == ["Kim de Boer, Hall 1", "Kim de Boer, Hall 2"]


@pytest.mark.parametrize("who", ["Nobody Atall", "stranger@elsewhere.example", "", "99999"])
def test_a_stranger_is_a_guest_without_a_record(lunch, at_door, who):
    # when
    page = at_door("/walk-ins", who=who or " ")
    noted = at_door("/guests", number="2")

    # then
    assert said(page) == ["Nobody here is called that. A guest? Count them below."]
    assert (said(noted), checkin.of(lunch).guests, presences_at(lunch)) == (["Noted. Nothing is kept of who they are."], 2, {})


@pytest.mark.parametrize("number", ["-1", "many", "501", "1" * 30])
def test_so_many_guests_there_are_not(at_door, number):
    assert said(at_door("/guests", number=number)) == ["Enter a number from 0 to 500."]


def test_closing_says_first_who_is_missed_and_what_they_will_read(lunch, at_door, ada):
    # given
    at_door(here=[ada.id])

    # when
    page = at_door("/closure")
    closed = at_door("/closure", sure="yes")
    reopened = at_door("/reopening", sure="yes")

    # then
    assert words(page, "li")[-1:] == ["Dana Petrov"]
    assert "One person had a seat and is not ticked: Dana Petrov" in text(page)
    assert "gets one kind mail in an hour" in text(page)
    assert said(closed)[0] == "The check-in is closed. Late ticks still count."
    assert (said(reopened), presences_at(lunch)) == (["The check-in is open again."], {"Ada": ("here", "host")})


def test_before_the_day_the_list_is_there_and_ticks_are_not(lunch, client_of, bo, clock):
    # when
    page = client_of(bo).get(f"/sessions/{lunch.id}/check-in")

    # then
    assert said(page) == ["You can tick people from twelve hours before it starts."]
    assert ("Ada Okafor" in text(page), "Save who is here" in text(page)) == (True, False)


def test_who_had_it_taken_out_cannot_be_ticked_again(lunch, at_door, client_of, ada, clock, ticks):
    # given
    ticks(lunch, ada)
    clock.move_to(lunch.ends_at)
    client_of(ada).post(f"/me/attendance/{lunch.id}/removal")

    # when
    page = at_door()

    # then
    assert "Ada Okafor Door seals, wants nothing kept of this date" in text(page)
    assert f'value="{ada.id}" disabled' in page.text


def test_the_sheet_has_names_seats_and_lines_and_nothing_of_who_came(lunch, at_door, client_of, ada, chen, bo):
    # given
    before = client_of(bo).get(f"/sessions/{lunch.id}/sheet")
    at_door(here=[ada.id])
    at_door("/walk-ins", person=chen.id, although_full="yes")

    # when
    pages = [client_of(person).get(f"/sessions/{lunch.id}/sheet") for person in (bo, chen)]

    # then
    assert words(before, "h1") == ["Lunch and learn"]
    assert "Ada Okafor Door seals Seated" in text(before)
    assert [text(page) for page in pages] == [text(before)] * 2


def test_the_page_takes_as_many_queries_for_one_as_for_many(meetup, say, clock, client_of, bo, colleagues, count_queries, ticks):
    # given
    people = colleagues(12)
    small, large = meetup(invited=people[:1]), meetup(invited=people)
    for person in people[:6]:
        say(large, person, "accepted")
    ticks(large, *people[3:9])
    clock.move_to(large.starts_at)
    browser, counts = client_of(bo), []
    browser.get(f"/sessions/{small.id}/check-in")

    # when
    for session in (small, large):
        with count_queries() as queries:
            assert browser.get(f"/sessions/{session.id}/check-in").status_code == 200
        counts.append(len(queries))

    # then
    assert counts[0] == counts[1]
    db.session.rollback()


def test_who_had_it_taken_out_does_not_walk_in_again(lunch, at_door, client_of, ada, clock, ticks):
    # given
    ticks(lunch, ada)
    clock.move_to(lunch.ends_at)
    client_of(ada).post(f"/me/attendance/{lunch.id}/removal")

    # when
    answer = at_door("/walk-ins", who="Ada Okafor")

    # then
    assert (said(answer), presences_at(lunch)) == (["Ada Okafor wants nothing kept of this date."], {"Ada": ("erased", None)})
