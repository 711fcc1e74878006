"""A course stands on the home page once, and leads to the page of all its parts."""

from database import transaction
from sessions.courses import members
from tests.infra.pages import links, text


def test_a_course_waits_once_with_its_next_part(client_of, course, parts, meetup, ada, say_parts):
    # given
    made = course(invited=[ada], parts=3, minimum=1)
    client = client_of(ada)

    # when
    first = client.get("/")
    say_parts(made, ada, "accepted")
    second = client.get("/")
    say_parts(made, ada, "accepted", "accepted", "declined")
    last = client.get("/")

    # then
    numbers = [one.id for one in parts(made)]
    assert [links(page).count(f"/sessions/{numbers[0]}/answer") for page in (first, second, last)] == [1, 0, 0]
    assert [links(page).count(f"/sessions/{numbers[1]}/answer") for page in (first, second, last)] == [0, 1, 0]
    assert [f"/courses/{made.id}" in links(page) for page in (first, second, last)] == [True, True, False]
    assert "What else waits for you" not in text(first)


def test_two_courses_and_a_withdrawn_one_do_not_hide_each_other(client_of, course, ada, planner, now):
    # given: of three, one is hers no more
    made = [course(invited=[ada], parts=2, minimum=1, title=title) for title in ("One", "Two", "Three")]
    with transaction():
        members.withdraw(made[0].id, ada.id, by=planner, now=now)

    # when
    page = text(client_of(ada).get("/"))

    # then
    assert ["One: Finding people" in page, "Two: Finding people" in page, "Three: Finding people" in page] == [False, True, True]


def test_a_part_that_was_withdrawn_hides_no_other(client_of, course, parts, ada, withdraw):
    # given
    made = course(invited=[ada], parts=2, minimum=1)

    # when
    withdraw(parts(made)[0], ada)

    # then
    assert f"/sessions/{parts(made)[1].id}/answer" in links(client_of(ada).get("/"))


def test_the_draft_of_a_course_stands_there_once(client_of, course, chen):
    # given
    made = course(publish=False, parts=3, minimum=1)

    # when
    page = client_of(chen).get("/")

    # then
    drafts = [address for address in links(page) if "/sessions/" in address or "/courses/" in address]
    assert drafts == ["/sessions/new", f"/courses/{made.id}"]
    assert "a course, from Tuesday 8 December" in text(page)
