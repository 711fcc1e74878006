"""Which mail about a group is due to whom: rules post here, `mails.py` writes the words when it leaves.

None names its group on the mail page: whoever manages would read there which groups are not listed, and who belongs to them.
"""

from collections.abc import Iterable
from datetime import datetime

from mail import outbox
from networks.models import Group, Membership

INVITED = "networks.invitation"
ASKED = "networks.request"  # to those who look after the group
LET_IN = "networks.let_in"
ABOUT_GROUPS = (INVITED, ASKED, LET_IN)


def invited(group: Group, asked: Iterable[Membership], *, now: datetime) -> int:
    """Everybody named is asked whether they would like to come in."""
    return outbox.post_many([_to_person(INVITED, group, membership, now) for membership in asked], now=now)


def let_in(group: Group, membership: Membership, *, now: datetime) -> None:
    """Who asked hears that they belong to the group."""
    outbox.post(_to_person(LET_IN, group, membership, now), now=now)


def asked(group: Group, membership: Membership, *, now: datetime) -> int:
    """Everybody who looks after the group hears that somebody asks to come in: one mail about all who ask by the time it leaves."""
    return outbox.post_many(
        [
            outbox.Post(
                kind=ASKED,
                topic="",
                stream=f"group:{group.id}:steward:{steward.person_id}",
                person_id=steward.person_id,
                recipient=steward.person.email,
                key=f"{ASKED}:{group.id}:{steward.person_id}:{membership.token[:8]}:{now.isoformat()}",
                payload={"group_id": group.id},
            )
            for steward in group.stewards
            if steward.person.active
        ],
        now=now,
    )


def _to_person(kind: str, group: Group, membership: Membership, now: datetime) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",
        stream=membership.stream,
        person_id=membership.person_id,
        recipient=membership.person.email,
        key=f"{kind}:{group.id}:{membership.token[:8]}:{now.isoformat()}",
        payload={"group_id": group.id, "membership_id": membership.id},
    )
