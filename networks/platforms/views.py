"""The pages of platforms, for administrators: what opens a platform opens it for the whole house."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from networks.errors import GroupError
from networks.platforms import connections, queries, registry, trials, words
from networks.platforms.errors import PlatformInvalid, PlatformMissing
from networks.platforms.forms import PlatformForm, form_class, form_of
from networks.platforms.models import PlatformConnection, PlatformKind
from networks.views import in_words
from security import administrator

blueprint = Blueprint("platforms", __name__)


@blueprint.errorhandler(GroupError)
def platform_error(error: GroupError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, PlatformMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code


@blueprint.get("/platforms")
@administrator
def index() -> str:
    """All of them."""
    return render_template("platforms/index.html", platforms=queries.platforms(), words=words)


@blueprint.get("/platforms/new")
@administrator
def choose() -> str:
    """Which kind it is."""
    return render_template("platforms/choose.html", kinds=list(registry.KINDS), words=words)


@blueprint.get("/platforms/new/<kind>")
@administrator
def new(kind: str) -> str:
    """An empty form."""
    found = _kind(kind)
    return _new_page(found, form_class(found)(formdata=None))


@blueprint.post("/platforms/new/<kind>")
@administrator
def connect(kind: str) -> tuple[str, int] | Response:
    """It is connected, and tested at once."""
    found, now = _kind(kind), datetime.now(UTC)
    form = form_class(found)()
    if form.validate():
        try:
            with transaction():
                platform = connections.connect(found, form.name.data, form.base_url.data, form.values, now=now)
                trials.ask(platform.id, now=now)
        except PlatformInvalid as error:
            form.complain(error)
        else:
            return redirect(url_for("platforms.platform_page", platform_id=platform.id), 303)
    return _new_page(found, form), 422


@blueprint.get("/platforms/<int:platform_id>")
@administrator
def platform_page(platform_id: int) -> str:
    """How it was reached the last time."""
    platform = connections.find(platform_id)
    fields = connections.fields_of(platform.kind)
    hanging = connections.hanging_on(platform)
    return render_template("platforms/platform.html", platform=platform, fields=fields, hanging=hanging, words=words)


@blueprint.get("/platforms/<int:platform_id>/edit")
@administrator
def edit(platform_id: int) -> str:
    """The platform in its form, without its secrets."""
    platform = connections.find(platform_id)
    return _edit_page(platform, form_of(platform))


@blueprint.post("/platforms/<int:platform_id>/edit")
@administrator
def change(platform_id: int) -> tuple[str, int] | Response:
    """It is as the form says, and tested anew."""
    platform, now = connections.find(platform_id), datetime.now(UTC)
    form = form_class(platform.kind)()
    if form.validate():
        try:
            with transaction():
                connections.change(platform_id, form.name.data, form.base_url.data, form.values)
                trials.ask(platform_id, now=now)
        except PlatformInvalid as error:
            form.complain(error)
        else:
            return redirect(url_for("platforms.platform_page", platform_id=platform_id), 303)
    return _edit_page(platform, form), 422


@blueprint.post("/platforms/<int:platform_id>/test")
@administrator
def test(platform_id: int) -> Response:
    """The worker tests it."""
    with transaction():
        trials.ask(platform_id, now=datetime.now(UTC))
    return redirect(url_for("platforms.platform_page", platform_id=platform_id), 303)


@blueprint.post("/platforms/<int:platform_id>/removal")
@administrator
def cut_off(platform_id: int) -> Response:
    """Nothing is left of it here."""
    with transaction():
        connections.cut_off(platform_id)
    flash(_("Cut off. Nothing has changed on the platform itself."), "success")
    return redirect(url_for("platforms.index"), 303)


def _kind(written: str) -> PlatformKind:
    if written not in set(registry.KINDS):
        abort(404)
    return PlatformKind(written)


def _new_page(kind: PlatformKind, form: PlatformForm) -> str:
    return render_template("platforms/new.html", kind=kind, form=form, words=words)


def _edit_page(platform: PlatformConnection, form: PlatformForm) -> str:
    return render_template("platforms/edit.html", platform=platform, kind=platform.kind, form=form, words=words)
