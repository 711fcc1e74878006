"""Coming into a group and leaving it."""

from datetime import timedelta

import pytest

from database import transaction
from networks import groups, invitations, memberships, requests, signals
from networks.errors import GroupClosed, NotAllowed, NotMember
from networks.models import Origin
from tests.infra.groups import membership_of


@pytest.fixture
def heard():
    """What was told upwards: (news, ids of people)."""
    news = []

    def began(_sender, *, group, person_ids, by, now):
        news.append(("began", person_ids))

    def ended(_sender, *, group, person_ids, by, now):
        news.append(("ended", person_ids))

    with signals.membership_began.connected_to(began), signals.membership_ended.connected_to(ended):
        yield news


def test_joining_an_open_group_is_one_step(group, standing, steps, heard, dana, now):
    # given
    made = group()

    # when
    with transaction():
        memberships.join(made.id, dana, now=now)
        memberships.join(made.id, dana, now=now)

    # then
    assert (standing(made, dana), steps(made, dana), heard) == (("member", "joined"), ["began"], [("began", [dana.id])])


@pytest.mark.parametrize("rule", ["request", "invitation"])
def test_nobody_joins_a_group_with_another_way_in(rule, group, standing, dana, now):
    # given
    made = group(join_rule=rule)

    # when
    with pytest.raises(NotAllowed), transaction():
        memberships.join(made.id, dana, now=now)

    # then
    assert standing(made, dana) == ("", "")


def test_leaving_needs_no_reason_and_is_kept(group, standing, steps, heard, ada, now):
    # given
    made = group(members=[ada])
    heard.clear()

    # when
    with transaction():
        memberships.leave(made.id, ada, now=now)

    # then
    assert (standing(made, ada), steps(made, ada), heard) == (("over", "left"), ["began", "left"], [("ended", [ada.id])])
    with pytest.raises(NotMember), transaction():
        memberships.leave(made.id, ada, now=now)


@pytest.mark.parametrize(("hours", "back"), [(1, True), (25, False)])
def test_leaving_can_be_undone_for_a_day_whatever_the_way_in(hours, back, group, standing, ada, now):
    # given
    made = group(members=[ada], join_rule="invitation")
    with transaction():
        memberships.leave(made.id, ada, now=now)

    # when
    try:
        with transaction():
            memberships.join(made.id, ada, now=now + timedelta(hours=hours))
    except NotAllowed:
        came_back = False
    else:
        came_back = True

    # then
    assert (came_back, standing(made, ada)) == (back, ("member", "joined") if back else ("over", "left"))


def test_who_was_removed_does_not_simply_join_again(group, standing, steps, ada, bo, now):
    # given
    made = group(members=[ada])
    with transaction():
        memberships.remove(made.id, ada.id, by=bo, now=now)

    # when
    with pytest.raises(NotAllowed), transaction():
        memberships.join(made.id, ada, now=now)

    # then
    assert (standing(made, ada), steps(made, ada)) == (("over", "removed"), ["began", "removed"])


@pytest.mark.parametrize("origin", [Origin.JOINED, Origin.INVITED])
@pytest.mark.parametrize("gone", ["left", "removed", "declined"])
def test_who_is_gone_is_added_only_by_being_asked(gone, origin, group, standing, group_mails, heard, ada, bo, now):
    # given
    made = group()
    be_gone(gone, made, ada, bo, now)
    heard.clear()
    much_later = now + timedelta(days=31)

    # when
    with transaction():
        done = memberships.add(made, [ada.id], origin, by=bo, now=much_later)

    # then
    assert (done.asked, standing(made, ada), heard) == ([ada.id], ("invited", ""), [])
    assert group_mails(made)[-1][:2] == ("invitation", "ada")


@pytest.mark.parametrize("gone", ["left", "removed", "declined"])
def test_a_mirror_leaves_who_is_gone_alone(gone, group, standing, group_mails, ada, bo, now):
    # given
    made = group()
    be_gone(gone, made, ada, bo, now)
    before = group_mails(made)

    # when
    with transaction():
        done = memberships.add(made, [ada.id], Origin.MIRRORED, by=bo, now=now + timedelta(days=400))

    # then
    assert (done.kept_out, standing(made, ada), group_mails(made)) == ([ada.id], ("over", gone), before)


def be_gone(gone, made, person, by, now):
    with transaction():
        if gone == "declined":
            invitations.invite(made.id, [person.id], by=by, now=now)
            invitations.decline(made.id, person, now=now)
        else:
            memberships.add(made, [person.id], Origin.JOINED, by=by, now=now)
            if gone == "left":
                memberships.leave(made.id, person, now=now)
            else:
                memberships.remove(made.id, person.id, by=by, now=now)


def test_a_mirror_does_not_answer_an_open_invitation(group, standing, ada, chen, bo, now):
    # given
    made = group(join_rule="request")
    with transaction():
        invitations.invite(made.id, [ada.id], by=bo, now=now)
        requests.ask(made.id, chen, now=now)

    # when
    with transaction():
        done = memberships.add(made, [ada.id, chen.id], Origin.MIRRORED, by=bo, now=now)

    # then
    assert (done.kept_out, done.began) == ([ada.id], [chen.id])
    assert (standing(made, ada), standing(made, chen)) == (("invited", ""), ("member", "mirrored"))


def test_adding_tells_of_the_new_ones_only(group, standing, group_mails, heard, add_person, ada, bo, dana, now):
    # given
    gone = add_person("Gone Person", active=False)
    made = group(members=[ada])
    heard.clear()

    # when
    with transaction():
        done = memberships.add(made, [ada.id, dana.id, dana.id, gone.id, 999_999], Origin.MIRRORED, by=bo, now=now)

    # then
    assert (done.began, done.already, done.asked, done.kept_out) == ([dana.id], [ada.id], [], [])
    assert (heard, group_mails(made), standing(made, gone)) == ([("began", [dana.id])], [], ("", ""))


def test_a_closed_group_takes_nobody_and_lets_go(group, standing, ada, dana, bo, now):
    # given
    made = group(members=[ada])
    with transaction():
        groups.close(made.id, now=now)

    # when
    for come_in in (
        lambda: memberships.join(made.id, dana, now=now),
        lambda: memberships.add(made, [dana.id], Origin.JOINED, by=bo, now=now),
        lambda: invitations.invite(made.id, [dana.id], by=bo, now=now),
        lambda: requests.ask(made.id, dana, now=now),
    ):
        with pytest.raises(GroupClosed), transaction():
            come_in()
    with transaction():
        memberships.leave(made.id, ada, now=now)

    # then
    assert (standing(made, dana), standing(made, ada)) == (("", ""), ("over", "left"))


def test_a_name_is_hidden_and_shown_by_its_person(group, ada, dana, now):
    # given
    made = group(members=[ada])

    # when
    with transaction():
        memberships.show_name(made.id, ada, shows=False)

    # then
    assert membership_of(made, ada).hides_name is True
    with pytest.raises(NotMember), transaction():
        memberships.show_name(made.id, dana, shows=False)
