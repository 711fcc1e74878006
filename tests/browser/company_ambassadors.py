"""Ambassadors of the company: one who helps, one who is asked, one who waits for a welcome."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from champions import backings, commitments, links, queries, queries_backings, queries_commitments, register
from champions.commitments import Promise
from champions.offers import Offer
from champions.waves import adopters, waves
from champions.waves import queries as wave_queries
from champions.waves.models import WaveAnswer
from database import db, transaction
from people.models import Person
from people.people import Details, update_person


def furnish_ambassadors(people: Mapping[str, Person], crowd: list[int], *, now: datetime) -> None:
    """Bo helps, and asked Dana for backing; Ada is asked, because Dana and Chen thought of her; somebody of the crowd would like to."""
    offer = Offer(("First steps", "Finding files"), ("nl", "en"), ("Deventer",), (2, 7, 18), 2, "Drop by, the coffee is on.")
    with transaction():
        ada, bo, chen, dana = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "chen", "dana"))
        register.volunteer(bo, offer, now=now)
        register.welcome(bo.id, by=chen, now=now)
        update_person(bo, Details(manager=dana.email))
        backings.ask(bo, "Two colleagues, on Tuesdays.", now=now)
        day = now.date() + timedelta(days=3)
        weekly = commitments.make(bo, Promise("Answer two questions", day, 1), now=now)
        commitments.mark(weekly.id, day, kept=True, by=bo, now=now)
        commitments.share(weekly.id, [ada.id, chen.id], by=bo, now=now)
        commitments.make(bo, Promise("Open the spring meetup", day), now=now)
        _furnish_waves(ada, bo, chen, dana, crowd, now)
        register.suggest(ada, "She explains without making anybody feel slow.", by=dana, now=now)
        register.suggest(ada, "Everybody asks her anyway.", by=chen, now=now)
        register.volunteer(db.session.get_one(Person, crowd[0]), Offer(capacity=0), now=now)


def _furnish_waves(ada: Person, bo: Person, chen: Person, dana: Person, crowd: list[int], now: datetime) -> None:
    """One wave runs, with Bo's words; one is a draft; Ada and Dana raised a hand; somebody of the crowd is asked from a list."""
    today = now.date()
    for person, topics in ((ada, ["Search"]), (bo, []), (dana, ["Phone app"])):
        adopters.raise_hand(person, topics, now=now)
    adopters.ask([crowd[0]], by=chen, now=now)
    made = waves.Plan("Search by photo", today, today + timedelta(days=9), "Take a photo.\n\nFind who knows.", ("What worked?",))
    running = waves.plan(made, by=chen, now=now)
    waves.ask(running.id, [ada.id, bo.id], now=now)
    for one in wave_queries.people_of(running.id):
        if one.person_id == bo.id:
            waves.answer(one, WaveAnswer.YES, now=now)
            waves.start(running.id, now=now)
            waves.give_feedback(one, ["The torch."], now=now)
    waves.plan(waves.Plan("Rota on the phone", today, today + timedelta(days=9)), by=chen, now=now)


def early_of(person_id: int) -> str:
    """The token of the link that asks somebody from a list."""
    adopter = wave_queries.mine(person_id)
    if adopter is None:
        raise LookupError("nobody asked them")
    return adopters.path_of(adopter).rpartition("/")[2]


def wave_of(person: Person) -> str:
    """The token of the link to the wave this person was asked for."""
    return waves.path_of(wave_queries.my_waves(person.id)[0]).rpartition("/")[2]


def asked_in(person: Person) -> str:
    """The token of the link that asks this person."""
    ambassador = queries.mine(person.id)
    if ambassador is None:
        raise LookupError(f"{person.name} is not asked")
    return links.path_of(ambassador).rpartition("/")[2]


def backing_of(person: Person) -> str:
    """The token of the link that asks the line manager of this person."""
    backing = queries_backings.mine(person.id)
    if backing is None:
        raise LookupError(f"{person.name} asked nobody")
    return backings.path_of(backing).rpartition("/")[2]


def commitment_of(person: Person) -> tuple[int, str, date]:
    """The number of what this person set themselves for once, its link, and its day."""
    commitment = next(one for one in queries_commitments.mine(person.id) if one.every_weeks is None)
    token = commitments.path_of(commitment, commitment.due_on).split("/")[-2]
    return commitment.id, token, commitment.due_on
