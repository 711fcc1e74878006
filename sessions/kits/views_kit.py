"""The kit of one session, for who looks after it: an agenda with its times, to read on a phone or on paper."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from look import language
from people.current import me
from security import hosts
from sessions import access
from sessions.kits import agendas, formats, uses
from sessions.kits.views import blueprint


@blueprint.get("/sessions/<int:session_id>/kit")
@hosts
def kit(session_id: int) -> str:
    """What the host of this session has at hand; without a format, a choice of them."""
    session = access.session_hosted_by(me(), session_id)
    found = uses.kit_of(session, language())
    steps = list(agendas.timed(found.steps, session.starts_at)) if found else []
    return render_template(
        "formats/kit.html",
        session=session,
        kit=found,
        steps=steps,
        lasts=int((session.ends_at - session.starts_at).total_seconds() // 60),
        series=uses.series_of(session) if session.recurrence_id is not None else None,
        choices=formats.list_of(language()),
    )


@blueprint.post("/sessions/<int:session_id>/kit")
@hosts
def choose(session_id: int) -> Response:
    """The session has the kit of this format; with none chosen it has no kit any more. Nobody is told."""
    session = access.session_hosted_by(me(), session_id)
    with transaction():
        uses.choose(session, request.form.get("format", ""))
    flash(_("Saved. Nobody was told: only the kit has changed."), "success")
    return redirect(url_for("formats.kit", session_id=session_id), 303)
