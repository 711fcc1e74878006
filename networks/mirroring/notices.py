"""Which mail about a mirror is due to whom: rules post here, `mails.py` writes the words when it leaves."""

from datetime import datetime

from mail import outbox
from networks.mirroring.models import Mirror

STOPPED = "networks.mirror_stopped"


def stopped(mirror: Mirror, *, now: datetime) -> int:
    """Who looks after the group hears that its mirror has stopped, and why."""
    return outbox.post_many(
        [
            outbox.Post(
                kind=STOPPED,
                topic="",
                stream=f"mirror:{mirror.id}:person:{steward.person_id}",
                person_id=steward.person_id,
                recipient=steward.person.email,
                key=f"{STOPPED}:{mirror.id}:{steward.person_id}:{now.isoformat()}",
                payload={"mirror_id": mirror.id},
            )
            for steward in mirror.group.stewards
            if steward.person.active
        ],
        now=now,
    )
