"""Channels of the company: one whose names wait, one that works and has undone a run, one that a brake has stopped, one being read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from networks.channels import announcing, channels, claims, looks
from networks.channels.channels import Terms
from networks.channels.models import Channel, ChannelRun
from networks.mirroring.models import Rule
from networks.models import Group
from networks.platforms.protocol import AccessDenied
from people.models import Person
from tests.infra.channels import Remote, connect, leaves, looked, pressed, undone, works

NAMES = ("Bakers", "Brewers", "Sowers", "Sailors", "Weavers")


def furnish_channels(people: Mapping[str, Person], crowd: Sequence[int], *, group: Callable, now: datetime) -> None:
    """All that pages of channels can show, through the rules."""
    ada, bo, dana = people["ada"], people["bo"], people["dana"]
    everybody = [ada, dana, *(db.session.get_one(Person, id_) for id_ in crowd)]
    square = connect("The Square", now=now)

    def stand(name: str, rule: Rule = Rule.AUTHORITATIVE) -> tuple[Channel, Remote]:
        here = group(name=name, members=everybody)
        with transaction():
            made = channels.set_up(here.id, square.id, Terms(rule), by=bo, now=now - timedelta(days=9))
        return made, Remote()

    waits, remote = stand("Bakers")
    remote.without_account.add(dana.email.partition("@")[0])
    looked(waits, remote, now=now - timedelta(days=1))
    works_, remote = stand("Brewers", Rule.SUGGEST)
    remote.refused.add(everybody[2].email.partition("@")[0])
    pressed(works_, remote, bo, now=now - timedelta(days=8))
    leaves(works_, dana, now=now - timedelta(days=7))
    run = pressed(works_, remote, bo, now=now - timedelta(days=6))
    undone(run, works_, remote, bo, now=now - timedelta(days=5))
    remote.leaves("ada")
    with transaction():
        channels.go_on(works_.id, by=bo, now=now - timedelta(days=4))
        announcing.turn(claims.lock(works_.id), on=True, language="en")
    works(works_, remote, now=now - timedelta(days=2))
    stopped, remote = stand("Sowers")
    pressed(stopped, remote, bo, now=now - timedelta(days=8))
    for one in everybody[:4]:
        leaves(stopped, one, now=now - timedelta(days=3))
    works(stopped, remote, now=now - timedelta(days=2))
    looked(stopped, remote, now=now - timedelta(hours=1))
    denied, remote = stand("Sailors")
    remote.always = AccessDenied("The platform does not let Foyer in (403).")
    works(denied, remote, now=now - timedelta(hours=2))
    reading, _remote = stand("Weavers")
    with transaction():
        looks.ask(reading.id, now=now)


def channel_of(name: str) -> dict[str, int]:
    """The numbers in the addresses of the channel of the group of this name."""
    query = select(Channel.group_id, Channel.id).join(Group, Group.id == Channel.group_id).where(Group.name == name)
    group_id, channel_id = db.session.execute(query).one()
    return {"group_id": group_id, "channel_id": channel_id}


def runs_of(name: str) -> list[int]:
    """The runs of its channel, the oldest first."""
    query = select(ChannelRun.id).where(ChannelRun.channel_id == channel_of(name)["channel_id"])
    return list(db.session.scalars(query.order_by(ChannelRun.id)))
