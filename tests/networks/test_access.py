"""Who sees a group, and who reads names in it."""

import pytest

from database import transaction
from networks import access, invitations, memberships
from networks.errors import GroupMissing


def seen(person, made, now):
    try:
        place = access.place_of(person, made.id, now=now)
    except GroupMissing:
        return "nothing"
    return "people" if place.sees_people else "group"


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        ("everybody", {"ada": "people", "bo": "people", "chen": "people", "dana": "people", "marieke": "people"}),
        ("members", {"ada": "people", "bo": "people", "chen": "group", "dana": "group", "marieke": "group"}),
        ("nobody", {"ada": "group", "bo": "people", "chen": "group", "dana": "group", "marieke": "group"}),
    ],
)
def test_names_are_read_by_whom_the_group_shows_them(shows, expected, group, ada, bo, chen, dana, admin, now):
    # given
    made = group(members=[ada], shows_people=shows)

    # then
    found = {person.name.split()[0].lower(): seen(person, made, now) for person in (ada, bo, chen, dana, admin)}
    assert found == expected


def test_an_unlisted_group_exists_for_its_own_people_only(group, ada, bo, chen, dana, admin, add_person, now):
    # given
    invited = add_person("Ines Invited")
    made = group(members=[ada], visibility="unlisted", shows_people="everybody")
    with transaction():
        invitations.invite(made.id, [invited.id], by=bo, now=now)

    # then
    found = {person.name.split()[0]: seen(person, made, now) for person in (ada, bo, invited, chen, dana, admin)}
    assert found == dict.fromkeys(["Ada", "Bo", "Ines"], "people") | dict.fromkeys(["Chen", "Dana", "Marieke"], "nothing")


def test_who_left_an_unlisted_group_sees_it_while_that_can_be_undone(group, ada, now, clock):
    # given
    made = group(members=[ada], visibility="unlisted")
    with transaction():
        memberships.leave(made.id, ada, now=now)

    # then
    assert seen(ada, made, now) == "group"
    with pytest.raises(GroupMissing):
        access.place_of(ada, made.id, now=now + memberships.UNDO_WITHIN)


def test_a_group_that_nobody_looks_after_is_found_by_who_manages(group, bo, chen, dana, add_person, now):
    # given
    gone = add_person("Gone Person")
    made = group(stewards=[gone], visibility="unlisted")
    before = seen(chen, made, now)

    # when
    with transaction():
        gone.active = False

    # then
    assert (before, seen(chen, made, now), seen(dana, made, now)) == ("nothing", "group", "nothing")
    assert access.group_changed_by(chen, made.id, now=now).id == made.id


def test_looking_after_is_not_a_role(group, ada, bo, chen, dana, now):
    # given
    made = group(members=[ada])

    # then
    assert access.group_looked_after_by(bo, made.id, now=now).id == made.id
    for person in (ada, chen, dana):
        with pytest.raises(GroupMissing):
            access.group_looked_after_by(person, made.id, now=now)
