"""What whoever follows a journey says: begin, done, skip, what to try, pause, stop. Each press changes their own and nothing else."""

from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from onboarding.journeys import following, marks
from onboarding.journeys.models import Way
from onboarding.journeys.models_following import MarkKind
from onboarding.journeys.views import blueprint
from people.current import me
from security import signed_in

KINDS = {kind.value: kind for kind in MarkKind}


def back_to(journey_id: int, anchor: str | None = None) -> Response:
    """The page of the journey."""
    return redirect(url_for("journeys.journey", journey_id=journey_id, _anchor=anchor), 303)


@blueprint.post("/journeys/<int:journey_id>/follower")
@signed_in
def begin(journey_id: int) -> Response:
    """I follow it from today."""
    with transaction():
        following.start(journey_id, me(), now=datetime.now(UTC))
    flash(_("It begins today. Only you see how it goes."), "success")
    return back_to(journey_id)


@blueprint.post("/journeys/<int:journey_id>/refusal")
@signed_in
def decline(journey_id: int) -> Response:
    """It is not for me."""
    with transaction():
        following.decline(journey_id, me(), now=datetime.now(UTC))
    flash(_("Noted, and no reason needed. If you change your mind, it stands under “Journeys”."), "success")
    return redirect(url_for("sessions.home"), 303)


@blueprint.post("/journeys/<int:journey_id>/steps/<int:step_id>/mark")
@signed_in
def mark(journey_id: int, step_id: int) -> Response:
    """Done, not for me, or neither any more."""
    said = request.form.get("said", "")
    with transaction():
        if said in KINDS:
            marks.mark(journey_id, step_id, KINDS[said], by=me(), now=datetime.now(UTC))
        elif said == "open":
            marks.take_back(journey_id, step_id, by=me())
    return back_to(journey_id)


@blueprint.post("/journeys/<int:journey_id>/ways")
@signed_in
def choose_ways(journey_id: int) -> Response:
    """What I would like to try."""
    chosen = [way for way in Way if way.value in request.form.getlist("ways")]
    with transaction():
        following.choose_ways(journey_id, me(), chosen)
    flash(_("Noted. You can change it whenever you like."), "success")
    return back_to(journey_id, "ways")


@blueprint.post("/journeys/<int:journey_id>/pause")
@signed_in
def pause(journey_id: int) -> Response:
    """Nothing is asked of me for now."""
    with transaction():
        following.pause(journey_id, me(), now=datetime.now(UTC))
    flash(_("It pauses until you come back. Nothing piles up."), "success")
    return back_to(journey_id)


@blueprint.post("/journeys/<int:journey_id>/return")
@signed_in
def come_back(journey_id: int) -> Response:
    """It goes on where it stood."""
    with transaction():
        following.come_back(journey_id, me(), now=datetime.now(UTC))
    return back_to(journey_id)


@blueprint.post("/journeys/<int:journey_id>/reminders")
@signed_in
def set_reminders(journey_id: int) -> Response:
    """At most one mail a week, or none."""
    wanted = request.form.get("wanted") == "yes"
    with transaction():
        following.remind(journey_id, me(), wanted=wanted)
    flash(_("You get at most one mail a week.") if wanted else _("You get no mails about it any more."), "success")
    return back_to(journey_id, "leave")


@blueprint.post("/journeys/<int:journey_id>/leaving")
@signed_in
def leave(journey_id: int) -> Response:
    """I follow it no more."""
    with transaction():
        following.leave(journey_id, me())
    flash(_("You follow it no more, and what you did in it is forgotten. Nobody is told."), "success")
    return redirect(url_for("journeys.index"), 303)


@blueprint.post("/journeys/<int:journey_id>/erasure")
@signed_in
def forget(journey_id: int) -> Response:
    """Nothing of it is kept, as if it had never been offered."""
    with transaction():
        following.forget(journey_id, me())
    flash(_("Nothing is kept of it."), "success")
    return redirect(url_for("journeys.index"), 303)
