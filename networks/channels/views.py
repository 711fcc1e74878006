"""Where a group stands outside: set up, changed, paused, taken away. Looks and runs stand in `views_runs.py`."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from networks.channels import access, announcing, channels, claims, connected, queries, words
from networks.channels.access import Desk
from networks.channels.comparing import HARD
from networks.channels.errors import ChannelInvalid, ChannelMissing
from networks.channels.forms import AnnouncingForm, ChannelForm, TermsForm, form_of
from networks.channels.models import Channel
from networks.errors import GroupError, GroupMissing
from networks.views import in_words
from people.current import me
from security import hosts

blueprint = Blueprint("channels", __name__)


@blueprint.errorhandler(GroupError)
def channel_error(error: GroupError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, GroupMissing | ChannelMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code


def back_to(channel: Channel, said: str, category: str = "success") -> Response:
    """The page of the channel, with a word."""
    flash(said, category)
    return redirect(url_for("channels.channel", group_id=channel.group_id, channel_id=channel.id), 303)


@blueprint.get("/groups/<int:group_id>/channels")
@hosts
def index(group_id: int) -> str:
    """Where the group stands, and where it could stand as well."""
    return _index(access.desk_of(me(), group_id, now=datetime.now(UTC)), ChannelForm(formdata=None))


def _index(desk: Desk, form: ChannelForm) -> str:
    return render_template(
        "channels/index.html",
        group=desk.group,
        reads=desk.reads,
        channels=channels.of_group(desk.group),
        form=form.offer(connected.offered_to(desk.group)),
        words=words,
    )


@blueprint.post("/groups/<int:group_id>/channels")
@hosts
def set_up(group_id: int) -> tuple[str, int] | Response:
    """The group is to stand there; first somebody looks at the names."""
    now = datetime.now(UTC)
    desk = access.desk_of(me(), group_id, now=now)
    form = ChannelForm().offer(connected.offered_to(desk.group))
    if form.validate():
        try:
            with transaction():
                made = channels.set_up(group_id, form.platform.data, form.terms, by=me(), now=now)
        except ChannelInvalid as error:
            form.complain(error)
        else:
            return redirect(url_for("channels.look", group_id=group_id, channel_id=made.id), 303)
    return _index(desk, form), 422


@blueprint.get("/groups/<int:group_id>/channels/<int:channel_id>")
@hosts
def channel(group_id: int, channel_id: int) -> str:
    """How it goes there, what it did, and what waits for somebody."""
    desk, found = access.channel_of(me(), group_id, channel_id, now=datetime.now(UTC))
    run = claims.open_run(found)
    return render_template(
        "channels/channel.html",
        group=desk.group,
        channel=found,
        reads=desk.reads,
        run=run,
        progress=queries.progress_of(run) if run is not None else (0, 0),
        log=queries.runs_of(found),
        is_hard=found.brake in HARD,
        held=claims.held_run(found) is not None,
        unsaid=announcing.last_fault(found),
        form=AnnouncingForm(formdata=None, language=found.language or settings().language),
        words=words,
    )


@blueprint.get("/groups/<int:group_id>/channels/<int:channel_id>/edit")
@hosts
def edit(group_id: int, channel_id: int) -> str:
    """The channel in its form."""
    _desk, found = access.channel_of(me(), group_id, channel_id, now=datetime.now(UTC))
    return _form_page(found, form_of(found))


@blueprint.post("/groups/<int:group_id>/channels/<int:channel_id>/edit")
@hosts
def change(group_id: int, channel_id: int) -> tuple[str, int] | Response:
    """It goes as the form says."""
    _desk, found = access.channel_of(me(), group_id, channel_id, now=datetime.now(UTC))
    form = TermsForm()
    if not form.validate():
        return _form_page(found, form), 422
    with transaction():
        channels.change(found.id, form.terms)
    return back_to(found, _("Saved."))


def _form_page(found: Channel, form: TermsForm) -> str:
    return render_template("channels/edit.html", group=found.group, channel=found, form=form)


@blueprint.post("/groups/<int:group_id>/channels/<int:channel_id>/pause")
@hosts
def pause(group_id: int, channel_id: int) -> Response:
    """It does nothing by itself until somebody lets it go on."""
    now = datetime.now(UTC)
    _desk, found = access.channel_of(me(), group_id, channel_id, now=now)
    with transaction():
        channels.pause(found.id, now=now)
    return back_to(found, _("It rests. Nobody comes or goes by it until you let it go on."))


@blueprint.post("/groups/<int:group_id>/channels/<int:channel_id>/resumption")
@hosts
def go_on(group_id: int, channel_id: int) -> Response:
    """It looks by itself again, and what was stopped in the middle goes on."""
    now = datetime.now(UTC)
    found = access.run_by(me(), group_id, channel_id, now=now)
    with transaction():
        channels.go_on(found.id, by=me(), now=now)
    return back_to(found, _("It goes on, and looks every day."))


@blueprint.post("/groups/<int:group_id>/channels/<int:channel_id>/removal")
@hosts
def take_away(group_id: int, channel_id: int) -> Response:
    """The group does not stand there any more, as far as Foyer goes."""
    _desk, found = access.channel_of(me(), group_id, channel_id, now=datetime.now(UTC))
    with transaction():
        channels.take_away(found.id)
    flash(_("Foyer does nothing there any more. The room and everybody in it stay."), "success")
    return redirect(url_for("networks.group", group_id=group_id), 303)


@blueprint.post("/groups/<int:group_id>/channels/<int:channel_id>/announcements")
@hosts
def announce(group_id: int, channel_id: int) -> Response:
    """From now on the room hears of dates; or no more."""
    _desk, found = access.channel_of(me(), group_id, channel_id, now=datetime.now(UTC))
    on, form = "on" in request.form, AnnouncingForm()
    if on and not form.validate():
        return back_to(found, _("Choose a language."), "warning")
    with transaction():
        announcing.turn(claims.lock(found.id), on=on, language=form.language.data or found.language)
    if on:
        return back_to(found, _("From now on the room hears when a date is set, moved or cancelled. Nobody is named there."))
    return back_to(found, _("The room hears nothing of dates any more."))
