"""Importing people: choose a file, say which column is what, look at what would happen, say yes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import BinaryIO, cast

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from database import db, transaction
from people import imports
from people.current import me
from people.errors import PeopleError
from people.forms_people import FIELD_WORDS, ImportForm
from people.models import ImportState, PeopleImport
from people.views import blueprint
from security import manager, takes

SAMPLE = 3


@blueprint.get("/people/imports", endpoint="imports")
@manager
def import_list() -> str:
    """A new file, and the imports there were."""
    return _list(ImportForm(formdata=None))


def _list(form: ImportForm) -> str:
    earlier = db.session.scalars(select(PeopleImport).order_by(PeopleImport.id.desc()).limit(20)).all()
    return render_template("people/imports.html", form=form, earlier=earlier, states=ImportState)


@blueprint.post("/people/imports")
@manager
@takes(50)
def begin_import() -> tuple[str, int] | Response:
    """The file is kept; nothing is imported yet."""
    form = ImportForm()
    if not form.validate():
        return _list(form), 422
    upload = form.file.data
    try:
        with transaction():
            import_ = imports.start(cast("BinaryIO", upload.stream), upload.filename or "", by=me(), now=datetime.now(UTC))
    except PeopleError as error:
        form.file.errors = [_(error.template, **error.values)]
        return _list(form), 422
    return redirect(url_for("people.import_page", import_id=import_.id), 303)


@blueprint.get("/people/imports/<int:import_id>")
@manager
def import_page(import_id: int) -> str:
    """Where this import is: columns, progress, preview, or what came of it."""
    import_ = db.get_or_404(PeopleImport, import_id)
    return render_template(
        "people/import.html",
        import_=import_,
        state=import_.state.value,
        fields=FIELD_WORDS,
        sample=imports.first_lines(import_, SAMPLE),
        progress=imports.progress(import_),
        said=_said,
    )


def _said(template: str, values: dict[str, object]) -> str:
    return _(template, **values)


@blueprint.post("/people/imports/<int:import_id>/columns")
@manager
def choose_columns(import_id: int) -> Response:
    """The columns are chosen; the worker checks every line."""
    mapping = {field: number for field in FIELD_WORDS if (number := request.form.get(field, -1, type=int)) >= 0}
    return _step(import_id, lambda: imports.choose_columns(import_id, mapping))


@blueprint.post("/people/imports/<int:import_id>/confirmation")
@manager
def confirm_import(import_id: int) -> Response:
    """What the preview shows is to happen."""
    return _step(import_id, lambda: imports.confirm(import_id))


@blueprint.post("/people/imports/<int:import_id>/disposal")
@manager
def discard_import(import_id: int) -> Response:
    """The file is forgotten."""
    try:
        with transaction():
            imports.discard(import_id)
    except PeopleError as error:
        flash(_(error.template, **error.values), "danger")
        return redirect(url_for("people.import_page", import_id=import_id), 303)
    flash(_("The file is forgotten. Nothing was changed."), "success")
    return redirect(url_for("people.imports"), 303)


def _step(import_id: int, rule: Callable[[], object]) -> Response:
    db.get_or_404(PeopleImport, import_id)
    try:
        with transaction():
            rule()
    except PeopleError as error:
        flash(_(error.template, **error.values), "danger")
    return redirect(url_for("people.import_page", import_id=import_id), 303)
