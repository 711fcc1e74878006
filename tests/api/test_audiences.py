"""Living audiences by API: read, added and switched off, as on the pages."""

import pytest
from sqlalchemy import select

from database import db
from sessions.living.setup import withdraw_people
from sessions.models import Invitation
from sessions.series.models import SeriesRsvp

OF_A_FILTER = {"group": None, "name": "", "functions": [], "languages": [], "ending": False}


def invited(session):
    db.session.rollback()
    query = select(Invitation.person_id).where(Invitation.calendar_object_id == session.calendar_object_id)
    return set(db.session.scalars(query.where(Invitation.withdrawn_at.is_(None))))


def test_a_filter_is_followed_read_and_switched_off(call_as, meetup, ada, bo, dana, clock):
    # given
    session, call = meetup(invited=[ada]), call_as(bo)
    path = f"/sessions/{session.id}/audiences"

    # when
    made = call("POST", path, {"departments": ["Purchasing", "Door seals"], "locations": ["Zwolle", "Deventer"]})

    # then
    audience = made.body["audience"]
    shape = {**OF_A_FILTER, "departments": ["Purchasing", "Door seals"], "locations": ["Zwolle", "Deventer"], "invited": 2}
    assert (made.status, made.body["invited"], made.body["already_invited"]) == (201, 1, 1)
    assert {name: audience[name] for name in shape} == shape
    assert call("GET", path).body == {"items": [audience]}
    assert invited(session) == {ada.id, dana.id}

    # when
    gone = call("DELETE", f"{path}/{audience['id']}?those=withdrawn")
    withdraw_people()

    # then
    assert (gone.status, invited(session)) == (204, {ada.id})
    assert call("DELETE", f"{path}/{audience['id']}").body["code"] == "audience-missing"


def test_a_group_is_followed_by_a_course(call_as, course, group, bo, dana):
    # given
    made, walkers, call = course(parts=2, minimum=None), group(members=[dana]), call_as(bo)
    path = f"/courses/{made.id}/audiences"

    # when
    answer = call("POST", path, {"group": walkers.id})

    # then
    assert (answer.status, answer.body["audience"]["group"], answer.body["audience"]["name"]) == (
        201,
        walkers.id,
        "Lunch walkers",
    )
    db.session.rollback()
    assert db.session.scalars(select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == made.id)).all() == [dana.id]
    assert call("POST", path, {"group": walkers.id}).status == 409
    assert call("DELETE", f"{path}/{answer.body['audience']['id']}").status == 204
    assert call("GET", path).body == {"items": []}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"departments": ["Purchassing"]},
        {"group": 1, "departments": ["Purchasing"]},
        {"group": 2},
        {"group": 99},
        {"group": 2**40},
    ],
)
def test_what_names_nobody_is_refused(call_as, meetup, group, bo, chen, dana, body):
    # given: the second group shows its people to nobody
    session = meetup(host_ids=(bo.id, chen.id))
    group(members=[dana])
    group(name="Choir", members=[dana], shows_people="nobody")

    # then
    assert call_as(chen)("POST", f"/sessions/{session.id}/audiences", body).status in {404, 422}
    assert invited(session) == set()


def test_who_hosts_beside_learns_of_no_group_that_is_not_listed(call_as, meetup, group, ada, bo, chen):
    # given
    session = meetup(host_ids=(bo.id, chen.id))
    hidden = group(name="Quiet room", members=[ada], visibility="unlisted")
    path = f"/sessions/{session.id}/audiences"
    call_as(bo)("POST", path, {"group": hidden.id})

    # when
    seen = {person.name: call_as(person)("GET", path).body["items"][0] for person in (bo, chen)}

    # then
    found = {name: (one["group"], one["name"], one["invited"]) for name, one in seen.items()}
    assert found == {bo.name: (hidden.id, "Quiet room", 1), chen.name: (None, "", None)}


def test_nobody_but_hosts_reads_or_changes_it(call_as, meetup, course, ada, bo, dana):
    # given
    session, made = meetup(invited=[ada]), course(parts=2, minimum=None, invited=[ada])

    # then
    for person in (ada, dana):
        for path in (f"/sessions/{session.id}/audiences", f"/courses/{made.id}/audiences"):
            call = call_as(person)
            statuses = {
                call("GET", path).status,
                call("POST", path, {"departments": ["Purchasing"]}).status,
                call("DELETE", f"{path}/1").status,
            }
            assert statuses == {404}
