"""What a channel would do, with names; letting it go ahead; its runs, and undoing one."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from networks.channels import access, claims, looks, queries, running, words
from networks.channels.comparing import HARD
from networks.channels.errors import ChannelBraked, LookOutdated
from networks.channels.models import Channel, ChannelLook, ChannelRun, LookState, Stop
from networks.channels.views import back_to, blueprint
from networks.mirroring.models import Act
from networks.views import in_words
from paging import paginate
from people.current import me
from security import hosts


def _to_look(channel: Channel) -> Response:
    return redirect(url_for("channels.look", group_id=channel.group_id, channel_id=channel.id), 303)


@blueprint.post("/groups/<int:group_id>/channels/<int:channel_id>/look")
@hosts
def ask_for_look(group_id: int, channel_id: int) -> Response:
    """The room is read, to see who would come and go."""
    now = datetime.now(UTC)
    _desk, found = access.channel_of(me(), group_id, channel_id, now=now)
    with transaction():
        looks.ask(found.id, now=now)
    return _to_look(found)


@blueprint.get("/groups/<int:group_id>/channels/<int:channel_id>/look")
@hosts
def look(group_id: int, channel_id: int) -> str | Response:
    """Who would come, stay and go, and why; how far the reading is until then. Nothing is done by looking."""
    desk, found = access.channel_of(me(), group_id, channel_id, now=datetime.now(UTC))
    run, last = claims.open_run(found), claims.look_of(found)
    if run is not None:
        return _run_page(found, run) if desk.reads else back_to(found, _("It is being done."), "info")
    if last is None:
        return back_to(found, _("Ask for a look first."), "warning")
    parts = queries.parts_of(last, names=desk.reads)
    totals = {part.what: part.total for part in parts}
    return render_template(
        "channels/look.html",
        group=desk.group,
        channel=found,
        look=last,
        waits=last.state is LookState.WAITING,
        reads=desk.reads,
        parts=parts,
        members=queries.count_members(found),
        changes=totals.get("add", 0) + totals.get("remove", 0),
        left_alone=last.counts.get(Act.CONFLICT, 0) - totals.get("no_account", 0),
        is_hard=last.brake in HARD,
        signed=looks.signed(found, last) if _may_press(last) and desk.reads else "",
        words=words,
    )


def _may_press(last: ChannelLook) -> bool:
    return last.state is LookState.READY and last.brake not in HARD


@blueprint.post("/groups/<int:group_id>/channels/<int:channel_id>/runs")
@hosts
def apply(group_id: int, channel_id: int) -> Response:
    """What was looked at is to be done, if nothing has changed since."""
    now = datetime.now(UTC)
    found = access.run_by(me(), group_id, channel_id, now=now)
    despite = request.form.get("despite", "")
    try:
        with transaction():
            run = running.press(
                found.id,
                request.form.get("plan", ""),
                despite=Stop(despite) if despite in set(Stop) else None,
                by=me(),
                now=now,
            )
    except (LookOutdated, ChannelBraked) as error:
        flash(in_words(error), "warning")
        return _to_look(found)
    return redirect(url_for("channels.run_page", group_id=group_id, channel_id=channel_id, run_id=run.id), 303)


@blueprint.get("/groups/<int:group_id>/channels/<int:channel_id>/runs/<int:run_id>")
@hosts
def run_page(group_id: int, channel_id: int, run_id: int) -> str:
    """Who came and went by one run, and why; how far it is; and undoing it."""
    found = access.run_by(me(), group_id, channel_id, now=datetime.now(UTC))
    return _run_page(found, queries.run_of(found, run_id))


def _run_page(found: Channel, run: ChannelRun) -> str:
    return render_template(
        "channels/run.html",
        group=found.group,
        channel=found,
        run=run,
        progress=queries.progress_of(run),
        changes=paginate(queries.changes_of(run), request.args.get("page", 1, type=int)),
        words=words,
    )


@blueprint.post("/groups/<int:group_id>/channels/<int:channel_id>/runs/<int:run_id>/reversal")
@hosts
def undo(group_id: int, channel_id: int, run_id: int) -> Response:
    """What the run did is taken back, but for what people decided themselves since."""
    now = datetime.now(UTC)
    found = access.run_by(me(), group_id, channel_id, now=now)
    queries.run_of(found, run_id)
    with transaction():
        undoing = running.undo(run_id, by=me(), now=now)
    return redirect(url_for("channels.run_page", group_id=group_id, channel_id=channel_id, run_id=undoing.id), 303)
