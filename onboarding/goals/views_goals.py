"""Goals: the page of one with its series, putting one down, changing, taking up, closing, handing over, asking for it."""

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from database import transaction
from onboarding.errors import OnboardingError
from onboarding.goals import access, asks, goals, happenings, measurements, owners, pictures, standings, words
from onboarding.goals.errors import NotPossible
from onboarding.goals.forms import (
    ClosureForm,
    EventForm,
    GoalForm,
    MeasurementForm,
    NewGoalForm,
    OwnerForm,
    empty_measurement,
    form_of,
)
from onboarding.goals.models import Goal, Outcome, Part, Programme
from onboarding.goals.views import WORDS, back_to, back_to_programme, blueprint, in_words
from onboarding.goals.views_programmes import asked_words, by_me, part_asked_for
from people.current import me
from people.forms_naming import one_colleague
from people.limits import limiter
from security import hosts, signed_in


@blueprint.get("/goals/<int:goal_id>")
@signed_in
def goal(goal_id: int) -> str:
    """From where to where, what was measured with what happened, and what the figure does not say."""
    return page(standings.goal(goal_id))


def page(found: Goal, form: FlaskForm | None = None) -> str:
    """The page of a goal, with a form that is being filled in."""
    now = datetime.now(UTC)
    series, happened = measurements.series(found), happenings.around(found, me())
    return render_template(
        "goals/goal.html",
        goal=found,
        series=series,
        happened=happened,
        thanks=happenings.thanks_for(found, me()),
        stories=happenings.stories_for(found),
        drawing=pictures.draw(found, series, happened),
        pictures=pictures,
        standing=words.standing_words(found, goals.last_measured(found)),
        happening_words=words.happening_words,
        source_words=words.source_words,
        missing=[words.field_words(field) for field in goals.missing(found)],
        may_write=standings.may_write(found, me()),
        may_withdraw=goals.may_withdraw(found),
        asks_for=asks.asks_for(found.id, me()),
        form=form if isinstance(form, MeasurementForm) else empty_measurement(standings.day_of(now)),
        event_form=form if isinstance(form, EventForm) else EventForm(formdata=None, on=standings.day_of(now), prefix="event"),
        owner_form=form if isinstance(form, OwnerForm) else OwnerForm(formdata=None),
        **WORDS,
    )


@blueprint.get("/goals/programmes/<int:programme_id>/goals/new")
@hosts
def new_goal(programme_id: int) -> str:
    """An empty form; whoever puts it down owns it, if they do not name somebody else."""
    part = part_asked_for(request.args.get("part"))
    access.guard_putting_down(me(), programme_id, part)
    form = NewGoalForm(formdata=None, owner=f"{me().name} <{me().email}>")
    return _form(form, standings.programme(programme_id), part)


def _form(form: GoalForm, programme: Programme, part: Part, found: Goal | None = None) -> str:
    return render_template("goals/goal_form.html", form=form, programme=programme, part=part, goal=found, **WORDS)


@blueprint.post("/goals/programmes/<int:programme_id>/goals")
@hosts
# Each may send a mail to a colleague.
@limiter.limit("30 per day", key_func=by_me, deduct_when=lambda response: response.status_code == 303)
def put_down(programme_id: int) -> tuple[str, int] | Response:
    """It waits in the queue, or belongs to its plan."""
    part = part_asked_for(request.form.get("part"))
    access.guard_putting_down(me(), programme_id, part)
    form, programme = NewGoalForm(), standings.programme(programme_id)
    valid = form.validate()
    owner = one_colleague(form.owner) if valid and (form.owner.data or "").strip() else None
    if not valid or form.owner.errors:
        return _form(form, programme, part), 422
    try:
        with transaction():
            made = goals.put_down(programme_id, part, form.details, owner, by=me(), now=datetime.now(UTC))
    except OnboardingError as error:
        form.complain(error)
        return _form(form, programme, part), 422
    if owner is not None and owner.id != me().id:
        return back_to(made.id, asked_words(owner))
    return back_to(made.id, _("It is put down."))


@blueprint.get("/goals/<int:goal_id>/edit")
@hosts
def edit(goal_id: int) -> str | Response:
    """The goal in its form."""
    found = access.goal_written_by(me(), goal_id)
    if found.is_closed:
        return back_to(goal_id, _("This goal is closed. Open it again first."), "warning")
    return _form(form_of(found), found.programme, found.part, found)


