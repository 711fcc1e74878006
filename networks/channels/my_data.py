"""What Foyer keeps about a person because their groups stand on platforms."""

from sqlalchemy import select

from database import db
from networks.channels.models import (
    Channel,
    ChannelChange,
    ChannelDeparture,
    ChannelLook,
    ChannelLookLine,
    ChannelPerson,
    ChannelRun,
    PlaceDeparture,
    Stands,
)
from networks.models import Group
from networks.platforms.models import PlatformConnection
from people.models import Person
from people.profile_parts import register_data

Lines = list[dict[str, str | None]]
STANDS = {
    Stands.COMING: "being_brought_in",
    Stands.AGAIN: "being_brought_in",
    Stands.IN: "brought_in",
    Stands.ASKED: "asked_there",
    Stands.UNSURE: "in_the_room",
    Stands.GOING: "being_taken_out",
    Stands.OUT: "taken_out",
    Stands.THERE: "there_by_yourself",
    Stands.LEFT: "left_there",
}


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("channels", _standings)
    register_data("channel_departures", _departures)
    register_data("channel_changes", _changes)
    register_data("channel_looks", _looks)
    register_data("channels_run", _run)


def _standings(person: Person) -> Lines:
    query = select(ChannelPerson, Channel).join(Channel, Channel.id == ChannelPerson.channel_id)
    rows = db.session.execute(query.where(ChannelPerson.person_id == person.id).order_by(ChannelPerson.id))
    return [
        {**_where(channel), "account": row.account, "stands": STANDS[row.stands], "since": row.since.isoformat()}
        for row, channel in rows
    ]


def _departures(person: Person) -> Lines:
    query = (
        select(ChannelDeparture, Group.name, PlatformConnection.name)
        .join(Group, Group.id == ChannelDeparture.group_id)
        .join(PlatformConnection, PlatformConnection.id == ChannelDeparture.platform_id)
        .where(ChannelDeparture.person_id == person.id)
    )
    cut_off = (
        select(PlaceDeparture, Group.name, PlaceDeparture.place)
        .join(Group, Group.id == PlaceDeparture.group_id)
        .where(PlaceDeparture.person_id == person.id)
    )
    found = [*db.session.execute(query), *db.session.execute(cut_off)]
    return [
        {"group": group, "platform": platform, "account": row.account, "since": row.since.isoformat()}
        for row, group, platform in sorted(found, key=lambda one: one[0].since)
    ]


def _where(channel: Channel) -> dict[str, str | None]:
    return {"group": channel.group.name, "platform": channel.platform.name}


def _changes(person: Person) -> Lines:
    query = (
        select(ChannelChange, Channel)
        .join(ChannelRun, ChannelRun.id == ChannelChange.run_id)
        .join(Channel, Channel.id == ChannelRun.channel_id)
        .where(ChannelChange.person_id == person.id)
    )
    return [
        {
            **_where(channel),
            "account": change.account,
            "act": change.act.value,
            "cause": change.why.value,
            "became": change.state.value,
            "the_platform_said": change.said,
            "at": change.at.isoformat() if change.at else None,
        }
        for change, channel in db.session.execute(query.order_by(ChannelChange.id))
    ]


def _looks(person: Person) -> Lines:
    query = (
        select(ChannelLookLine, Channel)
        .join(ChannelLook, ChannelLook.id == ChannelLookLine.look_id)
        .join(Channel, Channel.id == ChannelLook.channel_id)
        .where(ChannelLookLine.person_id == person.id)
    )
    return [
        {**_where(channel), "account": line.account, "would": line.act.value, "cause": line.why.value}
        for line, channel in db.session.execute(query.order_by(ChannelLookLine.id))
    ]


def _run(person: Person) -> Lines:
    query = select(Channel.created_at, Group.name).join(Group, Group.id == Channel.group_id).where(Channel.run_by_id == person.id)
    return [{"group": name, "since": since.isoformat()} for since, name in db.session.execute(query.order_by(Channel.id))]
