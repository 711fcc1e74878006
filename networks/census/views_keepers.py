"""Who keeps a network together: said on its page, asked of a colleague, answered on the page or behind the link of a mail."""

from datetime import UTC, datetime

from flask import abort, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import db, transaction
from networks.census import access, keepers, links, networks, words
from networks.census.forms import KeeperForm
from networks.census.models import KeeperAsk
from networks.census.views import back_to, blueprint, gone, in_words
from networks.census.views_networks import page
from networks.errors import GroupError, LinkInvalid
from people.current import me
from people.forms_naming import one_colleague
from people.limits import limiter
from people.models import Person
from security import hosts, public, signed_in

ANSWERS = {"yes": True, "no": False}


def _by_me() -> str:
    return f"keepers:{me().id}"


@blueprint.post("/networks/<int:network_id>/confirmation")
@signed_in
def confirmation(network_id: int) -> Response:
    """I keep it together, and it is so; or it is still so."""
    access.place_of(me(), network_id)
    try:
        with transaction():
            networks.confirm(network_id, by=me(), now=datetime.now(UTC))
    except GroupError as error:
        return back_to(network_id, in_words(error), "danger")
    return back_to(network_id, _("Noted: you keep it together, and it is so. Colleagues read your name beside it."))


@blueprint.post("/networks/<int:network_id>/keeper/answer")
@signed_in
def answer(network_id: int) -> Response:
    """What I say, who am asked whether I keep it together."""
    place = access.place_of(me(), network_id)
    said = ANSWERS.get(request.form.get("answer", ""))
    if said is None or place.asked is None:
        abort(400)
    try:
        with transaction():
            keepers.answer(network_id, me(), yes=said, now=datetime.now(UTC))
    except GroupError as error:
        return back_to(network_id, in_words(error), "danger")
    return back_to(network_id, _("Noted: you keep it together.") if said else _("Noted, and no reason needed."))


@blueprint.post("/networks/<int:network_id>/keeper/departure")
@signed_in
def give_up(network_id: int) -> Response:
    """I do not keep it together any more."""
    access.place_of(me(), network_id)
    try:
        with transaction():
            keepers.give_up(network_id, by=me(), now=datetime.now(UTC))
    except GroupError as error:
        return back_to(network_id, in_words(error), "danger")
    return back_to(
        network_id, _("Noted: you do not keep it together any more. As long as nobody else does, one press takes it up again.")
    )


@blueprint.post("/networks/<int:network_id>/keeper")
@hosts
@limiter.limit("30 per day", key_func=_by_me, deduct_when=lambda response: response.status_code == 303)
def ask_keeper(network_id: int) -> tuple[str, int] | Response:
    """A colleague is asked by mail."""
    place, form = access.place_to_change(me(), network_id), KeeperForm()
    person = one_colleague(form.colleague) if form.validate() else None
    if person is None:
        return page(place, form), 422
    if person.id == me().id:
        return confirmation(network_id)
    name = person.name
    try:
        with transaction():
            keepers.ask(network_id, db.session.get_one(Person, person.id), by=me(), now=datetime.now(UTC))
    except GroupError as error:
        form.colleague.errors = [in_words(error)]
        return page(access.place_to_change(me(), network_id), form), 422
    return back_to(network_id, _("%(name)s is asked by mail, and may say no.", name=name))


@blueprint.get("/n/<token>")
@public
def keeper_link(token: str) -> tuple[str, int]:
    """Do you keep it together? Opening records nothing."""
    try:
        return _asked(links.read_keeper(token), token)
    except LinkInvalid as error:
        return gone(in_words(error))


@blueprint.post("/n/<token>")
@public
def answer_by_link(token: str) -> tuple[str, int] | Response:
    """Yes or no counts, without signing in."""
    said = ANSWERS.get(request.form.get("answer", ""))
    if said is None:
        abort(400)
    try:
        asked = links.read_keeper(token)
    except LinkInvalid as error:
        return gone(in_words(error))
    try:
        with transaction():
            keepers.answer(asked.network_id, asked.person, yes=said, now=datetime.now(UTC))
    except GroupError as error:
        return _asked(links.read_keeper(token), token, problem=error)
    return redirect(url_for("census.keeper_link", token=token, noted=1), 303)


def _asked(asked: KeeperAsk, token: str, *, problem: GroupError | None = None) -> tuple[str, int]:
    with force_locale(asked.person.language or settings().language):
        network = asked.network
        if not network.goes_on:
            return gone(_("This network has come to an end. Nothing is expected of you."), 410)
        told = render_template(
            "census/keeper.html",
            token=token,
            asked=asked,
            network=network,
            keeps=network.keeper_id == asked.person_id,
            said=asked.answer.value if asked.answer else "",
            noted="noted" in request.args and not asked.waits,
            wanted=request.args.get("answer", ""),
            problem=in_words(problem) if problem else "",
            meets=words.meets_words(network),
        )
        return told, 409 if problem else 200
