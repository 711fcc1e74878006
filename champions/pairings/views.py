"""Looking for pairs all at once: start it, follow it, look at what was found, ask the pairs."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from champions.errors import ChampionError, PairingMissing
from champions.pairings import pairing, queries, words
from champions.pairings.matching_apart import Way
from champions.pairings.models import PairingState
from champions.views import in_words
from database import db, transaction
from people.current import me
from people.models import Person
from security import manager

blueprint = Blueprint("pairings", __name__)


@blueprint.errorhandler(ChampionError)
def champion_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, PairingMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code


@blueprint.get("/ambassadors/pairs")
@manager
def index() -> str:
    """Who asks, who has room, and how pairs are to be looked for."""
    rounds = queries.latest()
    return render_template(
        "pairings/index.html",
        counts=queries.counts(now=datetime.now(UTC)),
        open=next((one for one in rounds if not one.is_settled), None),
        before=[one for one in rounds if one.is_settled],
    )


@blueprint.post("/ambassadors/pairs")
@manager
def start() -> Response:
    """The worker looks for pairs."""
    try:
        with transaction():
            by = db.session.get_one(Person, me().id)
            resemblance = request.form.get("resemblance", 50, type=int)
            round_id = pairing.start(by, resemblance=resemblance, now=datetime.now(UTC)).id
    except ChampionError as error:
        flash(in_words(error), "warning")
        return redirect(url_for("pairings.index"), 303)
    return redirect(url_for("pairings.found", round_id=round_id), 303)


@blueprint.get("/ambassadors/pairs/<int:round_id>")
@manager
def found(round_id: int) -> str:
    """How far it is; then the pairs, how good they are, and for whom nobody was found."""
    one = queries.existing(round_id)
    has_pairs = one.state is PairingState.FOUND
    return render_template(
        "pairings/found.html",
        round=one,
        state=one.state.value,
        steps=pairing.STEPS,
        page=queries.pairs(one, request.args.get("page", 1, type=int)) if has_pairs else None,
        unmatched=queries.unmatched(one, request.args.get("without", 1, type=int)) if has_pairs else None,
        to_ask=queries.count_to_ask(one) if has_pairs else 0,
        report=words.report(one.figures) if Way.BEST in one.figures else [],
        heads=[words.way_words(way) for way in Way],
        words=words,
    )


@blueprint.post("/ambassadors/pairs/<int:round_id>/pairs/<int:line_id>")
@manager
def take_out(round_id: int, line_id: int) -> Response:
    """This pair is not asked, or is after all."""
    out = request.form.get("out") == "yes"
    with transaction():
        line = pairing.take_out(round_id, line_id, out=out)
        names = {"mentee": line.mentee.name, "ambassador": line.ambassador.name if line.ambassador else ""}
    if out:
        flash(_("%(mentee)s and %(ambassador)s are not asked about each other.", **names), "success")
    else:
        flash(_("%(mentee)s and %(ambassador)s are among the pairs again.", **names), "success")
    return redirect(url_for("pairings.found", round_id=round_id, page=request.form.get("page", type=int)), 303)


@blueprint.post("/ambassadors/pairs/<int:round_id>/confirmation")
@manager
def confirm(round_id: int) -> Response:
    """The two of each pair are asked."""
    try:
        with transaction():
            by = db.session.get_one(Person, me().id)
            count = len(pairing.confirm(round_id, by=by, now=datetime.now(UTC)))
    except PairingMissing:
        raise
    except ChampionError as error:
        flash(in_words(error), "warning")
    else:
        flash(
            ngettext(
                "%(num)d pair is asked. It begins once both say yes.",
                "%(num)d pairs are asked. Each begins once both say yes.",
                count,
            ),
            "success",
        )
    return redirect(url_for("pairings.found", round_id=round_id), 303)


@blueprint.post("/ambassadors/pairs/<int:round_id>/disposal")
@manager
def dispose(round_id: int) -> Response:
    """Nothing of it is kept."""
    with transaction():
        pairing.dispose(round_id)
    flash(_("Thrown away. Nobody had been told."), "success")
    return redirect(url_for("pairings.index"), 303)
