"""The demo's networks that meet offline, in several states, and a census that is under way. Written through the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from networks.census import censuses, keepers, networks, rolls
from networks.census.models import Openness, Purpose, Rhythm
from networks.census.networks import Details
from networks.models import Group
from people.models import Person

LEARNING, EXCHANGE, WORK, SOCIAL = Purpose.LEARNING, Purpose.EXCHANGE, Purpose.WORK, Purpose.SOCIAL
WEEKLY, FORTNIGHTLY, MONTHLY, NOW_AND_THEN = Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.MONTHLY, Rhythm.NOW_AND_THEN


@dataclass(frozen=True)
class _Seen:
    """Who registered what, how many days ago; who was named as keeper and what they said (None: nothing yet)."""

    details: Details
    by: str
    days: int
    keeper: str = ""
    said: bool | None = True
    people: tuple[str, ...] = ()
    state: str = ""


def _network(
    name: str, purpose: Purpose, rhythm: Rhythm, place: str, what_for: str, how: str, *, since: int, many: int
) -> Details:
    return Details(
        name=name,
        purpose=purpose,
        rhythm=rhythm,
        place=place,
        what_for=what_for,
        how=how,
        since_year=since,
        about_how_many=many,
        openness=Openness.CLOSED if purpose is WORK else Openness.OPEN,
    )


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """A dozen networks. `ids`: who is who."""
    for seen in _seen():
        with transaction():
            _register(seen, ids, now=now)
    with transaction():
        soup = db.session.scalars(select(Group).where(Group.name == "Soup table")).one()
        bo = _person(ids, "bo")
        table = networks.register(
            _network(
                "Soup table",
                SOCIAL,
                WEEKLY,
                "Deventer",
                "One pot of soup, one question, no agenda.",
                "lunch, test kitchen",
                since=2021,
                many=9,
            ),
            by=bo,
            keeper=bo,
            now=now - timedelta(days=9),
        )
        networks.is_mirrored(table, soup, now=now - timedelta(days=9))
    with transaction():
        began = censuses.today(now) - timedelta(days=8)
        censuses.plan(
            began,
            began + censuses.TWO_WEEKS,
            "We would like to know which networks we have already, before we make any new ones. Tell us of yours.",
            by=_person(ids, "chen"),
            now=now - timedelta(days=10),
        )


def _register(seen: _Seen, ids: Mapping[str, int], *, now: datetime) -> None:
    at = now - timedelta(days=seen.days)
    by, keeper = _person(ids, seen.by), _person(ids, seen.keeper) if seen.keeper else None
    network = networks.register(seen.details, by=by, keeper=keeper, now=at)
    if keeper is not None and keeper.id != by.id and seen.said is not None:
        keepers.answer(network.id, keeper, yes=seen.said, now=at + timedelta(hours=5))
    if keeper is not None and seen.said and seen.people:
        rolls.name_people(network, [ids[key] for key in seen.people], keeper, now=at + timedelta(hours=6))
    if seen.state == "sleeping":
        networks.put_to_sleep(network.id, now=at + timedelta(days=1))
    if seen.state == "closed":
        networks.close(network.id, now=at + timedelta(days=1))


def _seen() -> list[_Seen]:
    guild = ("kasper.holm", "bo", "emily.clarke", "selin.aydin", "lukas.brandt", "jeroen.de")
    readers = ("hanneke.bos", "rosa.meulenbelt", "lotte.smit", "fatima.el", "leila.haddad", "noor.jansen", "grace.mensah")
    walkers = ("priya.raman", "ravi.patel", "amira.saleh", "wanjiru.kamau", "chiara.conti", "grace.mensah", "dana")
    return [
        _Seen(
            _network(
                "Field service guild",
                EXCHANGE,
                MONTHLY,
                "Zwolle",
                "What we fixed, and how. Photos welcome.",
                "workshop",
                since=2016,
                many=25,
            ),
            by="bo",
            days=8,
            keeper="samuel.osei",
            people=guild,
        ),
        _Seen(
            _network(
                "Reading circle",
                LEARNING,
                MONTHLY,
                "Deventer",
                "A book on work that we all read.",
                "after five, reception",
                since=2022,
                many=8,
            ),
            by="hanneke.bos",
            days=7,
            keeper="fatima.el",
            people=readers,
        ),
        _Seen(
            _network(
                "Lunch walkers",
                SOCIAL,
                WEEKLY,
                "Zwolle",
                "Once around the water, whatever the weather.",
                "on foot",
                since=2019,
                many=14,
            ),
            by="ravi.patel",
            days=6,
            keeper="ravi.patel",
            people=walkers,
        ),
        _Seen(
            _network(
                "Shift handover at the press",
                WORK,
                WEEKLY,
                "Deventer",
                "Ten minutes between early and late.",
                "standing",
                since=2012,
                many=12,
            ),
            by="yusuf.kaya",
            days=6,
            keeper="koen.verbruggen",
            people=("yusuf.kaya", "aroha.ngata", "joost.blaauw", "daan.visser"),
        ),
        _Seen(
            _network(
                "Welders’ round",
                EXCHANGE,
                FORTNIGHTLY,
                "Deventer",
                "One seam, looked at by all.",
                "at the bench",
                since=2015,
                many=7,
            ),
            by="ada",
            days=5,
            keeper="daan.visser",
            said=None,
        ),
        _Seen(
            _network(
                "Python evening",
                LEARNING,
                MONTHLY,
                "Zwolle",
                "Small programs for what nobody wants to do by hand.",
                "pizza",
                since=2023,
                many=6,
            ),
            by="priya.raman",
            days=5,
            keeper="wanjiru.kamau",
            said=False,
        ),
        _Seen(
            _network(
                "Export coffee", SOCIAL, WEEKLY, "Lisbon", "Monday, before the first call.", "coffee bar", since=2020, many=5
            ),
            by="sofia.almeida",
            days=4,
            keeper="ines.carvalho",
            people=("mateo.ruiz", "hugo.marques", "sofia.almeida", "emre.yildiz"),
        ),
        _Seen(
            _network(
                "Thursday football",
                SOCIAL,
                WEEKLY,
                "Deventer",
                "Five against five behind the warehouse.",
                "after the shift",
                since=2017,
                many=11,
            ),
            by="abel.tesfaye",
            days=3,
        ),
        _Seen(
            _network(
                "Football on Thursday",
                SOCIAL,
                WEEKLY,
                "Deventer",
                "Behind the warehouse, boots not needed.",
                "",
                since=2018,
                many=10,
            ),
            by="lukas.brandt",
            days=2,
        ),
        _Seen(
            _network(
                "Safety round hall 2",
                WORK,
                MONTHLY,
                "Deventer",
                "What nearly went wrong.",
                "a walk along the line",
                since=2014,
                many=8,
            ),
            by="nguyen.thu",
            days=2,
            keeper="ada",
            said=None,
        ),
        _Seen(
            _network(
                "Works choir", SOCIAL, FORTNIGHTLY, "Deventer", "Four voices; the tenors are few.", "canteen", since=2009, many=16
            ),
            by="margreet.dijkstra",
            days=20,
            keeper="margreet.dijkstra",
            state="sleeping",
        ),
        _Seen(
            _network(
                "Chess ladder",
                SOCIAL,
                NOW_AND_THEN,
                "Zwolle",
                "It went on the platform, and then stopped.",
                "",
                since=2018,
                many=6,
            ),
            by="kasper.holm",
            days=30,
            keeper="kasper.holm",
            state="closed",
        ),
    ]


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
