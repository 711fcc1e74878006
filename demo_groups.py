"""The demo's groups: a lunch network whose series follows it, an open group, and a training group; and a meetup that follows a department.

Written through the rules.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from networks import groups, invitations, meeting_notes, memberships, notes, requests
from networks.models import Group, GroupKind, JoinRule, Origin, PeopleShown, Visibility
from people.directory import Filter
from people.models import Person
from sessions.living import audiences
from sessions.models import ScheduledSession

LISTED, UNLISTED = Visibility.LISTED, Visibility.UNLISTED

CAME_TO = (  # the newest meeting first
    "Who may promise a delivery date? Planning may, the rest of us ask.\nElif shows the planning board next time.\nPea soup was a success.",
    "Whom do we call for a pump that hums? There is a list now, by the press.",
)


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """Three groups, some weeks old, with people who came in several ways, and a filter. `ids`: who is who."""
    began = now - timedelta(days=40)
    _soup_table(ids, now, began)
    _shop_floor(ids, now, began)
    _first_steps(ids, now, began)
    with transaction():  # whoever comes to the service desk later is invited to the guild's meetup by itself
        desk = Filter(departments=("Service desk",))
        audiences.open_to(_next("Field service guild: winter meetup"), desk, by=_person(ids, "chen"), now=now - timedelta(days=1))


def _soup_table(ids: Mapping[str, int], now: datetime, began: datetime) -> None:
    """People join by themselves; Bo's lunch follows the group, and one of them came after it did."""
    with transaction():
        bo = _person(ids, "bo")
        made = groups.create(
            "Soup table",
            "Whoever has lunch in the test kitchen on Wednesdays. One pot of soup, one question, no agenda.",
            GroupKind.NETWORK,
            [ids["bo"]],
            LISTED,
            JoinRule.OPEN,
            by=bo,
            now=began,
            shows_people=PeopleShown.EVERYBODY,
        )
        for days, key in enumerate(("bo", "ada", "elif.demir", "hanneke.bos", "koen.verbruggen")):
            memberships.join(made.id, _person(ids, key), now=began + timedelta(days=days))
        notes.write(made.id, "Next time Hanneke brings bread. Bring a mug of your own.", by=bo, now=now - timedelta(days=6))
        wednesday = now - timedelta(days=(now.weekday() - 2) % 7 or 7)
        for weeks, lines in enumerate(CAME_TO):
            met_at = wednesday - timedelta(weeks=weeks)
            meeting_notes.write(made.id, meeting_notes.today(met_at), lines, by=bo, now=met_at)
    with transaction():
        audiences.open_to(_next("Soup and a question"), made, by=_person(ids, "chen"), now=now - timedelta(days=4))
    with transaction():
        memberships.join(made.id, _person(ids, "lotte.smit"), now=now - timedelta(days=2))


def _shop_floor(ids: Mapping[str, int], now: datetime, began: datetime) -> None:
    """People come from the shift list; one asks to come in, and one left."""
    with transaction():
        chen = _person(ids, "chen")
        made = groups.create(
            "Shop floor and Square",
            "For everybody who works with their hands and sees the Square on a phone.\n\nWhat works at the bench, and what does not.",
            GroupKind.OPEN,
            [ids["chen"], ids["ada"]],
            LISTED,
            JoinRule.REQUEST,
            by=chen,
            now=began,
        )
        people = [ids[key] for key in ("ada", "daan.visser", "joost.blaauw", "lukas.brandt", "pieter.hofstra", "abel.tesfaye")]
        memberships.add(made, people, Origin.MIRRORED, by=chen, now=began)
        memberships.leave(made.id, _person(ids, "pieter.hofstra"), now=began + timedelta(days=9))
        notes.write(made.id, "The phone in hall 2 has the new version.", by=_person(ids, "ada"), now=now - timedelta(days=3))
        requests.ask(made.id, _person(ids, "noor.jansen"), now=now - timedelta(hours=20))


def _first_steps(ids: Mapping[str, int], now: datetime, began: datetime) -> None:
    """People were invited; some said yes, one said no, one has not answered."""
    with transaction():
        chen = _person(ids, "chen")
        made: Group = groups.create(
            "First steps, autumn",
            "Six colleagues who find their way on the Square together.",
            GroupKind.TRAINING,
            [ids["chen"], ids["bo"]],
            UNLISTED,
            JoinRule.INVITATION,
            by=chen,
            now=began,
        )
        asked = ("rosa.meulenbelt", "margreet.dijkstra", "ines.carvalho", "emre.yildiz", "ada")
        invitations.invite(made.id, [ids[key] for key in asked], by=chen, now=now - timedelta(days=8))
        for key in asked[:3]:
            invitations.accept(made.id, _person(ids, key), now=now - timedelta(days=7))
        invitations.decline(made.id, _person(ids, "emre.yildiz"), now=now - timedelta(days=7))


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])


def _next(title: str) -> int:
    """The first date of what is called so: Bo's lunch, the guild's meetup."""
    query = select(ScheduledSession.id).where(ScheduledSession.title == title)
    return db.session.scalars(query.order_by(ScheduledSession.starts_at).limit(1)).one()
