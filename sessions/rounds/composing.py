"""The composer: groups and times at once, for everybody who signed up. Only for a process of its own: `composing_apart` starts it.

A small round is solved exactly, and proven; a large one by opening groups and improving them, at a distance to a bound that is told.
Nothing here looks at the clock or at what another thread does: the same intake gives the same composition, everywhere.
"""

from collections.abc import Sequence
from random import Random

from sessions.rounds.composing_bounds import flow_bound
from sessions.rounds.composing_draft import Draft
from sessions.rounds.composing_exact import seat_most, solve
from sessions.rounds.composing_opening import place_the_most, seat_more
from sessions.rounds.composing_search import improve
from sessions.rounds.compositions import Bound, Composition, Group, Intake
from sessions.rounds.feasibility import Feasibility
from sessions.rounds.points import UNITS, Points
from sessions.rounds.remedies import remedies_of, unplaced_of

EXACT = 800  # places that could be somebody's, over all people and possible groups: a round of forty has about half as many


def compose(intake: Intake) -> Composition:
    """Groups that keep every hard rule: the most people placed that it finds, then the most points."""
    fits = Feasibility(intake)
    points = Points(fits.candidates, intake.terms)
    bound = flow_bound(fits, points)
    groups = _searched(fits, points, bound.placed)
    if small := _places(fits) <= EXACT:
        solved = solve(fits, points, groups)
        groups = solved.groups
        bound = Bound(min(bound.placed, solved.bound.placed), min(bound.points, solved.bound.points))
    remedies = remedies_of(fits, groups, seat_most if small else _seated_more)
    reached = Bound(_placed(groups), sum(points.of_group(group.members, group.host) for group in groups) / UNITS)
    return Composition(groups, unplaced_of(fits, groups, remedies), remedies, bound, reached == bound, intake.seed)


def _places(fits: Feasibility) -> int:
    return sum(len(keys) * len(fits.hosts_at[slot]) for slot, keys in fits.people_at.items())


def _searched(fits: Feasibility, points: Points, most: int) -> tuple[Group, ...]:
    random, draft = Random(fits.intake.seed), Draft(fits, points)
    place_the_most(draft, random, most=most)
    draft = improve(draft, random)
    seat_more(draft)  # other people stand beside one another now, and a chain may open
    return draft.finished()


def _seated_more(intake: Intake, groups: Sequence[Group]) -> Sequence[Group]:
    fits = Feasibility(intake)
    draft = Draft(fits, Points(fits.candidates, intake.terms), groups)
    seat_more(draft)
    return draft.finished()


def _placed(groups: Sequence[Group]) -> int:
    return sum(len(group.members) for group in groups)
