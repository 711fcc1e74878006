"""Handing something over, how far its reading is, what was found in it, and forgetting it."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from database import transaction
from networks.discovery import found_networks, hand_overs, words
from networks.discovery.errors import Fault, HandOverInvalid
from networks.discovery.forms import HandOverForm
from networks.discovery.models import HandOver
from networks.discovery.views import blueprint
from people.current import me
from people.limits import limiter
from security import hosts, signed_in, takes


def _by_me() -> str:
    return f"discovery:{me().id}"


@blueprint.get("/networks/discovery")
@signed_in
def index() -> str:
    """Room for a calendar or a list, and what I handed over before."""
    return _page(HandOverForm(formdata=None))


def _page(form: HandOverForm) -> str:
    mine = hand_overs.of_person(me())
    return render_template(
        "discovery/index.html",
        form=form,
        mine=mine,
        waiting=found_networks.waiting([one.id for one in mine]),
        most=hand_overs.MOST_MEGABYTES,
        name_words=words.name_words,
    )


@blueprint.post("/networks/discovery")
@signed_in
@takes(hand_overs.MOST_MEGABYTES + 1)
@limiter.limit("20 per hour", key_func=_by_me)
def hand_over() -> tuple[str, int] | Response:
    """It is kept for the worker."""
    form = HandOverForm()
    if not form.validate():
        return _page(form), 422
    try:
        with transaction():
            taken = _take(form, datetime.now(UTC))
    except HandOverInvalid as error:
        form.complain(error)
        return _page(form), 422
    return redirect(url_for("discovery.hand_over_page", hand_over_id=taken.id), 303)


def _take(form: HandOverForm, now: datetime) -> HandOver:
    if isinstance(form.file.data, FileStorage) and form.file.data.filename:
        return hand_overs.take_file(me(), form.file.data.stream, form.file.data.filename, now=now)
    if (form.address.data or "").strip():
        return hand_overs.take_address(me(), form.address.data or "", now=now)
    if (form.text.data or "").strip():
        return hand_overs.take_text(me(), form.text.data or "", now=now)
    raise HandOverInvalid("Choose a file, paste a list or write an address.", field="file")


@blueprint.get("/networks/discovery/<int:hand_over_id>")
@hosts
def hand_over_page(hand_over_id: int) -> str:
    """How far it is, or what was found in it."""
    found = hand_overs.own(me(), hand_over_id)
    return render_template(
        "discovery/hand_over.html",
        hand_over=found,
        state=found.state.value,
        fault=words.fault_words(Fault(found.fault)) if found.fault else "",
        proposals=found_networks.of_hand_over(found),
        dropped=words.dropped_words(found.dropped),
        says_nobody=words.says_nobody(found),
        days_left=words.days_left(found, hand_overs.KEPT.days, datetime.now(UTC)),
        name_words=words.name_words,
        rhythm_words=words.rhythm_words,
        began_words=words.began_words,
    )


@blueprint.post("/networks/discovery/<int:hand_over_id>/removal")
@hosts
def forget(hand_over_id: int) -> Response:
    """Nothing is left of it."""
    with transaction():
        hand_overs.forget(me(), hand_over_id)
    flash(_("Forgotten. Nothing is left of it."), "success")
    return redirect(url_for("discovery.index"), 303)


@blueprint.post("/networks/discovery/removal")
@signed_in
def forget_all() -> Response:
    """Nothing is left of anything I handed over."""
    with transaction():
        hand_overs.forget_all(me())
    flash(_("Forgotten. Nothing is left of what you handed over."), "success")
    return redirect(url_for("discovery.index"), 303)
