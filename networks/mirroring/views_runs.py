"""The plan of a mirror with its names, letting it go ahead, its runs, and undoing one."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from networks.mirroring import access, queries, running, sides, sources, words
from networks.mirroring.errors import Braked, PlanOutdated, SourceFailed
from networks.mirroring.models import Act, Brake, Reason, RunState
from networks.mirroring.plan import HARD, Line, Plan
from networks.mirroring.views import back_to, blueprint
from networks.views import in_words
from paging import paginate
from people.current import me
from people.models import Person
from security import hosts

SHOWN_ACTS = (Act.REMOVE, Act.ADD, Act.INVITE, Act.KEEP)


@dataclass(frozen=True, slots=True)
class Part:
    """The people of one act: how many, and some of them with the reason."""

    act: Act
    total: int
    people: list[tuple[Person, Reason]]


@blueprint.get("/groups/<int:group_id>/mirror/plan")
@hosts
def preview(group_id: int) -> str | Response:
    """Who would come, stay and go, and why. Nothing is done by looking."""
    found = access.planned_by(me(), group_id, now=datetime.now(UTC))
    try:
        look = sides.look(found)
    except SourceFailed as error:
        return back_to(group_id, in_words(error), "danger")
    return render_template(
        "mirroring/plan.html",
        group=found.group,
        mirror=found,
        source=sources.name_of(found),
        parts=_parts(look.plan),
        left_alone=len(look.plan.of(Act.CONFLICT)),
        changes=len(look.plan.changes),
        brake=look.brake,
        is_hard=look.brake in HARD,
        signed=running.signed(found, look),
        words=words,
    )


def _parts(plan: Plan) -> list[Part]:
    """Those who are left alone are not named: why somebody stays out is theirs."""
    parts = []
    for act in SHOWN_ACTS:
        lines = {line.person_id: line for line in plan.lines if line.act is act}
        if lines:
            parts.append(Part(act, len(lines), _named(lines)))
    return parts


def _named(lines: dict[int, Line]) -> list[tuple[Person, Reason]]:
    return [(person, lines[person.id].reason) for person in queries.people(list(lines))]


@blueprint.post("/groups/<int:group_id>/mirror/runs")
@hosts
def apply(group_id: int) -> Response:
    """What was looked at is done, if nothing has changed since."""
    now = datetime.now(UTC)
    found = access.planned_by(me(), group_id, now=now)
    despite = request.form.get("despite", "")
    try:
        with transaction():
            run = running.apply(
                found.id,
                request.form.get("plan", ""),
                despite=Brake(despite) if despite in set(Brake) else None,
                by=me(),
                now=now,
            )
    except (PlanOutdated, Braked) as error:
        flash(in_words(error), "warning")
        return redirect(url_for("mirroring.preview", group_id=group_id), 303)
    except SourceFailed as error:
        return back_to(group_id, in_words(error), "danger")
    if run.state is RunState.APPLYING:
        return back_to(group_id, _("It is being done, a few hundred people at a time."))
    return back_to(group_id, _("Done. It looks every day from now on."))


@blueprint.get("/groups/<int:group_id>/mirror/runs/<int:run_id>")
@hosts
def run_page(group_id: int, run_id: int) -> str:
    """Who came and went by one run, and why; and undoing it."""
    found = access.run_by(me(), group_id, now=datetime.now(UTC))
    run = queries.run_of(found, run_id)
    return render_template(
        "mirroring/run.html",
        group=found.group,
        mirror=found,
        run=run,
        changes=paginate(queries.changes_of(run), request.args.get("page", 1, type=int)),
        source=sources.name_of(found),
        words=words,
    )


@blueprint.post("/groups/<int:group_id>/mirror/runs/<int:run_id>/reversal")
@hosts
def undo(group_id: int, run_id: int) -> Response:
    """What the run did is taken back, but for what people decided themselves since."""
    found = access.run_by(me(), group_id, now=datetime.now(UTC))
    queries.run_of(found, run_id)
    with transaction():
        undone = running.undo(run_id, by=me(), now=datetime.now(UTC))
    return back_to(group_id, _said(undone.state))


def _said(state: RunState) -> str:
    if state is RunState.UNDOING:
        return _("It is being undone, a few hundred people at a time. The mirror rests meanwhile.")
    return _("Undone. Who had decided themselves by then stays as they are. The mirror rests until you let it go on.")
