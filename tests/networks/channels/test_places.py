"""Where a group may stand, and who is remembered when it does not stand there any more."""

from datetime import timedelta

import pytest

from database import db, transaction
from networks.channels import announcing, channels, connected
from networks.channels.announcing import DateNews
from networks.channels.channels import Terms
from networks.channels.errors import ChannelBraked
from networks.channels.models import News, Stop
from networks.mirroring.models import MirrorState
from networks.models import Group, Visibility
from networks.platforms import connections
from networks.platforms.models import PlatformKind
from people import profile_parts
from tests.infra.channels import connect, joins, looked, pressed, says, stands, works

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("cut_off", "where"), [(False, "The Square"), (True, "matrix https://square.example")], ids=["taken off", "cut off"]
)
def test_who_left_stays_out_when_the_group_comes_back_to_the_platform(
    cut_off, where, channel, remote, connection, ada, bo, dana, now
):
    # given
    made = channel(members=[ada, bo, dana])
    pressed(made, remote, bo, now=now)
    remote.leaves("dana")
    works(made, remote, now=now + DAY)
    group_id, platform_id = made.group_id, connection.id
    with transaction():
        if cut_off:
            connections.cut_off(platform_id)
        else:
            channels.take_away(made.id)
    kept = profile_parts.data_of(dana)
    platform_id = connect("The Square", now=now).id if cut_off else platform_id
    other = type(remote)()

    # when
    with transaction():
        again = channels.set_up(group_id, platform_id, Terms(), by=bo, now=now + DAY)
    pressed(again, other, bo, now=now + DAY)

    # then
    assert [(one["platform"], one["account"]) for one in kept["channel_departures"]] == [(where, "dana")]
    assert (other.present(), stands(again)) == (["ada", "bo"], {"ada": "in", "bo": "in", "dana": "left"})
    assert profile_parts.data_of(dana)["channel_departures"] == []


def test_who_left_twice_at_one_address_is_remembered_once(channel, remote, connection, ada, bo, dana, now):
    # given
    made = channel(members=[ada, bo, dana])
    other = connect("The Square again", now=now)
    with transaction():
        twin = channels.set_up(made.group_id, other.id, Terms(), by=bo, now=now)
    for one in (made, twin):
        pressed(one, remote, bo, now=now)
    remote.leaves("dana")
    for one in (made, twin):
        works(one, remote, now=now + DAY)

    # when
    with transaction():
        channels.take_away(twin.id)
    for platform in (connection, other):
        with transaction():
            connections.cut_off(platform.id)

    # then
    assert len(profile_parts.data_of(dana)["channel_departures"]) == 1


@pytest.fixture
def market(now):
    """A platform whose rooms everybody finds."""
    values = {"token": "given", "visibility": "Public"}
    with transaction():
        return connections.connect(PlatformKind.SLACK, "The Market", "https://market.example", values, now=now)


@pytest.mark.parametrize(("visibility", "offered"), [(Visibility.LISTED, True), (Visibility.UNLISTED, False)])
def test_a_group_that_is_not_listed_stands_in_no_public_room(visibility, offered, group, market, connection):
    # given
    here = group(visibility=visibility)

    # then
    assert [one.name for one in connected.offered_to(here)] == ([market.name] if offered else []) + [connection.name]


def test_a_group_that_is_not_listed_any_more_stops_in_a_public_room_and_nothing_is_said_there(
    channel, market, remote, channel_mails, ada, bo, chen, now
):
    # given
    group_id = channel(members=[ada]).group_id
    with transaction():
        made = channels.set_up(group_id, market.id, Terms(), by=bo, now=now)
    pressed(made, remote, bo, now=now)
    joins(made, chen, by=bo, now=now)
    with transaction():
        announcing.turn(made, on=True, language="")
        db.session.get_one(Group, group_id).visibility = Visibility.UNLISTED
        dates = [announcing.Date(now + DAY, now + DAY * 2)]
        news = DateNews(
            news=News.SET, about="session:1", title="Lunch", timezone="Europe/Amsterdam", place="", path="/1", dates=dates
        )
        announcing.tell(group_id, news, now=now)

    # when
    works(made, remote, now=now + DAY)
    plan = looked(made, remote, now=now + DAY)

    # then
    assert (made.state, made.brake, channel_mails(), remote.present()) == (MirrorState.STOPPED, Stop.PUBLIC, ["bo"], ["ada"])
    assert (says(remote, now=now), remote.said) == (0, {})
    with pytest.raises(ChannelBraked), transaction():
        channels.running.press(made.id, plan, despite=Stop.PUBLIC, by=bo, now=now + DAY)
