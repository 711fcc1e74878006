"""Who is in no group, why, and what would place them. Nothing is guessed: each remedy is tried, and says who then has a seat.

The reasons look at times, places, languages and seats alone, so that they say nothing of whom somebody asked not to meet.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sessions.rounds.compositions import Group, HostOffer, Intake, Remedy, Step, Terms, Unplaced, Why
from sessions.rounds.feasibility import Feasibility, Slot, slots_of

Place = Callable[[Intake, Sequence[Group]], Sequence[Group]]
SLOTS_TRIED = 12  # for one more host: where most of those who wait can
FEWEST = 3  # people in a group, however small groups may become
STEPS = (1, 2)  # by which groups may become smaller or larger


@dataclass(frozen=True, slots=True)
class _Changed:
    """A round in which something is otherwise, and the remedy it would be."""

    intake: Intake
    remedy: Remedy


def unplaced_of(fits: Feasibility, groups: Sequence[Group], remedies: Sequence[Remedy]) -> tuple[Unplaced, ...]:
    """In order of key."""
    placed = {key for group in groups for key in group.members}
    missing = sorted({one.key for one in fits.intake.candidates} - placed)
    return tuple(
        Unplaced(key, _why(fits, key), tuple(place for place, remedy in enumerate(remedies) if key in remedy.keys))
        for key in missing
    )


def _why(fits: Feasibility, key: int) -> Why:
    if key in fits.hosts:
        return Why.HOSTS
    if fits.slots_for[key]:
        return Why.NO_SEAT
    hosted = any(slot in fits.hosts_at for slot in slots_of(fits.candidates[key]))
    return Why.TOO_FEW if hosted else Why.NO_HOST


def remedies_of(fits: Feasibility, groups: Sequence[Group], place: Place) -> tuple[Remedy, ...]:
    """Those that place somebody, the most people first. `place` seats more people, of whom everybody who had a seat keeps one."""
    waiting = fits.candidates.keys() - {key for group in groups for key in group.members}
    found = []
    for changed in [*_with_a_host(fits, waiting), *_with_other_terms(fits.intake)] if waiting else []:
        placed = {key for group in place(changed.intake, groups) for key in group.members}
        if keys := tuple(sorted(placed & waiting)):
            found.append(replace(changed.remedy, keys=keys))
    return tuple(_telling(sorted(found, key=lambda remedy: (-len(remedy.keys), remedy.size or 0))))


def _telling(remedies: Iterable[Remedy]) -> Iterator[Remedy]:
    """Without a second size that places no others than the first did."""
    said: set[tuple[Step, tuple[int, ...]]] = set()
    for remedy in remedies:
        if remedy.size is None or (remedy.step, remedy.keys) not in said:
            yield remedy
        said.add((remedy.step, remedy.keys))


def _with_a_host(fits: Feasibility, waiting: Collection[int]) -> Iterator[_Changed]:
    newcomer = max([*fits.hosts, *fits.candidates]) + 1
    for slot in _most_wanted(fits, waiting):
        offer = HostOffer(newcomer, frozenset({slot.time}), frozenset({slot.place}), frozenset({slot.language}))
        with_host = replace(fits.intake, hosts=(*fits.intake.hosts, offer))
        yield _Changed(with_host, Remedy(Step.HOST, (), slot.time, slot.place, slot.language))


def _most_wanted(fits: Feasibility, waiting: Collection[int]) -> list[Slot]:
    enough = {slot: keys for slot, keys in fits.wanted_at.items() if len(keys) >= fits.intake.terms.smallest}
    counts = {slot: len(set(keys).intersection(waiting)) for slot, keys in enough.items()}
    return sorted((slot for slot in counts if counts[slot]), key=lambda slot: (-counts[slot], slot))[:SLOTS_TRIED]


def _with_other_terms(intake: Intake) -> Iterator[_Changed]:
    terms = intake.terms
    for step in STEPS:
        if terms.smallest - step >= FEWEST:
            yield _changed(intake, Step.SMALLER, replace(terms, smallest=terms.smallest - step), terms.smallest - step)
        yield _changed(intake, Step.LARGER, replace(terms, largest=terms.largest + step), terms.largest + step)
        if terms.most_groups is not None:
            more = terms.most_groups + step
            yield _changed(intake, Step.MORE_GROUPS, replace(terms, most_groups=more), more)


def _changed(intake: Intake, step: Step, terms: Terms, size: int) -> _Changed:
    return _Changed(replace(intake, terms=terms), Remedy(step, (), size=size))
