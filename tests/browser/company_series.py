"""Series of the company: waiting, answered, of a group, moved, gone on as another, off, and a draft."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions import cohosts, links_cohosts
from sessions.details import details_of
from sessions.series import edits, links
from sessions.series.models import Series, SeriesRsvp
from tests.browser.company import House
from tests.infra.series import dates_of


@dataclass(frozen=True)
class WholeHouse(House):
    """The same with its series: their numbers, those of their first and third date, and Ada's links to answer."""

    series: dict[str, int]
    first: dict[str, int]
    third: dict[str, int]
    whole_answers: dict[str, str]
    host_links: dict[str, str]  # Ada is asked to host


def furnish_series(
    house: House, *, weekly: Callable, say: Callable, say_all: Callable, change: Callable, now: datetime
) -> WholeHouse:
    """The house, and its series; the fixtures they are made with come along."""
    ada, bo, chen = (house.people[name] for name in ("ada", "bo", "chen"))
    crowd = [db.session.get_one(Person, id_) for id_ in house.crowd]
    made = {
        "open": weekly(invited=[ada, *crowd], title="Soup and a question", address="Step-free from the main gate."),
        "answered": weekly(invited=[ada, bo, *crowd], capacity=2, title="Tuesday walk"),
        "group": weekly(invited=[ada, *crowd], capacity=1, plan={"keeps_group": True}, title="Reading group"),
        "off": weekly(invited=[ada], title="Early coffee"),
        "gone on": weekly(invited=[ada], title="Language lunch"),
        "draft": weekly(invited=[ada, *crowd], publish=False, title="Board games"),
    }
    dates = {name: dates_of(series) for name, series in made.items()}
    for person in crowd[:2]:
        say(dates["answered"][0], person, "accepted")
    say_all(made["group"], crowd[0], "accepted")
    for name in ("answered", "group"):
        say_all(made[name], ada, "accepted", comment="I come five minutes late.")
    say(dates["answered"][1], ada, "declined")
    change(dates["answered"][3], moved_by=timedelta(days=1), place="Square")
    with transaction():
        edits.cancel(dates["off"][0].id, scope=edits.Scope.ALL, reason="The **machine** is broken.", by=chen, now=now)
    with transaction():
        session = dates["gone on"][2]
        later = details_of(session)
        moved = replace(later, starts_at=later.starts_at + timedelta(hours=1), ends_at=later.ends_at + timedelta(hours=1))
        edits.change(session.id, moved, scope=edits.Scope.FOLLOWING, by=chen, now=now)
    with transaction():
        asked = {
            "several": cohosts.ask([one.id for one in dates["answered"][1:3]], ada.id, by=bo, now=now),
            "one": cohosts.ask([house.sessions["lunch"]], ada.id, by=bo, now=now),
        }
        hosting = {name: links_cohosts.path_of(requests[0]).rpartition("/")[2] for name, requests in asked.items()}
    return WholeHouse(
        **{one.name: getattr(house, one.name) for one in fields(House)},
        series={name: series.id for name, series in made.items()},
        first={name: found[0].id for name, found in dates.items()},
        third={name: found[2].id for name, found in dates.items()},
        host_links=hosting,
        whole_answers={name: _link(made[name], ada) for name in ("open", "answered", "group", "off")},
    )


def _link(series: Series, person: Person) -> str:
    query = select(SeriesRsvp).where(SeriesRsvp.series_id == series.id, SeriesRsvp.person_id == person.id)
    return links.answer_path(db.session.scalars(query.execution_options(populate_existing=True)).one()).rpartition("/")[2]
