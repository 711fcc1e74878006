"""Networks: the list, registering one with a look at likely duplicates, the page of one, and what its keeper does with it."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from look import date_words
from networks.census import access, censuses, merging, networks, queries, words
from networks.census.access import Place
from networks.census.forms import COLLEAGUE, KeeperForm, NetworkForm, RegisterForm, form_of
from networks.census.models import Network, Purpose
from networks.census.views import back_to, blueprint, in_words
from networks.errors import GroupError
from paging import paginate
from people.current import me
from people.limits import limiter
from people.models import Person
from security import hosts, signed_in

WORDS = {
    "purpose_words": words.purpose_words,
    "state_words": words.state_words,
    "meets_words": words.meets_words,
    "size_words": words.size_words,
    "openness_words": words.openness_words,
}


def _by_me() -> str:
    return f"networks:{me().id}"


@blueprint.get("/networks")
@signed_in
def index() -> str:
    """What waits for me, mine, and all networks by words, place and purpose."""
    text, place, chosen = (request.args.get(name, "")[:200].strip() for name in ("text", "place", "purpose"))
    purpose = Purpose(chosen) if chosen in set(Purpose) else None
    closed = "ended" in request.args
    found = queries.found(text=text, place=place, purpose=purpose, closed=closed)
    return render_template(
        "census/index.html",
        mine=queries.mine(me()),
        page=paginate(found, request.args.get("page", 1, type=int)),
        text=text,
        place=place,
        purpose=purpose,
        closed=closed,
        filtered=bool(text or place or purpose),
        places=queries.places(),
        purposes=list(Purpose),
        under_way=_until(),
        **WORDS,
    )


def _until() -> str:
    """The last day of the census that goes on, in words."""
    census = censuses.under_way(now=datetime.now(UTC))
    return date_words(datetime.combine(census.ends_on, time(12), tzinfo=UTC), "UTC") if census is not None else ""


@blueprint.get("/networks/new")
@signed_in
def new() -> str:
    """An empty form."""
    return _form(RegisterForm(formdata=None))


def _form(form: NetworkForm, *, likely: Sequence[Network] = (), network: Network | None = None) -> str:
    return render_template("census/form.html", form=form, likely=likely, network=network, **WORDS)


@blueprint.get("/networks/similar")
@signed_in
@limiter.limit("120 per minute", key_func=_by_me)
def similar() -> dict[str, object]:
    """Which networks may be the same as what is being typed: for the form, which asks again when it is sent."""
    name, place = (request.args.get(field, "")[:200] for field in ("name", "place"))
    found = queries.likely_same(name, place)
    return {
        "networks": [
            {
                "id": network.id,
                "name": network.name,
                "meets": words.meets_words(network),
                "url": url_for("census.network", network_id=network.id),
            }
            for network in found
        ]
    }


@blueprint.post("/networks")
@signed_in
# Each may send a mail to a colleague; nobody is part of more networks in a day.
@limiter.limit("30 per day", key_func=_by_me, deduct_when=lambda response: response.status_code == 303)
def register() -> tuple[str, int] | Response:
    """The network is known. If it may be one that is known already, the page asks once."""
    form = RegisterForm()
    valid = form.validate()
    keeper = form.find_keeper(me()) if valid else None
    if not valid or (keeper is None and form.keeper.data == COLLEAGUE):
        return _form(form), 422
    likely = _unseen(form)
    if likely:
        return _form(form, likely=likely), 409
    try:
        with transaction():
            made = networks.register(form.details, keeper=keeper, belongs=bool(form.belongs.data), by=me(), now=datetime.now(UTC))
    except GroupError as error:
        form.complain(error)
        return _form(form), 422
    return back_to(made.id, _registered_words(keeper))


def _unseen(form: RegisterForm) -> Sequence[Network]:
    """Those that may be the same, unless whoever registers has looked at all of them."""
    seen = set(request.form.get("seen", "")[:500].split(","))
    found = queries.likely_same(form.name.data or "", form.place.data or "")
    return found if any(str(network.id) not in seen for network in found) else ()


def _registered_words(keeper: Person | None) -> str:
    if keeper is None:
        return _("It is registered. As soon as somebody says that they keep it together, it counts as confirmed.")
    if keeper.id == me().id:
        return _("It is registered, and confirmed by you.")
    return _("It is registered. %(name)s is asked by mail whether they keep it together.", name=keeper.name)


@blueprint.get("/networks/<int:network_id>")
@signed_in
def network(network_id: int) -> str:
    """What it is, who keeps it, where I stand with it."""
    return page(access.place_of(me(), network_id), KeeperForm(formdata=None))


def page(place: Place, form: KeeperForm) -> str:
    """The page of a network, with a keeper who is being named."""
    found = place.network
    return render_template(
        "census/network.html",
        network=found,
        place=place,
        form=form,
        asks=queries.asks_of(found) if place.reads_asks else (),
        alike=queries.to_merge(found, me()),
        merged=queries.merged_into(found),
        kept=_kept(found),
        may_split=lambda given_up, kept: merging.may_split(given_up, kept, me()),
        **WORDS,
    )


def _kept(found: Network) -> Network | None:
    """What it was put together with."""
    return access.place_of(me(), found.merged_into_id).network if found.merged_into_id is not None else None


@blueprint.get("/networks/<int:network_id>/edit")
@hosts
def edit(network_id: int) -> str | Response:
    """The network in its form."""
    place = access.place_to_change(me(), network_id)
    if not place.network.goes_on:
        return back_to(network_id, _("It has come to an end. Open it again first."), "warning")
    return _form(form_of(place.network), network=place.network)


@blueprint.post("/networks/<int:network_id>/edit")
@hosts
def change(network_id: int) -> tuple[str, int] | Response:
    """It is as the form says."""
    place, form = access.place_to_change(me(), network_id), NetworkForm()
    if form.validate():
        try:
            with transaction():
                networks.change(network_id, form.details, now=datetime.now(UTC))
        except GroupError as error:
            form.complain(error)
        else:
            return back_to(network_id, _("Saved."))
    return _form(form, network=place.network), 422


@blueprint.post("/networks/<int:network_id>/sleep")
@hosts
def sleep(network_id: int) -> Response:
    """It does not meet at the moment."""
    access.place_to_change(me(), network_id)
    with transaction():
        networks.put_to_sleep(network_id, now=datetime.now(UTC))
    return back_to(network_id, _("It sleeps. One press wakes it when it meets again."))


@blueprint.post("/networks/<int:network_id>/waking")
@hosts
def wake(network_id: int) -> Response:
    """It meets again."""
    access.place_to_change(me(), network_id)
    with transaction():
        networks.wake(network_id, now=datetime.now(UTC))
    return back_to(network_id, _("It meets again."))


@blueprint.get("/networks/<int:network_id>/closure")
@hosts
def closure_page(network_id: int) -> str:
    """Has it come to an end?"""
    return render_template("census/closure.html", place=access.place_to_change(me(), network_id))


@blueprint.post("/networks/<int:network_id>/closure")
@hosts
def closure(network_id: int) -> Response:
    """It has come to an end."""
    access.place_to_change(me(), network_id)
    with transaction():
        networks.close(network_id, now=datetime.now(UTC))
    return back_to(network_id, _("It has come to an end. It can be opened again here."))


@blueprint.post("/networks/<int:network_id>/reopening")
@hosts
def reopening(network_id: int) -> Response:
    """It goes on."""
    access.place_to_change(me(), network_id)
    try:
        with transaction():
            networks.reopen(network_id, now=datetime.now(UTC))
    except GroupError as error:
        return back_to(network_id, in_words(error), "danger")
    return back_to(network_id, _("It goes on."))


@blueprint.post("/networks/<int:network_id>/withdrawal")
@hosts
def withdrawal(network_id: int) -> Response:
    """It was never registered."""
    access.place_to_change(me(), network_id)
    try:
        with transaction():
            networks.withdraw(network_id, by=me())
    except GroupError as error:
        return back_to(network_id, in_words(error), "danger")
    flash(_("It is gone, as if it had never been registered."), "success")
    return redirect(url_for("census.index"), 303)
