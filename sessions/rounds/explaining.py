"""Why somebody is in the group they are in, as reasons that pages put into words.

What somebody asked privately and the rule about line managers are no reasons: they say where a person is not.
"""

from collections.abc import Iterator, Sequence

from sessions.rounds.compositions import Candidate, Group, Intake, Reason, ReasonKind, Reasons
from sessions.rounds.feasibility import Feasibility
from sessions.rounds.points import Points


def explain(intake: Intake, groups: Sequence[Group]) -> Reasons:
    """For each member: whom they came with, who resembles them, from where the others are, and what they could.

    A companion who did not wish the same is told nothing of the wish.
    """
    fits = Feasibility(intake)
    points = Points(fits.candidates, intake.terms)
    return {
        key: tuple(_reasons(fits.candidates[key], group, points))
        for group in groups
        for key in group.members
        if key in fits.candidates
    }


def _reasons(one: Candidate, group: Group, points: Points) -> Iterator[Reason]:
    others = [points.candidates[key] for key in group.members if key != one.key and key in points.candidates]
    both = tuple(other.key for other in others if other.key in one.companions and one.key in other.companions)
    wished = tuple(other.key for other in others if other.key in one.companions and one.key not in other.companions)
    led = tuple(one.led_by & {group.host})
    same = sum(1 for other in others if one.function and other.function == one.function)
    similar = sum(1 for other in others if one.key in points.wishes and points.wishes.get(other.key) == points.wishes[one.key])
    departments = len({other.department for other in others if other.department} - {one.department})
    counted = [
        Reason(ReasonKind.BOTH_WISHED, len(both), both),
        Reason(ReasonKind.YOU_WISHED, len(wished), wished),
        Reason(ReasonKind.LED_BY, len(led), led),
        Reason(ReasonKind.SAME_FUNCTION, same),
        Reason(ReasonKind.SIMILAR_WISH, similar),
        Reason(ReasonKind.OTHER_DEPARTMENTS, departments),
        Reason(ReasonKind.YOUR_TIME, int(group.time in one.times)),
        Reason(ReasonKind.YOUR_PLACE, int(group.place in one.places)),
        Reason(ReasonKind.YOUR_LANGUAGE, int(group.language in one.languages)),
    ]
    yield from (reason for reason in counted if reason.count)
