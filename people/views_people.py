"""The people page: find, add, change, deactivate. For community managers and administrators; roles are the administrators'."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import db, transaction
from paging import MANY, paginate
from people import directory, people, profile_parts, reporting_lines
from people.current import me
from people.directory import Filter
from people.errors import PeopleError
from people.forms_people import ROLES, NewPersonForm, PersonForm, RoleForm
from people.models import Person, Role
from people.people import Details
from people.views import blueprint
from security import administrator, manager

FILTERS = ("text", "department", "function", "location", "inactive")
DETAILS = ("name", "department", "function", "location", "timezone", "language")
FIELDS = (*DETAILS, "manager")


@blueprint.get("/people", endpoint="index")
@manager
def index() -> str:
    """Everybody who fits the search and the filters, by name."""
    chosen = Filter(
        text=request.args.get("text", "")[:100].strip(),
        departments=_given("department"),
        functions=_given("function"),
        locations=_given("location"),
        active=None if "inactive" in request.args else True,
    )
    page = paginate(
        directory.listed(chosen), request.args.get("page", 1, type=int), up_to=MANY, plain=True, order=directory.order_of(chosen)
    )
    # These names only: url_for takes others, like _scheme and _external, for its own.
    kept: dict[str, Any] = {name: values for name in FILTERS if (values := _given(name))}
    return render_template(
        "people/index.html",
        page=page,
        chosen=chosen,
        facets=directory.facets(),
        here=url_for("people.index", **kept),
        roles={role.value: role.label for role in ROLES},
        filtered=bool(kept),
    )


def _given(name: str) -> tuple[str, ...]:
    return tuple(value for value in request.args.getlist(name) if value)


@blueprint.get("/people/new")
@manager
def new_person() -> str:
    """An empty form."""
    return render_template("people/new.html", form=NewPersonForm(formdata=None))


@blueprint.post("/people")
@manager
def add_person() -> tuple[str, int] | Response:
    """Somebody new is known."""
    form = NewPersonForm()
    if form.validate():
        try:
            with transaction():
                values: dict[str, Any] = {name: form[name].data or "" for name in FIELDS if name != "name"}
                person = people.add_person(form.email.data, form.name.data, now=datetime.now(UTC), **values)
        except PeopleError as error:
            form[error.field or "email"].errors = [_(error.template, **error.values)]
        else:
            flash(_("%(name)s is known now. Nobody has been written to.", name=person.name), "success")
            return redirect(url_for("people.person", person_id=person.id), 303)
    return render_template("people/new.html", form=form), 422


@blueprint.get("/people/<int:person_id>", endpoint="person")
@manager
def person_page(person_id: int) -> str:
    """Who somebody is. Not what they do: that is theirs."""
    person = db.get_or_404(Person, person_id)
    known: dict[str, Any] = {name: getattr(person, name) for name in DETAILS}
    manager = reporting_lines.of(person)
    form = PersonForm(formdata=None, kept=person.timezone, manager=manager.email if manager else "", **known)
    return _page(person, form)


def _page(person: Person, form: PersonForm) -> str:
    role = RoleForm(formdata=None, role=person.role.value)
    return render_template(
        "people/person.html",
        person=person,
        form=form,
        role_form=role,
        roles={role.value: role.label for role in ROLES},
        company=settings(),
    )


@blueprint.post("/people/<int:person_id>")
@manager
def change_person(person_id: int) -> tuple[str, int] | Response:
    """The details hold."""
    person = db.get_or_404(Person, person_id)
    form = PersonForm(kept=person.timezone)
    if form.validate():
        try:
            with transaction():
                person = db.session.get_one(Person, person_id)
                people.update_person(person, Details(**{name: form[name].data or "" for name in FIELDS}))
        except PeopleError as error:
            form[error.field or "name"].errors = [_(error.template, **error.values)]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("people.person", person_id=person_id), 303)
    return _page(person, form), 422


@blueprint.post("/people/<int:person_id>/role")
@administrator
def change_role(person_id: int) -> Response:
    """The role holds."""
    form = RoleForm()
    if not form.validate():
        abort(400)
    return _done(person_id, lambda person: people.set_role(person, Role(form.role.data)), _("Saved."))


@blueprint.get("/people/<int:person_id>/deactivation")
@manager
def deactivation_page(person_id: int) -> str | Response:
    """Are we to shut this person out? Says what goes on at once, and what they leave behind."""
    _spare_administrators(person_id)
    person = db.get_or_404(Person, person_id)
    if not person.active:
        return redirect(url_for("people.person", person_id=person_id), 303)
    return render_template("people/deactivate.html", person=person, parts=profile_parts.leaving_parts_of(person))


@blueprint.post("/people/<int:person_id>/deactivation")
@manager
def deactivate(person_id: int) -> Response:
    """The person is shut out and hears nothing any more; what they did stays."""
    _spare_administrators(person_id)
    said = _("Deactivated. They cannot sign in and hear nothing any more; what they did stays.")
    return _done(person_id, people.deactivate, said)


@blueprint.post("/people/<int:person_id>/activation")
@manager
def activate(person_id: int) -> Response:
    """The person is back."""
    _spare_administrators(person_id)
    return _done(person_id, people.reactivate, _("Active again."))


def _spare_administrators(person_id: int) -> None:
    """Who is an administrator is the administrators' to say, also by shutting one out or in."""
    if db.get_or_404(Person, person_id).is_administrator and not me().is_administrator:
        abort(403)


def _done(person_id: int, rule: Callable[[Person], None], said: str) -> Response:
    db.get_or_404(Person, person_id)
    try:
        with transaction():
            rule(db.session.get_one(Person, person_id))
    except PeopleError as error:
        flash(_(error.template, **error.values), "danger")
    else:
        flash(said, "success")
    return redirect(url_for("people.person", person_id=person_id), 303)
