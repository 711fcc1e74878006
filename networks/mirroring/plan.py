"""What a mirror would do, and why: two sides are compared, and nothing else is read or written.

Somebody who left, said no or was removed is left alone whatever the source says. Who belongs by their own doing, or by the hand of who
looks after the group, is never removed by a mirror: each membership has one owner.
"""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from networks.mirroring.models import Act, Brake, Reason, Rule

ALWAYS_FEW = 2  # so many may go whatever share of a small group they are
WEEK = timedelta(days=7)  # who went unasked within it counts with who is to go now: a list that shrinks day by day is stopped too
RENAMED_FROM = 5  # fewer who go while as many come are people who change places


class Standing(enum.StrEnum):
    """Where somebody stands with the group. Who has nothing to do with it, or was taken back by the mirror itself, has none."""

    MEMBER = "member"
    INVITED = "invited"
    ASKED = "asked"
    OUT = "out"  # left, said no, was refused or removed


class Owner(enum.StrEnum):
    """Whose word a membership is."""

    MANUAL = "manual"
    MIRROR = "mirror"


HARD = frozenset({Brake.FAILING, Brake.EMPTY, Brake.NOBODY})


@dataclass(frozen=True, slots=True)
class Actual:
    """One person of the group's side."""

    standing: Standing
    owner: Owner = Owner.MANUAL


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one person (their number), and why."""

    person_id: int
    act: Act
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """Every line, in order of the numbers of people. `owned`: how many the mirror brought in or invited; `gone` of them the source has
    no more, `new` are those it has and the group does not.
    """

    lines: tuple[Line, ...]
    owned: int = 0
    gone: int = 0
    new: int = 0

    def of(self, *acts: Act) -> list[int]:
        """Who has one of these acts: numbers of people."""
        return [line.person_id for line in self.lines if line.act in acts]

    @property
    def changes(self) -> list[Line]:
        """The lines that change anything."""
        return [line for line in self.lines if line.act in {Act.ADD, Act.INVITE, Act.REMOVE}]


def plan(wanted: Collection[int], actual: Mapping[int, Actual], rule: Rule, *, automatic: bool) -> Plan:
    """What to do so that the group follows the source. `automatic`: the network's own rules make its people members; else each says yes first."""
    listed = frozenset(wanted)
    lines = []
    for person_id in sorted(listed | actual.keys()):
        stands = actual.get(person_id)
        found = _listed(stands, automatic=automatic) if person_id in listed else _not_listed(stands, rule)
        if found is not None:
            lines.append(Line(person_id, *found))
    owned = {person_id for person_id, stands in actual.items() if _is_owned(stands)}
    return Plan(tuple(lines), len(owned), len(owned - listed), len(listed - actual.keys()))


def _listed(stands: Actual | None, *, automatic: bool) -> tuple[Act, Reason]:
    if stands is None:
        return (Act.ADD if automatic else Act.INVITE), Reason.LISTED
    return {
        Standing.MEMBER: (Act.KEEP, Reason.BOTH),
        Standing.INVITED: (Act.KEEP, Reason.INVITED),
        Standing.ASKED: (Act.ADD, Reason.ASKED),
        Standing.OUT: (Act.CONFLICT, Reason.OUT),
    }[stands.standing]


def _not_listed(stands: Actual | None, rule: Rule) -> tuple[Act, Reason] | None:
    if stands is None or stands.standing in {Standing.ASKED, Standing.OUT}:
        return None
    if stands.owner is Owner.MANUAL:
        return Act.KEEP, Reason.BY_HAND
    if rule is Rule.ADD:
        return Act.KEEP, Reason.ONLY_ADDS
    return Act.REMOVE, Reason.NOT_LISTED if stands.standing is Standing.MEMBER else Reason.INVITED_ONLY


def _is_owned(stands: Actual) -> bool:
    return stands.owner is Owner.MIRROR and stands.standing in {Standing.MEMBER, Standing.INVITED}


def brake_of(found: Plan, wanted: Collection[int], *, most_removed: int) -> Brake | None:
    """What stops this plan and asks, if anything. `most_removed`: per cent of those the mirror brought in that may go in one run.

    An empty source says nothing about anybody. When many go while about as many come, the source has most likely become another one.
    """
    if not wanted:
        return Brake.EMPTY
    if found.gone >= RENAMED_FROM and too_many(found.gone, found.owned, most_removed) and found.new * 5 >= found.gone * 4:
        return Brake.RENAMED
    if too_many(len(found.of(Act.REMOVE)), found.owned, most_removed):
        return Brake.REMOVALS
    return None


def too_many(going: int, owned: int, most_removed: int) -> bool:
    """Whether so many of those the mirror brought in are more than `most_removed` per cent, and more than a few."""
    return going > ALWAYS_FEW and going * 100 > owned * most_removed
