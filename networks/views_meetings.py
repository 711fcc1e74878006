"""What the last meeting of a group came to: three lines, written, changed and removed."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from look import date_words
from networks import access, meeting_notes
from networks.errors import GroupInvalid, GroupMissing
from networks.forms import MeetingForm
from networks.models import Group, MeetingNotes
from networks.views import back_to, blueprint
from people.current import me
from people.models import Person
from security import hosts


def part(group: Group, reader: Person, now: datetime) -> dict[str, Any]:
    """For the group's page: the notes, for who may read them."""
    reads = meeting_notes.may_read(group, reader, now=now)
    return {
        "reads": reads,
        "day_of": _day_of,
        "notes": meeting_notes.of_group(group) if reads else [],
        "may_write": reads and meeting_notes.may_write(group, reader, now=now),
        "may_change": lambda notes: not group.is_closed and meeting_notes.may_change(notes, group, reader),
    }


def _day_of(notes: MeetingNotes) -> str:
    zone = ZoneInfo(settings().timezone)
    return date_words(datetime.combine(notes.met_on, time(12), zone), zone)


@blueprint.get("/groups/<int:group_id>/meetings/new")
@hosts
def new_meeting(group_id: int) -> str:
    """An empty form, of today."""
    now = datetime.now(UTC)
    group = _group_to_write(group_id, now)
    return _form_page(
        group, MeetingForm(formdata=None, met_on=meeting_notes.today(now)), url_for("networks.new_meeting", group_id=group_id)
    )


def _group_to_write(group_id: int, now: datetime) -> Group:
    group = access.place_of(me(), group_id, now=now).group
    if not meeting_notes.may_write(group, me(), now=now):
        raise GroupMissing("There is no such group, or you do not look after it.")
    return group


@blueprint.post("/groups/<int:group_id>/meetings/new")
@hosts
def write_meeting(group_id: int) -> tuple[str, int] | Response:
    """It stands at the group."""
    now = datetime.now(UTC)
    group, form = _group_to_write(group_id, now), MeetingForm()
    if form.validate():
        try:
            with transaction():
                meeting_notes.write(group_id, form.met_on.data, form.lines.data or "", by=me(), now=now)
        except GroupInvalid as error:
            form.complain(error)
        else:
            return back_to(group_id, _("It stands at the group, for those who belong to it."))
    return _form_page(group, form, url_for("networks.new_meeting", group_id=group_id)), 422


@blueprint.get("/groups/<int:group_id>/meetings/<int:notes_id>")
@hosts
def edit_meeting(group_id: int, notes_id: int) -> str:
    """The notes in their form."""
    group = access.place_of(me(), group_id, now=datetime.now(UTC)).group
    found = meeting_notes.one(group, notes_id, me())
    return _form_page(
        group,
        MeetingForm(formdata=None, met_on=found.met_on, lines=found.lines),
        url_for("networks.edit_meeting", group_id=group_id, notes_id=notes_id),
    )


@blueprint.post("/groups/<int:group_id>/meetings/<int:notes_id>")
@hosts
def change_meeting(group_id: int, notes_id: int) -> tuple[str, int] | Response:
    """They say what the form says."""
    now = datetime.now(UTC)
    group, form = access.place_of(me(), group_id, now=now).group, MeetingForm()
    meeting_notes.one(group, notes_id, me())
    if form.validate():
        try:
            with transaction():
                meeting_notes.change(group_id, notes_id, form.met_on.data, form.lines.data or "", by=me(), now=now)
        except GroupInvalid as error:
            form.complain(error)
        else:
            return back_to(group_id, _("Saved."))
    return _form_page(group, form, url_for("networks.edit_meeting", group_id=group_id, notes_id=notes_id)), 422


@blueprint.post("/groups/<int:group_id>/meetings/<int:notes_id>/removal")
@hosts
def remove_meeting(group_id: int, notes_id: int) -> Response:
    """They are gone."""
    access.place_of(me(), group_id, now=datetime.now(UTC))
    with transaction():
        meeting_notes.remove(group_id, notes_id, by=me())
    return back_to(group_id, _("The notes are gone."))


def _form_page(group: Group, form: MeetingForm, action: str) -> str:
    return render_template("networks/meeting.html", group=group, form=form, action=action)
