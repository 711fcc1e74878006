"""The page behind the link: opening it changes nothing, pressing does, without signing in."""

from datetime import timedelta

import pytest

from database import transaction
from people.models import Person
from sessions.courses import plans
from tests.infra.courses import course_link
from tests.infra.pages import fields, said, text


def test_opening_answers_nothing_and_a_press_does(client, course, parts, ada, row_in):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    link, first = course_link(made, ada), parts(made)[0]

    # when
    page = client.get(link)
    before = row_in(made, ada)
    sent = client.post(link, data={**fields(page), f"answer-{first.id}": "yes"})
    after = client.get(link)

    # then
    assert "Which parts suit you, Ada?" in text(page)
    assert "Opening this page has answered nothing yet." in text(page)
    assert before == [(1, "needs-action", "none"), (2, "needs-action", "none")]
    assert (sent.status_code, said(after)[0]) == (303, "Your seat is kept at that part. We tell your calendar too.")
    assert row_in(made, ada) == [(1, "accepted", "seated"), (2, "needs-action", "none")]


def test_one_press_answers_all(client, course, ada, row_in):
    # given
    made = course(invited=[ada], parts=2, minimum=1)

    # when
    client.post(course_link(made, ada), data={"answer": "no"})

    # then
    assert row_in(made, ada) == [(1, "declined", "none"), (2, "declined", "none")]


def test_the_page_works_with_forms_guarded_as_in_production(app, client, course, ada, row_in):
    # given
    app.config["WTF_CSRF_ENABLED"] = True
    made = course(invited=[ada], parts=2, minimum=1)

    # when
    sent = client.post(course_link(made, ada), data={"answer": "yes"})

    # then
    assert (sent.status_code, row_in(made, ada)[0]) == (303, (1, "accepted", "seated"))


def test_a_make_up_is_taken_by_link(client, course, parts, ada, say_parts, row_in, now):
    # given
    first = course(invited=[ada], parts=2, minimum=1)
    second = course(like=first, parts=2, minimum=1, first=now + timedelta(days=9))
    say_parts(first, ada, "declined")
    link = course_link(first, ada)

    # when
    page = client.get(link)
    taken = client.post(f"{link}/make-ups", data={"session": str(parts(second)[0].id)}, follow_redirects=True)
    again = client.post(f"{link}/make-ups", data={"session": str(parts(second)[0].id)})

    # then
    assert "A part you miss is there once more" in text(page)
    assert said(taken) == ["The seat is yours: Thursday 10 December. The invitation is on its way to your calendar."]
    assert (again.status_code, said(again)) == (409, ["This date is not offered to you any more."])
    assert row_in(second, ada) == [(1, "accepted", "seated")]


def test_the_page_speaks_the_language_of_its_reader(client, course, ada):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    with transaction() as session:
        session.get_one(Person, ada.id).language = "nl"

    # when
    page = client.get(course_link(made, ada))

    # then
    assert ('lang="nl"' in page.text, "Which parts suit you" in page.text) == (True, False)


def test_a_made_up_link_leads_nowhere(client, course, ada):
    # given
    course(invited=[ada])

    # when
    answers = [client.get("/a/course/x"), client.post("/a/course/x"), client.post("/a/course/x/make-ups")]

    # then
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_cancelled_course_says_so_and_takes_no_answer(client, course, ada, planner, now, row_in):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    link = course_link(made, ada)
    with transaction():
        plans.cancel(made.id, reason="Snow.", by=planner, now=now)

    # when
    page, sent = client.get(link), client.post(link, data={"answer": "yes"})

    # then
    assert (page.status_code, sent.status_code) == (410, 409)
    assert ("It does not take place any more" in text(page), "Snow." in text(page)) == (True, True)
    assert row_in(made, ada) == [(1, "needs-action", "none"), (2, "needs-action", "none")]


@pytest.mark.parametrize("days", [15])
def test_once_all_is_over_the_link_says_so(client, clock, course, ada, days):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    clock.shift(timedelta(days=days))

    # then
    assert client.get(course_link(made, ada)).status_code == 410
