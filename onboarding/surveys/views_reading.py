"""What surveys say, and which of them ask me."""

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from onboarding import views_unknown
from onboarding.surveys import answering, audiences, queries, questions, results, surveys
from onboarding.surveys.errors import SurveyMissing
from onboarding.surveys.views import blueprint, page, today
from people import privacy
from people.current import me
from people.limits import limiter
from security import signed_in


def by_me() -> str:
    """Whom a limit counts."""
    return f"surveys:{me().id}"


@blueprint.get("/surveys")
@signed_in
def index() -> str:
    """What asks me, and what I may read."""
    return page(
        "index.html",
        waiting=queries.waiting(me(), today=today()),
        surveys=queries.readable(me()),
        stopped=queries.stopped(me()),
    )


@blueprint.get("/surveys/<int:survey_id>")
@signed_in
def survey(survey_id: int) -> str:
    """Its questions, and what was answered as far as it may be said."""
    found = queries.one(survey_id)
    if found is None or not queries.may_read(found, me()):
        raise SurveyMissing("There is no such survey, or its results are for others.")
    asked = questions.read(found)
    return page(
        "survey.html",
        survey=found,
        waves=queries.closed(found),
        open_wave=queries.open_wave(found),
        outcomes=queries.outcomes(found),
        has_safety=results.has_safety(asked),
        safety=queries.safety(found) if results.has_safety(asked) else [],
        would_ask=privacy.shown(audiences.count(found)) if found.is_draft else None,
    )


@blueprint.get("/surveys/waves/<int:wave_id>")
@signed_in
def answer(wave_id: int) -> str:
    """The questions, for somebody they are asked."""
    wave = answering.asked(wave_id, me(), now=datetime.now(UTC))
    return page(
        "answer.html",
        wave=wave,
        person=me(),
        owner=views_unknown.drawer_of(me()),
        can_say=answering.can_say_department(wave.survey_id, me(), wave),
    )


@blueprint.post("/surveys/<int:survey_id>/stop")
@signed_in
@limiter.limit("60 per minute", key_func=by_me)
def stop(survey_id: int) -> Response:
    """It asks me no more."""
    _guard(survey_id)
    with transaction():
        surveys.stop_asking(survey_id, me())
    flash(_("This survey asks you no more. You can undo that below."), "success")
    return redirect(url_for("surveys.index"), 303)


@blueprint.post("/surveys/<int:survey_id>/asking")
@signed_in
@limiter.limit("60 per minute", key_func=by_me)
def ask_again(survey_id: int) -> Response:
    """It does ask me."""
    with transaction():
        surveys.ask_again(survey_id, me())
    flash(_("It asks you again, from the next time on."), "success")
    return redirect(url_for("surveys.index"), 303)


def _guard(survey_id: int) -> None:
    found = queries.one(survey_id)
    if found is None or not queries.may_read(found, me()):
        raise SurveyMissing("There is no such survey.")
