"""Notes: a few lines that members leave for each other."""

from datetime import datetime

from sqlalchemy import func, select

from database import db
from networks import groups, memberships
from networks.errors import GroupInvalid, GroupMissing, NotMember
from networks.models import Group, GroupNote
from people.models import Person
from people.plain_text import can_be_seen

LONGEST = 1_000
MOST = 500  # a group; the oldest go


def write(group_id: int, text: str, *, by: Person, now: datetime) -> GroupNote:
    """The note stands at the group. Raises GroupMissing, GroupClosed, NotMember, GroupInvalid naming `text`."""
    group = groups.lock(group_id)
    groups.guard_not_closed(group)
    membership = memberships.of_person(group, by)
    if not (membership is not None and membership.is_member) and not group.is_looked_after_by(by):
        raise NotMember("Notes are written by those who belong to the group.")
    if not can_be_seen(text):
        raise GroupInvalid("Write a few words first.", field="text")
    if len(text.strip()) > LONGEST:
        raise GroupInvalid("Too long: at most %(longest)s characters.", field="text", longest=LONGEST)
    note = GroupNote(group_id=group.id, person_id=by.id, text=text.strip(), created_at=now)
    db.session.add(note)
    db.session.flush()
    _drop_oldest(group)
    return note


def remove(group_id: int, note_id: int, *, by: Person) -> None:
    """The note is gone: one's own, or any for who looks after the group. Raises GroupMissing."""
    group = groups.lock(group_id)
    note = db.session.get(GroupNote, note_id)
    if note is None or note.group_id != group.id or not may_remove(group, note, by):
        raise GroupMissing("There is no such note, or it is not yours.")
    db.session.delete(note)
    db.session.flush()


def may_remove(group: Group, note: GroupNote, person: Person) -> bool:
    """Whose it is, and who looks after the group."""
    return note.person_id == person.id or group.is_looked_after_by(person)


def _drop_oldest(group: Group) -> None:
    count = db.session.scalar(select(func.count()).select_from(GroupNote).where(GroupNote.group_id == group.id)) or 0
    if count > MOST:
        query = select(GroupNote).where(GroupNote.group_id == group.id).order_by(GroupNote.id)
        for note in db.session.scalars(query.limit(count - MOST)):
            db.session.delete(note)
