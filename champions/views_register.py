"""The register, for community managers: who waits for a welcome, who is an ambassador, and asking more colleagues."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from champions import queries, words
from champions import register as rules
from champions.errors import ChampionError
from champions.forms import InvitationForm
from champions.models import Standing
from champions.views import blueprint, in_words
from database import transaction
from people import naming
from people.current import me
from security import manager

SHOWN = (Standing.INTERESTED, Standing.ACTIVE, Standing.RESTING, Standing.FORMER)  # not who was asked: a no would show
MOST_AT_ONCE = 200


@blueprint.get("/ambassadors/register")
@manager
def register() -> str:
    """One standing at a time; at first whoever waits for a welcome, or else who is an ambassador."""
    return _page(InvitationForm(formdata=None))


@blueprint.post("/ambassadors/register/<int:person_id>/welcome")
@manager
def welcome(person_id: int) -> Response:
    """Who volunteered is an ambassador."""
    try:
        with transaction():
            name = rules.welcome(person_id, by=me(), now=datetime.now(UTC)).person.name
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("%(name)s is an ambassador now, and hears it by mail.", name=name), "success")
    return redirect(url_for("champions.register"), 303)


@blueprint.post("/ambassadors/register")
@manager
def invite() -> tuple[str, int] | Response:
    """They are asked by mail; each decides."""
    form = InvitationForm()
    if not form.validate():
        return _page(form), 422
    pasted = naming.with_colleagues(naming.read_addresses(form.addresses.data or ""))
    ids = naming.ids_of(list(pasted.names))
    look = naming.look_past((), ids, list(pasted.names))
    missing = [*pasted.unreadable, *pasted.unclear, *look.unknown, *look.inactive]
    if not ids or len(ids) > MOST_AT_ONCE:
        said = _("At most %(most)s at a time.", most=MOST_AT_ONCE) if ids else _("Nobody here has these names or addresses.")
        form.addresses.errors = [*form.addresses.errors, said]
        return _page(form), 422
    with transaction():
        done = rules.invite(ids, by=me(), now=datetime.now(UTC))
    flash(_invited_words(done), "success")
    if missing:
        flash(_("Some names fit nobody, or more than one: %(names)s", names=", ".join(missing)), "warning")
    return redirect(url_for("champions.register"), 303)


def _invited_words(done: rules.Invited) -> str:
    """Who said no not long ago is counted among those who are asked, and so is who has not answered yet: a no is nobody's business."""
    count = len(done.asked) + len(done.left_alone)
    said = [
        ngettext(
            "%(num)d colleague is asked, unless they were asked already or said no lately.",
            "%(num)d colleagues are asked, except who was asked already or said no lately.",
            count,
        )
    ]
    if not count:
        said = []
    if done.already:
        said.append(ngettext("%(num)d is an ambassador already.", "%(num)d are ambassadors already.", len(done.already)))
    return " ".join(said)


def _page(form: InvitationForm) -> str:
    counts = {standing: count for standing, count in queries.counts().items() if standing in SHOWN}
    asked = request.args.get("standing", "")
    fallback = Standing.INTERESTED if counts.get(Standing.INTERESTED) else Standing.ACTIVE
    standing = Standing(asked) if asked in set(SHOWN) else fallback
    return render_template(
        "champions/register.html",
        form=form,
        standing=standing,
        counts=counts,
        shown=SHOWN,
        standing_words=words.standing_words,
        language_words=words.language_words,
        page=queries.of_standing(standing, request.args.get("page", 1, type=int)),
    )
