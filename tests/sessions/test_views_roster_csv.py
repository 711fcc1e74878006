"""The roster as a file: whole, in order, and nothing in it that a spreadsheet would run."""

import csv
import io
from datetime import timedelta

import pytest

from sessions.models import Via

DAY = timedelta(days=1)
HEADING = [
    "Name",
    "E-mail",
    "Department",
    "How it stands",
    "Place in line",
    "Last answer",
    "Asked again",
    "Answered by",
    "Answered at (Europe/Amsterdam)",
    "Comment",
]


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


def read_csv(response):
    assert response.data.startswith(b"\xef\xbb\xbf")  # or Excel reads UTF-8 as something else
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_the_list_can_be_taken_along(full_table, client_of, bo):
    # given
    session, _people = full_table

    # when
    response = client_of(bo).get(f"/sessions/{session.id}/roster.csv")

    # then
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="roster-2026-12-08-1.csv"'
    at = "2026-12-01 10:00"
    assert read_csv(response) == [
        HEADING,
        ["P000 Colleague", "p000@brink-waal.example", "", "Seated", "", "yes", "", "Own calendar", at, "Word of P000."],
        [
            "P001 Colleague",
            "p001@brink-waal.example",
            "",
            "Waiting list",
            "1",
            "yes",
            "",
            "Link in the mail",
            at,
            "Word of P001.",
        ],
        ["P002 Colleague", "p002@brink-waal.example", "", "Maybe", "", "maybe", "", "This website", at, "Word of P002."],
        ["P003 Colleague", "p003@brink-waal.example", "", "Not answered", "", "", "", "", "", ""],
        ["P004 Colleague", "p004@brink-waal.example", "", "Not coming", "", "no", "", "Another program", at, "Word of P004."],
    ]


def test_who_is_asked_again_keeps_their_last_answer_in_the_list(meetup, say, change, client_of, ada, bo):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    change(session, moved_by=DAY)

    # when
    row = read_csv(client_of(bo).get(f"/sessions/{session.id}/roster.csv"))[1]

    # then
    assert row[3:9] == ["Seated", "", "yes", "asked again after a change", "This website", "2026-12-01 10:00"]


def test_an_answer_that_was_taken_back_is_none(meetup, say, client_of, ada, bo):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    browser = client_of(bo)
    browser.post(f"/sessions/{session.id}/records/1/reversal")

    # when
    row = read_csv(browser.get(f"/sessions/{session.id}/roster.csv"))[1]

    # then
    assert row[3:9] == ["Not answered", "", "", "", "", ""]


def test_the_list_speaks_the_readers_language(meetup, say, client_of, add_person, ada):
    # given
    host = add_person("Femke de Boer", language="nl")
    session = meetup(invited=[ada], host_ids=(host.id,))
    say(session, ada, "accepted")

    # when
    heading, row = read_csv(client_of(host).get(f"/sessions/{session.id}/roster.csv"))

    # then
    assert (heading[0], heading[2], row[5]) == ("Naam", "Afdeling", "ja")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ('="a"\n=1', "'=\"a\"\n'=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("sorry;=1+cmd|' /C calc'!A0", "sorry;'=1+cmd|' /C calc'!A0"),
        ("sorry; =1", "sorry;' =1"),
        ("sorry\t=1", "sorry\t'=1"),
        ('sorry;"=1"', 'sorry;\'"=1"'),
        ("sorry,=1", "sorry,'=1"),
        ("half past five - or six; a=b", "half past five - or six; a=b"),
    ],
)
def test_no_cell_is_a_formula_wherever_a_spreadsheet_cuts(meetup, say, client_of, ada, bo, text, cell):
    # given: words come from anybody; Dutch Excel separates by semicolon (OWASP: CSV injection)
    session = meetup(invited=[ada])
    say(session, ada, "accepted", comment=text)

    # when
    row = read_csv(client_of(bo).get(f"/sessions/{session.id}/roster.csv"))[1]

    # then
    assert row[9] == cell


def test_names_and_departments_are_no_formulas_and_every_cell_is_quoted(meetup, client_of, add_person, bo):
    # given
    person = add_person("Eve;=1+1", department="Sales;@SUM(A1)", email="eve@example.org")
    session = meetup(invited=[person])

    # when
    response = client_of(bo).get(f"/sessions/{session.id}/roster.csv")

    # then
    assert response.text.splitlines()[1] == ('"Eve;\'=1+1","eve@example.org","Sales;\'@SUM(A1)","Not answered","","","","","",""')


def test_only_its_hosts_take_along_who_came(full_table, client_of, bo, chen, ticks):
    # given
    session, people = full_table
    ticks(session, people[0], people[3])

    # when
    taken = {person.name: read_csv(client_of(person).get(f"/sessions/{session.id}/roster.csv")) for person in (bo, chen)}

    # then
    assert [(line[0][:4], line[-1]) for line in taken[bo.name]] == [
        ("Name", "Was here"),
        ("P000", "yes"),
        ("P001", ""),
        ("P002", ""),
        ("P003", "yes"),
        ("P004", ""),
    ]
    assert [line[:-1] for line in taken[bo.name]] == taken[chen.name]
