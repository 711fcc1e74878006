"""Inviting people into a group."""

from contextlib import suppress
from datetime import timedelta

import pytest

from database import transaction
from networks import invitations, memberships, requests
from networks.errors import GroupInvalid, NotAllowed
from networks.invitations import Invited


@pytest.fixture
def invite(bo, now):
    def ask(made, *people, at=None):
        with transaction():
            return invitations.invite(made.id, [person.id for person in people], by=bo, now=at or now)

    return ask


def test_who_is_invited_hears_it_once(group, invite, standing, group_mails, ada, dana, chen):
    # given
    made = group(members=[chen], join_rule="invitation")

    # when
    done = [invite(made, ada, chen), invite(made, ada, dana)]

    # then
    assert done == [Invited(invited=1, already=1), Invited(invited=1, already=1)]
    assert group_mails(made) == [("invitation", "ada", "queued"), ("invitation", "dana", "queued")]
    assert (standing(made, ada), standing(made, dana)) == (("invited", ""), ("invited", ""))


def test_yes_and_no_count_once(group, invite, standing, steps, ada, dana, now):
    # given
    made = group(join_rule="invitation")
    invite(made, ada, dana)

    # when
    with transaction():
        for _twice in range(2):
            invitations.accept(made.id, ada, now=now)
            invitations.decline(made.id, dana, now=now)

    # then
    assert (standing(made, ada), standing(made, dana)) == (("member", "invited"), ("over", "declined"))
    assert (steps(made, ada), steps(made, dana)) == (["invited", "began"], ["invited", "declined"])


def test_joining_by_the_page_accepts_the_invitation(group, invite, standing, ada, now):
    # given
    made = group(join_rule="invitation")
    invite(made, ada)

    # when
    with transaction():
        memberships.join(made.id, ada, now=now)

    # then
    assert standing(made, ada) == ("member", "invited")


@pytest.mark.parametrize(("hours", "allowed"), [(2, True), (26, False)])
def test_a_no_can_become_a_yes_for_a_day(hours, allowed, group, invite, standing, ada, now):
    # given
    made = group(join_rule="invitation")
    invite(made, ada)
    with transaction():
        invitations.decline(made.id, ada, now=now)

    # when
    with suppress(NotAllowed), transaction():
        invitations.accept(made.id, ada, now=now + timedelta(hours=hours))

    # then
    assert standing(made, ada) == (("member", "invited") if allowed else ("over", "declined"))


@pytest.mark.parametrize(("days", "invited", "too_soon"), [(29, 0, 1), (31, 1, 0)])
def test_who_said_no_is_asked_again_after_a_month(days, invited, too_soon, group, invite, ada, now):
    # given
    made = group()
    invite(made, ada)
    with transaction():
        invitations.decline(made.id, ada, now=now)

    # then
    assert invite(made, ada, at=now + timedelta(days=days)) == Invited(invited=invited, too_soon=too_soon)


def test_a_withdrawn_invitation_leads_nowhere(group, invite, standing, ada, bo, now):
    # given
    made = group(join_rule="invitation")
    invite(made, ada)

    # when
    with transaction():
        invitations.withdraw(made.id, ada.id, by=bo, now=now)

    # then
    for answer in (invitations.accept, invitations.decline):
        with pytest.raises(NotAllowed), transaction():
            answer(made.id, ada, now=now)
    assert (standing(made, ada), invite(made, ada)) == (("over", "withdrawn"), Invited(too_soon=1))


def test_inviting_who_asks_lets_them_in(group, invite, standing, group_mails, dana, now):
    # given
    made = group(join_rule="request")
    with transaction():
        requests.ask(made.id, dana, now=now)

    # when
    done = invite(made, dana)

    # then
    assert (done, standing(made, dana)) == (Invited(let_in=1), ("member", "joined"))
    assert group_mails(made) == [("request", "bo", "queued"), ("let_in", "dana", "queued")]


def test_two_hundred_names_are_read_at_a_time(group, bo, now):
    # given
    made = group()

    # when
    with pytest.raises(GroupInvalid) as caught, transaction():
        invitations.invite(made.id, range(1, 202), by=bo, now=now)

    # then
    assert caught.value.field == "addresses"
