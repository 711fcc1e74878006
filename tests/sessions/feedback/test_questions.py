"""Which questions are asked."""

import pytest

from database import transaction
from sessions.feedback import questions
from sessions.feedback.errors import FeedbackError, QuestionsFixed
from sessions.feedback.questions import OF_THE_HOUSE, Kind, Question
from tests.infra.series import dates_of

OWN = Question(Kind.WORDS, words="Was the soup warm?")


def write(session, *asked):
    with transaction():
        questions.write(session.id, asked)


def test_those_of_the_house_unless_others_are_written(meetup):
    # given
    session, other = meetup(), meetup()

    # when
    write(session, OF_THE_HOUSE[0], OWN)

    # then
    assert (questions.of(session), questions.of(other)) == ([OF_THE_HOUSE[0], OWN], list(OF_THE_HOUSE))


def test_later_dates_of_a_series_ask_the_same(weekly):
    # given
    dates = dates_of(weekly())

    # when
    write(dates[1], OWN)

    # then
    assert [questions.of(date) for date in dates[:3]] == [list(OF_THE_HOUSE), [OWN], [OWN]]


@pytest.mark.parametrize("asked", [[OWN] * 4, [Question(Kind.WORDS, words="a" * 201)], [Question(Kind.CHOICE, words="  ")]])
def test_three_at_most_and_none_without_words(meetup, asked):
    # given
    session = meetup()

    # then
    with pytest.raises(FeedbackError):
        write(session, *asked)


def test_what_people_were_asked_stays(had_lunch, ask, colleagues):
    # given
    session = had_lunch(*colleagues(5))
    ask()

    # then
    with pytest.raises(QuestionsFixed):
        write(session, OWN)


def test_none_at_all_is_a_choice(had_lunch, ask, colleagues):
    # given
    session = had_lunch(*colleagues(5))
    write(session)

    # when
    ask()

    # then
    assert (questions.feedback_of(session.id).state.value, questions.of(session)) == ("closed", [])


def test_a_question_of_the_house_is_asked_once(meetup):
    """Of five people who answer it twice there would be ten texts."""
    # given
    session = meetup()

    # then
    with pytest.raises(FeedbackError) as refused:
        write(session, OF_THE_HOUSE[1], OF_THE_HOUSE[1])
    assert refused.value.message == "Ask each question once."
