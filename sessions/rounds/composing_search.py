"""Makes most of the points of a draft, with everybody who has a place keeping one: simulated annealing over moves and exchanges.

Kirkpatrick, Gelatt and Vecchi, "Optimization by Simulated Annealing", Science 220 (1983). A fixed number of turns, not of seconds.
"""

from math import log
from random import Random

from sessions.rounds.composing_draft import NO_ONE, Draft, Open
from sessions.rounds.composing_pairs import bring_together
from sessions.rounds.points import UNITS

TURNS_EACH, FEWEST = 400, 4_000  # for each person with a place; and all in all
WARM, COOL, COLD = 40.0 * UNITS, 8.0 * UNITS, 1.0 * UNITS  # units that may be given up now and then
TO_A_COMPANION = 0.3


def improve(draft: Draft, random: Random) -> Draft:
    """A draft with as many points at least, in which the same people have a place."""
    best = draft.finished(), draft.worth()
    placed = [person for person, group in enumerate(draft.where) if group is not None]
    turns = max(FEWEST, TURNS_EACH * len(placed)) if len(draft.groups) > 1 else 0
    for start, share in ((WARM, 3), (COOL, 1)):
        bring_together(draft)
        _anneal(draft, random, placed, start, turns * share // 4)
        if draft.worth() > best[1]:
            best = draft.finished(), draft.worth()
    bring_together(draft)
    return draft if draft.worth() >= best[1] else Draft(draft.fits, draft.points, best[0])


def _anneal(draft: Draft, random: Random, placed: list[int], start: float, turns: int) -> None:
    reach = [_reach(draft, person) for person in range(len(draft.keys))]
    led = [[group for group in reach[person] if group.host in wished] for person, wished in enumerate(draft.led_by[:-1])]
    cooling = (COLD / start) ** (1 / max(1, turns))
    heat, pick = start, random.random
    for _turn in range(turns):
        heat *= cooling
        person = placed[int(pick() * len(placed))]
        group = _towards(draft, person, reach[person], led[person], pick(), pick())
        if group is not None and group is not draft.where[person]:
            _try(draft, person, group, pick(), heat * log(1 - pick()))


def _reach(draft: Draft, person: int) -> list[Open]:
    """The groups this person could be in, if it were not for their members."""
    able, apart = draft.able[person], draft.hosts_apart[person]
    return [group for group in draft.groups if group.slot in able and group.host not in apart]


def _towards(draft: Draft, person: int, reach: list[Open], led: list[Open], chance: float, other: float) -> Open | None:
    """Any group; for people who want to come with somebody that one's now and then, which chance alone would seldom find.

    `led`: those of `reach` that a host has with whom they want to be.
    """
    mates = draft.mates[person]
    if mates and other < TO_A_COMPANION:
        return draft.where[list(mates)[int(chance * len(mates))]]
    if led and other > 1 - TO_A_COMPANION:
        return led[int(chance * len(led))]
    return reach[int(chance * len(reach))]


def _try(draft: Draft, person: int, group: Open, chance: float, least: float) -> None:
    """One person goes to another group, to a free seat or in exchange for one of its members, when that gains the `least`."""
    members = group.members
    place = int(chance * (len(members) + (len(members) < draft.terms.largest)))
    instead = members[place] if place < len(members) else NO_ONE
    if draft.gain_of_exchange(person, group, instead) >= least and draft.may_exchange(person, group, instead):
        draft.exchange(person, group, instead)
