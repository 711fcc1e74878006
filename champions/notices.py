"""Which mail about being an ambassador is due to whom: rules post here, `mails.py` writes the words when it leaves."""

from collections.abc import Sequence
from datetime import datetime

from champions.models import Ambassador
from mail import outbox
from people.models import Person

ASKED = "champions.asked"
WELCOMED = "champions.welcomed"
VOLUNTEERED = "champions.volunteered"  # to community managers
ABOUT_THE_REGISTER = (ASKED, WELCOMED, VOLUNTEERED)


def asked(ambassadors: Sequence[Ambassador], *, now: datetime) -> int:
    """Each of them is asked whether they would like to be an ambassador."""
    return outbox.post_many([_to_person(ASKED, ambassador, now) for ambassador in ambassadors], now=now)


def welcomed(ambassador: Ambassador, *, now: datetime) -> None:
    """Who volunteered hears that they are an ambassador now."""
    outbox.post(_to_person(WELCOMED, ambassador, now), now=now)


def volunteered(ambassador: Ambassador, managers: Sequence[Person], *, now: datetime) -> int:
    """Community managers hear that somebody waits for a welcome: one mail about all who wait by the time it leaves."""
    return outbox.post_many(
        [
            outbox.Post(
                kind=VOLUNTEERED,
                topic="",
                stream=f"ambassadors:manager:{manager.id}",
                person_id=manager.id,
                recipient=manager.email,
                key=f"{VOLUNTEERED}:{manager.id}:{ambassador.token[:8]}:{now.isoformat()}",
            )
            for manager in managers
            if manager.id != ambassador.person_id
        ],
        now=now,
    )


def _to_person(kind: str, ambassador: Ambassador, now: datetime) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",  # a matter between this person and Foyer: no page of mails shows it
        stream=ambassador.stream,
        person_id=ambassador.person_id,
        recipient=ambassador.person.email,
        key=f"{kind}:{ambassador.token[:8]}:{now.isoformat()}",
        payload={"ambassador_id": ambassador.id},
    )
