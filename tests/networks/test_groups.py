"""Groups begin, change and close."""

import pytest

from database import db, transaction
from networks import groups
from networks.errors import GroupInvalid, GroupMissing
from networks.models import Group, GroupKind, JoinRule, PeopleShown, Visibility

OPEN = (Visibility.LISTED, JoinRule.OPEN)


def test_a_group_is_looked_after_by_who_is_named_or_who_made_it(ada, bo, add_person, now):
    # given
    gone = add_person("Gone Person", active=False)

    # when
    with transaction():
        first = groups.create(" Lunch\nwalkers ", "Walk.", GroupKind.NETWORK, [ada.id, ada.id, gone.id], *OPEN, by=bo, now=now)
        second = groups.create("Readers", "", GroupKind.OPEN, [gone.id], *OPEN, by=bo, now=now)

    # then
    assert [(made.name, [one.person_id for one in made.stewards]) for made in (first, second)] == [
        ("Lunch walkers", [ada.id]),
        ("Readers", [bo.id]),
    ]
    assert (first.shows_people, first.is_looked_after_by(ada), first.is_looked_after_by(bo)) == (PeopleShown.MEMBERS, True, False)


@pytest.mark.parametrize(
    ("name", "purpose", "field"), [(" \u200b", "", "name"), ("x" * 201, "", "name"), ("Readers", "x" * 5_001, "purpose")]
)
def test_a_group_needs_a_name_and_has_room_for_a_purpose(name, purpose, field, bo, now):
    # when
    with pytest.raises(GroupInvalid) as caught, transaction():
        groups.create(name, purpose, GroupKind.OPEN, [], *OPEN, by=bo, now=now)

    # then
    assert caught.value.field == field


def test_changing_keeps_who_looked_after_it_since_when(group, ada, bo, chen, now):
    # given
    made = group(stewards=[ada, bo])
    since = {steward.person_id: steward.id for steward in made.stewards}

    # when
    with transaction():
        groups.change(
            made.id,
            "Walkers",
            "",
            GroupKind.OPEN,
            [bo.id, chen.id],
            Visibility.UNLISTED,
            JoinRule.INVITATION,
            by=ada,
            now=now,
            shows_people=PeopleShown.NOBODY,
        )

    # then
    db.session.expire_all()
    changed = db.session.get(Group, made.id)
    assert [steward.person_id for steward in changed.stewards] == [bo.id, chen.id]
    assert changed.stewards[0].id == since[bo.id]
    assert (changed.name, changed.visibility, changed.join_rule) == ("Walkers", Visibility.UNLISTED, JoinRule.INVITATION)


@pytest.mark.parametrize("field", ["stewards", "shows_people"])
def test_manager_names_neither_themself_nor_who_reads_names(group, ada, chen, now, field):
    """One press would show them everybody who belongs to it."""
    # given
    made = group(stewards=[ada])
    stewards = [ada.id, chen.id] if field == "stewards" else [ada.id]
    shown = PeopleShown.EVERYBODY if field == "shows_people" else made.shows_people

    # when
    with pytest.raises(GroupInvalid) as caught, transaction():
        groups.change(made.id, "Walkers", "", made.kind, stewards, *OPEN, by=chen, now=now, shows_people=shown)
    with transaction():
        groups.change(made.id, "Walkers", "", made.kind, [ada.id], *OPEN, by=chen, now=now, shows_people=made.shows_people)

    # then: the rest they change
    db.session.expire_all()
    changed = db.session.get(Group, made.id)
    assert (caught.value.field, changed.name, [one.person_id for one in changed.stewards]) == (field, "Walkers", [ada.id])


def test_manager_names_somebody_where_nobody_looks_after_it(group, ada, chen, now):
    # given
    made = group(stewards=[ada])
    with transaction():
        db.session.merge(ada).active = False

    # when
    with transaction():
        groups.change(made.id, "Walkers", "", made.kind, [chen.id], *OPEN, by=chen, now=now, shows_people=made.shows_people)

    # then
    db.session.expire_all()
    assert [one.person_id for one in db.session.get(Group, made.id).stewards] == [chen.id]


def test_a_group_keeps_somebody_who_looks_after_it(group, ada, now):
    # given
    made = group()

    # when
    with pytest.raises(GroupInvalid) as caught, transaction():
        groups.change(made.id, "Walkers", "", made.kind, [], *OPEN, by=ada, now=now, shows_people=PeopleShown.MEMBERS)

    # then
    assert caught.value.field == "stewards"


def test_a_group_closes_once_and_opens_again(group, now):
    # given
    made = group()

    # when
    with transaction():
        closed_at = groups.close(made.id, now=now).closed_at
    with transaction():
        opened_at = groups.reopen(made.id).closed_at

    # then
    assert (closed_at, opened_at) == (now, None)


def test_there_is_no_such_group(app):
    with pytest.raises(GroupMissing), transaction():
        groups.lock(4711)
