"""The thanks I got and wrote, and the page behind the link of the mail."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.thanks import queries, thanks, words
from champions.thanks.models import Thanks, ThanksState
from champions.thanks.views import blueprint
from champions.views import gone, in_words
from config import settings
from database import transaction
from people.current import me
from people.models import Person
from security import public, signed_in

ANSWERS = {"share": True, "keep": False}


@blueprint.get("/me/thanks")
@signed_in
def mine() -> str:
    """Both, the newest first."""
    return render_template(
        "thanks/mine.html",
        received=queries.received(me()),
        written=queries.written(me()),
        readers=words.readers,
        if_shared=words.if_shared,
        taken_off=words.taken_off,
    )


@blueprint.post("/me/thanks/<int:thanks_id>")
@signed_in
def say_who_reads(thanks_id: int) -> Response:
    """Others read it, or do not."""
    said = ANSWERS.get(request.form.get("answer", ""))
    if said is not None:
        _decide(thanks_id, me(), shared=said)
        flash(_("Noted: others may read it.") if said else _("Noted: it stays between the two of you."), "success")
    return redirect(url_for("thanks.mine"), 303)


@blueprint.post("/me/thanks/<int:thanks_id>/removal")
@signed_in
def remove(thanks_id: int) -> Response:
    """Gone, for everybody."""
    with transaction():
        thanks.remove(thanks_id, by=me())
    flash(_("It is gone, for everybody."), "success")
    return redirect(url_for("thanks.mine"), 303)


@blueprint.get("/m/thanks/<token>")
@public
def thanks_link(token: str) -> tuple[str, int]:
    """Somebody thanks you. May others read it?"""
    try:
        found = thanks.read(token)
    except ChampionError as error:
        return gone(in_words(error))
    return _asked(found, token)


@blueprint.post("/m/thanks/<token>")
@public
def answer_thanks(token: str) -> tuple[str, int] | Response:
    """Yes or no, without signing in; the later word counts."""
    said = ANSWERS.get(request.form.get("answer", ""))
    try:
        found = thanks.read(token)
        if said is not None:
            _decide(found.id, found.to, shared=said)
    except ChampionError as error:
        return gone(in_words(error))
    return redirect(url_for("thanks.thanks_link", token=token), 303)


def _decide(thanks_id: int, person: Person, *, shared: bool) -> None:
    with transaction():
        thanks.decide(thanks_id, shared=shared, by=person, now=datetime.now(UTC))


def _asked(found: Thanks, token: str) -> tuple[str, int]:
    with force_locale(found.to.language or settings().language):
        named = bool(queries.names_session([found]))
        return render_template(
            "thanks/link.html",
            thanks=found,
            token=token,
            about=words.about_words(found, names_session=named),
            if_shared=words.if_shared(found),
            readers=words.readers(found),
            taken_off=words.taken_off(found) if found.taken_off_at else "",
            said="" if found.state is ThanksState.WAITING else found.state.value,
        ), 200
