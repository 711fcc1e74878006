"""Formats as the company wants them: change, make, put away, and back to what comes with Foyer."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from look import language
from security import manager
from sessions.errors import DetailsInvalid
from sessions.kits import formats
from sessions.kits.formats import OfferedFormat
from sessions.kits.forms import FormatForm, fields_of, form_of
from sessions.kits.views import blueprint


@blueprint.get("/formats/new")
@manager
def new() -> str:
    """An empty form, or one filled with what another format says (`?like=`)."""
    like = request.args.get("like", "")
    form = FormatForm(**fields_of(formats.find(like, language()))) if like else FormatForm(dates=1)
    return _page(form, language())


@blueprint.post("/formats")
@manager
def create() -> tuple[str, int] | Response:
    """A format of the company's own exists, in the reader's language."""
    form = FormatForm()
    if form.validate():
        try:
            with transaction():
                key = formats.create(form.text(), form.shape(), language=language(), now=datetime.now(UTC))
        except DetailsInvalid as error:
            form.complain(error)
        else:
            flash(_("The format is kept. Sessions can be planned from it now."), "success")
            return redirect(url_for("formats.format", key=key), 303)
    return _page(form, language()), 422


@blueprint.get("/formats/<key>/<language>/edit")
@manager
def edit(key: str, language: str) -> str:
    """The format in its form, in this language; where it has no text in it yet, filled with that of another."""
    formats.guard_language(language)
    kit = formats.find(key, language)
    return _page(form_of(kit), language, kit)


@blueprint.post("/formats/<key>/<language>/edit")
@manager
def change(key: str, language: str) -> tuple[str, int] | Response:
    """The company says it so from now on."""
    form, kit = FormatForm(), formats.find(key, language)
    if form.validate():
        try:
            with transaction():
                formats.change(key, form.text(), form.shape(), language=language, now=datetime.now(UTC))
        except DetailsInvalid as error:
            form.complain(error)
        else:
            flash(_("Saved. Sessions planned from it show it so from now on."), "success")
            return redirect(url_for("formats.format", key=key), 303)
    return _page(form, language, kit), 422


def _page(form: FormatForm, language: str, kit: OfferedFormat | None = None) -> str:
    return render_template("formats/form.html", form=form, kit=kit, text_language=language)


@blueprint.post("/formats/<key>/<language>/original")
@manager
def restore(key: str, language: str) -> Response:
    """The text that comes with Foyer is back."""
    with transaction():
        formats.restore(key, language=language)
    flash(_("The text that comes with Foyer is back."), "success")
    return redirect(url_for("formats.format", key=key), 303)


@blueprint.post("/formats/<key>/offer")
@manager
def offer(key: str) -> Response:
    """It is offered (`offered=yes`), or put away."""
    offered = request.form.get("offered") == "yes"
    with transaction():
        if offered:
            formats.offer_again(key, now=datetime.now(UTC))
        else:
            formats.put_away(key, now=datetime.now(UTC))
    flash(_("It is offered again.") if offered else _("Put away. Sessions planned from it keep their kit."), "success")
    return redirect(url_for("formats.index"), 303)
