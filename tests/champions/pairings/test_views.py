"""Pages of pairing rounds: what a community manager sees, and that nobody else does."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from champions.mentorships import asking
from champions.pairings import pairing
from champions.pairings.models import PairingRound, PairingState
from database import db, transaction
from people import apart
from tests.infra.mentorships import WISH, fresh, mails_about_pairs
from tests.infra.pages import said, text, words


@pytest.fixture
def found(helps, asks, ada, dana, bo, pairs_found):
    """One pair, and one for whom there is no room."""
    helps(bo, capacity=1)
    asks(ada)
    asks(dana, topics=())
    return f"/ambassadors/pairs/{pairs_found()}"


def test_manager_finds_looks_takes_out_and_asks(client_of, helps, asks, ada, bo, chen, pairs_found):
    # given
    helps(bo)
    asks(ada)
    manager = client_of(chen)

    # when
    before = text(manager.get("/ambassadors/pairs"))
    path = f"/ambassadors/pairs/{pairs_found()}"
    page = manager.get(path)
    line = re.search(rf'action="({path}/pairs/\d+)"', page.text)[1]
    out = manager.post(line, data={"out": "yes"}, follow_redirects=True)
    back = manager.post(line, data={"out": "no"}, follow_redirects=True)
    told_before = mails_about_pairs()
    asked = manager.post(f"{path}/confirmation", follow_redirects=True)

    # then
    assert "1 person" in before
    assert ("Ada Okafor with Bo Lindqvist" in text(page), "Asked about and offered: files" in text(page)) == (True, True)
    assert "1 of 1 would have an ambassador, and no way gives more." in text(page)
    assert said(out) == ["Ada Okafor and Bo Lindqvist are not asked about each other."]
    assert said(back) == ["Ada Okafor and Bo Lindqvist are among the pairs again."]
    assert (said(asked), told_before) == (["1 pair is asked. It begins once both say yes."], [])
    assert words(asked, "h1") == ["The pairs are asked"]
    assert "Asked about and offered: files" in text(client_of(ada).get("/me/mentorship"))  # to the two as well
    assert "Asked about and offered: files" in text(client_of(bo).get("/me/mentees"))


@pytest.mark.parametrize("who", ["chen", "admin"])
def test_page_says_for_whom_nobody_was_found_and_what_would_help_but_not_what_they_wrote(request, client_of, found, who):
    page = text(client_of(request.getfixturevalue(who)).get(found))
    assert "Nobody who has room was left who shares a language and a time with them, or there is another reason." in page
    assert ("Dana Petrov" in page, "Tuesday" in page) == (True, False)  # of one person it would say too much
    assert "drawings" not in page


def test_reason_why_nobody_was_found_is_the_same_for_who_keeps_apart(client_of, helps, asks, ada, dana, bo, chen, pairs_found):
    # given: Bo has room, and Dana would rather not
    helps(bo, capacity=2)
    asks(dana)
    before = client_of(chen).get(f"/ambassadors/pairs/{pairs_found()}")
    with transaction():
        apart.keep(fresh(dana), [bo.id])

    # when
    kept_apart = text(client_of(chen).get(f"/ambassadors/pairs/{pairs_found()}"))
    with transaction():
        apart.keep(fresh(dana), [])
        asking.ask(fresh(dana), replace(WISH, times=(3,)), now=datetime.now(UTC))
    no_time_in_common = text(client_of(chen).get(f"/ambassadors/pairs/{pairs_found()}"))

    # then
    assert "Dana Petrov with Bo Lindqvist" in text(before)
    assert kept_apart == no_time_in_common


@pytest.mark.parametrize("count", [4, 5])
def test_what_would_help_is_said_from_five_people_on(client_of, helps, asks, add_person, bo, chen, pairs_found, count):
    # given
    helps(bo, times=(1,))
    for number in range(count):
        asks(add_person(f"Eve{number} Mulder"))

    # then
    page = text(client_of(chen).get(f"/ambassadors/pairs/{pairs_found()}"))
    assert ("has time on Tuesday, around noon (12 to 1) would suit 5 of them." in page) is (count == 5)
    assert ("For 5 of them nobody who has room shares a language and a time" in page) is (count == 5)


def test_page_follows_while_pairs_are_looked_for(client_of, helps, asks, ada, bo, chen, looks_for_pairs):
    # given
    helps(bo)
    asks(ada)

    # when
    page = client_of(chen).get(f"/ambassadors/pairs/{looks_for_pairs()}")

    # then
    assert "Step 1 of 3" in text(page)
    assert 'max="3"' in page.text


@pytest.mark.parametrize("who", ["ada", "bo", "dana"])
def test_nobody_else_sees_pairs(request, client_of, found, who):
    browser = client_of(request.getfixturevalue(who))
    answers = [
        browser.get(found),
        browser.get("/ambassadors/pairs"),
        browser.post("/ambassadors/pairs"),
        browser.post(f"{found}/confirmation"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert mails_about_pairs() == []


def test_thrown_away_is_gone_and_says_so(client_of, chen, found):
    gone = client_of(chen).post(f"{found}/disposal", follow_redirects=True)
    assert (said(gone), client_of(chen).get(found).status_code) == (["Thrown away. Nobody had been told."], 404)


def test_failed_round_can_be_begun_anew(client_of, helps, asks, ada, bo, chen, looks_for_pairs):
    # given
    helps(bo)
    asks(ada)
    round_id = looks_for_pairs()
    with transaction():
        pairing.fail(round_id, db.session.get_one(PairingRound, round_id).began_at)

    # when
    page = client_of(chen).get(f"/ambassadors/pairs/{round_id}")
    client_of(chen).post("/ambassadors/pairs", data={"resemblance": "80"})

    # then
    assert words(page, "h1") == ["No pairs were found"]
    db.session.rollback()
    (again,) = db.session.query(PairingRound).all()
    assert (again.state, again.resemblance) == (PairingState.FINDING, 80)


def test_my_data_says_that_somebody_was_found_and_not_who(client_of, ada, found):
    page = text(client_of(ada).get("/me/data"))
    assert ("somebody was found" in page, "Bo Lindqvist" in page) == (True, False)


def test_page_asks_the_database_as_often_for_many_pairs(client_of, chen, helps, asks, add_person, bo, pairs_found, count_queries):
    # given
    helps(bo, capacity=9)
    asks(add_person("Eve Mulder"))
    number = pairs_found()
    with count_queries() as for_one:
        client_of(chen).get(f"/ambassadors/pairs/{number}")
    for name in ("Finn Bakker", "Gijs Smit"):
        asks(add_person(name))
    number = pairs_found()

    # when
    with count_queries() as for_three:
        client_of(chen).get(f"/ambassadors/pairs/{number}")

    # then
    assert len(for_three) == len(for_one) > 0


def test_round_without_a_pair_says_so_and_shows_no_table_of_noughts(client_of, helps, asks, pairs_found, ada, bo, chen):
    # given: no language in common
    helps(bo, languages=("nl",))
    asks(ada, languages=("en",))

    # when
    page = client_of(chen).get(f"/ambassadors/pairs/{pairs_found()}")

    # then
    assert words(page, "h1") == ["No pairs were found"]
    assert words(page, "h2") == ["Nobody found yet"]
    assert "Ask colleagues" in text(page)
