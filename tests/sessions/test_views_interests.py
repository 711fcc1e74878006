"""The interest list on pages: asking, taking back, and one press of who plans."""

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions import interests
from sessions import links as links_of_answers
from sessions.kits import uses
from sessions.models import Invitation
from sessions.series import groups
from sessions.series import links as series_links
from tests.infra.courses import course_link, parts_of, rsvp_in
from tests.infra.pages import links, said, text, words

FORMAT = "/formats/first-steps"
TOPIC = "format:first-steps"
MANY = "Five people asked for something like this."


@pytest.fixture
def asked(app, colleagues, now):
    """So many people asked for the format."""

    def ask(count):
        people = colleagues(count)
        with transaction():
            for person in people:
                interests.ask(TOPIC, person, now=now)
        return people

    return ask


@pytest.fixture
def first_steps(meetup):
    def build(**given):
        session = meetup(**given)
        with transaction():
            uses.choose(session, "first-steps")
        return session

    return build


def test_asking_at_a_format_and_taking_it_back_in_the_profile(client_of, dana):
    # when
    asked_ = client_of(dana).post(f"{FORMAT}/interest", data={"wanted": "yes"}, follow_redirects=True)
    mine = client_of(dana).get("/me")
    removal = next(link for link in links(mine) if "/me/interests/" in link)
    gone = client_of(dana).post(removal, follow_redirects=True)

    # then
    assert said(asked_) == ["Noted. You are invited when there is something like this."]
    assert "You asked to be told when there is something like this." in text(asked_)
    assert "First steps hour asked on Tuesday 1 December" in text(mine)
    assert said(gone) == ["Taken back. Nothing is kept of it."]
    assert interests.list_of(dana) == []


def test_taking_it_back_where_it_was_asked(client_of, dana):
    # given
    client_of(dana).post(f"{FORMAT}/interest", data={"wanted": "yes"})

    # when
    page = client_of(dana).post(f"{FORMAT}/interest", data={"wanted": "no"}, follow_redirects=True)

    # then
    assert (said(page), interests.list_of(dana)) == (["Taken back. Nothing is kept of it."], [])


def test_who_is_invited_asks_for_another_one(meetup, client_of, ada):
    # given
    session = meetup(invited=[ada])

    # when
    page = client_of(ada).post(f"/sessions/{session.id}/interest", data={"wanted": "yes"}, follow_redirects=True)

    # then
    assert (page.request.path, [one.topic for one in interests.list_of(ada)]) == (f"/sessions/{session.id}", [session.topic])
    assert "Lunch and learn asked on" in text(client_of(ada).get("/me"))


def test_who_is_invited_to_a_series_asks_on_its_page(weekly, dates, client_of, ada):
    # given
    series = weekly(invited=[ada])

    # when
    page = client_of(ada).post(
        f"/sessions/{dates(series)[0].id}/interest", data={"wanted": "yes", "page": "series"}, follow_redirects=True
    )

    # then
    assert (page.request.path, [one.topic for one in interests.list_of(ada)]) == (f"/series/{series.id}", [series.topic])
    assert "Not any more" in words(page, "button")


def test_it_can_be_asked_when_all_is_over(meetup, client_of, clock, now, ada):
    # given
    session = meetup(invited=[ada])
    clock.move_to(session.ends_at)

    # then
    assert "Tell me when there is something like this" in words(client_of(ada).get(f"/sessions/{session.id}"), "button")


def test_who_plans_sees_five_and_invites_them_with_one_press(asked, first_steps, client_of, chen, bo, room):
    # given
    asked(5)
    session = first_steps()

    # when
    before = client_of(bo).get(f"/sessions/{session.id}")
    after = client_of(bo).post(f"/sessions/{session.id}/interested", follow_redirects=True)

    # then
    assert MANY in text(before)
    assert "Colleague" not in text(before)
    assert said(after) == ["Whoever asked and was not invited yet is being invited."]
    assert MANY not in text(after)
    assert sorted(room(session)) == [f"P{number:03}" for number in range(5)]


def test_who_plans_sees_the_number_at_the_format(asked, client_of, chen, dana):
    # given
    asked(5)

    # then
    assert [MANY in text(client_of(chen).get(path)) for path in ("/formats", FORMAT)] == [True, True]
    assert [MANY in text(client_of(dana).get(path)) for path in ("/formats", FORMAT)] == [False, False]


def test_of_four_who_asked_no_page_says_anything(asked, first_steps, client_of, chen, admin, bo):
    """Every page a planner may look at is the same, to the letter, whether four people asked or nobody did."""
    # given
    session = first_steps()
    paths = ["/formats", FORMAT, f"/sessions/{session.id}", f"/sessions/{session.id}/roster", f"/sessions/{session.id}/kit"]
    watchers = [client_of(person) for person in (chen, admin, bo)]

    def seen():
        return [text(browser.get(path)) for browser in watchers for path in paths]

    before = seen()

    # when
    people = asked(4)
    refused = client_of(bo).post(f"/sessions/{session.id}/interested", follow_redirects=True)

    # then
    assert seen() == before
    assert (len(people), said(refused)) == (
        4,
        ["Nobody can be invited from the list: too few have asked, or they have been invited."],
    )


