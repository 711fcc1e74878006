"""Rounds of the company: a draft, one that takes sign-ups, a proposal with somebody in no group, one that asks, one that is published, one that is over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from database import db, transaction
from people.models import Person
from sessions.rounds import links, placing, proposing, publishing, rounds
from sessions.rounds.compositions import Bound, Composition, Group, Remedy, Step, Unplaced, Why
from sessions.rounds.models import Round
from tests.browser.company_groups import HouseOfGroups
from tests.infra.sign_ups import sign_up_of


@dataclass(frozen=True)
class GatheringHouse(HouseOfGroups):
    """The same with its rounds: their numbers by state, Ada's links to them, a poster, her sign-up in the proposal, one that waits."""

    rounds: dict[str, int]
    round_links: dict[str, str]
    poster: str
    sign_up: int
    waits: int


def furnish_rounds(house: HouseOfGroups, *, round_: Callable, sign_up: Callable, now: datetime) -> GatheringHouse:
    """The house, and its rounds; the fixtures they are made with come along."""
    ada, bo, chen = (house.people[name] for name in ("ada", "bo", "chen"))
    crowd = [db.session.get_one(Person, id_) for id_ in house.crowd]
    made = {
        "empty": round_(opened=False, title="Empty round"),
        **{name: round_(hosts=[bo], title=f"Round {name}") for name in ("open", "proposed", "asked", "published", "over")},
    }
    sign_up(made["open"], crowd[0], companions=[ada])
    for name in ("proposed", "asked", "published", "over"):
        for person in (ada, *crowd[:3]):
            sign_up(made[name], person, wish="Share a plan with my team")
        _propose(made[name], [ada, *crowd[:2]], bo, now)
    for name in ("asked", "published", "over"):
        with transaction():
            proposing.ask(made[name].id, now=now)
    for name in ("published", "over"):
        with transaction():
            placing.answer(made[name].id, sign_up_of(made[name], ada).id, yes=True, now=now)
        with transaction():
            publishing.publish(made[name].id, by=db.session.get_one(Person, chen.id), now=now)
    with transaction():
        rounds.close(made["over"].id, now=now)
    return GatheringHouse(
        **{one.name: getattr(house, one.name) for one in fields(HouseOfGroups)},
        rounds={name: one.id for name, one in made.items()},
        round_links={name: links.token_of(made[name], ada) for name in ("open", "asked", "published")},
        poster=made["open"].token,
        sign_up=sign_up_of(made["proposed"], ada).id,
        waits=sign_up_of(made["published"], crowd[2]).id,
    )


def _propose(made: Round, people: Sequence[Person], host: Person, now: datetime) -> None:
    """One group on Tuesdays in the Canteen, as the worker would keep it; the figures beside it are made up."""
    figures = {"placed": 3, "alike": 2, "bridged": 1, "pairs": 1, "pairs_kept": 1}
    with transaction():
        found = proposing.compose(made.id, resemblance=60, keeps_pairs=True, now=now)
        time, place = found.times[0].id, str(found.places[0].id)
        others = [one.person_id for one in rounds.signed_up(found) if one.person_id not in {person.id for person in people}]
    group = Group(time, place, "en", host.id, tuple(sorted(person.id for person in people)))
    remedy = Remedy(Step.HOST, tuple(others), time=time, place=place, language="en")
    unplaced = tuple(Unplaced(key, Why.NO_SEAT, (0,)) for key in others)
    composition = Composition((group,), unplaced, (remedy,), Bound(3, 1.0), proven=True, seed=1)
    with transaction():
        proposing.keep(
            made.id, found.compose_began_at, composition, {"composed": figures, "random": figures, "in_order": figures}
        )
