"""What a meeting came to, in three lines at most: written by who looks after the group or hosted the meeting, read by those who belong."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from config import settings
from database import db
from networks import groups, memberships
from networks.errors import GroupInvalid, GroupMissing, NotMember
from networks.models import Group, MeetingNotes
from people.models import Person
from people.plain_text import can_be_seen, one_line

LINES, LONGEST_LINE = 3, 200
KEPT = 12  # meetings of a group; the oldest go
LONG_AGO = timedelta(days=366)

Hosted = Callable[[Group, Person, datetime], bool]
_hosted: list[Hosted] = []


def register_hosts(hosted_lately: Hosted) -> None:
    """Who hosted a meeting of the group lately writes about it as well: packages above know."""
    _hosted.append(hosted_lately)


def may_write(group: Group, person: Person, *, now: datetime) -> bool:
    """Who looks after the group, and who hosted one of its meetings lately."""
    if group.is_closed:
        return False
    return group.is_looked_after_by(person) or any(hosted(group, person, now) for hosted in _hosted)


def may_read(group: Group, person: Person, *, now: datetime) -> bool:
    """Who belongs to the group, and who may write."""
    membership = memberships.of_person(group, person)
    belongs = membership is not None and membership.is_member
    return belongs or group.is_looked_after_by(person) or may_write(group, person, now=now)


def may_change(notes: MeetingNotes, group: Group, person: Person) -> bool:
    """Who wrote it, and who looks after the group."""
    return notes.person_id == person.id or group.is_looked_after_by(person)


def of_group(group: Group) -> list[MeetingNotes]:
    """The newest meeting first."""
    query = select(MeetingNotes).where(MeetingNotes.group_id == group.id).order_by(MeetingNotes.met_on.desc())
    return list(db.session.scalars(query.limit(KEPT)))


def one(group: Group, notes_id: int, person: Person) -> MeetingNotes:
    """Notes that this person may change. Raises GroupMissing."""
    found = db.session.get(MeetingNotes, notes_id)
    if found is None or found.group_id != group.id or not may_change(found, group, person):
        raise GroupMissing("There are no such notes, or they are not yours.")
    return found


def write(group_id: int, met_on: date, text: str, *, by: Person, now: datetime) -> MeetingNotes:
    """This is what that day's meeting came to. Raises GroupMissing, GroupClosed, NotMember, GroupInvalid naming `met_on` or `lines`."""
    group = groups.lock(group_id)
    groups.guard_not_closed(group)
    if not may_write(group, by, now=now):
        raise NotMember("Who looks after the group, or hosted the meeting, writes what it came to.")
    if _of_day(group, met_on) is not None:
        raise GroupInvalid("There are notes of that day already. Change those.", field="met_on")
    notes = MeetingNotes(group_id=group.id)
    _apply(notes, met_on, text, by=by, now=now)
    db.session.add(notes)
    db.session.flush()
    for old in db.session.scalars(
        select(MeetingNotes).where(MeetingNotes.group_id == group.id).order_by(MeetingNotes.met_on.desc()).offset(KEPT)
    ):
        db.session.delete(old)
    db.session.flush()
    return notes


def change(group_id: int, notes_id: int, met_on: date, text: str, *, by: Person, now: datetime) -> MeetingNotes:
    """The notes say this. Raises GroupMissing, GroupClosed, GroupInvalid naming `met_on` or `lines`."""
    group = groups.lock(group_id)
    groups.guard_not_closed(group)
    notes = one(group, notes_id, by)
    other = _of_day(group, met_on)
    if other is not None and other.id != notes.id:
        raise GroupInvalid("There are notes of that day already. Change those.", field="met_on")
    _apply(notes, met_on, text, by=by, now=now)
    db.session.flush()
    return notes


def remove(group_id: int, notes_id: int, *, by: Person) -> None:
    """The notes are gone. Raises GroupMissing."""
    group = groups.lock(group_id)
    db.session.delete(one(group, notes_id, by))
    db.session.flush()


def today(now: datetime) -> date:
    """The day it is at the company."""
    return now.astimezone(ZoneInfo(settings().timezone)).date()


def _of_day(group: Group, day: date) -> MeetingNotes | None:
    return db.session.scalar(select(MeetingNotes).where(MeetingNotes.group_id == group.id, MeetingNotes.met_on == day))


def _apply(notes: MeetingNotes, met_on: date, text: str, *, by: Person, now: datetime) -> None:
    lines = [line for one_ in text.splitlines() if can_be_seen(line := one_line(one_))]
    if not lines:
        raise GroupInvalid("Write a line first.", field="lines")
    if len(lines) > LINES:
        raise GroupInvalid("Three lines are enough.", field="lines")
    if max(map(len, lines)) > LONGEST_LINE:
        raise GroupInvalid("Too long: at most %(longest)s characters a line.", field="lines", longest=LONGEST_LINE)
    if not today(now) - LONG_AGO <= met_on <= today(now):
        raise GroupInvalid("Choose the day on which you met, not longer than a year ago.", field="met_on")
    notes.met_on, notes.lines, notes.person_id, notes.written_at = met_on, "\n".join(lines), by.id, now
