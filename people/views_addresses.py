"""Further addresses: on one's own page, and behind the link in a mail."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from people import addresses
from people.current import me
from people.errors import LinkInvalid, PeopleError
from people.forms import AddressForm
from people.limits import limiter
from people.views import blueprint
from people.views_profile import page
from security import public, signed_in


@blueprint.post("/me/addresses")
@signed_in
@limiter.limit("10 per hour")
def add_address() -> tuple[str, int] | Response:
    """A link is on its way to the address."""
    form = AddressForm()
    if not form.validate():
        return page(status_form=form), 422
    try:
        with transaction():
            address = addresses.add(me(), form.email.data or "", now=datetime.now(UTC))
    except PeopleError as error:
        form.email.errors = [_(error.template, **error.values)]
        return page(status_form=form), 422
    flash(
        _("We sent a mail to %(address)s. Follow the link in it, and answers from there count as yours.", address=address.email),
        "success",
    )
    return redirect(url_for("people.profile") + "#addresses", 303)


@blueprint.post("/me/addresses/<int:address_id>/removal")
@signed_in
def remove_address(address_id: int) -> Response:
    """Answers from there are nobody's any more."""
    try:
        with transaction():
            addresses.remove(address_id, person=me())
    except PeopleError as error:
        flash(_(error.template, **error.values), "danger")
    else:
        flash(_("Removed. Answers from that address do not count by themselves any more."), "success")
    return redirect(url_for("people.profile") + "#addresses", 303)


@blueprint.get("/addresses/<token>", endpoint="address_link")
@public
def address_link(token: str) -> str | tuple[str, int]:
    """Asks for one press more: programs that follow links in mails confirm nothing."""
    try:
        asked = addresses.asked_by(token, now=datetime.now(UTC))
    except LinkInvalid as error:
        return render_template("people/address.html", asked=None, problem=_(error.template)), 410
    return render_template("people/address.html", asked=asked, token=token, problem="")


@blueprint.post("/addresses/<token>")
@public
@limiter.limit("30 per 5 minutes")
def confirm_address(token: str) -> str | tuple[str, int]:
    """The address is confirmed."""
    try:
        with transaction():
            asked = addresses.confirm(token, now=datetime.now(UTC))
    except PeopleError as error:
        return render_template("people/address.html", asked=None, problem=_(error.template)), 410
    return render_template("people/address.html", asked=asked, token=token, problem="")
