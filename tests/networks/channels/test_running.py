"""A group on a platform, from the look to the room: what is brought in is the channel's, everything else is left alone; brakes stop and ask."""

from datetime import timedelta

import pytest

from database import db, transaction
from networks import memberships
from networks.channels import channels, claims, running
from networks.channels.errors import ChannelBraked, ChannelBusy, LookOutdated
from networks.channels.models import RunState, Stop
from networks.mirroring.models import MirrorState, Rule
from people import people
from people.models import Person
from tests.infra.channels import joins, leaves, log_of, looked, pressed, stands, works

DAY = timedelta(days=1)


def test_members_are_brought_in_and_who_leaves_the_group_is_taken_out_at_the_next_run(channel, remote, ada, bo, chen, dana, now):
    # given
    made = channel(members=[ada, dana])
    remote.joins("stranger")
    remote.without_account.add("dana")

    # when
    run = pressed(made, remote, bo, now=now)
    first = (remote.present(), log_of(run))
    leaves(made, ada, now=now)
    joins(made, chen, by=bo, now=now)
    works(made, remote, now=now + DAY)

    # then
    assert first == (["ada", "stranger"], [("ada", "add", "listed", "done")])
    assert (remote.present(), stands(made)) == (["chen", "stranger"], {"ada": "out", "chen": "in"})
    assert made.room_url == f"https://rooms.example/{made.key}"


def test_nothing_is_done_by_looking(channel, remote, ada, bo, now):
    # given
    made = channel(members=[ada])

    # when
    looked(made, remote, now=now)

    # then
    look = claims.look_of(made)
    assert (remote.present(), remote.room_of, stands(made), dict(look.counts)) == ([], {}, {}, {"add": 1, "strangers": 0})


def test_who_is_there_by_themselves_is_never_taken_out_and_who_left_there_never_asked_again(channel, remote, ada, bo, dana, now):
    # given
    made = channel(members=[ada, bo, dana])
    remote.joins("ada")
    pressed(made, remote, bo, now=now)
    remote.leaves("dana")
    leaves(made, ada, now=now)

    # when
    for day in (1, 2, 3):
        works(made, remote, now=now + DAY * day)

    # then
    assert (remote.present(), stands(made)) == (["ada", "bo"], {"ada": "there", "bo": "in", "dana": "left"})


@pytest.mark.parametrize("keeps_trace", [True, False], ids=["trace", "no-trace"])
def test_who_left_the_group_and_comes_back_is_brought_in_again(keeps_trace, channel, remote, ada, bo, now):
    # given
    remote.keeps_trace = keeps_trace
    made = channel(members=[ada, bo])
    pressed(made, remote, bo, now=now)
    leaves(made, ada, now=now)
    works(made, remote, now=now + DAY)
    gone = remote.present()

    # when
    joins(made, ada, by=ada, now=now + DAY)
    with transaction():
        memberships.join(made.group_id, ada, now=now + DAY)
    works(made, remote, now=now + DAY * 2)

    # then
    assert (gone, remote.present()) == (["bo"], ["ada", "bo"])


def test_one_read_of_the_room_and_calls_only_for_what_changes(channel, remote, crowd, ada, bo, now):
    # given
    made = channel(members=crowd)
    pressed(made, remote, bo, now=now)
    leaves(made, crowd[0], now=now)
    joins(made, ada, by=bo, now=now)
    remote.calls.clear()

    # when
    works(made, remote, now=now + DAY)
    changed = list(remote.calls)
    remote.calls.clear()
    works(made, remote, now=now + DAY * 2)

    # then
    assert changed == ["members", "accounts 1", "take_out 1", "bring_in 1"]
    assert remote.calls == ["members"]


def test_who_says_yes_between_the_look_and_the_press_changes_nothing_of_the_plan(channel, remote, ada, bo, chen, now):
    # given
    remote.asks = True
    made = channel(members=[ada, bo])
    pressed(made, remote, bo, now=now)
    joins(made, chen, by=bo, now=now)
    plan = looked(made, remote, now=now)
    remote.joins("ada")

    # when
    with transaction():
        run = running.press(made.id, plan, despite=None, by=bo, now=now)
    works(made, remote, now=now)

    # then
    assert (log_of(run), stands(made)["ada"]) == ([("chen", "add", "listed", "asked")], "in")


def test_a_plan_is_applied_only_if_neither_side_changed(channel, remote, ada, bo, dana, now):
    # given
    made = channel(members=[ada, bo])
    plan = looked(made, remote, now=now)
    joins(made, dana, by=bo, now=now)

    # when
    with transaction():
        run = running.press(made.id, plan, despite=None, by=bo, now=now)
    works(made, remote, now=now)

    # then
    look = claims.look_of(made)
    assert (db.session.get_one(type(run), run.id).state, remote.present(), remote.room_of) == (RunState.OUTDATED, [], {})
    assert look.counts["add"] == 3
    with pytest.raises(LookOutdated), transaction():
        running.press(made.id, plan, despite=None, by=bo, now=now)


