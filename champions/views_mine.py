"""My own page as an ambassador, or on the way to it; and the page behind the link of the mail that asks."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions import links, queries, queries_backings, register, weeks, words
from champions.errors import ChampionError, LinkInvalid
from champions.forms import OfferForm, offer_form
from champions.models import Ambassador, Standing
from champions.offers import Offer, offer_of
from champions.views import blueprint, gone, in_words
from config import settings
from database import transaction
from people import reporting_lines
from people.current import me
from people.models import Person
from security import public, signed_in


@blueprint.get("/me/ambassador")
@signed_in
def mine() -> str:
    """Where I stand, what I offer, and what I can do about it."""
    ambassador = queries.mine(me().id)
    return _page(offer_form(me(), ambassador), ambassador)


@blueprint.post("/me/ambassador")
@signed_in
def offer() -> tuple[str, int] | Response:
    """I would like to be one, I say yes to being asked, or I offer something else: whichever is open to me."""
    form, now, person = OfferForm(), datetime.now(UTC), me()
    ambassador = queries.mine(person.id)
    if not form.validate():
        return _page(form, ambassador), 422
    try:
        with transaction():
            said = _offered(person, ambassador, form.offer, now=now)
    except ChampionError as error:
        form.complain(error)
        return _page(form, queries.mine(person.id)), 422
    flash(said, "success")
    return redirect(url_for("champions.mine"), 303)


def _offered(person: Person, ambassador: Ambassador | None, given: Offer, *, now: datetime) -> str:
    if ambassador is None or ambassador.standing is Standing.FORMER:
        register.volunteer(person, given, now=now)
        return _("Thank you. A community manager writes to you soon; until then you can still take it back.")
    if ambassador.is_asked:
        register.accept(ambassador, given, now=now)
        return _("Welcome as an ambassador. Colleagues can find you from now on.")
    register.change_offer(person, given)
    return _("Saved.")


@blueprint.post("/me/ambassador/answer")
@signed_in
def decide() -> Response:
    """I was asked: yes, or no."""
    answer, ambassador = request.form.get("answer"), queries.mine(me().id)
    if ambassador is None or answer not in {"yes", "no"}:
        return redirect(url_for("champions.mine"), 303)
    if answer == "yes":
        said = _("Welcome as an ambassador. Say here what you offer, so that colleagues can find you.")
        return _done(lambda now: register.accept(ambassador, _start_of(ambassador), now=now), said)
    return _done(lambda now: register.decline(ambassador, now=now), _("Noted, and no reason needed."))


@blueprint.post("/me/ambassador/withdrawal")
@signed_in
def take_back() -> Response:
    """I said that I would like to, and would rather not after all."""
    person = me()
    return _done(lambda now: register.take_back(person, now=now), _("Taken back. Nobody is told."))


@blueprint.post("/me/ambassador/rest")
@signed_in
def rest() -> Response:
    """Nobody new for now."""
    person = me()
    return _done(lambda now: register.rest(person, now=now), _("Enjoy the rest. Nobody new finds you until you come back."))


@blueprint.post("/me/ambassador/return")
@signed_in
def come_back() -> Response:
    """The rest is over."""
    person = me()
    return _done(lambda now: register.come_back(person, now=now), _("Good to have you back. Colleagues can find you again."))


@blueprint.post("/me/ambassador/leaving")
@signed_in
def leave() -> Response:
    """No ambassador any more."""
    person = me()
    return _done(lambda now: register.leave(person, now=now), _("Thank you for having been there. What you offered is not kept."))


def _done(rule: Callable[[datetime], object], said: str) -> Response:
    try:
        with transaction():
            rule(datetime.now(UTC))
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(said, "success")
    return redirect(url_for("champions.mine"), 303)


def _page(form: OfferForm, ambassador: Ambassador | None) -> str:
    return render_template(
        "champions/mine.html",
        form=form,
        ambassador=ambassador,
        backing=queries_backings.mine(me().id),
        line_manager=_line_manager(),
        history=queries.history(me().id),
        zone=me().timezone or settings().timezone,
        weekdays=[(words.weekday_words(day), words.short_weekday_words(day)) for day in range(weeks.WEEKDAYS)],
        number_of=weeks.number_of,
        parts=range(len(weeks.PARTS)),
        part_words=words.part_of_day_words,
        step_words=words.step_words,
    )


def _line_manager() -> Person | None:
    found = reporting_lines.of(me())
    return found if found is not None and found.active else None


@blueprint.get("/m/<token>")
@public
def link(token: str) -> tuple[str, int]:
    """Would you like to be an ambassador? Yes and no weigh the same."""
    try:
        ambassador = links.read(token)
    except LinkInvalid as error:
        return gone(in_words(error))
    return _asked(ambassador, token)


@blueprint.post("/m/<token>")
@public
def answer_by_link(token: str) -> tuple[str, int] | Response:
    """Yes or no, without signing in."""
    try:
        ambassador = links.read(token)
    except LinkInvalid as error:
        return gone(in_words(error))
    now, says_yes = datetime.now(UTC), request.form.get("answer") == "yes"
    if not says_yes and request.form.get("answer") != "no":
        return redirect(url_for("champions.link", token=token), 303)
    language = ambassador.person.language or settings().language
    try:
        with transaction():
            if says_yes:
                register.accept(ambassador, _start_of(ambassador), now=now)
            else:
                register.decline(ambassador, now=now)
    except ChampionError as error:
        with force_locale(language):
            return gone(in_words(error))
    if says_yes:
        return redirect(url_for("champions.link", token=token), 303)
    with force_locale(language):
        return gone(_("Noted, and no reason needed. Nobody asks again soon."), 200)


def _start_of(ambassador: Ambassador) -> Offer:
    """What is offered by a yes from the mail, until the person says more: their language and place."""
    if ambassador.topics or ambassador.languages:
        return offer_of(ambassador)
    person = ambassador.person
    return Offer(languages=(person.language or settings().language,), places=(person.location,) if person.location else ())


def _asked(ambassador: Ambassador, token: str) -> tuple[str, int]:
    with force_locale(ambassador.person.language or settings().language):
        if not ambassador.is_asked and not ambassador.helps:
            return gone(_("This question is not open any more. Nothing is expected of you."))
        letter = words.asked(ambassador)
        return render_template("champions/asked.html", ambassador=ambassador, letter=letter, token=token), 200
