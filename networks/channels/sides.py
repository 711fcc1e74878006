"""What the database knows of a channel: who belongs to the group, and where everybody stands with the room; read and written in a few statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from database import db
from networks.channels.comparing import Line, Ours, Row
from networks.channels.connected import exposes
from networks.channels.models import Channel, ChannelChange, ChannelLook, ChannelLookLine, ChannelPerson, ChannelRun
from networks.memberships import CHUNK
from networks.models import Membership, MembershipState
from networks.platforms.protocol import Sought
from people.models import Person


def ours(channel: Channel) -> Ours:
    """This side as it is now. Three queries, however many people."""
    rows = select(ChannelPerson.person_id, ChannelPerson.account, ChannelPerson.stands).where(
        ChannelPerson.channel_id == channel.id
    )
    known = {person_id: Row(account, stands) for person_id, account, stands in db.session.execute(rows)}
    exposed = exposes(channel.platform, channel.group)
    return Ours(wanted(channel.group_id), known, channel.rule, channel.most_removed, exposed)


def wanted(group_id: int, person_ids: Collection[int] | None = None) -> frozenset[int]:
    """Who belongs to the group and is here (of these people): numbers."""
    query = select(Membership.person_id).join(Person, Person.id == Membership.person_id)
    query = query.where(Membership.group_id == group_id, Membership.state == MembershipState.MEMBER, Person.active)
    if person_ids is not None:
        query = query.where(Membership.person_id.in_(person_ids))
    return frozenset(db.session.scalars(query))


def looked_up(channel: Channel, run: ChannelRun | None) -> dict[int, str]:
    """The accounts that the last look, or the run that goes on, found for people of whom the channel knows none."""
    query = select(ChannelLookLine.person_id, ChannelLookLine.account).join(
        ChannelLook, ChannelLook.id == ChannelLookLine.look_id
    )
    query = query.where(ChannelLook.channel_id == channel.id, ChannelLookLine.account != "")
    found: dict[int, str] = dict(db.session.execute(query).all())
    if run is not None:
        of_run = select(ChannelChange.person_id, ChannelChange.account).where(ChannelChange.run_id == run.id)
        found |= dict(db.session.execute(of_run.where(ChannelChange.account != "")).all())
    return found


def sought(person_ids: Collection[int]) -> list[Sought]:
    """Whom the platform is asked about."""
    found: list[Sought] = []
    for chunk in chunks(sorted(person_ids)):
        query = select(Person.id, Person.email).where(Person.id.in_(chunk)).order_by(Person.id)
        found += [Sought(person_id, email) for person_id, email in db.session.execute(query)]
    return found


def keep(channel: Channel, rows: Mapping[int, Row | None], *, now: datetime, run_id: int | None = None) -> None:
    """Everybody stands as said; who stands nowhere has no row. Only what differs is written, in at most three statements for each 500.

    `run_id`: the run that did it; where the room alone says so, what the channel did last with somebody is forgotten.
    """
    for chunk in chunks(sorted(rows)):
        known = _known(channel, chunk)
        new, changed, gone = [], [], []
        for person_id in chunk:
            row, was = rows[person_id], known.get(person_id)
            if row is None:
                gone += [person_id] if was is not None else []
            elif was is None:
                new.append({"channel_id": channel.id, "person_id": person_id, "run_id": run_id, **_values(row, now)})
            elif (was.account, was.stands) != (row.account, row.stands):
                changed.append(
                    {"row_id": was.id, "new_run_id": run_id, **{f"new_{key}": one for key, one in _values(row, now).items()}}
                )
        _write(channel, new, changed, gone)


def _known(channel: Channel, person_ids: Sequence[int]) -> dict[int, Any]:
    query = select(ChannelPerson.id, ChannelPerson.person_id, ChannelPerson.account, ChannelPerson.stands)
    query = query.where(ChannelPerson.channel_id == channel.id, ChannelPerson.person_id.in_(person_ids))
    return {row.person_id: row for row in db.session.execute(query)}


def _values(row: Row, now: datetime) -> dict[str, Any]:
    return {"account": row.account, "stands": row.stands, "since": now}


def _write(channel: Channel, new: Sequence[dict[str, Any]], changed: Sequence[dict[str, Any]], gone: Sequence[int]) -> None:
    table = ChannelPerson.metadata.tables[ChannelPerson.__tablename__]
    connection = db.session.connection()
    if new:
        here = set(db.session.scalars(select(Person.id).where(Person.id.in_([row["person_id"] for row in new]))))
        new = [row for row in new if row["person_id"] in here]  # somebody may have been erased meanwhile
    if new:
        connection.execute(insert(table), new)
    if changed:
        fields: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("account", "stands", "since", "run_id")}
        connection.execute(update(table).where(table.c.id == bindparam("row_id")).values(**fields), changed)
    if gone:
        connection.execute(delete(table).where(table.c.channel_id == channel.id, table.c.person_id.in_(gone)))


def line_rows(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Columns of lines that are kept; who was erased meanwhile is left out."""
    kept = list(lines)
    here: set[int] = set()
    for chunk in chunks([line.person_id for line in kept]):
        here.update(db.session.scalars(select(Person.id).where(Person.id.in_(chunk))))
    return [
        {"person_id": line.person_id, "account": line.account, "act": line.act, "why": line.why}
        for line in kept
        if line.person_id in here
    ]


def chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """As many as fit into a statement."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
