import pytest

from networks.directories.errors import Why
from networks.directories.reading import Found
from networks.discovery import directory_groups
from networks.discovery.directory_groups import proposed
from networks.discovery.topics import BEGINNING, Topics

SIX = frozenset(range(6))
ADDRESS_OF = {number: f"n{number}@x.example" for number in range(600)}


def dropped(*found: Found, registered=()) -> dict[str, int]:
    return proposed(found, ADDRESS_OF, registered, Topics(BEGINNING)).dropped


@pytest.mark.parametrize(
    "name",
    ["works council", "grp-works-council", "GRP_WORKS_COUNCIL", "WorksCouncil", "app.hr.all", "fg-OR-leden", "Ziekteverzuim"],
)
def test_what_is_nobody_s_business_is_passed_over_however_it_is_written(name):
    assert dropped(Found("k", name, SIX)) == {"topic": 1}


@pytest.mark.parametrize(
    ("found", "why"),
    [
        pytest.param(Found("k", "Guild", frozenset(range(4))), "few", id="four"),
        pytest.param(Found("k", "Everybody", frozenset(range(501))), "crowd", id="a-crowd"),
        pytest.param(Found("k", "Guild", why=Why.TOO_DEEP), "broken", id="too-deep"),
        pytest.param(Found("known", "Guild", SIX), "known", id="a-network-already"),
    ],
)
def test_every_group_that_is_passed_over_is_counted(found, why):
    assert dropped(found, registered={"known"}) == {why: 1}


def test_the_largest_come_first_and_what_is_too_many_is_counted(monkeypatch):
    # given
    monkeypatch.setattr(directory_groups, "MOST_PROPOSALS", 2)
    found = [Found(name, name, people) for name, people in (("b", SIX), ("a", SIX), ("c", frozenset(range(9))))]

    # when
    findings = proposed(found, ADDRESS_OF, (), Topics(BEGINNING))

    # then
    assert ([one.name for one in findings.proposals], findings.dropped) == (["c", "a"], {"more": 1})
