"""The page of who looks after a date."""

import pytest

from sessions.feedback import questions
from sessions.feedback.questions import House, Kind, Question

FIRST = {"words_1": "Would you recommend this to a colleague?", "kind_1": "choice"}
NONE = {"words_2": "", "kind_2": "left-out", "words_3": "", "kind_3": "left-out"}


@pytest.mark.parametrize(("who", "code"), [("bo", 200), ("chen", 200), ("admin", 200), ("ada", 404), ("dana", 404)])
def test_hosts_and_managers_see_it(answered, client_of, request, who, code):
    # given
    session = answered(*[("yes",)] * 5)
    page = client_of(request.getfixturevalue(who)).get(f"/sessions/{session.id}/feedback")

    # then
    assert (page.status_code, "More than half of the 5 people" in page.text) == (code, code == 200)


def test_before_the_date_the_questions_can_be_changed(meetup, client_of, bo):
    # given
    session = meetup()
    data = {**FIRST, **NONE, "words_2": "Was the soup warm?", "kind_2": "words"}

    # when
    page = client_of(bo).post(f"/sessions/{session.id}/feedback", data=data, follow_redirects=True)

    # then
    assert ("Saved." in page.text, "Was the soup warm?" in page.text) == (True, True)
    assert questions.of(session) == [Question(Kind.CHOICE, House.RECOMMEND), Question(Kind.WORDS, words="Was the soup warm?")]


def test_words_of_the_house_stay_its_own_in_any_language(meetup, client_of, bo):
    # given
    session = meetup()
    data = {"words_1": "Zou je dit een collega aanraden?", "kind_1": "choice", **NONE}

    # when
    client_of(bo).post(f"/sessions/{session.id}/feedback", data=data)

    # then
    assert questions.of(session) == [Question(Kind.CHOICE, House.RECOMMEND)]


def test_a_question_needs_words(meetup, client_of, bo):
    # given
    session = meetup()

    # when
    page = client_of(bo).post(f"/sessions/{session.id}/feedback", data={**FIRST, **NONE, "words_1": " "})

    # then
    assert (page.status_code, "Write the question, or choose" in page.text) == (422, True)


def test_an_outsider_changes_nothing(meetup, client_of, dana):
    # given
    session = meetup()

    # when
    page = client_of(dana).post(f"/sessions/{session.id}/feedback", data={**FIRST, **NONE})

    # then
    assert (page.status_code, questions.of(session)) == (404, list(questions.OF_THE_HOUSE))


def test_while_people_are_asked_nothing_is_shown_and_nothing_changes(answered, client_of, bo):
    # given
    session = answered(*[("yes",)] * 10, closed=False)
    browser = client_of(bo)

    # when
    page = browser.get(f"/sessions/{session.id}/feedback").text
    changed = browser.post(f"/sessions/{session.id}/feedback", data={**FIRST, **NONE}, follow_redirects=True).text

    # then
    assert ("They can answer until Tuesday 8 December." in page, "said yes" in page) == (True, False)
    assert "People were asked already" in changed


def test_too_few_answers_show_nothing(answered, client_of, bo):
    # given
    session = answered(*[("yes",)] * 4)

    # then
    assert "Nothing to show" in client_of(bo).get(f"/sessions/{session.id}/feedback").text


def test_a_page_takes_few_queries(answered, client_of, bo, count_queries):
    # given
    browser = client_of(bo)
    path = f"/sessions/{answered(*[('yes', 'Soup.', 'Salt.')] * 12).id}/feedback"
    browser.get(path)

    # when
    with count_queries() as counted:
        browser.get(path)

    # then
    assert len(counted) <= 8
