"""Both sides of a channel compared: who belongs to the group here, and who is in the room. Pure: nothing is read or written.

What may be taken out is what the channel brought in, and nothing else. Whoever left there is left alone. Where an answer of the platform
was lost nobody knows whose doing it is that somebody is in the room: only a person who has read the names takes them out.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from networks.channels.models import Stands, Stop, Why
from networks.mirroring.models import Act, Rule
from networks.mirroring.plan import Actual, Owner, Standing, brake_of, plan, too_many
from networks.platforms.protocol import There

OWNED = frozenset({Stands.IN, Stands.ASKED, Stands.UNSURE})
HARD = frozenset({Stop.FAILING, Stop.ACCESS, Stop.ROOM, Stop.EMPTY, Stop.NOBODY, Stop.PUBLIC})  # a press does not overrule these
PRESENT = (There.MEMBER, There.INVITED)
# Where a row and the room do not say the same; all else stays as it stands.
_IN_THE_ROOM = {
    None: Stands.THERE,
    Stands.OUT: Stands.THERE,
    Stands.LEFT: Stands.THERE,
    Stands.COMING: Stands.UNSURE,
    Stands.AGAIN: Stands.UNSURE,
    Stands.GOING: Stands.IN,
}
_NOT_THERE = {
    Stands.IN: Stands.LEFT,
    Stands.ASKED: Stands.LEFT,
    Stands.UNSURE: Stands.LEFT,
    Stands.THERE: Stands.LEFT,
    Stands.COMING: None,
    Stands.AGAIN: Stands.OUT,
    Stands.GOING: Stands.OUT,
}
_STANDINGS = {
    Stands.IN: Actual(Standing.MEMBER, Owner.MIRROR),
    Stands.ASKED: Actual(Standing.INVITED, Owner.MIRROR),
    Stands.UNSURE: Actual(Standing.MEMBER),
    Stands.THERE: Actual(Standing.MEMBER),
    Stands.LEFT: Actual(Standing.OUT),
}


@dataclass(frozen=True, slots=True)
class Row:
    """What the channel knows of one person."""

    account: str
    stands: Stands


@dataclass(frozen=True, slots=True)
class Ours:
    """This side: who belongs to the group and is here, and what is known of everybody who ever had to do with the room.

    `exposed`: the group is not listed, and everybody finds the room.
    """

    wanted: frozenset[int]
    rows: Mapping[int, Row]
    rule: Rule
    most_removed: int
    exposed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one person (their number), and why."""

    person_id: int
    account: str
    act: Act
    why: Why


@dataclass(frozen=True, slots=True)
class Compared:
    """`lines`: everybody, in order of their numbers. `rows`: where each stands after the room was read; None: nowhere any more.

    `strangers`: accounts in the room that are nobody's of the group: only counted.
    """

    lines: tuple[Line, ...]
    rows: Mapping[int, Row | None]
    stop: Stop | None
    fingerprint: str
    strangers: int = 0
    counts: Mapping[Act, int] = field(default_factory=dict)

    def changes(self, *, pressed: bool) -> list[Line]:
        """The lines that change anything. What is unsure takes somebody who has read the names."""
        moving = [line for line in self.lines if line.act in {Act.ADD, Act.REMOVE}]
        return moving if pressed else [line for line in moving if line.why is not Why.UNSURE]


def stands_now(was: Stands | None, there: There | None) -> Stands | None:
    """Where somebody stands, now that the room was read. Reading it again says the same."""
    if there not in PRESENT:
        if there is There.OUT and was in {None, Stands.COMING}:
            return Stands.LEFT  # was in, or invited, and is not: by their own doing, or by somebody's there
        return _NOT_THERE.get(was, was) if was is not None else None
    if was is Stands.ASKED and there is There.MEMBER:
        return Stands.IN
    if was is Stands.IN and there is There.INVITED:
        return Stands.THERE  # had left, and somebody there has asked them anew
    return _IN_THE_ROOM.get(was, was)


def accounts_of(ours: Ours, found: Mapping[int, str]) -> dict[int, str]:
    """The account of each person; what two of them would share is nobody's."""
    accounts = {**found, **{person_id: row.account for person_id, row in ours.rows.items()}}
    shared = Counter(accounts.values())
    return {person_id: account for person_id, account in accounts.items() if account and shared[account] == 1}


