"""Calendars that people of the company handed over: one with proposals, one that waits, one that is broken."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from sqlalchemy import select

from database import db, transaction
from networks.discovery import hand_overs, recognition
from networks.discovery.errors import Fault
from networks.discovery.models import FoundNetwork, HandOver
from networks.discovery.topics import BEGINNING, Topics
from people.models import Person
from tests.networks.discovery.by_hand import WEEKLY, calendar, event


def furnish_discovery(people: Mapping[str, Person], *, now: datetime) -> None:
    """Ada's calendar holds a lunch that is registered already and a round of the welders; Bo's waits."""
    asked = [
        f"ATTENDEE:mailto:{name}@brink-waal.example" for name in ("ada", "chen", "dana", "stranger", "somebody.from.elsewhere")
    ]
    events = [
        event("Thursday lunch", WEEKLY, "LOCATION:Canteen\\, Deventer", people=asked),
        event(
            "Old welders", "RRULE:FREQ=MONTHLY;UNTIL=20260701", people=[*asked, "elif"], uid="b", start="DTSTART:20250203T080000"
        ),
        event("Welders’ talk", "RRULE:FREQ=MONTHLY", people=[*asked, "elif"], uid="c", start="DTSTART:20260803T080000"),
        event("Own", "CLASS:PRIVATE", uid="d"),
        event("Two", people=("bo",), uid="e"),
        event("HR", uid="f"),
    ]
    octets = calendar(*events).encode()
    found = recognition.findings_of(BytesIO(octets), "a.ics", UTC, Topics(BEGINNING), today=now.date())
    with transaction():
        ada, bo = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo"))
        read = hand_overs.take_file(ada, BytesIO(octets), "ada-2026.ics", now=now)
        hand_overs.keep_findings(read.id, found)
        wrong = hand_overs.take_file(ada, BytesIO(b"%PDF"), "minutes.pdf", now=now)
        hand_overs.fail(wrong.id, Fault.WRONG)
        hand_overs.take_file(bo, BytesIO(octets), "bo.ics", now=now)


def handed_over(name: str) -> int:
    """The number of what was handed over under this name."""
    return db.session.scalars(select(HandOver.id).where(HandOver.name == name)).one()


def found_in(name: str) -> list[int]:
    """The numbers of what was found in it."""
    query = select(FoundNetwork.id).where(FoundNetwork.hand_over_id == handed_over(name))
    return list(db.session.scalars(query.order_by(FoundNetwork.number)))
