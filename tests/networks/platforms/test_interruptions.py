"""Whatever goes wrong on the way, and however often: asked again, each platform ends where it should, and nobody else is touched."""

import random
from collections.abc import Callable, Iterator

import pytest

from networks.platforms.discourse import Discourse
from networks.platforms.graph import Graph
from networks.platforms.mattermost import Mattermost
from networks.platforms.protocol import Done, Outcome, Platform, PlatformFault, RoomMember, There
from networks.platforms.slack import Slack
from tests.infra.platform_doubles.discourse import DiscourseDouble
from tests.infra.platform_doubles.double import Double
from tests.infra.platform_doubles.graph import GraphDouble
from tests.infra.platform_doubles.mattermost import MattermostDouble
from tests.infra.platform_doubles.slack import SlackDouble
from tests.networks.platforms.remote import Trouble, a_room

TROUBLES = (Trouble.TOO_MANY, Trouble.FAULT, Trouble.SILENCE, Trouble.LOST, Trouble.EXPIRED, Trouble.GARBAGE)
MOST_RUNS = 60


@pytest.fixture(
    params=[(MattermostDouble, Mattermost), (SlackDouble, Slack), (DiscourseDouble, Discourse), (GraphDouble, Graph)],
    ids=["mattermost", "slack", "discourse", "graph"],
)
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[Double, Platform]]:
    double, adapter = request.param
    remote = double()
    platform = adapter(remote.access(), page=remote.page, batch=remote.batch)
    yield remote, platform
    platform.close()
    remote.close()


def _until_told(remote: Double, chance: random.Random, call: Callable[[], Iterator[Outcome]]) -> set[Done]:
    """Asked again and again, in trouble every other time, until it goes through; what became of everybody the last time."""
    for number in range(MOST_RUNS):
        if number % 2 == 0:
            remote.fail(chance.choice(TROUBLES), after_changes=chance.randrange(1, 4))
        else:
            remote.mend()
        try:
            return {one.done for one in call()}
        except PlatformFault:
            continue
    raise AssertionError("it never went through")


def test_what_is_interrupted_ends_where_it_should_and_touches_nobody_else(pair):
    # given
    remote, platform = pair
    chance = random.Random(7)
    room_id = a_room(platform)
    bystander, *people = [remote.make_account(f"person{n}@example.com") for n in range(14)]
    remote.put_in(room_id, bystander)

    for _round in range(3):
        # when
        came = _until_told(remote, chance, lambda: platform.bring_in(room_id, people))

        # then
        assert came <= {Done.DONE, Done.ALREADY}
        remote.mend()
        assert set(platform.members(room_id)) == {RoomMember(one, There.MEMBER) for one in (bystander, *people)}
        assert len(remote.inside[room_id]) == len(set(remote.inside[room_id]))

        # when
        went = _until_told(remote, chance, lambda: platform.take_out(room_id, people))

        # then
        assert went <= {Done.DONE, Done.ALREADY}
        assert remote.standing(room_id) == {bystander: There.MEMBER}
    assert remote.rooms() == 1
