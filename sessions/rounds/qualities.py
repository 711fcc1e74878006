"""How good some groups are, and which rules they break: for a composition, and after each move by hand.

What a manager learns of who must not meet: that this person cannot be in this group, and nothing more. Not with whom, not who asked,
and not whether somebody asked at all: the rule about line managers says the same in the same words, and holds for nearly everybody.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from sessions.rounds.compositions import Candidate, Group, HostOffer, Intake, Quality, Violation, ViolationKind
from sessions.rounds.feasibility import Feasibility
from sessions.rounds.points import UNITS, Points


def quality(intake: Intake, groups: Sequence[Group]) -> Quality:
    """Figures and violations of these groups, whoever made them. Members who did not sign up count for nothing but the size."""
    fits = Feasibility(intake)
    points = Points(fits.candidates, intake.terms)
    known = [[fits.candidates[key] for key in group.members if key in fits.candidates] for group in groups]
    at = {key: place for place, group in enumerate(groups) for key in group.members}
    sizes = [len(group.members) for group in groups]
    return Quality(
        placed=sum(sizes),
        groups=len(groups),
        smallest=min(sizes, default=0),
        largest=max(sizes, default=0),
        alike=sum(_alike(members, points) for members in known),
        bridged=sum(_bridged(members) for members in known),
        pairs=len(points.pairs) + len(points.hosts),
        pairs_kept=sum(1 for one, other in points.pairs if one in at and at.get(other) == at[one])
        + sum(1 for key, hosts in points.hosts.items() if key in at and groups[at[key]].host in hosts),
        points=sum(
            points.of_group([one.key for one in members], group.host) for members, group in zip(known, groups, strict=True)
        )
        / UNITS,
        violations=tuple(_violations(fits, groups)),
    )


def _alike(members: Sequence[Candidate], points: Points) -> int:
    functions = Counter(one.function for one in members if one.function)
    wishes = Counter(points.wishes[one.key] for one in members if one.key in points.wishes)
    return sum(1 for one in members if functions[one.function] > 1 or wishes[points.wishes.get(one.key, "")] > 1)


def _bridged(members: Sequence[Candidate]) -> int:
    departments = {one.department for one in members if one.department}
    return sum(1 for one in members if len(departments - {one.department}) > 1)


def refusals(intake: Intake, groups: Sequence[Group], key: int, to: int) -> tuple[Violation, ...]:
    """What would be wrong if this person went to `groups[to]`, and was not before. TOO_SMALL is said of the group they leave."""
    moved = [_moved(group, key, joins=place == to) for place, group in enumerate(groups)]
    fits = Feasibility(intake)
    known = set(_violations(fits, groups))
    about = [one for one in _violations(fits, moved) if one not in known and one.kind is not ViolationKind.NOT_HERE]
    members = frozenset(moved[to].members) - {key}
    if not fits.may_join(key, moved[to].host, members):
        about.append(Violation(ViolationKind.NOT_HERE, to, key))
    return tuple(about)


def openings(intake: Intake, groups: Sequence[Group], key: int) -> list[int]:
    """The groups with a seat that this person could have now, by their places in `groups`; where they are already is none of them.

    Best first: those in which the points rise most, then the smallest.
    """
    fits = Feasibility(intake)
    points = Points(fits.candidates, intake.terms)
    one = fits.candidates.get(key)
    found = []
    for place, group in enumerate(groups) if one is not None else ():
        free = len(group.members) < intake.terms.largest and key not in group.members
        if free and not list(_unable(one, group, place)) and fits.may_join(key, group.host, frozenset(group.members)):
            members = [member for member in group.members if member in fits.candidates]
            gained = points.of_group([*members, key], group.host) - points.of_group(members, group.host)
            found.append((-gained, len(group.members), place))
    return [place for _gained, _size, place in sorted(found)]


def _moved(group: Group, key: int, *, joins: bool) -> Group:
    members = {member for member in group.members if member != key} | ({key} if joins else set())
    return Group(group.time, group.place, group.language, group.host, tuple(sorted(members)))


def _violations(fits: Feasibility, groups: Sequence[Group]) -> Iterator[Violation]:
    terms = fits.intake.terms
    if terms.most_groups is not None and len(groups) > terms.most_groups:
        yield Violation(ViolationKind.TOO_MANY_GROUPS)
    yield from _of_hosts(fits, groups)
    seen: set[int] = set()
    for place, group in enumerate(groups):
        if len(group.members) < terms.smallest:
            yield Violation(ViolationKind.TOO_SMALL, place)
        if len(group.members) > terms.largest:
            yield Violation(ViolationKind.TOO_LARGE, place)
        for key in group.members:
            yield from _unable(fits.candidates.get(key), group, place)
            if key in seen:
                yield Violation(ViolationKind.TWICE, place, key)
            seen.add(key)
        yield from (Violation(ViolationKind.NOT_HERE, place, key) for key in _not_here(fits, group))


def _unable(one: Candidate | HostOffer | None, group: Group, place: int) -> Iterator[Violation]:
    if one is None:
        return
    for kind, is_able in (
        (ViolationKind.TIME, group.time in one.times),
        (ViolationKind.PLACE, group.place in one.places),
        (ViolationKind.LANGUAGE, group.language in one.languages),
    ):
        if not is_able:
            yield Violation(kind, place, one.key)


def _of_hosts(fits: Feasibility, groups: Sequence[Group]) -> Iterator[Violation]:
    taken: dict[int, list[int]] = {}
    for place, group in enumerate(groups):
        host = fits.hosts.get(group.host)
        if host is None:
            yield Violation(ViolationKind.HOST_UNKNOWN, place, group.host)
            continue
        yield from _unable(host, group, place)
        times = taken.setdefault(group.host, [])
        at_once = fits.at_once.get(group.time, {group.time})
        if len(times) >= host.most_groups or any(time in at_once for time in times):
            yield Violation(ViolationKind.HOST_TWICE, place, group.host)
        times.append(group.time)


def _not_here(fits: Feasibility, group: Group) -> Iterator[int]:
    """Of two who are not to be in one group the one who comes later here, whoever of them asked; of a host and a member the member."""
    stay: set[int] = set()
    for key in group.members:
        if fits.may_join(key, group.host, frozenset(stay)):
            stay.add(key)
        else:
            yield key
