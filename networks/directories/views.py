"""Directories, for who manages: connect one, test it, change it, let it go. Looking for groups in one is discovery's."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from networks.directories import directories, queries, words
from networks.directories.errors import DirectoryFault, DirectoryInvalid, DirectoryMissing
from networks.directories.forms import FORMS, ScimForm, form_of
from networks.directories.models import Directory, DirectoryKind
from networks.directories.reading import Reader, Tried
from networks.errors import GroupError
from networks.views import in_words
from people.current import me
from people.limits import limiter
from security import manager
from turnstile import give_way

blueprint = Blueprint("directories", __name__)


def _by_me() -> str:
    return f"directories:{me().id}"


@blueprint.errorhandler(GroupError)
def directory_error(error: GroupError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, DirectoryMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code


@blueprint.get("/networks/directories")
@manager
def index() -> str:
    """Those that are connected."""
    return render_template("directories/index.html", directories=directories.every_one(), kind_words=words.kind_words)


@blueprint.get("/networks/directories/new/<kind>")
@manager
def new(kind: str) -> str:
    """An empty form."""
    return _form_page(FORMS[_kind(kind)](formdata=None), _kind(kind), None)


def _kind(named: str) -> DirectoryKind:
    if named not in set(DirectoryKind):
        raise DirectoryMissing("There is no such directory.")
    return DirectoryKind(named)


@blueprint.post("/networks/directories/new/<kind>")
@manager
def connect(kind: str) -> tuple[str, int] | Response:
    """It is connected; its page tests it."""
    form = FORMS[_kind(kind)]()
    if form.validate():
        try:
            with transaction():
                made = directories.connect(form.terms, now=datetime.now(UTC))
        except DirectoryInvalid as error:
            form.complain(error)
        else:
            return _back(made.id, _("Connected. Test whether it can be read."))
    return _form_page(form, _kind(kind), None), 422


@blueprint.get("/networks/directories/<int:directory_id>")
@manager
def directory(directory_id: int) -> str:
    """Where it is, what the last test found, which of its groups are followed."""
    found = directories.one(directory_id)
    return render_template(
        "directories/directory.html",
        directory=found,
        lines=directories.tried_of(found),
        groups=queries.groups_of(found),
        words=words,
        why_of=queries.why_of,
    )


@blueprint.get("/networks/directories/<int:directory_id>/edit")
@manager
def edit(directory_id: int) -> str:
    """The directory in its form."""
    found = directories.one(directory_id)
    return _form_page(form_of(found), found.kind, found)


@blueprint.post("/networks/directories/<int:directory_id>/edit")
@manager
def change(directory_id: int) -> tuple[str, int] | Response:
    """It is asked as the form says."""
    found = directories.one(directory_id)
    form = FORMS[found.kind]()
    if form.validate():
        try:
            with transaction():
                directories.change(directory_id, form.terms)
        except DirectoryInvalid as error:
            form.complain(error)
        else:
            return _back(directory_id, _("Saved. Test whether it can be read."))
    return _form_page(form, found.kind, directories.one(directory_id)), 422


@blueprint.post("/networks/directories/<int:directory_id>/test")
@manager
@limiter.limit("60 per hour", key_func=_by_me)
def test(directory_id: int) -> Response:
    """What works and what is missing stands on its page. Nothing is held in the database while it is asked."""
    try:
        with transaction():
            reader = directories.reader_of(directories.one(directory_id))
    except DirectoryFault as error:
        lines = [Tried("sign-in", error.why, error.detail)]
    else:
        lines = _tried(reader)
    with transaction():
        directories.note_test(directory_id, lines, now=datetime.now(UTC))
    return redirect(url_for("directories.directory", directory_id=directory_id, _anchor="test"), 303)


def _tried(reader: Reader) -> list[Tried]:
    give_way()
    try:
        return list(reader.check())
    finally:
        reader.close()


@blueprint.post("/networks/directories/<int:directory_id>/removal")
@manager
def remove(directory_id: int) -> Response:
    """It is let go."""
    with transaction():
        directories.remove(directory_id)
    flash(_("Let go. What opened it is gone; networks that came from it stay."), "success")
    return redirect(url_for("directories.index"), 303)


def _back(directory_id: int, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("directories.directory", directory_id=directory_id), 303)


def _form_page(form: ScimForm, kind: DirectoryKind, directory: Directory | None) -> str:
    return render_template("directories/form.html", form=form, kind=kind.value, directory=directory)
