"""Measurements from a file: choose it, look at what would happen, say yes."""

from datetime import UTC, datetime
from typing import BinaryIO, cast

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from onboarding.errors import OnboardingError
from onboarding.goals import access, imports
from onboarding.goals.forms import FileForm
from onboarding.goals.models import Goal
from onboarding.goals.views import WORDS, back_to, blueprint, in_words
from people.current import me
from security import hosts


@blueprint.get("/goals/<int:goal_id>/import")
@hosts
def import_page(goal_id: int) -> str | Response:
    """A new file, or what the one that waits would do."""
    found = access.goal_written_by(me(), goal_id)
    if found.is_closed:
        return back_to(goal_id, _("This goal is closed. Open it again first."), "warning")
    return _page(found, FileForm(formdata=None))


def _page(found: Goal, form: FileForm) -> str:
    now = datetime.now(UTC)
    waiting = imports.waiting(found, now=now)
    preview = imports.preview(waiting, now=now) if waiting is not None else None
    return render_template(
        "goals/import.html", goal=found, form=form, waiting=waiting, preview=preview, in_words=in_words, **WORDS
    )


@blueprint.post("/goals/<int:goal_id>/import")
@hosts
def begin_import(goal_id: int) -> tuple[str, int] | Response:
    """The file waits; nothing is entered yet."""
    found, form = access.goal_written_by(me(), goal_id), FileForm()
    if form.validate():
        upload = form.file.data
        try:
            with transaction():
                imports.start(goal_id, cast("BinaryIO", upload.stream), upload.filename or "", by=me(), now=datetime.now(UTC))
        except OnboardingError as error:
            form.complain(error)
        else:
            return redirect(url_for("goals.import_page", goal_id=goal_id), 303)
    return _page(found, form), 422


@blueprint.post("/goals/<int:goal_id>/import/<int:import_id>/confirmation")
@hosts
def confirm_import(goal_id: int, import_id: int) -> Response:
    """What the preview shows has happened."""
    access.goal_written_by(me(), goal_id)
    try:
        with transaction():
            done = imports.confirm(goal_id, import_id, by=me(), now=datetime.now(UTC))
    except OnboardingError as error:
        return back_to(goal_id, in_words(error), "danger")
    said = ngettext("%(num)d measurement is entered.", "%(num)d measurements are entered.", done.writes)
    if done.refused:
        said += " " + ngettext("%(num)d line was refused.", "%(num)d lines were refused.", len(done.refused))
    return back_to(goal_id, said, anchor="series")


@blueprint.post("/goals/<int:goal_id>/import/disposal")
@hosts
def discard_import(goal_id: int) -> Response:
    """The file is forgotten."""
    access.goal_written_by(me(), goal_id)
    with transaction():
        imports.discard(goal_id)
    return back_to(goal_id, _("The file is forgotten. Nothing was changed."))
