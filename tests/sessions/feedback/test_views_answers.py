"""The page behind the link: three questions, nobody signed in."""

import pytest
from sqlalchemy import select

from database import db
from sessions.feedback import links
from sessions.feedback.models import FeedbackAnswer


@pytest.fixture
def token(had_lunch, colleagues, ask):
    session = had_lunch(*colleagues(10))
    ask()
    return links.new_path(session.id, "en").removeprefix("/f/")


def kept():
    db.session.rollback()
    return sorted((row.question, row.text) for row in db.session.scalars(select(FeedbackAnswer)))


def test_the_questions_are_asked_without_signing_in(client, token):
    # when
    page = client.get(f"/f/{token}")

    # then
    assert page.status_code == 200
    assert "What can you do now that you could not do before?" in page.text
    assert "Opening this page has recorded nothing." in page.text
    assert kept() == []


def test_what_is_sent_counts(client, token):
    # when
    page = client.post(f"/f/{token}", data={"question-0": "yes", "question-1": "Find people."})

    # then
    assert (page.status_code, "Nobody can tell which ones are yours." in page.text) == (200, True)
    assert kept() == [(0, ""), (1, "Find people.")]


def test_a_used_link_says_so(client, token):
    # given
    client.post(f"/f/{token}", data={"question-0": "yes"})

    # when
    pages = [client.get(f"/f/{token}"), client.post(f"/f/{token}", data={"question-0": "no"})]

    # then
    assert [(page.status_code, "Your answer is in." in page.text) for page in pages] == [(410, True), (410, True)]
    assert kept() == [(0, "")]


def test_an_empty_form_comes_back_with_what_to_do(client, token):
    # when
    page = client.post(f"/f/{token}", data={"question-0": "perhaps"})

    # then
    assert (page.status_code, "Answer one of the questions at least" in page.text) == (422, True)


def test_a_link_of_nobody_leads_nowhere(client):
    assert [client.get("/f/nonsense").status_code, client.post("/f/nonsense").status_code] == [404, 404]


def test_who_is_signed_in_answers_as_nobody_all_the_same(client_of, token, ada):
    # when
    page = client_of(ada).get(f"/f/{token}").text

    # then
    assert "Ada" not in page


def test_the_page_speaks_the_language_of_the_mail(client, had_lunch, colleagues, ask, token):
    # given
    session_id = links.read(token).session_id

    # when
    page = client.get(links.new_path(session_id, "nl")).text

    # then
    assert "Zou je dit een collega aanraden?" in page
