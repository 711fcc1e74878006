"""A network that was found: register it, or put it aside."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from networks.census import queries
from networks.census.models import Network
from networks.census.words import meets_words
from networks.discovery import found_networks, words
from networks.discovery.forms import FoundForm
from networks.discovery.found_networks import Found
from networks.discovery.views import blueprint
from networks.errors import GroupError
from people.current import me
from security import hosts


@blueprint.get("/networks/discovery/found/<int:found_id>")
@hosts
def found_page(found_id: int) -> str:
    """What it is called, why it is thought to be one, who."""
    found = found_networks.own(me(), found_id)
    return _page(found, _form(found))


def _form(found: Found) -> FoundForm:
    proposal = found.proposal
    form = FoundForm(
        formdata=None,
        name=proposal.name,
        place=proposal.place,
        rhythm=found_networks.rhythm_of(proposal).value,
        since_year=proposal.first.year if proposal.first else None,
        about_how_many=len(proposal.people),
        openness="closed",
        keeps=found.hand_over.directory_id is None,
        people=[one.id for one in found.people],
    )
    return _with_people(form, found)


def _with_people(form: FoundForm, found: Found) -> FoundForm:
    form.people.choices = [(one.id, one.name + (f" ({one.department})" if one.department else "")) for one in found.people]
    return form


def _page(found: Found, form: FoundForm, likely: Sequence[Network] | None = None) -> str:
    alike = queries.likely_same(form.name.data or "", form.place.data or "") if likely is None else likely
    return render_template(
        "discovery/found.html",
        found=found,
        proposal=found.proposal,
        form=form,
        likely=alike,
        meets_words=meets_words,
        rhythm_words=words.rhythm_words,
        began_words=words.began_words,
        name_words=words.name_words,
    )


@blueprint.post("/networks/discovery/found/<int:found_id>")
@hosts
def confirm(found_id: int) -> tuple[str, int] | Response:
    """It is registered. If it may be one that is known already, the page asks once."""
    found = found_networks.own(me(), found_id)
    form = _with_people(FoundForm(), found)
    if not form.validate():
        return _page(found, form), 422
    likely = queries.likely_same(form.name.data or "", form.place.data or "")
    seen = set(request.form.get("seen", "")[:500].split(","))
    if any(str(one.id) not in seen for one in likely):
        return _page(found, form, likely), 409
    keeps = bool(form.keeps.data)
    try:
        with transaction():
            made = found_networks.confirm(
                me(), found_id, form.details, form.people.data or [], keeps=keeps, now=datetime.now(UTC)
            )
    except GroupError as error:
        form.complain(error)
        return _page(found, form), 422
    flash(_registered(found, keeps=keeps), "success")
    return redirect(url_for("census.network", network_id=made.id), 303)


def _registered(found: Found, *, keeps: bool) -> str:
    if found.hand_over.directory_id is not None and not keeps:
        return _(
            "It is registered, and whom you named hears it by mail. Ask somebody to keep it together; a group can follow it."
        )
    if keeps:
        return _("It is registered, and confirmed by you. Whom you named hears it by mail.")
    return _("It is registered. As soon as somebody says that they keep it together, it counts as confirmed.")


@blueprint.post("/networks/discovery/found/<int:found_id>/aside")
@hosts
def put_aside(found_id: int) -> Response:
    """Nothing is kept of it."""
    with transaction():
        hand_over = found_networks.put_aside(me(), found_id)
    flash(_("Put aside. Nothing is kept of it."), "success")
    return redirect(url_for("discovery.hand_over_page", hand_over_id=hand_over.id), 303)