def test_a_draft_says_that_it_comes_first(asked, first_steps, client_of, bo):
    # given
    asked(5)
    session = first_steps(publish=False)

    # when
    page = client_of(bo).get(f"/sessions/{session.id}")

    # then
    assert "Once it is published, one press invites them all." in text(page)
    assert [link for link in links(page) if link.endswith("/interested")] == []


def test_who_has_nothing_to_do_with_it_neither_asks_nor_invites(asked, first_steps, client_of, ada, dana, room):
    # given
    asked(5)
    session = first_steps(invited=[ada])

    # when
    asks = client_of(dana).post(f"/sessions/{session.id}/interest", data={"wanted": "yes"})
    invites = [client_of(person).post(f"/sessions/{session.id}/interested") for person in (ada, dana)]

    # then
    assert (asks.status_code, [answer.status_code for answer in invites]) == (404, [404, 404])
    assert (interests.list_of(dana), list(room(session))) == ([], ["Ada"])


def test_nobody_takes_back_what_somebody_else_asked(client_of, ada, dana, now):
    # given
    with transaction():
        interests.ask(TOPIC, ada, now=now)
    theirs = interests.list_of(ada)[0]

    # when
    answer = client_of(dana).post(f"/me/interests/{theirs.id}/removal")

    # then
    assert (answer.status_code, len(interests.list_of(ada))) == (404, 1)


def test_what_i_asked_for_is_in_my_data(client_of, ada, now):
    # given
    with transaction():
        interests.ask(TOPIC, ada, now=now)

    # when
    data = client_of(ada).get("/me/data.json").json

    # then
    assert data["asked_for"] == [{"about": "First steps hour", "asked_at": "2026-12-01T09:00:00+00:00"}]


def test_what_is_no_format_cannot_be_asked_for(client_of, ada):
    assert (client_of(ada).post("/formats/nothing/interest").status_code, interests.list_of(ada)) == (404, [])


def series_link(made, person):
    return series_links.answer_path(groups.answer_of(made.id, person.id))


def asked_by(person):
    return [interest.topic for interest in interests.list_of(person)]


@pytest.mark.parametrize("kind", ["session", "series", "course"])
def test_asking_by_the_link_of_a_mail(client, meetup, weekly, course, ada, bo, kind):
    """Signed in as nobody: for whom the invitation is."""
    # given
    if kind == "session":
        session = meetup(invited=[ada])
        link, topic = links_of_answers.answer_path(rsvp_in(session, ada)), f"session:{session.id}"
    else:
        made = weekly(invited=[ada]) if kind == "series" else course(invited=[ada])
        link, topic = (series_link(made, ada) if kind == "series" else course_link(made, ada)), f"series:{made.id}"

    # when
    noted = client.post(f"{link}/interest", data={"wanted": "yes"}, follow_redirects=True)
    asked_ = asked_by(ada)
    back = client.post(f"{link}/interest", data={"wanted": "no"}, follow_redirects=True)

    # then
    assert "You asked to be told when there is something like this." in text(noted)
    assert (asked_, asked_by(ada), asked_by(bo)) == ([topic], [], [])
    assert "Tell me when there is something like this" in text(back)


@pytest.mark.parametrize("path", ["/a/nothing/interest", "/a/series/nothing/interest", "/a/course/nothing/interest"])
def test_link_that_is_none_asks_for_nothing(client, path):
    assert client.post(path, data={"wanted": "yes"}).status_code == 404


def test_asking_on_the_page_of_a_course(client_of, course, ada, dana):
    # given
    made = course(invited=[ada])
    last = parts_of(made)[-1]

    # when
    page = client_of(ada).get(f"/courses/{made.id}")
    asked_ = client_of(ada).post(f"/sessions/{last.id}/interest", data={"wanted": "yes", "page": "course"})
    stranger = client_of(dana).post(f"/sessions/{last.id}/interest", data={"wanted": "yes", "page": "course"})

    # then
    assert f"/sessions/{last.id}/interest" in links(page)
    assert (asked_.location, asked_by(ada), stranger.status_code) == (f"/courses/{made.id}", [f"series:{made.id}"], 404)


def test_whoever_asked_is_invited_to_all_parts_of_the_next_course(client_of, course, colleagues, chen, now):
    # given: five people asked at a course, and there is a parallel group of it
    made = course(parts=2, minimum=1)
    people = colleagues(5)
    with transaction():
        for person in people:
            interests.ask(f"series:{made.id}", person, now=now)
    other = course(parts=2, minimum=1, like=made)

    # when
    page = client_of(chen).get(f"/courses/{other.id}")
    client_of(chen).post(f"/sessions/{parts_of(other)[0].id}/interested", data={"page": "course"})

    # then
    assert "Five people asked for something like this." in text(page)
    db.session.rollback()
    for part in parts_of(other):
        held = select(Invitation.person_id).where(Invitation.calendar_object_id == part.calendar_object_id)
        assert {person.id for person in people} <= set(db.session.scalars(held))
