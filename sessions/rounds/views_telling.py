"""People hear of a round: by mail, with a look at the names first; by a poster, which leads to a link of each person's own."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from look import qr_code
from people import naming, people
from people.current import me, somebody
from people.limits import by_address, limiter
from people.naming import Look, Pasted
from security import manager, public
from sessions import audiences
from sessions.errors import LinkInvalid
from sessions.forms_inviting import InviteForm, audience_of, invite_form
from sessions.rounds import access, links, notices, telling, words
from sessions.rounds.models import Round
from sessions.rounds.views import back_to, blueprint, in_words, too_late

UNKNOWN_SHOWN = 50


@blueprint.get("/rounds/<int:round_id>/people")
@manager
def people_page(round_id: int) -> str | Response:
    """Whom to tell."""
    found = access.round_of(me(), round_id)
    if not found.takes_sign_ups(datetime.now(UTC)):
        return back_to(found, _("Nobody can sign up now. Open the round first, or open its sign-up again."))
    return _page(found, invite_form())


@blueprint.post("/rounds/<int:round_id>/people")
@manager
def tell_people(round_id: int) -> tuple[str, int] | str | Response:
    """First a look at the names (`do=look`), then they are told (`do=tell`)."""
    found, form = access.round_of(me(), round_id), invite_form()
    if not form.validate():
        return _page(found, form), 422
    pasted = naming.with_colleagues(naming.read_addresses(form.addresses.data or ""))
    audience = audience_of(form, pasted)
    if not audience.emails and not audience.has_filter:
        if not (pasted.unreadable or pasted.unclear):
            flash(_("Nobody is named yet. Write names or addresses, or choose a department, function or location."), "warning")
        return _page(found, form, pasted=pasted), 422
    if request.form.get("do") != "tell":
        return _page(found, form, pasted=pasted, look=audiences.look_past(telling.told_already(found), audience))
    now = datetime.now(UTC)
    with transaction():
        count = telling.tell(round_id, audiences.person_ids(audience), now=now)
    return back_to(found, ngettext("%(num)d person is being told.", "%(num)d people are being told.", count), "success")


def _page(found: Round, form: InviteForm, *, pasted: Pasted | None = None, look: Look | None = None) -> str:
    return render_template(
        "rounds/people.html",
        round=found,
        form=form,
        look=look,
        letter=words.invitation(found),
        told=len(telling.told_already(found)),
        unreadable=pasted.unreadable[:UNKNOWN_SHOWN] if pasted else (),
        unknown_shown=UNKNOWN_SHOWN,
        unclear=pasted.unclear if pasted else {},
        alike_shown=naming.ALIKE_SHOWN,
    )


@blueprint.get("/rounds/<int:round_id>/poster")
@manager
def poster(round_id: int) -> str:
    """To print and hang up."""
    found = access.round_of(me(), round_id)
    address = settings().base_url + links.poster_path(found)
    return render_template(
        "rounds/poster.html", round=found, address=address, qr=qr_code(address), facts=words.offer_facts(found)[:-1]
    )


@blueprint.get("/join/<token>")
@public
def join(token: str) -> tuple[str, int] | Response:
    """Where the poster leads: what is offered, and a way to one's own page. Never who signed up."""
    try:
        found = links.of_poster(token)
    except LinkInvalid as error:
        return render_template("rounds/gone.html", told=in_words(error)), 404
    if not found.takes_sign_ups(datetime.now(UTC)):
        return too_late(
            found, _("Sign-up for this is closed. Thank you for your interest."), names_manager=somebody() is not None
        )
    person = somebody()
    if person is not None:
        return redirect(url_for("rounds.sign_up", round_id=found.id), 303)
    return render_template("rounds/join.html", round=found, facts=words.offer_facts(found), sent="sent" in request.args), 200


@blueprint.post("/join/<token>")
@public
@limiter.limit("20 per 5 minutes")
@limiter.limit("3 per 5 minutes", key_func=by_address)
def ask_link(token: str) -> tuple[str, int] | Response:
    """A link is on its way, if the address is a colleague's: the page says the same either way."""
    try:
        found = links.of_poster(token)
    except LinkInvalid as error:
        return render_template("rounds/gone.html", told=in_words(error)), 404
    person, now = people.by_email((request.form.get("email") or "")[:254]), datetime.now(UTC)
    if person is not None and person.active and found.takes_sign_ups(now):
        with transaction():
            notices.link_asked(found, person, now=now)
    return redirect(url_for("rounds.join", token=token, sent=1), 303)
