"""Courses of the company: answered in part and made up in a parallel group, full of questions, off, and a draft."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from database import db, transaction
from people.models import Person
from sessions.courses import makeups, plans
from sessions.models import Via
from tests.browser.company_series import WholeHouse
from tests.infra.courses import course_link, parts_of


@dataclass(frozen=True)
class FullHouse(WholeHouse):
    """The same with its courses: their numbers, and Ada's links to them."""

    courses: dict[str, int]
    course_links: dict[str, str]


def furnish_courses(house: WholeHouse, *, course: Callable, say_parts: Callable, now: datetime) -> FullHouse:
    """The house, and its courses; the fixtures they are made with come along."""
    ada, chen = house.people["ada"], house.people["chen"]
    crowd = [db.session.get_one(Person, id_) for id_ in house.crowd]
    made = {
        "answered": course(invited=[ada, *crowd], description="Six mornings, from **finding** people on.", capacity=3),
        "open": course(invited=[ada], parts=2, minimum=None, title="Short course"),
        "off": course(invited=[ada], parts=2, minimum=1, title="Early course"),
        "draft": course(invited=[ada, *crowd], publish=False, title="Next course"),
    }
    made["parallel"] = course(like=made["answered"], first=now + timedelta(days=9))
    say_parts(made["answered"], ada, "declined", "accepted", "declined", "tentative")
    for person in crowd[:2]:
        say_parts(made["answered"], person, *["accepted"] * 5)
    with transaction():
        makeups.take(parts_of(made["parallel"])[2].id, ada.id, via=Via.WEB, now=now)
    with transaction():
        plans.cancel(made["off"].id, reason="The **room** is closed.", by=chen, now=now)
    return FullHouse(
        **{one.name: getattr(house, one.name) for one in fields(WholeHouse)},
        courses={name: one.id for name, one in made.items()},
        course_links={name: course_link(made[name], ada).rpartition("/")[2] for name in ("answered", "open", "off")},
    )