def brake_after(made, remote, now):
    works(made, remote, now=now)
    return made.brake, len(remote.present())


def test_more_removals_than_allowed_stop_and_a_press_lets_them_go_ahead(channel, remote, crowd, bo, now):
    # given
    made = channel(members=crowd, most_removed=20)
    pressed(made, remote, bo, now=now)
    for one in crowd[:3]:
        leaves(made, one, now=now)

    # when
    braked = brake_after(made, remote, now + DAY)
    with pytest.raises(ChannelBraked):
        pressed(made, remote, bo, now=now + DAY)
    pressed(made, remote, bo, now=now + DAY, despite=Stop.REMOVALS)

    # then
    assert (braked, len(remote.present()), made.state) == ((Stop.REMOVALS, 10), 7, MirrorState.ACTIVE)


def test_an_empty_group_takes_nobody_out(channel, remote, ada, bo, now):
    # given
    made = channel(members=[ada])
    pressed(made, remote, bo, now=now)
    leaves(made, ada, now=now)

    # then
    assert brake_after(made, remote, now + DAY) == (Stop.EMPTY, 1)


def test_a_room_that_somebody_emptied_is_no_crowd_of_people_who_left(channel, remote, crowd, bo, now):
    # given
    made = channel(members=crowd, most_removed=20)
    pressed(made, remote, bo, now=now)
    remote.standing.clear()

    # when
    braked = brake_after(made, remote, now + DAY)

    # then
    assert (braked, set(stands(made).values())) == ((Stop.EMPTIED, 0), {"in"})


def test_it_only_says_what_it_would_do_where_that_is_the_rule(channel, remote, ada, bo, dana, now):
    # given
    made = channel(members=[ada, bo], rule=Rule.SUGGEST)
    pressed(made, remote, bo, now=now)
    joins(made, dana, by=bo, now=now)
    leaves(made, ada, now=now)

    # when
    works(made, remote, now=now + DAY)

    # then
    assert (remote.present(), made.drift, made.state) == (["ada", "bo"], {"add": 1, "remove": 1}, MirrorState.ACTIVE)


def test_who_is_not_here_any_more_is_taken_out(channel, remote, ada, bo, now):
    # given
    made = channel(members=[ada, bo])
    pressed(made, remote, bo, now=now)
    with transaction():
        people.deactivate(db.session.get_one(Person, ada.id))

    # when
    works(made, remote, now=now + DAY)

    # then
    assert remote.present() == ["bo"]


def test_one_that_the_platform_refuses_does_not_hold_up_the_others(channel, remote, ada, bo, dana, now):
    # given
    made = channel(members=[ada, bo, dana])
    remote.refused.add("bo")

    # when
    run = pressed(made, remote, bo, now=now)

    # then
    assert log_of(run) == [
        ("ada", "add", "listed", "done"),
        ("bo", "add", "listed", "refused"),
        ("dana", "add", "listed", "done"),
    ]
    assert stands(made) == {"ada": "in", "dana": "in"}


def test_nothing_else_is_begun_while_a_run_is_at_work(channel, remote, ada, bo, now):
    # given
    made = channel(members=[ada])
    plan = looked(made, remote, now=now)
    with transaction():
        running.press(made.id, plan, despite=None, by=bo, now=now)

    # then
    for press in (
        lambda: running.press(made.id, plan, despite=None, by=bo, now=now),
        lambda: channels.take_away(made.id),
        lambda: channels.change(made.id, channels.Terms()),
    ):
        with pytest.raises(ChannelBusy), transaction():
            press()


def test_a_group_that_shrinks_day_by_day_is_stopped_and_a_press_counts_anew(channel, remote, crowd, bo, channel_mails, now):
    # given
    made = channel(members=crowd, most_removed=30)
    pressed(made, remote, bo, now=now)

    # when
    for day, pair in enumerate((crowd[:2], crowd[2:4]), start=1):
        for person in pair:
            leaves(made, person, now=now)
        works(made, remote, now=now + DAY * day)
    stopped = (len(remote.present()), made.brake, channel_mails())
    pressed(made, remote, bo, now=now + DAY * 3)
    leaves(made, crowd[4], now=now)
    works(made, remote, now=now + DAY * 4)

    # then
    assert stopped == (8, Stop.REMOVALS, ["bo"])
    assert (len(remote.present()), made.state) == (5, MirrorState.ACTIVE)


def test_a_group_that_shrinks_slowly_is_followed(channel, remote, crowd, bo, now):
    # given
    made = channel(members=crowd, most_removed=30)
    pressed(made, remote, bo, now=now)

    # when
    for week, person in enumerate(crowd[:5], start=1):
        leaves(made, person, now=now)
        works(made, remote, now=now + DAY * 8 * week)

    # then
    assert (len(remote.present()), made.brake) == (5, None)
