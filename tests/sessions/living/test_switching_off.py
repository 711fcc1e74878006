"""Switching a living audience off."""

import pytest

from database import transaction
from sessions.living import audiences, queries
from sessions.living.setup import withdraw_people


@pytest.mark.parametrize(("withdraws", "left"), [(False, ["Ada", "Chen", "Dana"]), (True, ["Chen"])])
def test_switching_off_keeps_those_invited_or_withdraws_them(
    withdraws, left, group, meetup, follow, come, invited, ada, bo, chen, dana, now, clock
):
    # given
    session, made = meetup(invited=[chen]), group(members=[ada, chen, dana])
    follow(session, made)
    (audience,) = queries.audiences_of(session)

    # when
    with transaction():
        audiences.switch_off(session.id, audience.id, withdraws=withdraws, by=bo, now=now)
    withdraw_people()

    # then
    assert (invited(session), queries.audiences_of(session)) == (left, [])


def test_whoever_stayed_after_switching_off_stays_when_leaving_the_group(group, meetup, follow, go, invited, ada, bo, now):
    # given
    session, made = meetup(), group(members=[ada])
    follow(session, made)
    (audience,) = queries.audiences_of(session)
    with transaction():
        audiences.switch_off(session.id, audience.id, withdraws=False, by=bo, now=now)

    # when
    go(made, ada)

    # then
    assert invited(session) == ["Ada"]
