"""What people choose from: times, places, and who can host. More can be added while people sign up; what they chose stays."""

from collections.abc import Collection, Iterable, Sequence
from datetime import time
from typing import TypeVar

from sqlalchemy import delete, func, insert, select

from database import db
from people.models import Person
from people.plain_text import can_be_seen, one_line
from sessions.errors import DetailsInvalid
from sessions.rounds import rounds
from sessions.rounds.errors import RoundClosed, RoundMissing
from sessions.rounds.models import (
    HostPlace,
    HostTime,
    Round,
    RoundHost,
    RoundPlace,
    RoundState,
    RoundTime,
    SignUpPlace,
    SignUpTime,
)

T = TypeVar("T", RoundTime, RoundPlace)
MOST_TIMES, MOST_PLACES, MOST_HOSTS, MOST_GROUPS_EACH = 100, 50, 500, 20
LANGUAGES = ("en", "nl")


def add_times(round_id: int, weekdays: Collection[int], starts: time) -> int:
    """Groups can meet at this hour on each of these weekdays (Monday is 0); returns how many are new. Raises DetailsInvalid, RoundClosed."""
    found = _locked(round_id)
    known = {(one.weekday, one.starts) for one in found.times}
    fresh = [day for day in sorted(set(weekdays)) if 0 <= day <= 6 and (day, starts) not in known]
    if not weekdays:
        raise DetailsInvalid("weekdays", "Choose at least one day.")
    if not fresh:
        raise DetailsInvalid("weekdays", "This time is on the list already.")
    if len(known) + len(fresh) > MOST_TIMES:
        raise DetailsInvalid("weekdays", "A hundred times are enough. Take one away first.")
    found.times = [*found.times, *(RoundTime(weekday=day, starts=starts) for day in fresh)]
    db.session.flush()
    db.session.expire(found, ["times"])
    return len(fresh)


def add_place(round_id: int, name: str, address: str) -> RoundPlace:
    """Groups can meet here. Raises DetailsInvalid, RoundClosed."""
    found, name, address = _locked(round_id), one_line(name), one_line(address)
    if not can_be_seen(name):
        raise DetailsInvalid("name", "Give the place a name.")
    if len(name) > 200 or len(address) > 300:
        raise DetailsInvalid("name", "This is too long.")
    if any(place.name == name for place in found.places):
        raise DetailsInvalid("name", "This place is on the list already.")
    if len(found.places) >= MOST_PLACES:
        raise DetailsInvalid("name", "Fifty places are enough. Take one away first.")
    place = RoundPlace(name=name, address=address)
    found.places.append(place)
    db.session.flush()
    return place


def remove_time(round_id: int, time_id: int) -> None:
    """The time is gone. Raises RoundClosed once somebody chose it, RoundMissing."""
    found = _locked(round_id)
    if db.session.scalar(select(SignUpTime.sign_up_id).where(SignUpTime.time_id == time_id).limit(1)) is not None:
        raise RoundClosed("Somebody has chosen this already, so it stays.")
    _take_out(found.times, next((one for one in found.times if one.id == time_id), None))


def remove_place(round_id: int, place_id: int) -> None:
    """The place is gone. Raises RoundClosed once somebody chose it, RoundMissing."""
    found = _locked(round_id)
    if db.session.scalar(select(SignUpPlace.sign_up_id).where(SignUpPlace.place_id == place_id).limit(1)) is not None:
        raise RoundClosed("Somebody has chosen this already, so it stays.")
    _take_out(found.places, next((one for one in found.places if one.id == place_id), None))


def _take_out(among: list[T], wanted: T | None) -> None:
    if wanted is None:
        raise RoundMissing("This is not on the list any more.")
    among.remove(wanted)
    db.session.flush()


def put_host(
    round_id: int, person_id: int, times: Sequence[int], places: Sequence[int], languages: Sequence[str], *, most_groups: int
) -> RoundHost:
    """This person can host: so many groups, at these times and places. Said again, the last word holds. Raises DetailsInvalid, RoundClosed."""
    found = _locked(round_id, while_composed=True)
    chosen_times = [one.id for one in found.times if one.id in set(times)]
    chosen_places = [one.id for one in found.places if one.id in set(places)]
    spoken = [language for language in LANGUAGES if language in languages]
    if not chosen_times or not chosen_places or not spoken:
        empty = "times" if not chosen_times else "places" if not chosen_places else "languages"
        raise DetailsInvalid(empty, "Choose at least one.")
    if not 0 < most_groups <= MOST_GROUPS_EACH:
        raise DetailsInvalid("most_groups", "Choose 1 to 20 groups.")
    host = _host(found, person_id)
    host.languages, host.most_groups = spoken, most_groups
    db.session.flush()
    db.session.execute(delete(HostTime).where(HostTime.host_id == host.id))
    db.session.execute(delete(HostPlace).where(HostPlace.host_id == host.id))
    db.session.execute(insert(HostTime), [{"host_id": host.id, "time_id": id_} for id_ in chosen_times])
    db.session.execute(insert(HostPlace), [{"host_id": host.id, "place_id": id_} for id_ in chosen_places])
    return host


def _host(found: Round, person_id: int) -> RoundHost:
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise DetailsInvalid("host", "Name one person, by their e-mail address.")
    query = select(RoundHost).where(RoundHost.round_id == found.id, RoundHost.person_id == person_id)
    host = db.session.scalar(query)
    if host is None:
        if (db.session.scalar(select(func.count()).where(RoundHost.round_id == found.id)) or 0) >= MOST_HOSTS:
            raise DetailsInvalid("host", "Five hundred hosts are enough.")
        host = RoundHost(round_id=found.id, person_id=person_id)
        db.session.add(host)
    return host


def remove_host(round_id: int, host_id: int) -> None:
    """This person hosts nothing in this round. Raises RoundMissing, RoundClosed."""
    found = _locked(round_id, while_composed=True)
    host = db.session.get(RoundHost, host_id)
    if host is None or host.round_id != found.id:
        raise RoundMissing("This is not on the list any more.")
    db.session.delete(host)
    db.session.flush()


def hosts(found: Round) -> list[RoundHost]:
    """Who can host and is still here, by name."""
    query = select(RoundHost).join(RoundHost.person).where(RoundHost.round_id == found.id, Person.active)
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def host_times(found: Round) -> dict[int, list[int]]:
    """The times (ids) of each host (id)."""
    query = select(HostTime.host_id, HostTime.time_id).join(RoundHost, RoundHost.id == HostTime.host_id)
    return _gathered(db.session.execute(query.where(RoundHost.round_id == found.id)).all())


def host_places(found: Round) -> dict[int, list[int]]:
    """The places (ids) of each host (id)."""
    query = select(HostPlace.host_id, HostPlace.place_id).join(RoundHost, RoundHost.id == HostPlace.host_id)
    return _gathered(db.session.execute(query.where(RoundHost.round_id == found.id)).all())


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _locked(round_id: int, *, while_composed: bool = False) -> Round:
    found = rounds.lock(round_id)
    allowed = {RoundState.DRAFT, RoundState.OPEN} | ({RoundState.PROPOSED} if while_composed else set())
    if found.state not in allowed:
        raise RoundClosed("Groups are being put together. What is offered cannot change any more.")
    return found
