"""Which mail about a network is due to whom: rules post here, `mails.py` writes the words when it leaves.

None names its network on the mail page: who belongs to one, and who was asked to keep it, is not for whoever manages mail to read there.
"""

from collections.abc import Iterable
from datetime import datetime

from mail import outbox
from networks.census.models import KeeperAsk, NetworkPerson
from people.models import Person

KEEPER = "networks.keeper"
REMINDER = "networks.keeper_reminder"  # counts as a nudge
NAMED = "networks.named"
STILL = "networks.still_so"  # counts as a nudge


def keeper_asked(asked: KeeperAsk, person: Person, *, now: datetime) -> None:
    """The person is asked whether they keep the network together."""
    outbox.post(_to_keeper(KEEPER, asked, person, now), now=now)


def keeper_reminded(asked: KeeperAsk, person: Person, *, now: datetime, due_at: datetime) -> None:
    """They are asked once more."""
    outbox.post(_to_keeper(REMINDER, asked, person, now, due_at=due_at), now=now)


def still_asked(person: Person, *, now: datetime, due_at: datetime) -> None:
    """The person is asked whether what they keep together is still so."""
    post = outbox.Post(
        kind=STILL,
        topic="",
        stream=f"still:person:{person.id}",
        person_id=person.id,
        recipient=person.email,
        key=f"{STILL}:{person.id}:{now.isoformat()}",
        payload={"asked_at": now.isoformat()},
        due_at=due_at,
    )
    outbox.post(post, now=now)


def named(rows: Iterable[NetworkPerson], *, now: datetime) -> int:
    """Everybody named hears on whose list they stand, and how to leave it."""
    return outbox.post_many(
        [
            outbox.Post(
                kind=NAMED,
                topic="",
                stream=f"network:{row.network_id}:person:{row.person_id}",
                person_id=row.person_id,
                recipient=row.person.email,
                key=f"{NAMED}:{row.network_id}:{row.token[:8]}",
                payload={"row_id": row.id},
            )
            for row in rows
        ],
        now=now,
    )


def _to_keeper(kind: str, asked: KeeperAsk, person: Person, now: datetime, *, due_at: datetime | None = None) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",
        stream=f"network:{asked.network_id}:keeper:{person.id}",
        person_id=person.id,
        recipient=person.email,
        key=f"{kind}:{asked.network_id}:{asked.token[:8]}:{now.isoformat()}",
        payload={"ask_id": asked.id},
        due_at=due_at,
    )
