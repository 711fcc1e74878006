"""The demo's mirrors: a shift whose group here follows its roll, and a roster whose mirror has stopped because many would go at once.

Written through the rules.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from database import db, transaction
from networks import groups, memberships
from networks.census import networks, rolls
from networks.census.models import Openness, Purpose, Rhythm
from networks.census.networks import Details
from networks.mirroring import mirrors, running, sides
from networks.mirroring.mirrors import Terms
from networks.mirroring.models import Rule, SourceKind
from networks.models import Group, GroupKind, JoinRule, Origin, Visibility
from people.models import Person

ROTA = ("aroha.ngata", "yusuf.kaya", "joost.blaauw", "daan.visser", "abel.tesfaye", "elif.demir")
ROSTER = ("kasper.holm", "samuel.osei", "jeroen.de", "lukas.brandt", "emily.clarke", "priya.raman", "noor.jansen")
SHIFT = Details(
    name="Early shift, halls 1 and 2",
    purpose=Purpose.WORK,
    rhythm=Rhythm.WEEKLY,
    place="Deventer",
    what_for="Handing over, and what the machines did in the night.",
    how="ten minutes at the board, before six",
    since_year=2014,
    about_how_many=12,
    openness=Openness.CLOSED,
)


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """Two mirrors of Bo's, some weeks old. `ids`: who is who."""
    _shift(ids, now, now - timedelta(days=30))
    _guild(ids, now, now - timedelta(days=30))


def _shift(ids: Mapping[str, int], now: datetime, began: datetime) -> None:
    """A network that meets offline. One left its group here and stays out; one took themselves off the roll, and one came to it."""
    with transaction():
        bo = _person(ids, "bo")
        network = networks.register(SHIFT, by=bo, keeper=bo, belongs=False, now=began)
        rolls.name_people(network, [ids[key] for key in ROTA], bo, now=began)
        here = _group("Early shift on the Square", "What we write to each other between two shifts.", JoinRule.REQUEST, bo, began)
    terms = Terms(SourceKind.NETWORK, network.id, Rule.AUTHORITATIVE, is_automatic=True, basis="Rota of the halls, point 3")
    mirror_id = _follow(ids, here.id, terms, now=began)
    at = began + timedelta(days=12)
    with transaction():
        memberships.leave(here.id, _person(ids, "joost.blaauw"), now=began + timedelta(days=4))
        rolls.take_off(network.id, _person(ids, "daan.visser"), now=at)
        rolls.name_people(network, [ids["hanneke.bos"]], _person(ids, "bo"), now=at)
    with transaction():
        running.run_by_itself(mirror_id, now=now - timedelta(days=1))


def _guild(ids: Mapping[str, int], now: datetime, began: datetime) -> None:
    """Another group here, from which more than half were taken at once: the brake holds."""
    with transaction():
        bo = _person(ids, "bo")
        source = _group("Service roster", "Who is on the roster of the service desk.", JoinRule.INVITATION, bo, began)
        memberships.add(source, [ids[key] for key in ROSTER], Origin.JOINED, by=bo, now=began)
        here = _group("Service on the Square", "Who has time for which customer, and what helps.", JoinRule.REQUEST, bo, began)
    terms = Terms(SourceKind.GROUP, source.id, Rule.AUTHORITATIVE, is_automatic=True, basis="Who is on the roster")
    mirror_id = _follow(ids, here.id, terms, now=began)
    with transaction():
        for key in ROSTER[:4]:
            memberships.remove(source.id, ids[key], by=_person(ids, "bo"), now=now - timedelta(days=2))
    with transaction():
        running.run_by_itself(mirror_id, now=now - timedelta(hours=20))


def _group(name: str, purpose: str, join_rule: JoinRule, by: Person, now: datetime) -> Group:
    return groups.create(name, purpose, GroupKind.NETWORK, [by.id], Visibility.UNLISTED, join_rule, by=by, now=now)


def _follow(ids: Mapping[str, int], group_id: int, terms: Terms, *, now: datetime) -> int:
    """The mirror, after its first plan was let go ahead."""
    with transaction():
        mirror = mirrors.set_up(group_id, terms, by=_person(ids, "bo"), now=now)
    plan = running.signed(mirror, sides.look(mirror))
    with transaction():
        running.apply(mirror.id, plan, despite=None, by=_person(ids, "bo"), now=now + timedelta(minutes=5))
    return mirror.id


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
