"""Taking an answer back on the roster: said first, pressed once, and told as what it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions import queries_roster
from sessions.models import AnswerRecord, Outcome, Via
from tests.infra.pages import links, said, text, words

DAY = timedelta(days=1)


def records():
    db.session.expire_all()
    return db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id)).all()


def told(session):
    """The history as the roster tells it, oldest first."""
    return [(line.record.id, line.takes_back) for line in reversed(queries_roster.history(session))]


def test_taking_back_asks_first_and_says_who_gets_the_seat(meetup, say, client_of, room, posted, ada, dana, bo):
    # given
    session = meetup(invited=[ada, dana], capacity=1)
    say(session, ada, "accepted")
    say(session, dana, "accepted")
    browser = client_of(bo)
    before = (room(session), posted(session))

    # when
    link = [link for link in links(browser.get(f"/sessions/{session.id}/people/{ada.id}")) if link.endswith("/reversal")]
    page = browser.get(link[0])
    looked = (room(session), posted(session))
    after = browser.post(link[0], follow_redirects=True)

    # then
    assert words(page, "h1") == ["Take back this answer of Ada Okafor?"]
    assert words(page, "p")[-3:] == [
        "Ada Okafor said yes.",
        "Their answer is open again, and Ada Okafor is told.",
        "Dana Petrov gets this seat and is told. It does not come back by itself.",
    ]
    assert looked == before
    assert (said(after), after.request.path) == (
        ["Taken back. Their calendar is being told."],
        f"/sessions/{session.id}/people/{ada.id}",
    )
    assert room(session) == {"Ada": ("needs-action", "none", None), "Dana": ("accepted", "seated", None)}


def test_what_was_taken_back_offers_no_second_taking_back(meetup, say, client_of, ada, bo):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    browser = client_of(bo)
    browser.post(f"/sessions/{session.id}/records/{records()[-1].id}/reversal")

    # when
    page = browser.get(f"/sessions/{session.id}/people/{ada.id}")
    by_address = browser.get(f"/sessions/{session.id}/records/{records()[-1].id}/reversal", follow_redirects=True)
    say(session, ada, "accepted")
    again = browser.get(f"/sessions/{session.id}/people/{ada.id}")

    # then
    assert [link for link in links(page) if link.endswith("/reversal")] == []
    assert said(by_address) == ["Only the latest answer of a person can be taken back."]
    assert [link for link in links(again) if link.endswith("/reversal")] == [
        f"/sessions/{session.id}/records/{records()[-1].id}/reversal"
    ]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (["accepted"], "Their answer is open again, and Ada Okafor is told. Their seat is free for somebody else."),
        (["declined"], "Their answer is open again, and Ada Okafor is told."),
        (["tentative", "declined"], "The answer before it counts again: maybe. Ada Okafor is told."),
        (["accepted", "declined"], "The answer before it counts again: yes. Ada Okafor is told. They have a seat again."),
        (["accepted", "accepted"], "The answer before it counts again: yes. Ada Okafor is told."),
    ],
)
def test_the_question_says_what_will_count(meetup, say, client_of, ada, bo, answers, says):
    # given
    session = meetup(invited=[ada], capacity=3)
    for answer in answers:
        say(session, ada, answer)

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/records/{records()[-1].id}/reversal")

    # then
    assert text(page).partition("Ada Okafor said")[2].partition(". ")[2] == f"{says} Take it back Keep it"


def test_the_question_says_that_the_seat_went_to_somebody_else(meetup, say, client_of, ada, dana, bo):
    # given
    session = meetup(invited=[ada, dana], capacity=1)
    for person, answer in ((ada, "accepted"), (dana, "accepted"), (ada, "declined")):
        say(session, person, answer)
    browser = client_of(bo)

    # when
    page = browser.get(f"/sessions/{session.id}/records/{records()[-2].id}/reversal")

    # then
    assert words(page, "p")[-1].endswith("All seats are taken: they are last on the waiting list.")


def test_the_question_says_that_the_place_in_line_goes(meetup, say, client_of, ada, dana, bo):
    # given
    session = meetup(invited=[ada, dana], capacity=1)
    say(session, dana, "accepted")
    say(session, ada, "accepted")

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/records/{records()[-1].id}/reversal")

    # then
    assert words(page, "p")[-1].endswith("They leave the waiting list.")


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_entry_of_another_session_cannot_be_taken_back_here(meetup, say, client_of, room, ada, bo, chen, method):
    # given
    hers, other = meetup(invited=[ada]), meetup(invited=[ada], host_ids=(chen.id,))
    say(other, ada, "accepted")
    path = f"/sessions/{hers.id}/records/{records()[0].id}/reversal"

    # when
    page = getattr(client_of(bo), method)(path, follow_redirects=True)

    # then
    assert (page.status_code, said(page)) == {"get": (404, []), "post": (200, ["There is no such entry."])}[method]
    assert room(other) == {"Ada": ("accepted", "seated", None)}


def test_nothing_is_taken_back_once_it_is_over(meetup, say, client_of, clock, ada, bo, now):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    clock.move_to(now + 8 * DAY)

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/records/{records()[0].id}/reversal", follow_redirects=True)

    # then
    assert said(page) == ["Only the latest answer of a person can be taken back."]


def test_the_history_tells_a_withdrawal_from_a_taking_back(meetup, say, withdraw, client_of, ada, dana, bo):
    # given
    session = meetup(invited=[ada, dana], capacity=1)
    say(session, ada, "accepted")
    say(session, dana, "accepted")
    browser = client_of(bo)
    browser.post(f"/sessions/{session.id}/records/{records()[-1].id}/reversal")
    withdraw(session, ada)

    # when
    page = browser.get(f"/sessions/{session.id}/roster")

    # then
    assert [line.partition(" ago ")[2] for line in words(page, "li") if " ago " in line] == [
        "Chen Meijer withdrew the invitation of Ada Okafor.",
        "Bo Lindqvist took back the answer of Dana Petrov; it is open again.",
        "Dana Petrov said yes. All seats were taken: waiting list. Taken back later.",
        "Ada Okafor said yes.",
    ]


def test_taking_back_a_no_says_that_the_yes_counts_again(meetup, say, client_of, ada, bo):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    say(session, ada, "declined")
    browser = client_of(bo)

    # when
    browser.post(f"/sessions/{session.id}/records/{records()[-1].id}/reversal")

    # then
    found = text(browser.get(f"/sessions/{session.id}/roster"))
    assert "Bo Lindqvist took back the answer of Ada Okafor; the one before counts again: yes." in found


def test_only_what_a_taking_back_made_is_told_as_one(meetup, say, change, ada, bo, client_of):
    # given: taken back, answered anew, asked again by itself, recorded by the host
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    client_of(bo).post(f"/sessions/{session.id}/records/{records()[0].id}/reversal")
    say(session, ada, "accepted")
    change(session, moved_by=DAY)
    say(session, ada, "declined", via=Via.HOST, by=bo)

    # then
    assert [record.outcome for record in records()] == [Outcome.REVERTED, *[Outcome.APPLIED] * 4]
    assert [takes_back for _id, takes_back in told(session)] == [False, True, False, False, False]


def test_whoever_recorded_it_may_be_gone(meetup, say, client_of, ada, bo):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted", via=Via.HOST, by=bo)
    with transaction() as work:
        work.get_one(AnswerRecord, records()[0].id).recorded_by_id = None

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/roster")

    # then
    assert "The host recorded yes for Ada Okafor." in text(page)
