"""A list of early adopters from elsewhere: read, looked at, and each on it asked. Nobody is put in by it."""

from datetime import UTC, datetime
from typing import BinaryIO, cast

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from champions.views import row_number
from champions.waves import adopters, lists
from champions.waves.forms import ListForm
from champions.waves.views import blueprint
from database import transaction
from people.current import me
from people.errors import PeopleError
from security import manager


@blueprint.get("/waves/list")
@manager
def list_page() -> str:
    """Which file?"""
    return render_template("waves/list.html", form=ListForm(formdata=None), found=None)


@blueprint.post("/waves/list")
@manager
def read_list() -> tuple[str, int] | str:
    """Who stands in it; nothing of it is kept, and nobody is asked yet."""
    form = ListForm()
    if not form.validate():
        return render_template("waves/list.html", form=form, found=None), 422
    try:
        found = lists.read(cast("BinaryIO", form.file.data.stream))
    except PeopleError as error:
        form.complain(error)
        return render_template("waves/list.html", form=form, found=None), 422
    return render_template("waves/list.html", form=ListForm(formdata=None), found=found)


@blueprint.post("/waves/list/people")
@manager
def ask_list() -> Response:
    """Those who are ticked are asked by mail; each decides."""
    with transaction():
        done = adopters.ask(request.form.getlist("person", type=row_number), by=me(), now=datetime.now(UTC))
    flash(_said(len(done.asked) + len(done.left_alone), len(done.already)), "success")
    return redirect(url_for("waves.index"), 303)


def _said(asked: int, already: int) -> str:
    """Who said no not long ago is counted among those who are asked, and so is who has not answered yet: a no is nobody's business."""
    said = [
        ngettext(
            "%(num)d colleague is asked, unless they were asked already or said no lately.",
            "%(num)d colleagues are asked, except who was asked already or said no lately.",
            asked,
        )
    ]
    if already:
        said.append(ngettext("%(num)d raised a hand already.", "%(num)d raised a hand already.", already))
    return " ".join(said if asked or not already else said[1:])
