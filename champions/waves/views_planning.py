"""Waves, for community managers: plan, ask raised hands in turn, begin, close with thanks."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.views import in_words, row_number
from champions.waves import queries, turns, waves, words
from champions.waves.errors import WaveMissing
from champions.waves.forms import ThanksForm, WaveForm, form_of
from champions.waves.models import WaveAnswer, WaveState
from champions.waves.views import blueprint
from database import transaction
from people.current import me
from security import manager

USUAL = 6  # people in a wave, when nobody says how many


@blueprint.get("/waves")
@manager
def index() -> str:
    """All waves, and whose hand is raised."""
    now = datetime.now(UTC)
    return render_template(
        "waves/index.html",
        waves=queries.all_waves(),
        hands=turns.in_turn(queries.candidates()),
        lately=lambda one: turns.was_asked_lately(one, now=now),
        days=words.days,
        state_words=words.state_words,
    )


@blueprint.get("/waves/new")
@manager
def new() -> str:
    """What is tried next?"""
    return render_template("waves/plan.html", form=WaveForm(formdata=None), wave=None)


@blueprint.post("/waves")
@manager
def plan() -> tuple[str, int] | Response:
    """A draft."""
    form = WaveForm()
    try:
        if not form.validate():
            return render_template("waves/plan.html", form=form, wave=None), 422
        with transaction():
            made = waves.plan(form.plan, by=me(), now=datetime.now(UTC)).id
    except ChampionError as error:
        form.complain(error)
        return render_template("waves/plan.html", form=form, wave=None), 422
    return redirect(url_for("waves.wave", wave_id=made), 303)


@blueprint.get("/waves/<int:wave_id>")
@manager
def wave(wave_id: int) -> str:
    """One wave: who takes part, what they say, and what comes next."""
    return _page(wave_id, ThanksForm(formdata=None))


@blueprint.get("/waves/<int:wave_id>/plan")
@manager
def edit(wave_id: int) -> str:
    """Change what it says."""
    found = queries.wave(wave_id)
    return render_template("waves/plan.html", form=form_of(found), wave=found)


@blueprint.post("/waves/<int:wave_id>/plan")
@manager
def change(wave_id: int) -> tuple[str, int] | Response:
    """It says something else from now on."""
    found, form = queries.wave(wave_id), WaveForm()
    try:
        if not form.validate():
            return render_template("waves/plan.html", form=form, wave=found), 422
        with transaction():
            waves.change(wave_id, form.plan)
    except ChampionError as error:
        form.complain(error)
        return render_template("waves/plan.html", form=form, wave=queries.wave(wave_id)), 422
    flash(_("Saved."), "success")
    return redirect(url_for("waves.wave", wave_id=wave_id), 303)


@blueprint.post("/waves/<int:wave_id>/people")
@manager
def ask(wave_id: int) -> Response:
    """Those who are ticked get a mail; each decides."""
    ids = request.form.getlist("person", type=row_number)
    return _done(
        wave_id,
        lambda now: waves.ask(wave_id, ids, now=now),
        lambda count: ngettext("%(num)d person is asked.", "%(num)d people are asked.", count),
    )


@blueprint.post("/waves/<int:wave_id>/beginning")
@manager
def start(wave_id: int) -> Response:
    """It runs."""
    return _done(
        wave_id,
        lambda now: waves.start(wave_id, now=now),
        lambda count: ngettext(
            "It runs. %(num)d person hears that it begins.", "It runs. %(num)d people hear that it begins.", count
        ),
    )


@blueprint.post("/waves/<int:wave_id>/closure")
@manager
def close(wave_id: int) -> tuple[str, int] | Response:
    """It is over, with thanks."""
    form = ThanksForm()
    if not form.validate():
        return _page(wave_id, form), 422
    return _done(
        wave_id,
        lambda now: waves.close(wave_id, form.thanks.data or "", now=now),
        lambda count: ngettext("Closed. %(num)d person is thanked.", "Closed. %(num)d people are thanked.", count),
    )


@blueprint.post("/waves/<int:wave_id>/removal")
@manager
def discard(wave_id: int) -> Response:
    """The draft is gone."""
    try:
        with transaction():
            waves.discard(wave_id)
    except WaveMissing:
        raise
    except ChampionError as error:
        flash(in_words(error), "warning")
        return redirect(url_for("waves.wave", wave_id=wave_id), 303)
    flash(_("The draft is gone. Nobody was told."), "success")
    return redirect(url_for("waves.index"), 303)


def _done(wave_id: int, rule: Callable[[datetime], int], said: Callable[[int], str]) -> Response:
    try:
        with transaction():
            count = rule(datetime.now(UTC))
    except WaveMissing:
        raise
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(said(count), "success")
    return redirect(url_for("waves.wave", wave_id=wave_id), 303)


def _page(wave_id: int, form: ThanksForm) -> str:
    found, now = queries.wave(wave_id), datetime.now(UTC)
    topic, count = request.args.get("topic", "")[:100], request.args.get("count", USUAL, type=int)
    asked = queries.people_of(wave_id)
    hands = turns.in_turn(queries.candidates(wave_id)) if found.state is not WaveState.CLOSED else []
    fitting = [one for one in hands if not topic or topic.casefold() in {word.casefold() for word in one.topics}]
    return render_template(
        "waves/wave.html",
        wave=found,
        form=form,
        days=words.days(found),
        paragraphs=words.paragraphs(found.about),
        state_words=words.state_words,
        taking_part=[one for one in asked if one.answer is WaveAnswer.YES],
        others=[one for one in asked if one.answer is not WaveAnswer.YES],
        hands=fitting,
        topics=sorted({word for one in hands for word in one.topics}, key=str.casefold),
        topic=topic,
        count=count,
        proposed=turns.proposed(fitting, count, now=now),
        lately=lambda one: turns.was_asked_lately(one, now=now),
        today=now.date(),
    )
