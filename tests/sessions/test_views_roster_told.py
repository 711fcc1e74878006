"""One person's page on the roster: what their calendar was last told, what it last said, who comes in whose place."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from sessions.models import AnswerRecord, Outcome
from tests.infra.pages import text, words


@pytest.fixture
def lunch(meetup, ada):
    return meetup(invited=[ada], rsvp_until=None)


@pytest.fixture
def calendar_of(lunch, client_of, ada, bo):
    """What stands about Ada's calendar, as Bo reads it."""
    ada_id, browser = ada.id, client_of(bo)
    return lambda: words(browser.get(f"/sessions/{lunch.id}/people/{ada_id}"), "dl", "facts")[0]


def test_nothing_was_sent_or_said_yet(calendar_of):
    assert calendar_of() == "We last sent nothing yet How it stands now is on its way. It last answered nothing yet"


def test_what_left_and_what_came_back_stand_there(lunch, calendar_of, deliver, smtp_sink, answer, comes_in, ada):
    # given
    deliver()
    comes_in(answer(lunch, ada, "TENTATIVE"))

    # then
    assert calendar_of() == (
        "We last sent “Lunch and learn, Tuesday 8 December” Tuesday 1 December, 10:00 "
        "It last answered maybe Tuesday 1 December, 10:00"
    )


def test_change_that_has_not_left_is_on_its_way(lunch, calendar_of, deliver, smtp_sink, change):
    # given
    deliver()
    change(lunch, place="Hall 2")

    # then
    assert "Tuesday 1 December, 10:00 How it stands now is on its way. It last answered" in calendar_of()


def test_mail_that_came_back_says_so(lunch, calendar_of, deliver, smtp_sink):
    # given
    deliver()
    with transaction() as session:
        session.scalars(select(OutgoingMail)).one().state = OutgoingState.BOUNCED

    # then
    assert "Tuesday 1 December, 10:00 Came back It last answered" in calendar_of()


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome.LATE, "Too late to count."),
        (Outcome.EARLIER, "To an earlier version; it changed nothing."),
        (Outcome.REVERTED, "Taken back later."),
    ],
)
def test_answer_that_does_not_count_says_why(lunch, calendar_of, answer, comes_in, ada, outcome, told):
    # given
    comes_in(answer(lunch, ada))
    with transaction() as session:
        session.scalars(select(AnswerRecord)).one().outcome = outcome

    # then
    assert calendar_of().endswith(f"It last answered yes Tuesday 1 December, 10:00 {told}")


def test_answer_on_the_page_is_none_of_the_calendar(lunch, say, calendar_of, ada):
    # given
    say(lunch, ada, "accepted")

    # then
    assert calendar_of().endswith("It last answered nothing yet")


def test_who_comes_in_whose_place_is_said_to_the_host_alone(lunch, say, answer, comes_in, client_of, ada, bo, dana, now):
    # given
    say(lunch, ada, "accepted")
    ids = {"Ada": ada.id, "Dana": dana.id}
    named = f';DELEGATED-TO="mailto:{dana.email}"'
    comes_in(answer(lunch, ada, "DELEGATED", parameters=named, stamped=now + timedelta(minutes=1)), at=now + timedelta(minutes=2))
    bos, danas = client_of(bo), client_of(dana)

    # when
    pages = {name: text(bos.get(f"/sessions/{lunch.id}/people/{id_}")) for name, id_ in ids.items()}
    codes = [danas.get(f"/sessions/{lunch.id}/people/{id_}").status_code for id_ in ids.values()]

    # then
    assert "Not coming Own calendar Dana Petrov comes instead." in pages["Ada"]
    assert "Has a seat Comes in place of Ada Okafor." in pages["Dana"]
    assert "Ada Okafor sends Dana Petrov in their place." in pages["Dana"]
    assert codes == [404, 404]
    assert len(db.session.scalars(select(AnswerRecord)).all()) == 3
