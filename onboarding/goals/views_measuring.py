"""What was measured and what happened: entered, corrected, taken back, put back; and the whole history of a goal."""

from datetime import UTC, date, datetime

from flask import abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from onboarding.errors import OnboardingError
from onboarding.goals import access, events, measurements, queries, standings, words
from onboarding.goals.forms import CorrectionForm, EventForm, MeasurementForm, correction_of
from onboarding.goals.models import Goal, Measurement
from onboarding.goals.views import WORDS, back_to, blueprint, in_words
from onboarding.goals.views_goals import page
from people.current import me
from security import hosts, signed_in


@blueprint.post("/goals/<int:goal_id>/measurements")
@hosts
def measure(goal_id: int) -> tuple[str, int] | Response:
    """It stands in the series; for a day that has one already, it is corrected."""
    found, form = access.goal_written_by(me(), goal_id), MeasurementForm()
    if form.validate() and form.on.data and form.value.number is not None:
        try:
            with transaction():
                is_new = measurements.enter(
                    goal_id, form.on.data, form.value.number, by=me(), now=datetime.now(UTC), note=form.note.data or ""
                )
        except OnboardingError as error:
            form.complain(error)
        else:
            said = _("Entered.") if is_new else _("Corrected. What stood there before is in its history.")
            return back_to(goal_id, said, anchor="series")
    return page(found, form), 422


@blueprint.get("/goals/<int:goal_id>/measurements/<day>")
@hosts
def measurement(goal_id: int, day: str) -> str:
    """The measurement of one day in its form."""
    found, there = _of(goal_id, day)
    return _correction(found, there, correction_of(there))


def _of(goal_id: int, day: str) -> tuple[Goal, Measurement]:
    found = access.goal_written_by(me(), goal_id)
    try:
        there = measurements.of_day(goal_id, date.fromisoformat(day))
    except ValueError:
        there = None
    if there is None:
        abort(404)
    return found, there


def _correction(found: Goal, there: Measurement, form: CorrectionForm) -> str:
    return render_template("goals/measurement.html", goal=found, there=there, form=form, **WORDS)


@blueprint.post("/goals/<int:goal_id>/measurements/<day>")
@hosts
def correct(goal_id: int, day: str) -> tuple[str, int] | Response:
    """The measurement of that day is another one."""
    found, there = _of(goal_id, day)
    form = CorrectionForm()
    if form.validate() and form.value.number is not None:
        try:
            with transaction():
                measurements.enter(
                    goal_id, there.on, form.value.number, by=me(), now=datetime.now(UTC), note=form.note.data or ""
                )
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to(goal_id, _("Corrected. What stood there before is in its history."), anchor="series")
    return _correction(found, there, form), 422


@blueprint.post("/goals/<int:goal_id>/measurements/<day>/removal")
@hosts
def remove_measurement(goal_id: int, day: str) -> Response:
    """There is no measurement of that day any more."""
    _found, there = _of(goal_id, day)
    try:
        with transaction():
            measurements.take_back(goal_id, there.on, by=me(), now=datetime.now(UTC))
    except OnboardingError as error:
        return back_to(goal_id, in_words(error), "danger")
    return back_to(goal_id, _("Taken back. Its history has it; from there it can be put back."), anchor="series")


@blueprint.get("/goals/<int:goal_id>/history")
@signed_in
def history(goal_id: int) -> str:
    """What happened to the goal and its measurements, the newest first."""
    found = standings.goal(goal_id)
    return render_template(
        "goals/history.html",
        goal=found,
        changes=queries.history(found),
        may_write=standings.may_write(found, me()) and not found.is_closed,
        step_words=words.step_words,
        before_words=lambda field, value: _before_words(found, field, value),
        source_words=words.source_words,
        **WORDS,
    )


def _before_words(found: Goal, field: str, value: object) -> str:
    """What stood in a field before, as a page says it."""
    if value in {None, ""}:
        return _("empty")
    if field in {"baseline", "target"} and isinstance(value, int | float):
        return words.value_words(found, value)
    if field in {"baseline_on", "due_on"}:
        return words.on_words(date.fromisoformat(str(value)))
    if field in {"direction", "outcome"}:
        return words.choice_words(str(value))
    return str(value)


@blueprint.post("/goals/<int:goal_id>/history/<int:record_id>/return")
@hosts
def put_back(goal_id: int, record_id: int) -> Response:
    """What that line says is true again."""
    access.goal_written_by(me(), goal_id)
    try:
        with transaction():
            measurements.put_back(goal_id, record_id, by=me(), now=datetime.now(UTC))
    except OnboardingError as error:
        return back_to(goal_id, in_words(error), "danger")
    return back_to(goal_id, _("Put back."), anchor="series")


@blueprint.post("/goals/<int:goal_id>/events")
@hosts
def note_event(goal_id: int) -> tuple[str, int] | Response:
    """It stands in the picture and beside the figures."""
    found, form = access.goal_written_by(me(), goal_id), EventForm(prefix="event")
    if form.validate() and form.on.data:
        try:
            with transaction():
                events.note(goal_id, form.on.data, form.what.data or "", by=me())
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to(goal_id, _("Noted."), anchor="events")
    return page(found, form), 422


@blueprint.post("/goals/<int:goal_id>/events/<int:event_id>/removal")
@hosts
def remove_event(goal_id: int, event_id: int) -> Response:
    """It is gone."""
    access.goal_written_by(me(), goal_id)
    try:
        with transaction():
            events.remove(goal_id, event_id)
    except OnboardingError as error:
        return back_to(goal_id, in_words(error), "danger")
    return back_to(goal_id, _("It is gone."), anchor="events")
