"""Brings together who wanted to come together: two people at once go where both can, which single moves would seldom find.

So for people who wished to be with a host: the host takes over a group, or they go to one of that host's.
"""

from sessions.rounds.composing_draft import NO_ONE, Draft, Open

Moved = list[tuple[int, Open, int]]  # who, whence, who took their place there


def bring_together(draft: Draft) -> None:
    """More pairs are in one group, and more people with the host they wished for, where that gains points; everybody who has a place
    keeps one. The heaviest pairs first.
    """
    _hand_over(draft)
    for person, wished in enumerate(draft.led_by):
        for host in wished:
            _lead_to(draft, person, host)
    pairs = {
        (units, person, other) for person, mates in enumerate(draft.mates) for other, units in mates.items() if person < other
    }
    for _units, person, other in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])):
        one, another = draft.where[person], draft.where[other]
        if one is not None and another is not None and one is not another:
            _bring(draft, person, other)


def _hand_over(draft: Draft) -> None:
    """Groups have the host whom most of their people wished for, of those who could have them."""
    for group in draft.groups:
        wished = {host for person in group.members for host in draft.led_by[person]}
        able = [group.host, *(host for host in sorted(wished) if draft.may_lead(host, group))]
        best = max(able, key=lambda host: sum(draft.led_by[person].get(host, 0) for person in group.members))
        if best != group.host:
            draft.hand_over(group, best)


def _lead_to(draft: Draft, person: int, host: int) -> None:
    """Into a group of this host, where it gains most."""
    home = draft.where[person]
    if home is None or home.host == host:
        return
    tried = [
        (draft.gain_of_exchange(person, group, one), -place, -one)
        for place, group in enumerate(draft.groups)
        if group.host == host
        for one in (*group.members, NO_ONE)
        if draft.may_exchange(person, group, one)
    ]
    gained, place, instead = max(tried, default=(0, 0, 0))
    if gained > 0:
        draft.exchange(person, draft.groups[-place], -instead)


def _bring(draft: Draft, person: int, other: int) -> None:
    """Where it gains most: in one of their groups, or a third."""
    both = draft.able[person] & draft.able[other]
    tried = [(_tried(draft, person, other, group), -place) for place, group in enumerate(draft.groups) if group.slot in both]
    gained, negative = max(tried, default=(0, 0))
    if gained > 0:
        _move(draft, person, other, draft.groups[-negative])


def _tried(draft: Draft, person: int, other: int, group: Open) -> int:
    """The units it would gain; everybody is in their own group again afterwards."""
    gained, moved = _move(draft, person, other, group)
    for who, home, instead in reversed(moved):
        draft.exchange(who, home, instead)
    return gained


def _move(draft: Draft, person: int, other: int, group: Open) -> tuple[int, Moved]:
    """Both go there, one after the other; -1 when one of them cannot."""
    gained, moved = 0, Moved()
    for who, stays in ((person, other), (other, person)):
        home = draft.where[who]
        if home is None or home is group:
            continue
        leaving = [one for one in (*group.members, NO_ONE) if one != stays and draft.may_exchange(who, group, one)]
        if not leaving:
            return -1, moved
        best, negative = max((draft.gain_of_exchange(who, group, one), -one) for one in leaving)
        draft.exchange(who, group, -negative)
        gained += best
        moved.append((who, home, -negative))
    return gained, moved
