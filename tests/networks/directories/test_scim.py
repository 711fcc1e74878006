"""A directory that speaks SCIM, against a small server in the test: paging, what it leaves out, and what it must not get away with."""

from urllib.parse import parse_qs, urlsplit

import pytest

from networks.directories.errors import DirectoryFault, Why
from networks.directories.reading import read
from networks.directories.scim import ScimAccess, ScimReader

KNOWN = {"ada@brink-waal.example": 1, "bo@brink-waal.example": 2, "dana@brink-waal.example": 3}


def found(source) -> dict[str, list[int]]:
    reader = ScimReader(ScimAccess(source.address, source.token))
    try:
        return {one.name: sorted(one.people) for one in read(reader, KNOWN).found()}
    finally:
        reader.close()


def user(id_: str, address: str, **more):
    return {"id": id_, "userName": id_, "emails": [{"value": address}], **more}


def group(name: str, *members: str, **more):
    return {"id": name.lower(), "displayName": name, "members": [{"value": one} for one in members], **more}


def test_users_and_groups_come_page_by_page_and_groups_hold_groups(source):
    # given
    source.page = 2
    source.users = [
        user("1", "ADA@brink-waal.example"),
        {"id": "2", "userName": "bo@brink-waal.example"},
        user("3", "dana@brink-waal.example", active=False),
        user("4", "nobody@elsewhere.example"),
        user("5", "other@elsewhere.example"),
    ]
    source.groups = [group("Outer", "inner", "1", "3"), group("Inner", "2", "outer", "4"), {"id": "none", "displayName": "None"}]

    # then
    assert found(source) == {"Outer": [1, 2], "Inner": [1, 2], "None": []}
    starts = [parse_qs(urlsplit(path).query)["startIndex"][0] for path in source.asked if path.startswith("/Users?")]
    assert starts == ["1", "3", "5"]


def test_members_that_a_list_leaves_out_are_asked_for(source):
    # given
    source.users, source.leaves_out = [user("1", "ada@brink-waal.example")], True
    source.groups = [group("Lunch", "1")]

    # then
    assert (found(source), source.asked[-1]) == ({"Lunch": [1]}, "/Groups/lunch")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"total": 9}, Why.LIMITED, id="ends-too-early"),
        pytest.param({"token": "other"}, Why.SIGN_IN, id="token"),
        pytest.param({"status": 500}, Why.UNREACHABLE, id="out-of-order"),
        pytest.param({"raw": b"<html>"}, Why.GARBLED, id="no-json"),
        pytest.param({"raw": b'{"totalResults": 1, "Resources": [7]}'}, Why.GARBLED, id="no-users"),
        pytest.param({"raw": b'{"totalResults": 1, "Resources": [{}]}'}, Why.GARBLED, id="no-number"),
        pytest.param({"raw": b'{"totalResults": -1, "Resources": []}'}, Why.GARBLED, id="less-than-nobody"),
    ],
)
def test_what_cannot_be_read_whole_is_not_read(source, change, why):
    # given
    source.users, source.groups = [user("1", "ada@brink-waal.example")], [group("Lunch", "1")]
    reader = ScimReader(ScimAccess(source.address, source.token))
    for name, value in change.items():
        setattr(source, name, value)

    # when
    with pytest.raises(DirectoryFault) as refused:
        read(reader, KNOWN)
    reader.close()

    # then
    assert refused.value.why is why


def test_a_test_ends_where_a_list_does_not(source):
    # given
    source.groups, source.page, source.total = [group("Lunch")], 200, 10**12
    source.users = [{"id": str(number), "userName": "x", "active": False} for number in range(1_400)]
    reader = ScimReader(ScimAccess(source.address, source.token))

    # when
    lines = reader.check()
    reader.close()

    # then
    asked = [path for path in source.asked if path.startswith("/Users?")]
    assert (lines[-1].step, lines[-1].why, len(asked)) == ("people", Why.NO_ADDRESSES, 5)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, [("reach", None), ("sign-in", None), ("groups", None), ("people", None)], id="all-is-well"),
        pytest.param({"token": "other"}, [("reach", None), ("sign-in", Why.SIGN_IN)], id="token"),
        pytest.param({"groups": []}, [("reach", None), ("sign-in", None), ("groups", Why.NO_GROUPS)], id="no-groups"),
        pytest.param({"raw": b"<html>"}, [("reach", Why.GARBLED)], id="another-server"),
    ],
)
def test_a_test_says_what_is_missing(source, change, expected):
    # given
    source.users, source.groups = [user("1", "ada@brink-waal.example")], [group("Lunch", "1")]
    reader = ScimReader(ScimAccess(source.address, source.token))
    for name, value in change.items():
        setattr(source, name, value)

    # then
    assert [(one.step, one.why) for one in reader.check()] == expected
    reader.close()
