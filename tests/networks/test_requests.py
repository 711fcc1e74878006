"""Asking to come into a group."""

from contextlib import suppress
from datetime import timedelta

import pytest

from database import transaction
from networks import memberships, requests
from networks.errors import NotAllowed


@pytest.fixture
def ask(now):
    def by(made, person, *, at=None):
        with transaction():
            return requests.ask(made.id, person, now=at or now)

    return by


def test_asking_tells_who_looks_after_it_once(group, ask, standing, group_mails, ada, bo, dana):
    # given
    made = group(join_rule="request", stewards=[ada, bo])

    # when
    ask(made, dana)
    ask(made, dana)

    # then
    assert standing(made, dana) == ("asked", "")
    assert group_mails(made) == [("request", "ada", "queued"), ("request", "bo", "queued")]


def test_asking_where_one_may_join_is_joining(group, ask, standing, group_mails, dana):
    # given
    made = group(join_rule="open")

    # when
    ask(made, dana)

    # then
    assert (standing(made, dana), group_mails(made)) == (("member", "joined"), [])


def test_nobody_asks_to_come_in_where_people_are_invited(group, ask, standing, dana):
    # given
    made = group(join_rule="invitation")

    # when
    with pytest.raises(NotAllowed):
        ask(made, dana)

    # then
    assert standing(made, dana) == ("", "")


def test_letting_in_and_refusing(group, ask, standing, steps, group_mails, ada, bo, dana, now):
    # given
    made = group(join_rule="request")
    ask(made, ada)
    ask(made, dana)

    # when
    with transaction():
        requests.let_in(made.id, ada.id, by=bo, now=now)
        requests.refuse(made.id, dana.id, by=bo, now=now)

    # then
    assert (standing(made, ada), standing(made, dana)) == (("member", "joined"), ("over", "refused"))
    assert (steps(made, ada), steps(made, dana)) == (["asked", "began"], ["asked", "refused"])
    assert group_mails(made)[-1] == ("let_in", "ada", "queued")
    for settle in (requests.let_in, requests.refuse):
        with pytest.raises(NotAllowed), transaction():
            settle(made.id, dana.id, by=bo, now=now)


@pytest.mark.parametrize(("days", "asks"), [(29, False), (31, True)])
def test_who_was_refused_asks_again_after_a_month(days, asks, group, ask, standing, bo, dana, now):
    # given
    made = group(join_rule="request")
    ask(made, dana)
    with transaction():
        requests.refuse(made.id, dana.id, by=bo, now=now)

    # when
    with suppress(NotAllowed):
        ask(made, dana, at=now + timedelta(days=days))

    # then
    assert standing(made, dana) == (("asked", "") if asks else ("over", "refused"))


def test_who_was_removed_from_an_open_group_asks_after_a_month(group, ask, standing, ada, bo, now):
    # given
    made = group(members=[ada])
    with transaction():
        memberships.remove(made.id, ada.id, by=bo, now=now)

    # when
    with pytest.raises(NotAllowed):
        ask(made, ada)
    ask(made, ada, at=now + timedelta(days=31))

    # then
    assert standing(made, ada) == ("asked", "")


def test_a_request_is_taken_back(group, ask, standing, dana, now):
    # given
    made = group(join_rule="request")
    ask(made, dana)

    # when
    with transaction():
        requests.take_back(made.id, dana, now=now)

    # then
    assert standing(made, dana) == ("over", "withdrawn")
    ask(made, dana)
    assert standing(made, dana) == ("asked", "")
