"""Which groups to open so that the most people have a place, where a round is too large to prove it.

Groups open where most people wait who can hardly go elsewhere. Who is left over then gets a place by a chain of moves, or in a group to
which others come over from fuller ones. At last some groups are closed and opened elsewhere, as long as that loses nobody.
"""

from collections import deque
from collections.abc import Sequence
from random import Random

from sessions.rounds.composing_draft import Draft, Open

REOPENINGS, PEOPLE_LOOKED_AT = 150, 30_000  # at most; fixed, not timed, so that the same intake always ends the same
AT_ONCE = 4  # groups closed together


def place_the_most(draft: Draft, random: Random, *, most: int) -> None:
    """More people have a place, until it is as many as `most`. As many as before have one at least, but not all of them the same."""
    seat_more(draft)
    for _turn in range(min(REOPENINGS, PEOPLE_LOOKED_AT // max(1, len(draft.keys)))):
        if draft.placed >= most:
            return
        _reopen(draft, random)


def seat_more(draft: Draft) -> None:
    """More people have a place, and everybody who had one has one still, if elsewhere."""
    _open_full(draft)
    _seat_by_chains(draft)
    while _open_by_drawing(draft):
        _seat_by_chains(draft)


def _open_full(draft: Draft) -> None:
    """While anywhere enough people without a place can come to make a group: there where they have the fewest other slots."""
    while True:
        waiting = [(slot, _waiting(draft, slot)) for slot in range(len(draft.slots)) if draft.has_host(slot)]
        urgent = [(_urgency(draft, people), -slot) for slot, people in waiting if len(people) >= draft.terms.smallest]
        for _urgent, negative in sorted(urgent, reverse=True):
            if _opened_at(draft, -negative):
                break
        else:
            return


def _waiting(draft: Draft, slot: int) -> list[int]:
    return [person for person in draft.people_at[slot] if draft.where[person] is None]


def _urgency(draft: Draft, people: Sequence[int]) -> float:
    return sum(sorted((1 / len(draft.able[person]) for person in people), reverse=True)[: draft.terms.largest])


def _opened_at(draft: Draft, slot: int) -> bool:
    """The host with the fewest other slots whom enough people can have."""
    hosts = sorted(draft.free_hosts(slot), key=lambda host: (_freedom(draft, host), host))
    for host in hosts:
        group = draft.open(slot, host)
        for person in sorted(_waiting(draft, slot), key=lambda one: (len(draft.able[one]), one)):
            if len(group.members) < draft.terms.largest and draft.fits_in(person, group):
                draft.join(person, group)
        if len(group.members) >= draft.terms.smallest:
            return True
        draft.close(group)
    return False


def _freedom(draft: Draft, host: int) -> int:
    offer = draft.fits.hosts[host]
    return len(offer.times) * len(offer.places) * len(offer.languages) - len(draft.busy[host])


def _seat_by_chains(draft: Draft) -> None:
    """Whoever waits takes a seat, if need be one whose owner can move on, and so forth."""
    at: dict[int, list[Open]] = {}
    for group in draft.groups:
        at.setdefault(group.slot, []).append(group)
    closed: set[int] = set()  # groups from which no chain leads to a free seat: what is moved elsewhere does not change that
    for person, home in enumerate(draft.where):
        if not any(len(group.members) < draft.terms.largest for group in draft.groups):
            return
        if home is None:
            _chained(draft, person, at, closed)


def _chained(draft: Draft, person: int, at: dict[int, list[Open]], closed: set[int]) -> None:
    """The shortest chain, breadth first. A group stands once in it: one person comes, one leaves, and the last group had a seat."""
    ways: dict[int, tuple[int, int, Open]] = {}  # by group: who would come, the group they would leave (0: none), and itself
    unseen = dict(at)
    queue = deque([(person, 0)])
    while queue:
        who, home = queue.popleft()
        for slot in sorted(draft.able[who] & unseen.keys()):
            for group in _come_to(draft, who, slot, unseen, closed):
                ways[id(group)] = (who, home, group)
                if len(group.members) < draft.terms.largest:
                    return _move_along(draft, ways, group)
                queue.extend((member, id(group)) for member in group.members)
    closed |= ways.keys()
    return None


def _come_to(draft: Draft, who: int, slot: int, unseen: dict[int, list[Open]], closed: set[int]) -> list[Open]:
    """The groups there that this person could join; they are unseen no more."""
    left: list[Open] = []
    found: list[Open] = []
    for group in unseen[slot]:
        if id(group) not in closed:
            (found if draft.fits_in(who, group) else left).append(group)
    unseen[slot] = left
    if not left:
        del unseen[slot]
    return found


def _move_along(draft: Draft, ways: dict[int, tuple[int, int, Open]], last: Open) -> None:
    target = id(last)
    while target:
        who, target, group = ways[target]
        draft.leave(who)
        draft.join(who, group)


def _open_by_drawing(draft: Draft) -> bool:
    """One more group for those who wait, filled up to the smallest size with people whose own groups can spare them."""
    for slot in range(len(draft.slots)):
        if (
            draft.has_host(slot)
            and _waiting(draft, slot)
            and any(_drawn_together(draft, slot, host) for host in list(draft.free_hosts(slot)))
        ):
            return True
    return False


def _drawn_together(draft: Draft, slot: int, host: int) -> bool:
    came: list[tuple[int, Open | None]] = []
    group = draft.open(slot, host)
    for person in sorted(draft.people_at[slot], key=lambda one: (draft.where[one] is not None, len(draft.able[one]), one)):
        home = draft.where[person]
        spare = home is None or len(home.members) > draft.terms.smallest
        enough = len(group.members) >= (draft.terms.largest if home is None else draft.terms.smallest)
        if spare and not enough and draft.fits_in(person, group):
            draft.leave(person)
            draft.join(person, group)
            came.append((person, home))
    if len(group.members) >= draft.terms.smallest and came[0][1] is None:
        return True
    draft.close(group)
    for person, home in came:
        if home is not None:
            draft.join(person, home)
    return False


def _reopen(draft: Draft, random: Random) -> None:
    """Some groups are given up, rather small ones, and what opens instead stays when it places as many."""
    if not draft.groups:
        return
    before, placed = [(group.slot, group.host, tuple(group.members)) for group in draft.groups], draft.placed
    chosen = sorted(draft.groups, key=lambda group: len(group.members) + 3 * random.random() * draft.terms.largest)[:AT_ONCE]
    for group in chosen:
        draft.close(group)
    random.shuffle(order := list(range(len(draft.slots))))
    for slot in order[: AT_ONCE * 2]:
        if len(_waiting(draft, slot)) >= draft.terms.smallest:
            _opened_at(draft, slot)
    seat_more(draft)
    if draft.placed < placed:
        _restore(draft, before)


def _restore(draft: Draft, before: Sequence[tuple[int, int, tuple[int, ...]]]) -> None:
    for group in list(draft.groups):
        draft.close(group)
    for slot, host, members in before:
        group = draft.open(slot, host)
        for person in members:
            draft.join(person, group)
