"""Backing by one's line manager: asking, taking the question back, and the page behind the link of the mail."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions import backings, words_backings
from champions.errors import ChampionError
from champions.models_backings import Backing, BackingAnswer
from champions.views import blueprint, gone, in_words
from config import settings
from database import transaction
from people.current import me
from security import public, signed_in

ANSWERS = {"yes": BackingAnswer.YES, "not_now": BackingAnswer.NOT_NOW}


@blueprint.post("/me/ambassador/backing")
@signed_in
def ask_for_backing() -> Response:
    """My line manager gets a mail."""
    try:
        with transaction():
            name = backings.ask(me(), request.form.get("words", ""), now=datetime.now(UTC)).manager.name
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("%(name)s is asked by mail. Only you read the answer.", name=name), "success")
    return redirect(url_for("champions.mine") + "#backing", 303)


@blueprint.post("/me/ambassador/backing/withdrawal")
@signed_in
def take_backing_back() -> Response:
    """The question is gone, and what was answered."""
    with transaction():
        backings.take_back(me())
    flash(_("Taken back. Nobody is told."), "success")
    return redirect(url_for("champions.mine") + "#backing", 303)


@blueprint.get("/m/backing/<token>")
@public
def backing(token: str) -> tuple[str, int]:
    """Is the time fine? Yes and not now weigh the same."""
    try:
        found = backings.read(token)
    except ChampionError as error:
        return gone(in_words(error))
    return _asked(found, token)


@blueprint.post("/m/backing/<token>")
@public
def answer_backing(token: str) -> tuple[str, int] | Response:
    """Yes or not now, without signing in; the later word counts."""
    said = ANSWERS.get(request.form.get("answer", ""))
    try:
        found = backings.read(token)
        if said is not None:
            with transaction():
                backings.answer(found, said, now=datetime.now(UTC))
    except ChampionError as error:
        return gone(in_words(error))
    return redirect(url_for("champions.backing", token=token), 303)


def _asked(found: Backing, token: str) -> tuple[str, int]:
    with force_locale(found.manager.language or settings().language):
        return render_template(
            "champions/backing.html", backing=found, letter=words_backings.asked(found), token=token, said=found.answer.value
        ), 200
