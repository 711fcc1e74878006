"""The page of thanks that every colleague reads, and thanking somebody."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.thanks import queries, subjects, thanks
from champions.thanks.forms import ThanksForm
from champions.thanks.limits import a_few_a_day
from champions.thanks.subjects import Subject
from champions.thanks.views import blueprint
from champions.views import row_number
from database import db, transaction
from look import date_words
from people import serving
from people.current import me
from people.forms_naming import one_colleague
from people.models import Person
from security import signed_in


@blueprint.get("/thanks")
@signed_in
def index() -> str:
    """What colleagues thank each other for, as far as they say so here."""
    shared = queries.shared(me())
    purposes = serving.named(serving.Thing.THANKS, [one.thanks.id for one in shared])
    return render_template("thanks/index.html", shared=shared, purposes=purposes, may_take_off=thanks.may_take_off(None, me()))


@blueprint.post("/thanks/<int:thanks_id>/takedown")
@signed_in
def take_off(thanks_id: int) -> Response:
    """Off the page that I look after."""
    with transaction():
        group_id = thanks.take_off(thanks_id, by=me(), now=datetime.now(UTC)).group_id
    flash(_("It is off the page. The two of them keep it."), "success")
    return redirect(url_for("networks.group", group_id=group_id, _anchor="thanks") if group_id else url_for("thanks.index"), 303)


@blueprint.get("/thanks/new")
@signed_in
def new() -> str:
    """Whom, and what for."""
    person = db.session.get(Person, request.args.get("to", 0, type=row_number)) if me().may_manage else None
    session_id, group_id = (request.args.get(name, type=row_number) for name in ("session", "group"))
    form = ThanksForm(formdata=None, who=f"{person.name} <{person.email}>" if person is not None else "")
    _offer(form, session_id)
    if session_id is not None or group_id is not None:
        form.about.data = f"group:{group_id}" if session_id is None else f"session:{session_id}"
    return render_template("thanks/new.html", form=form, serves=serving.in_form())


@blueprint.post("/thanks")
@signed_in
@a_few_a_day
def give() -> tuple[str, int] | Response:
    """They get a mail, and nobody else reads it until they say so."""
    form, now = ThanksForm(), datetime.now(UTC)
    subject = _subject(form)
    _offer(form, subject.session_id)
    person = one_colleague(form.who) if form.validate() else None
    if person is None:
        return _again(form)
    name = person.name
    try:
        with transaction():
            given = thanks.thank(db.session.get_one(Person, person.id), form.words.data or "", subject, by=me(), now=now)
            serving.choose(serving.Thing.THANKS, given.id, request.form.get(serving.FIELD, ""), by=me(), now=now)
    except ChampionError as error:
        form.complain(error)
        return _again(form)
    flash(_("%(name)s gets it by mail. Nobody else reads it until they say so.", name=name), "success")
    return redirect(url_for("thanks.mine") + "#written", 303)


def _again(form: ThanksForm) -> tuple[str, int]:
    return render_template("thanks/new.html", form=form, serves=serving.in_form(request.form.get(serving.FIELD, ""))), 422


def _subject(form: ThanksForm) -> Subject:
    """As it was chosen; whatever is no number of a row is nothing, and no choice of the form either."""
    kind, _colon, number = (form.about.data or "").partition(":")
    try:
        row = row_number(number)
    except ValueError:
        return Subject()
    return Subject(session_id=row) if kind == "session" else Subject(group_id=row)


def _offer(form: ThanksForm, session_id: int | None) -> None:
    offered = subjects.offered_to(me(), now=datetime.now(UTC), session_id=session_id)
    form.offer(offered, lambda session: date_words(session.starts_at, session.zone))