@blueprint.post("/goals/<int:goal_id>/edit")
@hosts
def change(goal_id: int) -> tuple[str, int] | Response:
    """It is as the form says; what stood there before is kept and shown."""
    found, form = access.goal_written_by(me(), goal_id), GoalForm()
    if form.validate():
        try:
            with transaction():
                goals.change(goal_id, form.details, by=me(), now=datetime.now(UTC))
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to(goal_id, _("Saved. What stood there before is in its history."))
    return _form(form, found.programme, found.part, found), 422


@blueprint.post("/goals/<int:goal_id>/uptake")
@hosts
def take_up(goal_id: int) -> Response:
    """It is worked on from now on."""
    access.goal_written_by(me(), goal_id)
    try:
        with transaction():
            goals.take_up(goal_id, by=me(), now=datetime.now(UTC))
    except OnboardingError as error:
        return back_to(goal_id, in_words(error), "danger")
    return back_to(goal_id, _("It is under way."))


@blueprint.get("/goals/<int:goal_id>/closure")
@hosts
def closure_page(goal_id: int) -> str | Response:
    """How did it end?"""
    found = access.goal_written_by(me(), goal_id)
    if not found.is_under_way:
        return back_to(goal_id, _("It is not under way."), "warning")
    return _closure(found, ClosureForm(formdata=None))


def _closure(found: Goal, form: ClosureForm) -> str:
    standing = words.standing_words(found, goals.last_measured(found))
    return render_template("goals/closure.html", goal=found, form=form, standing=standing, **WORDS)


@blueprint.post("/goals/<int:goal_id>/closure")
@hosts
def closure(goal_id: int) -> tuple[str, int] | Response:
    """It has its last sentence."""
    found, form = access.goal_written_by(me(), goal_id), ClosureForm()
    if form.validate():
        try:
            with transaction():
                goals.close(goal_id, Outcome(form.outcome.data), form.sentence.data or "", by=me(), now=datetime.now(UTC))
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to(goal_id, _("It is closed, with your last sentence. It can be opened again here."))
    return _closure(found, form), 422


@blueprint.post("/goals/<int:goal_id>/reopening")
@hosts
def reopening(goal_id: int) -> Response:
    """It goes on."""
    access.goal_written_by(me(), goal_id)
    try:
        with transaction():
            goals.reopen(goal_id, by=me(), now=datetime.now(UTC))
    except OnboardingError as error:
        return back_to(goal_id, in_words(error), "danger")
    return back_to(goal_id, _("It is under way again."))


@blueprint.post("/goals/<int:goal_id>/withdrawal")
@hosts
def withdrawal(goal_id: int) -> Response:
    """It was never put down."""
    programme_id = access.goal_written_by(me(), goal_id).programme_id
    try:
        with transaction():
            goals.withdraw(goal_id)
    except OnboardingError as error:
        return back_to(goal_id, in_words(error), "danger")
    return back_to_programme(programme_id, _("It is gone, as if it had never been put down."))


@blueprint.post("/goals/<int:goal_id>/asks")
@signed_in
def ask(goal_id: int) -> Response:
    """This presses me too, or does not any more."""
    found = standings.goal(goal_id)
    back = request.form.get("answer") == "back"
    try:
        with transaction():
            if back:
                asks.take_back(goal_id, by=me())
            else:
                asks.ask(goal_id, by=me())
    except NotPossible as error:
        return back_to(goal_id, in_words(error), "warning")
    said = _("Taken back; nobody is told.") if back else _("Noted. Nobody is listed; a number is shown from five people upwards.")
    return back_to_programme(found.programme_id, said, anchor="queue")


@blueprint.post("/goals/<int:goal_id>/owner")
@hosts
@limiter.limit("30 per day", key_func=by_me, deduct_when=lambda response: response.status_code == 303)
def name_owner(goal_id: int) -> tuple[str, int] | Response:
    """They are asked, or own it at once when it is me."""
    found, form = access.goal_written_by(me(), goal_id), OwnerForm()
    person = one_colleague(form.owner) if form.validate() else None
    if person is None:
        return page(found, form), 422
    try:
        with transaction():
            owners.name(standings.lock_open(goal_id), person, by=me(), now=datetime.now(UTC))
    except OnboardingError as error:
        form.complain(error)
        return page(found, form), 422
    return back_to(goal_id, asked_words(person))


@blueprint.post("/goals/<int:goal_id>/answer")
@signed_in
def answer(goal_id: int) -> Response:
    """I own it, or do not."""
    said_yes = request.form.get("answer") == "yes"
    with transaction():
        owners.answer(standings.lock(goal_id), yes=said_yes, by=me(), now=datetime.now(UTC))
    if said_yes:
        return back_to(goal_id, _("You own it now."))
    return redirect(url_for("goals.goal", goal_id=goal_id), 303)
