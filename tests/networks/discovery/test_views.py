import re
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import select

from database import db
from networks.census.models import Network
from networks.discovery import hand_overs, jobs, word_lists
from networks.discovery.models import FoundNetwork, HandOver
from networks.discovery.topics import BEGINNING
from tests.networks.discovery.by_hand import event
from tests.networks.discovery.conftest import lunch, nowhere


def said(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def handing(browser, content: str, name: str = "mine.ics", **more):
    return browser.post("/networks/discovery", data={"file": (BytesIO(content.encode()), name), **more})


def test_from_a_calendar_to_a_network_page_by_page(client_of, on_list, ada, bo, chen, dana):
    # given
    browser = client_of(ada)
    private = event("Circle", "CLASS:PRIVATE", uid="p")

    # when
    path = handing(browser, lunch(private)).location
    waiting_page = said(browser.get(path))
    jobs.read_all(nowhere)
    read_page = browser.get(path)
    found_path = re.search(r"/networks/discovery/found/\d+", read_page.text)[0]
    found_page = browser.get(found_path)
    form = {"name": "Soup", "purpose": "social", "rhythm": "weekly", "openness": "open", "keeps": "y", "people": [str(bo.id)]}
    done = browser.post(found_path, data=form)

    # then
    assert ("Being read." in waiting_page, "0.0 of 0.1 MB" in waiting_page) == (True, True)
    assert [
        words in said(read_page)
        for words in ("Soup on Tuesday", "14 dates, since September 2026", "1 was private", "Of 2 events.")
    ] == [True] * 4
    assert "About every week, last on a Tuesday at 12:00" in said(read_page)
    assert [words in said(found_page) for words in ("Bo Lindqvist", "Dana", "2 addresses of nobody Foyer knows")] == [True] * 3
    (network,) = db.session.scalars(select(Network))
    assert (done.location, network.name, on_list(network)) == (f"/networks/{network.id}", "Soup", {"Ada": "listed*", "Bo": "listed"})  # fmt: skip
    assert ("All decided." in said(browser.get(path)), "all decided" in said(browser.get("/networks/discovery"))) == (True, True)


def test_what_is_registered_already_is_asked_about_once(client_of, found, offline, ada):
    # given
    known = offline("Soup on Tuesday", place="")
    browser, path = client_of(ada), f"/networks/discovery/found/{found()}"
    form = {"name": "Soup on Tuesday", "purpose": "social", "rhythm": "weekly", "openness": "open"}

    # when
    first = browser.post(path, data=form)
    second = browser.post(path, data={**form, "seen": str(known.id)})

    # then
    assert (first.status_code, "Is it the same as one of these?" in said(first), second.status_code) == (409, True, 303)


def test_a_form_that_is_not_whole_says_so(client_of, found, ada):
    # when
    answer = client_of(ada).post(f"/networks/discovery/found/{found()}", data={"name": "", "people": ["10000"]})

    # then
    assert (answer.status_code, "A network needs a name." in said(answer), db.session.scalars(select(Network)).all()) == (
        422,
        True,
        [],
    )


def test_a_proposal_is_put_aside(client_of, found, ada):
    # when
    answer = client_of(ada).post(f"/networks/discovery/found/{found()}/aside")

    # then
    assert (answer.status_code, db.session.scalars(select(FoundNetwork)).all()) == (303, [])


@pytest.mark.parametrize("name", ["bo", "chen", "dana", "admin"])
def test_nobody_else_learns_that_there_is_anything(request, client_of, found, ada, name):
    # given
    number = found()
    handed = hand_overs.of_person(ada)[0].id
    browser = client_of(request.getfixturevalue(name))

    # when
    codes = [
        browser.get(f"/networks/discovery/{handed}").status_code,
        browser.post(f"/networks/discovery/{handed}/removal").status_code,
        browser.get(f"/networks/discovery/found/{number}").status_code,
        browser.post(f"/networks/discovery/found/{number}", data={"name": "Soup"}).status_code,
        browser.post(f"/networks/discovery/found/{number}/aside").status_code,
    ]
    browser.post("/networks/discovery/removal")

    # then
    assert (codes, "mine.ics" in browser.get("/networks/discovery").text) == ([404] * 5, False)
    assert ("Soup on Tuesday" in browser.get("/me/data").text, len(db.session.scalars(select(FoundNetwork)).all())) == (False, 1)


def test_my_data_holds_what_i_handed_over(client_of, found, ada):
    # given
    found()

    # when
    page = said(client_of(ada).get("/me/data"))

    # then
    assert [
        words in page for words in ("Calendars and lists you handed over", "Soup on Tuesday", "stranger@brink-waal.example")
    ] == [True] * 3


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Choose a file, paste a list or write an address."),
        ({"file": (BytesIO(b""), "a.ics")}, "There is nothing in it."),
        ({"address": "http://calendar.example/"}, "The address must begin with https://"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(client_of, ada, data, told):
    # when
    answer = client_of(ada).post("/networks/discovery", data=data)

    # then
    assert (answer.status_code, told in said(answer), db.session.scalars(select(HandOver)).all()) == (422, True, [])


def test_a_file_of_more_than_fifty_megabytes_is_refused(client_of, ada):
    # when
    answer = client_of(ada).post("/networks/discovery", data={"file": (BytesIO(b"x" * 50_500_000), "a.ics")})

    # then
    assert (answer.status_code, "This is too large: at most 50 MB." in said(answer)) == (422, True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("%PDF", "This is no calendar and no list of addresses."),
        (lunch(people=()), "This calendar does not say who is invited"),
        ("a@x.example", "Nothing in it met three times with five people or more."),
    ],
)
def test_the_page_says_why_nothing_was_found(client_of, read, ada, content, told):
    # given
    handed = read(ada, content)

    # then
    assert told in said(client_of(ada).get(f"/networks/discovery/{handed.id}"))


def test_it_is_forgotten_by_a_press(client_of, read, ada):
    # given
    browser = client_of(ada)
    first, _second, _third = (read(ada, lunch()) for _number in range(3))

    # when
    browser.post(f"/networks/discovery/{first.id}/removal")
    left = len(hand_overs.of_person(ada))
    browser.post("/networks/discovery/removal")

    # then
    assert (left, len(hand_overs.of_person(ada))) == (2, 0)


def test_words_are_for_who_manages(client_of, ada, dana, chen):
    # given
    manager = client_of(chen)

    # when
    codes = [client_of(person).get("/networks/discovery/words").status_code for person in (ada, dana, chen)]
    refused = manager.post("/networks/discovery/words", data={"words": "*"})
    manager.post("/networks/discovery/words", data={"words": "Soup\r\nOR"})
    kept = list(word_lists.words())
    db.session.rollback()
    manager.post("/networks/discovery/words/reset")
    db.session.rollback()

    # then
    assert (codes, refused.status_code, kept, list(word_lists.words())) == ([403, 403, 200], 422, ["Soup", "OR"], list(BEGINNING))


def test_pages_take_as_many_queries_for_many(client_of, count_queries, read, ada):
    # given
    browser = client_of(ada)
    rows = "\n".join(f"{name}@x.example,List {number}" for number in range(9) for name in "abcdef")

    # when
    counts = []
    for content in (lunch(), f"Email,List\n{rows}"):
        handed = read(ada, content)
        for path in ("/networks/discovery", f"/networks/discovery/{handed.id}"):
            with count_queries() as queries:
                browser.get(path)
            counts.append(len(queries))

    # then
    assert (handed.found, counts[:2]) == (9, counts[2:])
