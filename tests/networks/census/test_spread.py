"""The map: networks as they are, people by the rule of small numbers."""

import pytest

from networks.census.models import NetworkState, Purpose
from networks.census.pictures import MOST_LINES, PER_LINE, bars, draw
from networks.census.spread import ELSEWHERE, Band, Listed, Mapped, Shared, bands, grid, sharing, site_of

SPOTTED, CONFIRMED, SLEEPING = NetworkState.SPOTTED, NetworkState.CONFIRMED, NetworkState.SLEEPING


def network(id_, place="Zwolle", purpose=Purpose.SOCIAL, state=CONFIRMED):
    return Mapped(id_, place, purpose, state)


@pytest.mark.parametrize(
    ("place", "site"),
    [
        ("Canteen, Deventer", "Deventer"),
        ("zwolle workshop", "Zwolle"),
        ("Zwolle Noord", "Zwolle Noord"),
        ("By the water", "By the water"),
        ("", ""),
    ],
)
def test_a_place_is_the_site_it_names(place, site):
    assert site_of(place, ["Deventer", "Zwolle", "Zwolle Noord", ""]) == site


def test_the_grid_holds_every_network_once_the_surest_first():
    # given
    networks = [
        network(1, state=SPOTTED),
        network(2),
        network(3, "Canteen, Deventer"),
        network(4, "", Purpose.WORK),
        network(5, state=SLEEPING),
    ]

    # when
    found = grid(networks, ["Deventer", "Zwolle"])

    # then
    assert (found.places, found.cells) == (
        ["Zwolle", "Deventer", ""],
        {
            ("Zwolle", Purpose.SOCIAL): [CONFIRMED, SPOTTED, SLEEPING],
            ("Deventer", Purpose.SOCIAL): [CONFIRMED],
            ("", Purpose.WORK): [CONFIRMED],
        },
    )


def test_many_places_are_put_together():
    # when
    found = grid([network(number, f"Site {number:02}") for number in range(15)], [])

    # then
    assert (len(found.places), found.places[-1], len(found.cells[ELSEWHERE, Purpose.SOCIAL])) == (13, ELSEWHERE, 3)


def test_every_network_is_drawn_or_counted_and_nothing_leaves_the_picture():
    # given
    room = PER_LINE * MOST_LINES

    # when
    drawn = {count: draw(grid([network(number) for number in range(count)], [])) for count in (1, PER_LINE + 1, room, room + 5)}

    # then
    assert {count: len(one.arches) + sum(more.count for more in one.more) for count, one in drawn.items()} == {
        count: count for count in drawn
    }
    assert all(arch.y < one.height and arch.x < 440 for one in drawn.values() for arch in one.arches)


def test_how_far_networks_reach_is_said_from_five_people_on():
    # given
    networks = [network(number) for number in range(1, 6)]
    listed = [
        Listed(1, "Finance", 5),
        Listed(2, "Finance", 4),
        *[Listed(3, name, 3) for name in ("Finance", "Export")],
        *[Listed(4, name, 1) for name in "ABCDE"],
    ]

    # when
    found = bands(networks, listed)

    # then
    assert found == {Band.ONE: 1, Band.SOME: 1, Band.MANY: 1, Band.UNSAID: 2}
    assert [(bar.band, bar.count, bar.width) for bar in bars(found)] == [
        (Band.ONE, 1, 220),
        (Band.SOME, 1, 220),
        (Band.MANY, 1, 220),
        (Band.UNSAID, 2, 440),
    ]


def test_nothing_is_drawn_of_nothing():
    assert [bar.width for bar in bars(bands([], []))] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("there", "shared"),
    [
        ({"A": 5, "B": 5}, Shared.YES),
        ({"A": 5, "B": 4}, Shared.NONE),  # four who meet five look like none at all
        ({"A": 5, "B": 0}, Shared.NONE),
        ({"A": 12, "B": 10}, Shared.YES),
        ({}, Shared.NONE),
    ],
)
def test_two_share_a_network_with_five_of_each_and_fewer_look_like_none(there, shared):
    # when
    found = sharing({"A": 12, "B": 10, "C": 9, "": 40}, [Listed(1, name, count) for name, count in there.items() if count])

    # then
    assert (found.values, found.pairs, found.unsaid) == (["A", "B"], {("A", "B"): shared}, ["C"])
    assert (found.of("B", "A"), found.without) == (shared, [] if shared is Shared.YES else [("A", "B")])


def test_of_a_department_of_nine_nothing_is_said_even_if_all_are_there():
    """All but a few of them would be named by it."""
    # when
    found = sharing({"A": 30, "B": 9}, [Listed(1, "A", 20), Listed(1, "B", 9)])

    # then
    assert (found.values, found.pairs, found.unsaid) == (["A"], {}, ["B"])


def test_two_networks_with_one_each_are_not_one_shared():
    assert sharing({"A": 20, "B": 20}, [Listed(1, "A", 9), Listed(2, "B", 9)]).without == [("A", "B")]
