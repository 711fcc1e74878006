"""Who belongs to a network: its keeper names people after a look at the names, everybody puts themselves on or off."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from networks.census import access, links, queries, rolls, words
from networks.census.forms import NamesForm
from networks.census.models import Network, NetworkPerson
from networks.census.rolls import Named
from networks.census.views import back_to, blueprint, gone, in_words
from networks.errors import GroupError, LinkInvalid
from paging import paginate
from people import naming
from people.current import me
from people.naming import Look, Pasted
from security import hosts, public, signed_in

UNKNOWN_SHOWN = 50
MOST_AT_ONCE = 200  # who names people has a look at each name


@blueprint.get("/networks/<int:network_id>/people")
@hosts
def people(network_id: int) -> str:
    """Who is on its list, and room for more."""
    return _page(access.place_with_people(me(), network_id).network, NamesForm(formdata=None))


@blueprint.post("/networks/<int:network_id>/people")
@hosts
def name_people(network_id: int) -> tuple[str, int] | str | Response:
    """First a look at the names (`do=look`), then they are on the list (`do=name`)."""
    network, form = access.place_with_people(me(), network_id).network, NamesForm()
    if not form.validate():
        return _page(network, form), 422
    pasted = naming.with_colleagues(naming.read_addresses(form.addresses.data or ""))
    emails = tuple(pasted.names)
    if not emails or len(emails) > MOST_AT_ONCE:
        if emails:
            flash(_("Name 200 people at a time at most: you read every name."), "warning")
        elif not (pasted.unreadable or pasted.unclear):
            flash(_("Nobody is named yet. Write names or addresses."), "warning")
        return _page(network, form, pasted=pasted), 422
    ids = naming.ids_of(emails)
    if request.form.get("do") != "name":
        return _page(network, form, pasted=pasted, look=naming.look_past(queries.ids_of_known(network), ids, emails))
    return _name(network, ids)


def _name(network: Network, ids: Sequence[int]) -> Response:
    network_id = network.id
    try:
        with transaction():
            named = rolls.name_people(network, ids, me(), now=datetime.now(UTC))
    except GroupError as error:
        return back_to(network_id, in_words(error), "danger")
    flash(_named_words(named), "success")
    return redirect(url_for("census.people", network_id=network_id), 303)


def _named_words(named: Named) -> str:
    """Who took themselves off is counted with those who were known: nobody is to be told apart by trying."""
    if not named.new:
        return _("They were all known already. Nobody hears anything twice.")
    return ngettext(
        "%(num)d colleague is on the list, and hears it.", "%(num)d colleagues are on the list, and hear it.", named.new
    )


def _page(network: Network, form: NamesForm, *, pasted: Pasted | None = None, look: Look | None = None) -> str:
    return render_template(
        "census/people.html",
        network=network,
        form=form,
        look=look,
        listed=paginate(queries.listed(network), request.args.get("page", 1, type=int)),
        unreadable=pasted.unreadable[:UNKNOWN_SHOWN] if pasted else (),
        unknown_shown=UNKNOWN_SHOWN,
        unclear=pasted.unclear if pasted else {},
        alike_shown=naming.ALIKE_SHOWN,
    )


@blueprint.post("/networks/<int:network_id>/people/<int:person_id>/removal")
@hosts
def removal(network_id: int, person_id: int) -> Response:
    """The keeper does not name this person any more."""
    access.place_with_people(me(), network_id)
    with transaction():
        rolls.remove(network_id, person_id)
    flash(_("Not on the list any more. Nobody is told."), "success")
    return redirect(url_for("census.people", network_id=network_id), 303)


@blueprint.post("/networks/<int:network_id>/membership")
@signed_in
def belong(network_id: int) -> Response:
    """I am part of it."""
    access.place_of(me(), network_id)
    try:
        with transaction():
            rolls.belong(network_id, me(), now=datetime.now(UTC))
    except GroupError as error:
        return back_to(network_id, in_words(error), "danger")
    return back_to(network_id, _("You are on its list. Only who keeps it together and community managers read it."))


@blueprint.post("/networks/<int:network_id>/departure")
@signed_in
def departure(network_id: int) -> Response:
    """I am not on its list, and nobody else puts me there."""
    access.place_of(me(), network_id)
    try:
        with transaction():
            rolls.take_off(network_id, me(), now=datetime.now(UTC))
    except GroupError as error:
        return back_to(network_id, in_words(error), "danger")
    return back_to(network_id, _("You are off its list for good. Nobody else can put you there; you can, any time."))


@blueprint.get("/n/list/<token>")
@public
def list_link(token: str) -> tuple[str, int]:
    """You are on a list. Opening records nothing."""
    try:
        return _row(links.read_list(token), token)
    except LinkInvalid as error:
        return gone(in_words(error))


@blueprint.post("/n/list/<token>")
@public
def answer_by_list_link(token: str) -> tuple[str, int] | Response:
    """Off the list, or back on it, without signing in."""
    try:
        row = links.read_list(token)
    except LinkInvalid as error:
        return gone(in_words(error))
    said, now = request.form.get("do", ""), datetime.now(UTC)
    if said not in {"off", "on"}:
        abort(400)
    try:
        with transaction():
            if said == "off":
                rolls.take_off(row.network_id, row.person, now=now)
            else:
                rolls.belong(row.network_id, row.person, now=now)
    except GroupError as error:
        return gone(in_words(error), 410)
    return redirect(url_for("census.list_link", token=token, noted=1), 303)


def _row(row: NetworkPerson, token: str) -> tuple[str, int]:
    with force_locale(row.person.language or settings().language):
        told = render_template(
            "census/list.html",
            token=token,
            row=row,
            network=row.network,
            noted="noted" in request.args,
            meets=words.meets_words(row.network),
        )
        return told, 200
