"""What Foyer keeps about a person because of groups: where they stand and how that came about, what they look after and wrote."""

from typing import Any

from sqlalchemy import select

from database import db
from networks.models import Group, GroupNote, MeetingNotes, Membership, MembershipRecord, Steward
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("groups", _memberships)
    register_data("groups_looked_after", _looked_after)
    register_data("group_notes", _notes)
    register_data("meeting_notes", _meetings)


def _memberships(person: Person) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(Membership, Group.name)
        .join(Group, Group.id == Membership.group_id)
        .where(Membership.person_id == person.id)
        .order_by(Group.name, Group.id)
    ).all()
    records: dict[int, list[dict[str, Any]]] = {}
    query = select(MembershipRecord).where(MembershipRecord.person_id == person.id).order_by(MembershipRecord.id)
    for record in db.session.scalars(query):
        line = {"at": record.at.isoformat(), "step": record.step.value, "origin": record.origin.value if record.origin else None}
        records.setdefault(record.group_id, []).append(line)
    return [
        {
            "group": name,
            "state": membership.state.value,
            "origin": membership.origin.value if membership.origin else None,
            "ending": membership.ending.value if membership.ending else None,
            "hides_name": membership.hides_name,
            "history": records.get(membership.group_id, []),
        }
        for membership, name in rows
    ]


def _looked_after(person: Person) -> list[dict[str, str]]:
    query = select(Steward.since, Group.name).join(Group, Group.id == Steward.group_id).where(Steward.person_id == person.id)
    return [{"group": name, "since": since.isoformat()} for since, name in db.session.execute(query.order_by(Steward.id))]


def _notes(person: Person) -> list[dict[str, str]]:
    query = select(GroupNote, Group.name).join(Group, Group.id == GroupNote.group_id).where(GroupNote.person_id == person.id)
    rows = db.session.execute(query.order_by(GroupNote.id))
    return [{"group": name, "at": note.created_at.isoformat(), "text": note.text} for note, name in rows]


def _meetings(person: Person) -> list[dict[str, str]]:
    query = select(MeetingNotes, Group.name).join(Group, Group.id == MeetingNotes.group_id)
    rows = db.session.execute(query.where(MeetingNotes.person_id == person.id).order_by(MeetingNotes.met_on, MeetingNotes.id))
    return [
        {"group": name, "met_on": notes.met_on.isoformat(), "lines": notes.lines, "written_at": notes.written_at.isoformat()}
        for notes, name in rows
    ]
