"""Formats, kits and the interest list by API."""

import pytest

from database import db, transaction
from sessions import interests
from sessions.kits import uses
from sessions.models import ScheduledSession


def test_formats_are_listed_in_the_language_of_the_reader(call_as, ada):
    # given
    with transaction():
        db.session.merge(ada).language = "nl"

    # when
    answer = call_as(ada)("GET", "/formats?per_page=2")
    one = call_as(ada)("GET", f"/formats/{answer.body['items'][0]['key']}")

    # then
    assert (answer.body["total"], len(answer.body["items"]), answer.body["items"][0]["language"]) == (5, 2, "nl")
    assert {name: one.body[name] for name in answer.body["items"][0]} == answer.body["items"][0]
    assert sum(step["minutes"] for step in one.body["agenda"]) == one.body["minutes"] > 0
    assert call_as(ada)("GET", "/formats/nothing").body["code"] == "format-missing"


def test_the_kit_of_a_session_is_for_its_hosts(call_as, meetup, ada, bo, dana):
    # given
    session = meetup(invited=[ada])
    path = f"/sessions/{session.id}/kit"
    before = call_as(bo)("GET", path)
    with transaction():
        uses.choose(db.session.get(ScheduledSession, session.id), "first-steps")

    # when
    answers = [call_as(person)("GET", path) for person in (dana, ada, bo)]

    # then
    assert (before.status, before.body["code"]) == (404, "format-missing")
    assert [answer.status for answer in answers] == [404, 404, 200]
    kit = answers[-1].body
    shown = call_as(bo)("GET", f"/sessions/{session.id}").body
    assert (kit["format"], kit["timezone"], kit["agenda"][0]["starts_at"]) == (
        "first-steps",
        shown["timezone"],
        shown["starts_at"],
    )


@pytest.mark.parametrize("what", ["/formats/first-steps", "/sessions/{}"])
def test_interest_is_asked_and_taken_back(call_as, meetup, ada, what):
    # given
    session = meetup(invited=[ada])
    calling, path = call_as(ada), what.format(session.id) + "/interest"

    # when
    asked = [calling("PUT", path).status for _ in range(2)]
    listed = calling("GET", "/interests").body
    back = [calling("DELETE", path).status for _ in range(2)]

    # then
    assert (asked, back, listed["total"]) == ([204, 204], [204, 204], 1)
    title = "First steps" if "formats" in what else session.title
    assert title in listed["items"][0]["title"]
    assert calling("GET", "/interests").body["total"] == 0


def test_interest_in_what_one_does_not_see_is_refused(call_as, meetup, ada, dana):
    # given
    session = meetup(invited=[ada])

    # when
    answers = [call_as(dana)("PUT", path).status for path in (f"/sessions/{session.id}/interest", "/formats/nothing/interest")]

    # then
    assert answers == [404, 404]
    assert interests.list_of(dana) == []
