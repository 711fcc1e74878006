"""The roster as a file: whole, in order, and nothing in it that a spreadsheet would run."""

import csv
import io
from datetime import timedelta

import pytest

from sessions.models import Via

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
    at = "2026-12-01T10:00:00+01:00"
    assert read_csv(response) == [
        ["name", "email", "department", "answer", "seat", "place_in_line", "via", "answered_at", "comment"],
        ["P000 Colleague", "p000@brink-waal.example", "", "accepted", "seated", "", "calendar", at, "Word of P000."],
        ["P001 Colleague", "p001@brink-waal.example", "", "accepted", "waiting", "1", "link", at, "Word of P001."],
        ["P002 Colleague", "p002@brink-waal.example", "", "tentative", "none", "", "web", at, "Word of P002."],
        ["P003 Colleague", "p003@brink-waal.example", "", "needs-action", "none", "", "", "", ""],
        ["P004 Colleague", "p004@brink-waal.example", "", "declined", "none", "", "api", at, "Word of P004."],
    ]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", '="a"\n=1'])
def test_no_cell_is_a_formula(meetup, say, client_of, add_person, bo, formula):
    # given: names and departments come from imports, words from anybody (OWASP: CSV injection)
    person = add_person("Eve Mulder", department=formula)
    session = meetup(invited=[person])
    say(session, person, "accepted", comment=formula)

    # when
    row = read_csv(client_of(bo).get(f"/sessions/{session.id}/roster.csv"))[1]

    # then
    assert [row[2], row[8]] == [f"'{formula}", f"'{formula.strip()}"]
