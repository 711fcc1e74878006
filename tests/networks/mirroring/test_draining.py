"""A list that loses a few people every day is stopped like one that loses them at once."""

from datetime import timedelta

from database import db, transaction
from networks.mirroring import running
from networks.mirroring.models import Brake, MirrorState
from tests.infra.mirroring import lists, press

LATER = timedelta(days=1, minutes=1)


def look_by_itself(made, at):
    with transaction():
        running.run_by_itself(made.id, now=at)
    db.session.refresh(made)


def test_a_list_that_shrinks_day_by_day_stops_and_a_press_counts_anew(mirror, standing, crowd, bo, mirror_mails, now):
    # given
    made = mirror(members=crowd)
    with transaction():
        made.most_removed = 20
    press(made, bo, now=now)

    # when
    for day in (1, 2, 3):
        lists(made, *crowd[day:], by=bo, now=now)
        look_by_itself(made, now + LATER * day)
    stopped = (made.brake, mirror_mails(), [standing(made.group, one)[0] for one in crowd[:4]])
    press(made, bo, now=now + LATER * 3)
    lists(made, *crowd[4:], by=bo, now=now)
    look_by_itself(made, now + LATER * 4)

    # then
    assert stopped == (Brake.REMOVALS, ["bo"], ["over", "over", "member", "member"])
    assert (made.state, standing(made.group, crowd[3])[0]) == (MirrorState.ACTIVE, "over")
