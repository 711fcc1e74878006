"""Whatever breaks in the middle: a channel goes on where it was, or stops and says why."""

from datetime import timedelta

import pytest

from database import db, transaction
from networks.channels import channels, claims, running
from networks.channels.models import RunState, Stop
from networks.mirroring.models import MirrorState
from networks.platforms.protocol import AccessDenied, Garbled, Unavailable
from tests.infra.channels import KilledError, leaves, log_of, looked, pressed, stands, works

DAY = timedelta(days=1)


@pytest.mark.parametrize("trouble", [KilledError(), (KilledError(),)], ids=["before-the-call", "between-call-and-settling"])
@pytest.mark.parametrize("keeps_trace", [True, False], ids=["trace", "no-trace"])
def test_killed_while_bringing_in_it_goes_on_without_a_duplicate(trouble, keeps_trace, channel, remote, crowd, bo, now):
    # given
    remote.keeps_trace = keeps_trace
    made = channel(members=crowd)
    plan = looked(made, remote, now=now)
    with transaction():
        run = running.press(made.id, plan, despite=None, by=bo, now=now)
    remote.troubles.append(trouble)
    with pytest.raises(KilledError):
        works(made, remote, now=now)

    # when
    works(made, remote, now=now + claims.CLAIMED_FOR)

    # then
    became = [state for *_rest, state in log_of(run)]
    assert (len(remote.present()), db.session.get_one(type(run), run.id).state) == (10, RunState.DONE)
    assert sorted(became) == (["done"] * 9 + ["unsure"] if isinstance(trouble, tuple) else ["done"] * 10)


def test_killed_while_taking_out_it_goes_on(channel, remote, crowd, bo, now):
    # given
    made = channel(members=crowd)
    pressed(made, remote, bo, now=now)
    for one in crowd[:3]:
        leaves(made, one, now=now)
    remote.troubles.append((KilledError(),))
    with pytest.raises(KilledError):
        works(made, remote, now=now + DAY)

    # when
    works(made, remote, now=now + DAY + claims.CLAIMED_FOR)

    # then
    assert sorted(stands(made).values()) == ["in"] * 7 + ["out"] * 3
    assert len(remote.present()) == 7


def test_who_came_by_themselves_while_an_answer_was_lost_is_taken_out_only_by_a_press(channel, remote, ada, bo, now):
    # given
    made = channel(members=[ada, bo])
    plan = looked(made, remote, now=now)
    with transaction():
        running.press(made.id, plan, despite=None, by=bo, now=now)
    remote.troubles.append(KilledError())
    with pytest.raises(KilledError):
        works(made, remote, now=now)
    remote.joins("ada")
    works(made, remote, now=now + claims.CLAIMED_FOR)
    leaves(made, ada, now=now)

    # when
    works(made, remote, now=now + DAY * 2)
    by_itself, drift = remote.present(), dict(made.drift)
    run = pressed(made, remote, bo, now=now + DAY * 2)

    # then
    assert (by_itself, drift) == (["ada", "bo"], {"remove": 1})
    assert (remote.present(), log_of(run)) == (["bo"], [("ada", "remove", "unsure", "done")])


def test_a_platform_that_asks_to_wait_is_waited_for(channel, remote, crowd, bo, now):
    # given
    made = channel(members=crowd)
    plan = looked(made, remote, now=now)
    with transaction():
        running.press(made.id, plan, despite=None, by=bo, now=now)
    remote.troubles.append(Unavailable("Wait.", retry_after=90))

    # when
    works(made, remote, now=now)
    waits = (made.retry_at, made.told, made.state, remote.present())
    works(made, remote, now=now + timedelta(seconds=89))
    before = remote.present()
    works(made, remote, now=now + timedelta(seconds=90))

    # then
    assert waits == (now + timedelta(seconds=90), "Wait.", MirrorState.ACTIVE, [])
    assert (before, len(remote.present()), made.retry_at) == ([], 10, None)


@pytest.mark.parametrize(
    ("fault", "brake"),
    [(AccessDenied("No scope."), Stop.ACCESS), (Garbled("HTML."), Stop.FAILING)],
    ids=["access", "garbled"],
)
def test_a_platform_that_does_not_do_it_stops_and_says_why_and_goes_on_when_told(
    fault, brake, channel, remote, crowd, bo, channel_mails, now
):
    # given
    made = channel(members=crowd)
    plan = looked(made, remote, now=now)
    with transaction():
        running.press(made.id, plan, despite=None, by=bo, now=now)
    remote.troubles.append(fault)

    # when
    works(made, remote, now=now)
    stopped = (made.state, made.brake, made.told, channel_mails(), claims.held_run(made) is not None)
    works(made, remote, now=now + DAY * 2)
    untouched = remote.present()
    with transaction():
        channels.go_on(made.id, by=bo, now=now + DAY * 2)
    works(made, remote, now=now + DAY * 2)

    # then
    assert stopped == (MirrorState.STOPPED, brake, str(fault), ["bo"], True)
    assert (untouched, len(remote.present()), made.state, made.brake) == ([], 10, MirrorState.ACTIVE, None)


def test_a_platform_that_is_away_for_long_stops_in_the_end(channel, remote, ada, bo, now):
    # given
    made, at = channel(members=[ada, bo]), now
    pressed(made, remote, bo, now=at)
    remote.always = Unavailable("Away.")

    # when
    at += DAY
    for _attempt in range(claims.MOST_ATTEMPTS):
        works(made, remote, now=at)
        at = made.retry_at or at

    # then
    assert (made.state, made.brake, made.told) == (MirrorState.STOPPED, Stop.FAILING, "Away.")
    assert at < now + DAY * 4


def test_a_room_that_is_gone_is_not_made_anew(channel, remote, ada, bo, now):
    # given
    made = channel(members=[ada, bo])
    pressed(made, remote, bo, now=now)
    remote.room_of.clear()

    # when
    works(made, remote, now=now + DAY)

    # then
    assert (made.brake, remote.room_of) == (Stop.ROOM, {})


def test_of_two_workers_the_second_leaves_the_channel_to_the_first(channel, remote, ada, bo, now):
    # given
    made = channel(members=[ada])
    with transaction():
        word = claims.claim(made.id, now=now)

    # when
    works(made, remote, now=now + timedelta(minutes=1))

    # then
    assert (word is not None, remote.calls) == (True, [])


def test_a_moment_is_waited_for_without_reading_the_room_again(channel, remote, crowd, bo, now):
    # given
    made = channel(members=crowd)
    plan = looked(made, remote, now=now)
    with transaction():
        running.press(made.id, plan, despite=None, by=bo, now=now)
    remote.troubles.extend([Unavailable("Wait.", retry_after=3), (Unavailable("Wait.", retry_after=2),)])
    remote.calls.clear()

    # when
    works(made, remote, now=now)

    # then
    assert (len(remote.present()), remote.waited, sorted(stands(made).values())) == (10, [3, 2], ["in"] * 9 + ["unsure"])
    assert remote.calls == ["open_room", "bring_in 10", "bring_in 10", "bring_in 10"]
