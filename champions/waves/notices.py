"""Which mail about trying new things is due to whom, after their quiet hours."""

from collections.abc import Sequence
from datetime import datetime

from champions.waves.models import EarlyAdopter, WavePerson
from mail import outbox
from people.models import Person
from people.quiet_hours import after_quiet_hours

WOULD_YOU = "champions.early_adopter"  # from a list: would you like to be asked?
ASKED = "champions.wave_asked"
BEGINS = "champions.wave_begins"
THANKS = "champions.wave_thanks"
OF_A_WAVE = (ASKED, BEGINS, THANKS)
START = 8  # signs of a token in a key: a row that is gone and a new one may share a number


def would_you(adopters: Sequence[EarlyAdopter], *, now: datetime) -> int:
    """Each of them is asked whether they would like to try new things first."""
    return outbox.post_many([_post(WOULD_YOU, one.person, one.id, one.token, now) for one in adopters], now=now)


def of_a_wave(kind: str, people: Sequence[WavePerson], *, now: datetime) -> int:
    """Each of them gets this mail of OF_A_WAVE."""
    return outbox.post_many([_post(kind, one.person, one.id, one.token, now) for one in people], now=now)


def _post(kind: str, person: Person, row_id: int, token: str, now: datetime) -> outbox.Post:
    about = "early" if kind == WOULD_YOU else f"wave:{token[:START]}"
    return outbox.Post(
        kind=kind,
        topic="",  # a matter between this person and Foyer: no page of mails shows it
        stream=f"{about}:{person.id}",
        person_id=person.id,
        recipient=person.email,
        key=f"{kind}:{token[:START]}:{now.isoformat()}",
        payload={"row_id": row_id},
        due_at=after_quiet_hours(now, person),
    )
