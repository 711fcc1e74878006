"""The roster: who comes, who waits, what was said through which door; what the host records and takes back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions import queries_roster, rsvps
from sessions.models import Answer, Via
from tests.infra.pages import links, said, text, words

DAY = timedelta(days=1)


@pytest.fixture
def full_table(meetup, say, colleagues):
    """Five people, one in each group: a seat, waiting, maybe, no word, declined."""
    people = colleagues(5)
    session = meetup(invited=people, capacity=1)
    for person, word, via in (
        (people[0], "accepted", Via.CALENDAR),
        (people[1], "accepted", Via.LINK),
        (people[2], "tentative", Via.WEB),
        (people[4], "declined", Via.API),
    ):
        say(session, person, word, via=via, comment=f"Word of {person.name[:4]}.")
    return session, people


def sections(page):
    return dict(zip(words(page, "h2"), words(page, "section", "section"), strict=False))


def rows(page):
    """Each row of each table, without its heading."""
    return [row for row in words(page, "tr") if not row.startswith(("Name", "Place", "Here"))]


PAGES = ("roster", "roster/seated", "roster.csv", "people/{ada}", "records/1/reversal")
ACTIONS = ("people/{ada}/answer", "records/1/reversal", "resends/{ada}", "seats")


def test_the_roster_is_for_who_looks_after_the_session(meetup, say, client_of, client, ada, bo, chen, dana):
    # given
    session = meetup(invited=[ada], capacity=3)
    say(session, ada, "accepted", comment="Vegetarian.")
    paths = [f"/sessions/{session.id}/{page.format(ada=ada.id)}" for page in PAGES]

    # when
    found = {person.name.split()[0]: [client_of(person).get(path) for path in paths] for person in (ada, bo, chen, dana)}
    visitor = [client.get(path).status_code for path in paths]

    # then: not even the person themselves sees the host's page about them
    assert {name: [page.status_code for page in pages] for name, pages in found.items()} == {
        "Ada": [404] * 5,
        "Bo": [200] * 5,
        "Chen": [200] * 5,
        "Dana": [404] * 5,
    }
    assert visitor == [303] * 5
    assert [page.text for name in ("Ada", "Dana") for page in found[name] if "Vegetarian" in page.text] == []


def test_nobody_else_records_takes_back_sends_or_adds(meetup, say, client_of, client, room, posted, ada, dana):
    # given
    session = meetup(invited=[ada], capacity=3)
    say(session, ada, "accepted")
    before = (room(session), posted(session))
    paths = [f"/sessions/{session.id}/{action.format(ada=ada.id)}" for action in ACTIONS]

    # when
    found = [
        [browser.post(path, data={"answer": "declined"}).status_code for path in paths]
        for browser in (client_of(ada), client_of(dana), client)
    ]

    # then
    assert found == [[404] * 4, [404] * 4, [303] * 4]
    assert (room(session), posted(session)) == before


def test_a_host_of_one_session_sees_nothing_of_another(meetup, client_of, ada, bo, chen):
    # given
    hers, other = meetup(invited=[ada]), meetup(invited=[ada], host_ids=(chen.id,))
    browser = client_of(bo)

    # when
    found = [browser.get(f"/sessions/{session.id}/roster").status_code for session in (hers, other)]
    action = browser.post(f"/sessions/{other.id}/people/{ada.id}/answer", data={"answer": "declined"})

    # then
    assert (found, action.status_code) == ([200, 404], 404)


def test_each_stands_in_one_group_with_the_door_and_the_word(full_table, client_of, bo):
    # given
    session, _people = full_table

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/roster")

    # then
    assert words(page, "table", "roster") == [
        "Here Name Answered by P000 Colleague “Word of P000.” Own calendar",
        "Place Name Answered by 1 P001 Colleague “Word of P001.” Link in the mail",
        "Here Name Our mail P003 Colleague On its way",
        "Here Name Answered by P002 Colleague “Word of P002.” This website",
        "Name Answered by P004 Colleague “Word of P004.” Another program",
    ]
    assert "One of one seat" in words(page, "span", "soft")
    assert "P004 Colleague said no." in words(page, "ol", "history")[0]


def test_a_session_without_guests_says_what_to_do(meetup, client_of, bo):
    # given
    session = meetup()

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/roster")

    # then
    assert words(page, "div", "empty") == [
        "Nobody is invited yet A good first list is short: the people at one table. Invite people"
    ]


@pytest.mark.parametrize(
    ("group", "name"), [("seated", "P000"), ("waiting", "P001"), ("maybe", "P002"), ("unanswered", "P003"), ("declined", "P004")]
)
def test_each_group_has_a_page(full_table, client_of, bo, group, name):
    # given
    session, people = full_table

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/roster/{group}")

    # then
    assert [person.name[:4] for person in people if person.name in text(page)] == [name]


def test_a_group_that_there_is_not_is_nothing(full_table, client_of, bo):
    # given
    session, _people = full_table

    # then
    assert client_of(bo).get(f"/sessions/{session.id}/roster/skeptics").status_code == 404


def test_a_long_group_has_pages_and_the_line_goes_on_counting(meetup, say, client_of, bo, now):
    # given
    with transaction() as work:
        people = [Person(email=f"m{number}@example.org", name=f"M {number:03}", created_at=now) for number in range(103)]
        work.add_all(people)
    session = meetup(invited=people, capacity=1)
    with transaction():
        for person in people:
            rsvps.record_answer(session.id, person.id, Answer.ACCEPTED, via=Via.WEB, now=now)
    browser = client_of(bo)

    # when
    overview = browser.get(f"/sessions/{session.id}/roster")
    second = browser.get(f"/sessions/{session.id}/roster/waiting?page=2")
    beyond = browser.get(f"/sessions/{session.id}/roster/waiting?page=99999999999999999999")

    # then
    assert f"/sessions/{session.id}/roster/waiting" in links(overview)
    assert "See all 102" in text(overview)
    assert rows(second) == ["101 M 101 This website", "102 M 102 This website"] == rows(beyond)


def test_what_somebody_told_the_host_counts_and_says_who_recorded_it(meetup, client_of, room, ada, bo):
    # given
    session = meetup(invited=[ada])
    browser = client_of(bo)
    path = f"/sessions/{session.id}/people/{ada.id}"

    # when
    page = browser.post(f"{path}/answer", data={"answer": "accepted", "comment": "Said so at lunch."}, follow_redirects=True)

    # then
    assert said(page) == ["Recorded. Their calendar is being told."]
    assert room(session) == {"Ada": ("accepted", "seated", None)}
    assert words(page, "ol", "history")[0].endswith(
        "Bo Lindqvist recorded yes for Ada Okafor. The host “Said so at lunch.” Take this back"
    )


@pytest.mark.parametrize("answer", ["", "needs-action", "yes", "ACCEPTED"])
def test_only_the_three_answers_can_be_recorded(meetup, client_of, room, ada, bo, answer):
    # given
    session = meetup(invited=[ada])

    # when
    page = client_of(bo).post(f"/sessions/{session.id}/people/{ada.id}/answer", data={"answer": answer}, follow_redirects=True)

    # then
    assert said(page) == ["Choose what they told you."]
    assert room(session) == {"Ada": ("needs-action", "none", None)}


def test_nothing_is_recorded_for_who_is_not_invited(meetup, withdraw, client_of, ada, bo, dana):
    # given
    session = meetup(invited=[ada])
    withdraw(session, ada)
    browser = client_of(bo)

    # when
    found = [
        (
            browser.get(f"/sessions/{session.id}/people/{number}").status_code,
            browser.post(f"/sessions/{session.id}/people/{number}/answer", data={"answer": "accepted"}).status_code,
        )
        for number in (ada.id, dana.id, 999)
    ]

    # then
    assert found == [(404, 404)] * 3


def test_the_state_is_sent_once_more_and_the_host_reads_why_not_again(
    meetup, client_of, deliver, smtp_sink, clock, posted, ada, bo
):
    # given
    session = meetup(invited=[ada])
    browser = client_of(bo)
    deliver()

    # when
    pages = [browser.post(f"/sessions/{session.id}/resends/{ada.id}", follow_redirects=True) for _press in range(3)]
    deliver()

    # then
    once = "It was sent once more already, and once is enough: no answer is an answer too."
    assert [said(page) for page in pages] == [["We send it once more."], [once], [once]]
    assert [row[0] for row in posted(session)] == ["invitation", "seat"]
    assert len(smtp_sink.to(ada.email)) == 2


def test_one_seat_more_says_who_has_it_before_the_press(full_table, client_of, room, bo):
    # given
    session, _people = full_table
    browser = client_of(bo)

    # when
    before = browser.get(f"/sessions/{session.id}/roster")
    page = browser.post(f"/sessions/{session.id}/seats", follow_redirects=True)

    # then
    assert words(before, "details", "ask-first") == [
        "Add one seat P001 Colleague is first in line, gets it and is told. Add the seat"
    ]
    assert said(page) == ["One seat more. Whoever waits longest has it and is being told."]
    assert room(session)["P001"] == ("accepted", "seated", None)


def test_a_cancelled_session_promises_nothing_on_its_roster(full_table, cancel, client_of, bo):
    # given
    session, people = full_table
    browser = client_of(bo)
    before = [browser.get(f"/sessions/{session.id}/{path}") for path in ("roster", f"people/{people[0].id}")]
    cancel(session)

    # when
    after = [browser.get(f"/sessions/{session.id}/{path}") for path in ("roster", f"people/{people[0].id}")]

    # then
    promises = (
        "The first moves up by itself",
        "They may still walk in",
        "Maybe is an answer",
        "Add one seat",
        "Invite people",
        "The list on paper",
        "Withdraw the invitation",
        "Take this back",
        "Record an answer",
    )
    assert [promise for promise in promises if not any(promise in text(page) for page in before)] == []
    assert [promise for promise in promises if any(promise in text(page) for page in after)] == []
    assert [said(page) for page in after] == [["This session does not take place."]] * 2


def test_what_came_back_is_shown_at_the_person(meetup, client_of, ada, bo):
    # given
    session = meetup(invited=[ada])
    with transaction() as work:
        work.scalars(select(OutgoingMail)).one().state = OutgoingState.BOUNCED

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/roster")

    # then
    assert rows(page) == ["Ada Okafor Door seals Came back"]


@pytest.mark.parametrize("page", ["roster", "roster/seated", "roster.csv"])
def test_the_roster_takes_a_constant_number_of_queries(meetup, say, client_of, colleagues, add_person, bo, count_queries, page):
    # given
    browser = client_of(bo)
    counted = []

    # when
    for count in (1, 3):
        people = [add_person(f"Q{count}{number} Colleague") for number in range(count * 2)]
        session = meetup(invited=people, capacity=count)
        for person in people:
            say(session, person, "accepted", via=Via.HOST, by=bo)
        with count_queries() as queries:
            browser.get(f"/sessions/{session.id}/{page}")
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]


def test_counts_and_groups_agree(full_table):
    # given
    session, _people = full_table

    # when
    overview = queries_roster.overview(session)

    # then
    answers = {rsvp.person_id: rsvp for rsvp in db.session.scalars(queries_roster.roster_query(session))}
    assert {group: [(line.place, line.total) for line in lines] for group, lines in overview.items()} == {
        group: [(1, 1)] for group in queries_roster.GROUPS
    }
    assert {group: [queries_roster.group_of(answers[line.person_id]) for line in lines] for group, lines in overview.items()} == {
        group: [group] for group in queries_roster.GROUPS
    }


def test_one_seat_is_one_in_dutch_too(meetup, say, client_of, add_person, ada):
    # given
    host = add_person("Femke de Boer", language="nl")
    session = meetup(invited=[ada], host_ids=(host.id,), capacity=1)
    say(session, ada, "accepted")

    # when
    page = client_of(host).get(f"/sessions/{session.id}/roster")

    # then
    assert "Eén van één plaats" in words(page, "span", "soft")
