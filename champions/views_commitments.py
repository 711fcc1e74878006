"""My commitments, what colleagues show me of theirs, and the page behind the link of a reminder."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions import commitments as rules
from champions import queries_commitments as queries
from champions import words_commitments as words
from champions.errors import ChampionError, CommitmentMissing
from champions.forms_commitments import CommitmentForm, ShareForm, form_of
from champions.models_commitments import Commitment
from champions.views import blueprint, gone, in_words
from config import settings
from database import transaction
from people import naming
from people.current import me
from people.quiet_hours import zone_of
from security import public, signed_in

WORDS = {
    "day_words": words.day_words,
    "rhythm_words": words.rhythm_words,
    "reminder_words": words.reminder_words,
    "how_it_went": words.how_it_went,
}
KEPT = {"yes": True, "no": False}


@blueprint.get("/me/commitments")
@signed_in
def commitments() -> str:
    """What I set myself, and what colleagues show me."""
    return _list(CommitmentForm(formdata=None))


@blueprint.post("/me/commitments")
@signed_in
def make_commitment() -> tuple[str, int] | Response:
    """One more."""
    form = CommitmentForm()
    if not form.validate():
        return _list(form), 422
    try:
        with transaction():
            made = rules.make(me(), form.promise, now=datetime.now(UTC)).id
    except ChampionError as error:
        form.complain(error)
        return _list(form), 422
    flash(_("Noted. Only you see it, unless you show it to somebody."), "success")
    return redirect(url_for("champions.commitment", commitment_id=made), 303)


@blueprint.get("/me/commitments/<int:commitment_id>")
@signed_in
def commitment(commitment_id: int) -> str:
    """One of mine: how it went, who sees it, what it says."""
    found = queries.one_of(me().id, commitment_id)
    return _one(found, form_of(found), ShareForm(formdata=None))


@blueprint.post("/me/commitments/<int:commitment_id>")
@signed_in
def change_commitment(commitment_id: int) -> tuple[str, int] | Response:
    """It says something else from now on."""
    found, form = queries.one_of(me().id, commitment_id), CommitmentForm()
    if not form.validate():
        return _one(found, form, ShareForm(formdata=None)), 422
    try:
        with transaction():
            rules.change(commitment_id, form.promise, by=me(), now=datetime.now(UTC))
    except CommitmentMissing:
        raise
    except ChampionError as error:
        form.complain(error)
        return _one(queries.one_of(me().id, commitment_id), form, ShareForm(formdata=None)), 422
    flash(_("Saved."), "success")
    return redirect(url_for("champions.commitment", commitment_id=commitment_id), 303)


@blueprint.post("/me/commitments/<int:commitment_id>/marks")
@signed_in
def mark_commitment(commitment_id: int) -> Response:
    """Kept, or not this time."""
    kept, day = KEPT.get(request.form.get("kept", "")), _day(request.form.get("day", ""))
    person = me()
    if kept is None or day is None:
        return redirect(url_for("champions.commitments"), 303)
    return _done(
        lambda now: rules.mark(commitment_id, day, kept=kept, by=person, now=now),
        _("Noted: kept.") if kept else _("Noted: not this time. No reason needed."),
    )


@blueprint.post("/me/commitments/<int:commitment_id>/shares")
@signed_in
def share_commitment(commitment_id: int) -> tuple[str, int] | Response:
    """These colleagues see it from now on."""
    found, form = queries.one_of(me().id, commitment_id), ShareForm()
    ids, unclear = naming.find_people(form.who.data or "")
    if form.validate() and (unclear or not ids):
        said = _("Nobody, or more than one, is called: %(names)s. Try the e-mail address.", names=", ".join(unclear))
        form.who.errors = [*form.who.errors, said]
    if form.errors:
        return _one(found, form_of(found), form), 422
    try:
        with transaction():
            names = rules.share(commitment_id, ids, by=me(), now=datetime.now(UTC))
    except CommitmentMissing:
        raise
    except ChampionError as error:
        form.complain(error)
        return _one(queries.one_of(me().id, commitment_id), form_of(found), form), 422
    flash(_("%(names)s can see it now.", names=", ".join(names)) if names else _("They see it already."), "success")
    return redirect(url_for("champions.commitment", commitment_id=commitment_id) + "#shares", 303)


@blueprint.post("/commitments/<int:commitment_id>/shares/<int:person_id>/removal")
@signed_in
def end_commitment_share(commitment_id: int, person_id: int) -> Response:
    """I take it back, or do not want to see it any more."""
    person = me()
    place = "champions.commitments" if person.id == person_id else "champions.commitment"
    to = url_for(place) if person.id == person_id else url_for(place, commitment_id=commitment_id) + "#shares"
    return _done(
        lambda _now: rules.end_share(commitment_id, person_id, by=person), _("It is not shown any more. Nobody is told."), to
    )


@blueprint.post("/me/commitments/<int:commitment_id>/removal")
@signed_in
def take_commitment_off(commitment_id: int) -> Response:
    """It is not there any more."""
    person = me()
    return _done(lambda _now: rules.take_off(commitment_id, by=person), _("Taken off, with all that was noted of it."))


@blueprint.get("/m/commitment/<token>/<day>")
@public
def commitment_link(token: str, day: str) -> tuple[str, int]:
    """How did it go? Kept and not this time weigh the same."""
    try:
        found = rules.read(token)
    except ChampionError as error:
        return gone(in_words(error))
    at = _day(day)
    with force_locale(found.person.language or settings().language):
        if at is None:
            return gone(_("This link is not complete. Open it from the mail once more."))
        try:
            rules.guard_date(found, at)
        except ChampionError as error:
            return gone(in_words(error))
        return render_template(
            "champions/commitment_link.html",
            commitment=found,
            day=at,
            said=found.mark_of(at),
            token=token,
            told=words.told(len(found.shares)),
            **WORDS,
        ), 200


@blueprint.post("/m/commitment/<token>/<day>")
@public
def mark_by_link(token: str, day: str) -> tuple[str, int] | Response:
    """Kept or not, without signing in; the later word counts."""
    kept, at = KEPT.get(request.form.get("answer", "")), _day(day)
    try:
        found = rules.read(token)
        if kept is not None and at is not None:
            with transaction():
                rules.mark(found.id, at, kept=kept, by=found.person, now=datetime.now(UTC))
    except ChampionError as error:
        return gone(in_words(error))
    return redirect(url_for("champions.commitment_link", token=token, day=day), 303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _done(rule: Callable[[datetime], object], said: str, to: str = "") -> Response:
    with transaction():
        rule(datetime.now(UTC))
    flash(said, "success")
    return redirect(to or url_for("champions.commitments"), 303)


def _list(form: CommitmentForm) -> str:
    return render_template(
        "champions/commitments.html",
        form=form,
        mine=queries.mine(me().id),
        shown=queries.shown_to(me().id),
        today=datetime.now(zone_of(me())).date(),
        **WORDS,
    )


def _one(found: Commitment, form: CommitmentForm, share_form: ShareForm) -> str:
    return render_template("champions/commitment.html", commitment=found, form=form, share_form=share_form, **WORDS)
