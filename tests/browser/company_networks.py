"""Networks of the company that meet offline: kept, asked about, asleep, ended, registered twice."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from database import db, transaction
from networks.census import censuses, keepers, links, merging, networks, rolls
from networks.census.models import Census, KeeperAsk, Network, NetworkPerson, Purpose, Rhythm
from people.models import Person
from tests.infra.networks import details

AHEAD = date(2027, 6, 1)


def furnish_networks(people: Mapping[str, Person], crowd: Sequence[int], *, now: datetime) -> None:
    """`crowd`: numbers of colleagues who are on a list."""
    with transaction():
        ada, bo, dana, chen = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "dana", "chen"))
        kept = networks.register(
            details(what_for="Soup, and whatever the week brought.", how="over soup", since_year=2019, about_how_many=14),
            by=bo,
            keeper=bo,
            now=now,
        )
        rolls.name_people(kept, [dana.id, *crowd], bo, now=now)
        keepers.ask(kept.id, chen, by=bo, now=now)
        networks.register(details("Thursday lunches"), by=dana, now=now)
        round_ = details("Welders’ round", place="Hall 1", purpose=Purpose.WORK, rhythm=Rhythm.FORTNIGHTLY)
        networks.register(round_, by=bo, keeper=ada, now=now)
        asleep = networks.register(details("Choir"), by=ada, keeper=ada, now=now)
        networks.put_to_sleep(asleep.id, now=now)
        ended = networks.register(details("Chess", purpose=Purpose.LEARNING), by=ada, keeper=dana, now=now)
        keepers.answer(ended.id, dana, yes=False, now=now)
        networks.close(ended.id, now=now)
        first = networks.register(details("Press talk", purpose=Purpose.EXCHANGE), by=bo, keeper=bo, now=now)
        second = networks.register(details("Talk at the press"), by=ada, now=now)
        merging.merge(first.id, second.id, by=bo, now=now)
        censuses.plan(censuses.today(now), censuses.today(now) + censuses.TWO_WEEKS, "Tell us of yours.", by=chen, now=now)
        censuses.plan(AHEAD, AHEAD, "", by=chen, now=now)


def censuses_made() -> Sequence[Census]:
    """The one that goes on, and one that is ahead."""
    return db.session.scalars(select(Census).order_by(Census.starts_on)).all()


def network_called(name: str) -> int:
    """Its number."""
    return db.session.scalars(select(Network.id).where(Network.name == name)).one()


def keeper_token(name: str) -> str:
    """The token of the newest question whether somebody keeps this network together."""
    query = select(KeeperAsk).where(KeeperAsk.network_id == network_called(name)).order_by(KeeperAsk.id.desc())
    return links.keeper_path(db.session.scalars(query.limit(1)).one()).rpartition("/")[2]


def list_token(name: str, person: Person) -> str:
    """The token of this person's link to its list."""
    query = select(NetworkPerson).where(NetworkPerson.network_id == network_called(name), NetworkPerson.person_id == person.id)
    return links.list_path(db.session.scalars(query).one()).rpartition("/")[2]
