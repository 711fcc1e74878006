"""Groups of the company: one to join, one to ask, one that invited Ada, one that she belongs to, one that is closed."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime

from database import db, transaction
from networks import groups, invitations, links, memberships, notes, requests
from people.directory import Filter
from people.models import Person
from sessions.living import audiences, queries
from sessions.models import ScheduledSession
from tests.browser.company_feedback import LivedInHouse
from tests.infra.groups import membership_of


@dataclass(frozen=True)
class HouseOfGroups(LivedInHouse):
    """The same with its groups: their numbers, and Ada's and others' links to them."""

    groups: dict[str, int]
    group_links: dict[str, str]
    followed: tuple[int, int]  # a session, and its audience
    followed_course: tuple[int, int]


def furnish_groups(house: LivedInHouse, *, group: Callable, now: datetime) -> HouseOfGroups:
    """The house, and its groups."""
    ada, bo, dana = (house.people[name] for name in ("ada", "bo", "dana"))
    crowd = [db.session.get_one(Person, id_) for id_ in house.crowd]
    made = {
        "mine": group(members=[ada, *crowd], join_rule="request"),
        "open": group(name="Readers", kind="open", members=crowd, shows_people="everybody"),
        "asked": group(name="Night shift", join_rule="request"),
        "invited": group(name="First steps, spring", kind="training", join_rule="invitation", visibility="unlisted"),
        "closed": group(name="Choir", members=[ada], shows_people="nobody"),
    }
    with transaction():
        requests.ask(made["mine"].id, dana, now=now)
        requests.ask(made["asked"].id, ada, now=now)
        invitations.invite(made["invited"].id, [ada.id, dana.id, crowd[0].id], by=bo, now=now)
        invitations.accept(made["invited"].id, crowd[0], now=now)
        invitations.decline(made["invited"].id, dana, now=now)
        memberships.show_name(made["mine"].id, crowd[0], shows=False)
        notes.write(made["mine"].id, "We meet at the gate.\nBring a coat.", by=ada, now=now)
        groups.close(made["closed"].id, now=now)
        session = db.session.get_one(ScheduledSession, house.sessions["lunch"])
        audiences.open_to(session.id, made["open"], by=bo, now=now)
        audiences.open_to(session.id, Filter(departments=("Sheet metal", "Purchasing"), locations=("Zwolle",)), by=bo, now=now)
        course = audiences.Target(course_id=house.courses["draft"])
        audiences.open_at(course, Filter(departments=("Sheet metal",)), by=bo, now=now)
    people = {"invited": ada, "declined": dana, "member": crowd[0]}
    tokens = {name: links.path_of(membership_of(made["invited"], one)).rpartition("/")[2] for name, one in people.items()}
    return HouseOfGroups(
        **{one.name: getattr(house, one.name) for one in fields(LivedInHouse)},
        groups={name: one.id for name, one in made.items()},
        group_links=tokens,
        followed_course=(house.courses["draft"], queries.audiences_at(course)[0].id),
        followed=(session.id, queries.audiences_of(session)[0].id),
    )
