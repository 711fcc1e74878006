"""Circles of coffee, for community managers: set one up, change it, start, pause and end it."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions import coffee_circles
from champions.errors import ChampionError
from champions.forms_coffee import CircleForm, circle_form
from champions.models_coffee import CoffeeCircle
from champions.views_coffee import blueprint, circle_of, in_words
from database import transaction
from people.current import me
from security import manager


@blueprint.get("/coffee/new")
@manager
def new() -> str:
    """How is it to go?"""
    return _page(circle_form(), None)


@blueprint.post("/coffee")
@manager
def set_up() -> tuple[str, int] | Response:
    """The circle is there; it is started when enough people have joined."""
    form, person = CircleForm(), me()
    if not form.validate():
        return _page(form, None), 422
    try:
        with transaction():
            found = coffee_circles.set_up(form.rhythm, by=person, now=datetime.now(UTC)).id
    except ChampionError as error:
        form.complain(error, in_words(error))
        return _page(form, None), 422
    flash(_("It is there. Tell people of it, and start it when some have joined."), "success")
    return redirect(url_for("coffee.circle", circle_id=found), 303)


@blueprint.get("/coffee/<int:circle_id>/edit")
@manager
def edit(circle_id: int) -> str:
    """How is it to go from the next time on?"""
    found = circle_of(circle_id)
    return _page(circle_form(found), found)


@blueprint.post("/coffee/<int:circle_id>/edit")
@manager
def change(circle_id: int) -> tuple[str, int] | Response:
    """From the next time on it goes like this."""
    form, found = CircleForm(), circle_of(circle_id)
    if not form.validate():
        return _page(form, found), 422
    try:
        with transaction():
            coffee_circles.change(circle_id, form.rhythm, now=datetime.now(UTC))
    except ChampionError as error:
        form.complain(error, in_words(error))
        return _page(form, found), 422
    flash(_("Saved. Coffees that are arranged stay as they are."), "success")
    return redirect(url_for("coffee.circle", circle_id=circle_id), 303)


@blueprint.post("/coffee/<int:circle_id>/start")
@manager
def start(circle_id: int) -> Response:
    """Pairs are made from now on."""
    return _done(circle_id, lambda: coffee_circles.start(circle_id, now=datetime.now(UTC)), _("It runs."))


@blueprint.post("/coffee/<int:circle_id>/pause")
@manager
def pause(circle_id: int) -> Response:
    """No pairs for now."""
    return _done(circle_id, lambda: coffee_circles.pause(circle_id), _("It rests. Coffees that are arranged stay."))


@blueprint.post("/coffee/<int:circle_id>/end")
@manager
def end(circle_id: int) -> Response:
    """It is over."""
    return _done(circle_id, lambda: coffee_circles.end(circle_id), _("It has ended. Coffees that are arranged stay."))


def _done(circle_id: int, rule: Callable[[], object], said: str) -> Response:
    try:
        with transaction():
            rule()
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(said, "success")
    return redirect(url_for("coffee.circle", circle_id=circle_id), 303)


def _page(form: CircleForm, found: CoffeeCircle | None) -> str:
    return render_template("champions/coffee_edit.html", form=form, circle=found)
