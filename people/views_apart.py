"""My private list: with whom I would rather not be brought together. Nobody else has a page that shows it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import db, transaction
from people import apart, naming
from people.current import me
from people.errors import PeopleError
from people.forms import ApartForm
from people.models import Person
from people.views import blueprint
from security import signed_in


@blueprint.get("/me/apart", endpoint="apart")
@signed_in
def apart_page() -> str:
    """The list as it stands."""
    names = "\n".join(_written(other) for other in apart.list_of(me()) if other.active)
    return render_template("people/apart.html", form=ApartForm(formdata=None, apart=names))


@blueprint.post("/me/apart")
@signed_in
def save_apart() -> tuple[str, int] | Response:
    """This is the list from now on."""
    form = ApartForm()
    if not form.validate():
        return render_template("people/apart.html", form=form), 422
    ids, unclear = naming.find_people(form.apart.data or "")
    if unclear:
        return _complained(form, _("These fit nobody, or more than one: %(names)s", names=", ".join(unclear)[:300]))
    try:
        with transaction():
            apart.keep(db.session.get_one(Person, me().id), ids)
    except PeopleError as error:
        return _complained(form, _(error.template, **error.values))
    flash(_("Saved. Nobody else reads it."), "success")
    return redirect(url_for("people.apart"), 303)


def _complained(form: ApartForm, said: str) -> tuple[str, int]:
    form.apart.errors = [*form.apart.errors, said]
    return render_template("people/apart.html", form=form), 422


def _written(other: Person) -> str:
    """A name that fits one only, or else the address beside it."""
    return f"{other.name} <{other.email}>"
