"""Planning the steps of a journey, for community managers."""

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from onboarding.journeys import steps
from onboarding.journeys.errors import JourneyError, JourneyMissing
from onboarding.journeys.forms import StepForm, step_form
from onboarding.journeys.models import MOST_MINUTES, JourneyStep, Way
from onboarding.journeys.views import blueprint, in_words, page
from onboarding.journeys.views_plans import one
from security import manager


@blueprint.get("/journeys/plans/<int:journey_id>/steps/new")
@manager
def new_step(journey_id: int) -> str:
    """One step more."""
    form = StepForm(formdata=None, way=Way.CONSUME.value, minutes=MOST_MINUTES, week=1, fact="", group=0)
    form.offer(None)
    return page("journeys/step.html", form=form, journey=one(journey_id), step=None)


@blueprint.post("/journeys/plans/<int:journey_id>/steps")
@manager
def add_step(journey_id: int) -> tuple[str, int] | Response:
    """It is the last one of the journey."""
    return _save(StepForm(), journey_id, None)


@blueprint.get("/journeys/plans/<int:journey_id>/steps/<int:step_id>")
@manager
def edit_step(journey_id: int, step_id: int) -> str:
    """As it stands."""
    step = steps.one(journey_id, step_id)
    form = step_form(step)
    form.offer(step)
    return page("journeys/step.html", form=form, journey=one(journey_id), step=step)


@blueprint.post("/journeys/plans/<int:journey_id>/steps/<int:step_id>")
@manager
def change_step(journey_id: int, step_id: int) -> tuple[str, int] | Response:
    """It reads like this from now on."""
    return _save(StepForm(), journey_id, steps.one(journey_id, step_id))


@blueprint.post("/journeys/plans/<int:journey_id>/steps/<int:step_id>/removal")
@manager
def take_step_out(journey_id: int, step_id: int) -> Response:
    """Nobody is asked for it any more."""
    try:
        with transaction():
            steps.take_out(journey_id, step_id, now=datetime.now(UTC))
    except JourneyMissing:
        raise
    except JourneyError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("The step is out. Who did it keeps it."), "success")
    return _to(journey_id)


@blueprint.post("/journeys/plans/<int:journey_id>/steps/<int:step_id>/rise")
@manager
def move_step_up(journey_id: int, step_id: int) -> Response:
    """One place earlier."""
    with transaction():
        steps.move_up(journey_id, step_id)
    return _to(journey_id)


def _to(journey_id: int) -> Response:
    return redirect(url_for("journeys.plan", journey_id=journey_id, _anchor="steps"), 303)


def _save(form: StepForm, journey_id: int, step: JourneyStep | None) -> tuple[str, int] | Response:
    form.offer(step)
    id_ = step.id if step is not None else None
    if not form.validate():
        return page("journeys/step.html", form=form, journey=one(journey_id), step=step), 422
    try:
        with transaction():
            if id_ is None:
                steps.add(journey_id, form.details)
            else:
                steps.change(journey_id, id_, form.details)
    except JourneyMissing:
        raise
    except JourneyError as error:
        form.complain(error)
        again = steps.one(journey_id, id_) if id_ is not None else None
        return page("journeys/step.html", form=form, journey=one(journey_id), step=again), 422
    flash(_("Saved."), "success")
    return _to(journey_id)
