"""Pages of participation: a file is read, looked at and shown; everybody reads the figures, in a constant number of queries."""

import pytest

from tests.infra.pages import said, text
from tests.onboarding.evidence.participation.conftest import acts, events, lines

PAGE, IMPORT = "/evidence/participation", "/evidence/participation/import"
TOTALS = "week,kind,segment,people,consume,contribute,create"


@pytest.fixture
def shows(send):
    """`shows(3)`: three weeks of the whole and so many departments."""

    def run(departments):
        rows = [
            row
            for week in (45, 46, 47)
            for row in (
                f"2026-W{week},,,2000,900,300,200",
                *(f"2026-W{week},department,Team {number},100,40,20,10" for number in range(departments)),
            )
        ]
        send(lines(TOTALS, *rows))

    return run


def test_file_is_looked_at_and_then_shown(client_of, crowd, chen, ada, dana):
    # given
    client = client_of(chen)
    file = events(acts(crowd(12), "read"), "nobody@elsewhere.example,2026-11-16,read,,")

    # when
    empty = text(client_of(dana).get(PAGE))
    read = client.post(IMPORT, data={"file": (file, "w47.csv"), "called": ""}, follow_redirects=True)
    shown = client.post(f"{IMPORT}/1/confirmation", follow_redirects=True)
    again = client.post(f"{IMPORT}/1/confirmation", follow_redirects=True)

    # then
    assert "No week has come yet" in empty
    assert [word in text(read) for word in ("Nobody who works here", "nobody@elsewhere", "withheld")] == [True, False, True]
    assert (said(shown), said(again)) == (["1 week is shown."], ["This does not wait any more. Read the file again."])


@pytest.mark.parametrize("departments", [2, 8])
def test_figures_are_read_by_everybody_in_a_constant_number_of_queries(client_of, shows, dana, count_queries, departments):
    # given
    client = client_of(dana)
    shows(departments)
    client.get(PAGE)

    # when
    with count_queries() as queries:
        page = client.get(f"{PAGE}?segment=department:Team+1&weeks=13")

    # then: who reads it, and five more
    assert (len(queries), "Team 1" in text(page), "70" in text(page)) == (6, True, True)


def test_what_is_kept_drawn_is_seen_in_each_language_and_never_old(client_of, shows, send, add_person, dana):
    # given
    dutch = add_person("Ned Two", email="ned@brink-waal.example", language="nl")
    shows(2)

    # when
    first = [text(client_of(person).get(PAGE)) for person in (dana, dutch)]
    send(lines(TOTALS, "2026-W44,,,1990,880,300,200"))
    second = [text(client_of(person).get(PAGE)) for person in (dana, dutch)]

    # then
    words = ["week 47 of 2026", "week 47 van 2026", "1990"]
    assert [[word in page.lower() for word in words] for page in first] == [[True, False, False], [False, True, False]]
    assert [[word in page.lower() for word in words] for page in second] == [[True, False, True], [False, True, True]]


@pytest.mark.parametrize(
    "query", ["segment=department:Nowhere", "segment=mood:bad", "segment=%00", "weeks=9999999", "weeks=x", "segment=round:1"]
)
def test_what_nobody_offers_shows_the_whole_company_or_nothing(client_of, shows, dana, query):
    # given
    shows(2)

    # when
    page = client_of(dana).get(f"{PAGE}?{query}")

    # then
    assert page.status_code == (400 if "%00" in query else 200)


def test_file_that_is_none_is_complained_of_at_its_field(client_of, chen):
    # when
    page = client_of(chen).post(IMPORT, data={"file": (lines("a,b", "1,2"), "x.csv"), "called": ""})

    # then
    assert (page.status_code, "This file needs a column" in text(page)) == (422, True)
