"""Groups by API."""

import pytest


def test_a_group_is_made_and_read(call_as, chen, ada):
    # when
    made = call_as(chen)("POST", "/groups", {"name": "Lunch walkers", "stewards": [ada.email], "visibility": "unlisted"})

    # then
    shape = {
        "id": made.body["id"],
        "name": "Lunch walkers",
        "purpose": "",
        "kind": "network",
        "visibility": "unlisted",
        "join_rule": "open",
        "shows_people": "members",
        "stewards": [ada.email],
        "closed": False,
    }
    assert made == (201, shape)
    assert call_as(ada)("GET", f"/groups/{made.body['id']}") == (200, shape)


@pytest.mark.parametrize(
    ("body", "field"), [({"name": ""}, "name"), ({"name": "A", "stewards": ["nobody@example.org"]}, "stewards")]
)
def test_a_group_that_cannot_be_names_the_field(body, field, call_as, chen):
    # when
    answer = call_as(chen)("POST", "/groups", body)

    # then
    assert (answer.status, list(answer.faults)) == (422, [field])


def test_an_outsider_learns_of_no_unlisted_group(call_as, group, ada, chen, dana):
    # given
    made = group(members=[ada], visibility="unlisted", shows_people="everybody")
    path = f"/groups/{made.id}"
    calls = [
        ("GET", path, None),
        ("GET", f"{path}/members", None),
        ("POST", f"{path}/members", {"people": [dana.email]}),
        ("DELETE", f"{path}/members/{ada.email}", None),
    ]

    # then
    for outsider in (dana, chen):
        call = call_as(outsider)
        assert call("GET", "/groups").body["items"] == []
        assert {call(*one).status for one in calls} == {404}
        assert {call(method, way.replace(str(made.id), "4711"), body).status for method, way, body in calls} == {404}


def test_members_are_listed_as_the_group_shows_them(call_as, group, ada, bo, chen, dana):
    # given
    made = group(members=[ada])

    # when
    answers = {one.name.split()[0]: call_as(one)("GET", f"/groups/{made.id}/members") for one in (ada, bo, chen, dana)}

    # then
    assert {name: answer.status for name, answer in answers.items()} == {"Ada": 200, "Bo": 200, "Chen": 403, "Dana": 403}
    assert answers["Bo"].body["items"] == [
        {"email": ada.email, "name": ada.name, "origin": "joined", "since": "2026-12-01T09:00:00+00:00"}
    ]


def test_people_are_invited_by_who_looks_after_it_and_mirrored_by_who_manages(call_as, group, standing, ada, bo, chen, dana):
    # given
    made = group(stewards=[bo, chen])
    path = f"/groups/{made.id}/members"

    # when
    invited = call_as(bo)("POST", path, {"people": [ada.email]})
    not_his = call_as(bo)("POST", path, {"people": [dana.email], "origin": "mirrored"})
    mirrored = call_as(chen)("POST", path, {"people": [ada.email, dana.email], "origin": "mirrored"})
    joined = call_as(chen)("POST", path, {"people": [dana.email], "origin": "joined"})

    # then
    assert invited == (200, {"added": 0, "invited": 1, "already": 0, "left_alone": 0})
    assert (not_his.status, joined.status) == (403, 422)
    assert mirrored == (200, {"added": 1, "invited": 0, "already": 0, "left_alone": 1})
    assert (standing(made, ada), standing(made, dana)) == (("invited", ""), ("member", "mirrored"))


def test_a_member_leaves_and_is_removed(call_as, group, standing, ada, bo, dana):
    # given
    made = group(members=[ada, dana])
    path = f"/groups/{made.id}/members"

    # when
    statuses = [
        call_as(dana)("DELETE", f"{path}/{ada.email}").status,
        call_as(dana)("DELETE", f"{path}/{dana.email}").status,
        call_as(bo)("DELETE", f"{path}/{ada.email}").status,
        call_as(bo)("DELETE", f"{path}/{ada.email}").status,
    ]

    # then
    assert statuses == [404, 204, 204, 404]
    assert (standing(made, dana), standing(made, ada)) == (("over", "left"), ("over", "removed"))
