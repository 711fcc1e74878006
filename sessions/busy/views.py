"""Connecting a calendar, on one's own page, and letting go of it."""

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from people.current import me
from people.limits import limiter
from security import signed_in
from sessions.busy import sources
from sessions.busy.errors import AddressInvalid
from sessions.busy.forms import BusyForm
from sessions.views import blueprint


@blueprint.post("/me/busy", endpoint="connect_busy")
@signed_in
@limiter.limit("10 per hour")
def connect_busy() -> Response:
    """The calendar is read from now on."""
    form = BusyForm()
    try:
        with transaction():
            sources.connect(me(), form.busy_address.data or "", now=datetime.now(UTC))
    except AddressInvalid as error:
        flash(_(error.template, **error.values), "danger")
    else:
        flash(_("Connected. We read it within minutes, and then about once an hour."), "success")
    return redirect(url_for("people.profile") + "#busy", 303)


@blueprint.post("/me/busy/removal", endpoint="disconnect_busy")
@signed_in
def disconnect_busy() -> Response:
    """Nothing of it is left."""
    with transaction():
        sources.disconnect(me())
    flash(_("Disconnected. Its address and all times from it are gone."), "success")
    return redirect(url_for("people.profile") + "#busy", 303)
