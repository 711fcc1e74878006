"""What a thing serves: the line on its page, the field in its form, and the press that says it."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from onboarding.errors import OnboardingError
from onboarding.goals import access, serving
from onboarding.goals.views import blueprint, in_words
from people.access import safe_next
from people.current import me
from people.models import Person
from people.serving import FIELD, Named, Part, Thing
from security import hosts

NONE = "none"  # what the form says for: no goal, whatever others say


class GoalPurposes:
    """What pages and forms below show of goals. See `people.serving`."""

    def on_page(self, thing: Thing, number: int, *, may_plan: bool, has_figures: bool) -> Part | None:
        """The goal it serves; for who plans it, the choice; where figures stand and no goal is named, that they are activity only."""
        word, offered = serving.word_and_offered(thing, number) if may_plan else (serving.word_of(thing, number), [])
        if word.goal is None and not offered and not has_figures:
            return None
        values = {
            "thing": thing,
            "number": number,
            "word": word,
            "none": NONE,
            "offered": offered,
            "has_figures": has_figures,
            "field": FIELD,
        }
        return Part("goals/_serves.html", values)

    def in_form(self, chosen: str) -> Part | None:
        """The goals to choose from."""
        offered = serving.offered()
        return Part("goals/_serves_field.html", {"offered": offered, "chosen": chosen, "field": FIELD}) if offered else None

    def choose(self, thing: Thing, number: int, chosen: str, *, by: Person, now: datetime) -> None:
        """What was chosen, as far as it can be."""
        goal_id = _number(chosen)
        if goal_id in {goal.id for goal in serving.offered()}:
            serving.serve(thing, number, goal_id, by=by, now=now)

    def named(self, thing: Thing, numbers: Collection[int]) -> Mapping[int, Named]:
        """The goal that each names."""
        goals = serving.goals_of(thing, numbers)
        return {number: Named(goal.name, url_for("goals.goal", goal_id=goal.id)) for number, goal in goals.items()}


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


@blueprint.get("/goals/serving/<thing>/<int:number>")
@hosts
def serving_page(thing: str, number: int) -> str:
    """For who plans it: what it serves."""
    if thing not in set(Thing):
        abort(404)
    access.guard_planning(me(), Thing(thing), number, now=datetime.now(UTC))
    serves = GoalPurposes().on_page(Thing(thing), number, may_plan=True, has_figures=False)
    return render_template("goals/serving.html", serves=serves)


@blueprint.post("/goals/serving/<thing>/<int:number>")
@hosts
def serve(thing: str, number: int) -> Response:
    """It serves this goal, or none, or what it belongs to serves."""
    if thing not in set(Thing):
        abort(404)
    now, chosen = datetime.now(UTC), request.form.get(FIELD, "")
    access.guard_planning(me(), Thing(thing), number, now=now)
    try:
        with transaction():
            if chosen == NONE:
                serving.serve_none(Thing(thing), number, by=me(), now=now)
            else:
                serving.serve(Thing(thing), number, _number(chosen), by=me(), now=now)
    except OnboardingError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Saved."), "success")
    came_from = urlsplit(request.referrer or "")
    here = came_from.path if came_from.netloc == request.host else ""
    return redirect(safe_next(here) or url_for("goals.index"), 303)
