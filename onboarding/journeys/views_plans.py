"""Planning journeys, for community managers: what it is, its steps, and numbers that tell of nobody."""

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import db, transaction
from onboarding.journeys import figures, following, plans, queries, ready_made
from onboarding.journeys.errors import JourneyError, JourneyMissing
from onboarding.journeys.forms import JourneyForm, journey_form
from onboarding.journeys.models import Journey, Occasion
from onboarding.journeys.views import blueprint, in_words, page
from people.current import me
from security import manager


@blueprint.get("/journeys/plans")
@manager
def plans_page() -> str:
    """Every journey, and those that come with Foyer."""
    return page("journeys/plans.html", journeys=queries.all_of_them(), ready=list(ready_made.journeys().values()))


@blueprint.post("/journeys/plans/ready/<key>")
@manager
def copy_ready(key: str) -> Response:
    """A draft of my own, to change."""
    now = datetime.now(UTC)
    with transaction():
        journey_id = ready_made.copy(key, by=me(), today=following.today_of(me(), now), now=now).id
    flash(_("A draft with all its steps. Change what you like, and open it when it is right."), "success")
    return _to(journey_id)


@blueprint.get("/journeys/plans/new")
@manager
def new_plan() -> str:
    """A journey of our own."""
    form = JourneyForm(formdata=None, occasion=Occasion.NEW_HERE.value, group=0, programme=0)
    form.offer(None)
    return page("journeys/edit.html", form=form, journey=None)


@blueprint.post("/journeys/plans")
@manager
def make_plan() -> tuple[str, int] | Response:
    """It is a draft."""
    return _save(JourneyForm(), None)


@blueprint.get("/journeys/plans/<int:journey_id>")
@manager
def plan(journey_id: int) -> str:
    """One with its steps, and how many walked them, from five on."""
    found = one(journey_id)
    return page("journeys/plan.html", journey=found, figures=figures.of(found))


@blueprint.get("/journeys/plans/<int:journey_id>/edit")
@manager
def edit_plan(journey_id: int) -> str:
    """Its words, and to whom it is offered."""
    found = one(journey_id)
    form = journey_form(found)
    form.offer(found)
    return page("journeys/edit.html", form=form, journey=found)


@blueprint.post("/journeys/plans/<int:journey_id>/edit")
@manager
def change_plan(journey_id: int) -> tuple[str, int] | Response:
    """It reads like this from now on."""
    return _save(JourneyForm(), one(journey_id))


@blueprint.post("/journeys/plans/<int:journey_id>/opening")
@manager
def open_plan(journey_id: int) -> Response:
    """It is offered to whom it fits."""
    try:
        with transaction():
            plans.open_(journey_id, now=datetime.now(UTC))
    except JourneyMissing:
        raise
    except JourneyError as error:
        flash(in_words(error), "warning")
    else:
        flash(_("It is open. Whom it fits finds it under “Journeys”; nobody gets a mail."), "success")
    return _to(journey_id)


@blueprint.post("/journeys/plans/<int:journey_id>/closing")
@manager
def close_plan(journey_id: int) -> Response:
    """Nobody new begins it."""
    with transaction():
        plans.close(journey_id, now=datetime.now(UTC))
    flash(_("Nobody new begins it. Who follows it goes on."), "success")
    return _to(journey_id)


@blueprint.post("/journeys/plans/<int:journey_id>/removal")
@manager
def remove_plan(journey_id: int) -> Response:
    """A draft is gone."""
    with transaction():
        plans.remove(journey_id)
    flash(_("The draft is gone."), "success")
    return redirect(url_for("journeys.plans_page"), 303)


def one(journey_id: int) -> Journey:
    """The journey. Raises JourneyMissing."""
    found = db.session.get(Journey, journey_id)
    if found is None:
        raise JourneyMissing("There is no such journey.")
    return found


def _to(journey_id: int) -> Response:
    return redirect(url_for("journeys.plan", journey_id=journey_id), 303)


def _save(form: JourneyForm, journey: Journey | None) -> tuple[str, int] | Response:
    form.offer(journey)
    id_ = journey.id if journey is not None else None
    if not form.validate():
        return page("journeys/edit.html", form=form, journey=journey), 422
    try:
        with transaction():
            now = datetime.now(UTC)
            saved = plans.draft(form.details, by=me(), now=now) if id_ is None else plans.change(id_, form.details)
            journey_id = saved.id
    except JourneyError as error:
        form.complain(error)
        return page("journeys/edit.html", form=form, journey=one(id_) if id_ is not None else None), 422
    flash(_("Saved."), "success")
    return _to(journey_id)
