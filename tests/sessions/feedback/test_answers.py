"""One link, one answer."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from database import db
from sessions.errors import LinkInvalid
from sessions.feedback import links
from sessions.feedback.errors import AlreadyGiven, FeedbackOver, NothingSaid
from sessions.feedback.models import FeedbackAnswer, SpentLink

DAY = timedelta(days=1)


@pytest.fixture
def lunch(had_lunch, colleagues, ask):
    session = had_lunch(*colleagues(10))
    ask()
    return session


@pytest.fixture
def token(lunch):
    return links.new_path(lunch.id, "nl").removeprefix("/f/")


def kept():
    rows = db.session.execute(select(FeedbackAnswer.question, FeedbackAnswer.choice, FeedbackAnswer.text)).all()
    return sorted((place, choice.value if choice else "", text) for place, choice, text in rows)


def test_what_was_said_is_kept_question_by_question(token, answer):
    # when
    answer(token, "yes", "", "  More soup.\x00 ")

    # then
    assert kept() == [(0, "yes", ""), (2, "", "More soup.")]


def test_a_link_is_used_once(token, answer):
    # given
    answer(token, "yes")

    # then
    with pytest.raises(AlreadyGiven):
        answer(token, "no")
    assert kept() == [(0, "yes", "")]


@pytest.mark.parametrize("said", [(), ("",), ("", "  "), ("perhaps",), ("", "", "", "a fourth")])
def test_an_answer_to_nothing_uses_no_link(token, answer, said):
    # when
    with pytest.raises(NothingSaid):
        answer(token, *said)

    # then
    assert db.session.scalar(select(func.count()).select_from(SpentLink)) == 0


@pytest.mark.parametrize(("days", "is_over"), [(7, False), (8, True)])
def test_a_link_is_good_for_a_week(token, answer, now, days, is_over):
    # when
    try:
        answer(token, "yes", at=now + days * DAY)
    except FeedbackOver:
        assert (is_over, kept()) == (True, [])
    else:
        assert (is_over, kept()) == (False, [(0, "yes", "")])


def test_no_more_answers_are_taken_than_people_were_asked(lunch, answer):
    """A mail that left twice has two links."""
    # given
    for _person in range(10):
        answer(links.new_path(lunch.id, "en").removeprefix("/f/"), "yes")

    # then
    with pytest.raises(AlreadyGiven):
        answer(links.new_path(lunch.id, "en").removeprefix("/f/"), "no")


def test_a_date_that_asks_nothing_takes_nothing(had_lunch, answer, ada):
    # given
    session = had_lunch(ada)

    # then
    with pytest.raises(FeedbackOver):
        answer(links.new_path(session.id, "en").removeprefix("/f/"), "yes")


@pytest.mark.parametrize("token", ["", "nonsense", "WzEsImVuIiwieCJd.forged"])
def test_a_link_that_is_none_of_ours_opens_nothing(app, token):
    with pytest.raises(LinkInvalid):
        links.read(token)
