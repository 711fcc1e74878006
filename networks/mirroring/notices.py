"""Which mail about a mirror is due to whom: rules post here, `mails.py` writes the words when it leaves."""

from datetime import datetime

from mail import outbox
from networks.mirroring.models import Mirror
from networks.models import Group

STOPPED = "networks.mirror_stopped"


def stopped(mirror: Mirror, *, now: datetime) -> int:
    """Who looks after the group hears that its mirror has stopped, and why."""
    return to_stewards(STOPPED, mirror.group, "mirror", mirror.id, now=now)


def to_stewards(kind: str, group: Group, what: str, number: int, *, now: datetime) -> int:
    """Everybody who looks after the group hears of this `what` (a mirror, a channel) with this number; a newer mail takes an older one's place."""
    return outbox.post_many(
        [
            outbox.Post(
                kind=kind,
                topic="",
                stream=f"{what}:{number}:person:{steward.person_id}",
                person_id=steward.person_id,
                recipient=steward.person.email,
                key=f"{kind}:{number}:{steward.person_id}:{now.isoformat()}",
                payload={f"{what}_id": number},
            )
            for steward in group.stewards
            if steward.person.active
        ],
        now=now,
    )
