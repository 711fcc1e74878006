"""What a group follows: set up, changed, paused, taken away. Its plan and its runs stand in `views_runs.py`."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from networks.errors import GroupError, GroupMissing
from networks.mirroring import access, mirrors, queries, sources, words
from networks.mirroring.access import Desk
from networks.mirroring.errors import MirrorInvalid, MirrorMissing
from networks.mirroring.forms import MirrorForm, form_of
from networks.mirroring.models import Mirror
from networks.views import in_words
from people.current import me
from security import hosts

blueprint = Blueprint("mirroring", __name__)


@blueprint.errorhandler(GroupError)
def mirror_error(error: GroupError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, GroupMissing | MirrorMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code


def back_to(group_id: int, said: str, category: str = "success") -> Response:
    """The page of the mirror, with a word."""
    flash(said, category)
    return redirect(url_for("mirroring.mirror", group_id=group_id), 303)


@blueprint.get("/groups/<int:group_id>/mirror")
@hosts
def mirror(group_id: int) -> str:
    """What the group follows and how that goes; or what it could follow."""
    desk = access.desk_of(me(), group_id, now=datetime.now(UTC))
    return _page(desk, _empty(desk) if desk.mirror is None else None)


def _empty(desk: Desk) -> MirrorForm:
    return MirrorForm(formdata=None).offer(sources.offered_to(me(), desk.group))


def _page(desk: Desk, form: MirrorForm | None) -> str:
    return render_template(
        "mirroring/mirror.html",
        group=desk.group,
        mirror=desk.mirror,
        runs=desk.runs,
        reads_source=desk.reads_source,
        source=sources.name_of(desk.mirror) if desk.mirror else "",
        log=queries.runs_of(desk.mirror) if desk.mirror and desk.runs else (),
        form=form,
        words=words,
    )


@blueprint.post("/groups/<int:group_id>/mirror")
@hosts
def set_up(group_id: int) -> tuple[str, int] | Response:
    """The group follows this from now on; first somebody looks at the names."""
    now = datetime.now(UTC)
    desk = access.desk_of(me(), group_id, now=now)
    if not desk.runs:
        raise GroupMissing("There is no such group, or you do not look after it.")
    form = MirrorForm().offer(sources.offered_to(me(), desk.group))
    if form.validate():
        try:
            with transaction():
                mirrors.set_up(group_id, form.terms, by=me(), now=now)
        except MirrorInvalid as error:
            form.complain(error)
        else:
            return redirect(url_for("mirroring.preview", group_id=group_id), 303)
    return _page(desk, form), 422


@blueprint.get("/groups/<int:group_id>/mirror/edit")
@hosts
def edit(group_id: int) -> str:
    """The mirror in its form."""
    now = datetime.now(UTC)
    found = access.run_by(me(), group_id, now=now)
    return _form_page(found, form_of(found).offer(_offers(found)))


@blueprint.post("/groups/<int:group_id>/mirror/edit")
@hosts
def change(group_id: int) -> tuple[str, int] | Response:
    """It goes as the form says."""
    now = datetime.now(UTC)
    found = access.run_by(me(), group_id, now=now)
    form = MirrorForm().offer(_offers(found))
    if form.validate():
        try:
            with transaction():
                mirrors.change(found.id, form.terms, by=me(), now=now)
        except MirrorInvalid as error:
            form.complain(error)
        else:
            return back_to(group_id, _("Saved."))
    return _form_page(found, form), 422


def _offers(found: Mirror) -> list[sources.Offer]:
    return sources.offered_to(me(), found.group)


def _form_page(found: Mirror, form: MirrorForm) -> str:
    return render_template("mirroring/edit.html", group=found.group, form=form)


@blueprint.post("/groups/<int:group_id>/mirror/pause")
@hosts
def pause(group_id: int) -> Response:
    """It does nothing by itself until somebody lets it go on."""
    now = datetime.now(UTC)
    found = access.run_by(me(), group_id, now=now)
    with transaction():
        mirrors.pause(found.id, now=now)
    return back_to(group_id, _("It rests. Nobody comes or goes by it until you let it go on."))


@blueprint.post("/groups/<int:group_id>/mirror/resumption")
@hosts
def go_on(group_id: int) -> Response:
    """It looks by itself again."""
    now = datetime.now(UTC)
    found = access.planned_by(me(), group_id, now=now)
    with transaction():
        mirrors.go_on(found.id, by=me(), now=now)
    return back_to(group_id, _("It looks every day, the first time tomorrow."))


@blueprint.post("/groups/<int:group_id>/mirror/removal")
@hosts
def take_away(group_id: int) -> Response:
    """The group follows nothing any more."""
    now = datetime.now(UTC)
    found = access.run_by(me(), group_id, now=now)
    with transaction():
        mirrors.take_away(found.id, now=now)
    return back_to(group_id, _("The group follows nothing any more. Everybody in it stays."))