def compare(ours: Ours, found: Mapping[int, str], room: Mapping[str, There]) -> Compared:
    """`found`: accounts of people of whom none was known. `room`: every account the platform named, wherever it stands."""
    accounts = accounts_of(ours, found)
    rows = {person_id: _row(ours.rows.get(person_id), account, room) for person_id, account in accounts.items()}
    actual = {id_: _STANDINGS[row.stands] for id_, row in rows.items() if row is not None and row.stands in _STANDINGS}
    listed = ours.wanted & accounts.keys()
    planned = plan(listed, actual, ours.rule, automatic=True)
    lines = [Line(one.person_id, accounts[one.person_id], one.act, Why(one.reason.value)) for one in planned.lines]
    lines = [_unsure(line, rows[line.person_id], ours) for line in lines]
    lines += [Line(person_id, "", Act.CONFLICT, Why.NO_ACCOUNT) for person_id in ours.wanted - accounts.keys()]
    lines.sort(key=lambda line: line.person_id)
    brake = brake_of(planned, ours.wanted, most_removed=ours.most_removed)
    known = set(accounts.values())
    return Compared(
        lines=tuple(lines),
        rows=rows,
        stop=(Stop.PUBLIC if ours.exposed else _emptied(ours, rows)) or (Stop(brake.value) if brake else None),
        fingerprint=_fingerprint(ours, accounts, rows),
        strangers=sum(there in PRESENT and account not in known for account, there in room.items()),
        counts=Counter(line.act for line in lines),
    )


def _row(was: Row | None, account: str, room: Mapping[str, There]) -> Row | None:
    stands = stands_now(was.stands if was else None, room.get(account))
    return Row(account, stands) if stands is not None else None


def _unsure(line: Line, row: Row | None, ours: Ours) -> Line:
    unsure = row is not None and row.stands is Stands.UNSURE and line.why is Why.BY_HAND
    if not unsure or ours.rule is Rule.ADD:
        return line
    return Line(line.person_id, line.account, Act.REMOVE, Why.UNSURE)


def _emptied(ours: Ours, rows: Mapping[int, Row | None]) -> Stop | None:
    """One or two people leave a room; when many are gone at once, somebody has emptied it, or it is not the same room any more."""
    owned = [person_id for person_id, row in ours.rows.items() if row.stands in OWNED]
    gone = [person_id for person_id in owned if (row := rows.get(person_id)) and row.stands is Stands.LEFT]
    return Stop.EMPTIED if too_many(len(gone), len(owned), ours.most_removed) else None


def _fingerprint(ours: Ours, accounts: Mapping[int, str], rows: Mapping[int, Row | None]) -> str:
    """Of all that the plan follows from. Whoever belongs to the group and says yes to the platform meanwhile changes nothing of it: where
    thousands were asked, somebody always does.
    """
    seen = [
        ours.rule,
        ours.most_removed,
        ours.exposed,
        sorted(ours.wanted),
        sorted(accounts.items()),
        sorted((id_, _as_planned(row.stands, id_ in ours.wanted)) for id_, row in rows.items() if row is not None),
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def _as_planned(stands: Stands, is_wanted: bool) -> Stands:
    return Stands.IN if is_wanted and stands is Stands.ASKED else stands


@dataclass(frozen=True, slots=True)
class Deed:
    """What a run did with one person. `asked`: the platform asked them, and it was theirs to say yes. `is_last`: nothing came after it."""

    act: Act
    asked: bool = False
    is_last: bool = True


def undoing(rows: Mapping[int, Row | None], deeds: Mapping[int, Deed], wanted: frozenset[int]) -> list[Line]:
    """What takes a run back.

    Whoever has decided for themselves since stays as they are, and nobody comes back who does not belong to the group here.
    """
    return [_undone(person_id, rows.get(person_id), deed, wanted) for person_id, deed in sorted(deeds.items())]


def _undone(person_id: int, row: Row | None, deed: Deed, wanted: frozenset[int]) -> Line:
    if row is None or not deed.is_last:
        return Line(person_id, row.account if row else "", Act.KEEP, Why.DECIDED)
    stands_as_left = {Stands.ASKED} if deed.asked else {Stands.IN}
    if deed.act is Act.ADD and row.stands in stands_as_left:
        return Line(person_id, row.account, Act.REMOVE, Why.UNDOING)
    if deed.act is Act.REMOVE and row.stands is Stands.OUT and person_id in wanted:
        return Line(person_id, row.account, Act.ADD, Why.UNDOING)
    return Line(person_id, row.account, Act.KEEP, Why.DECIDED)
