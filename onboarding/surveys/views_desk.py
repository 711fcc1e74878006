"""Making a survey, starting and ending it: for community managers."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from onboarding.surveys import forms, queries, surveys
from onboarding.surveys.errors import SurveyError, SurveyMissing
from onboarding.surveys.forms import SurveyForm
from onboarding.surveys.models import Survey
from onboarding.surveys.views import blueprint, in_words, page
from people.current import me
from security import manager

Page = str | tuple[str, int] | Response


@blueprint.get("/surveys/new")
@manager
def new() -> str:
    """An empty form."""
    return page("form.html", form=forms.new_form(), survey=None)


@blueprint.post("/surveys")
@manager
def make() -> Page:
    """A draft."""
    form = forms.new_form()
    return _written(form, None, lambda: surveys.make(form.plan, by=me(), now=datetime.now(UTC)))


@blueprint.get("/surveys/<int:survey_id>/form")
@manager
def edit(survey_id: int) -> str:
    """The form of a draft."""
    survey = _draft(survey_id)
    return page("form.html", form=forms.form_of(survey), survey=survey)


@blueprint.post("/surveys/<int:survey_id>/form")
@manager
def change(survey_id: int) -> Page:
    """The draft, changed."""
    survey, form = _draft(survey_id), forms.new_form()
    return _written(form, survey, lambda: surveys.change(survey_id, form.plan))


def _written(form: SurveyForm, survey: Survey | None, write: Callable[[], Survey]) -> Page:
    if not form.validate_on_submit():
        return page("form.html", form=form, survey=survey), 422
    try:
        with transaction():
            number = write().id
    except SurveyError as error:
        form.complain(error)
        return page("form.html", form=form, survey=survey), 422
    return redirect(url_for("surveys.survey", survey_id=number), 303)


@blueprint.post("/surveys/<int:survey_id>/start")
@manager
def start(survey_id: int) -> Page:
    """It asks."""
    try:
        with transaction():
            surveys.start(survey_id, now=datetime.now(UTC))
    except SurveyMissing:
        raise
    except SurveyError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("It asks from today on. Who it asks finds it at home, and most get a mail."), "success")
    return redirect(url_for("surveys.survey", survey_id=survey_id), 303)


@blueprint.post("/surveys/<int:survey_id>/end")
@manager
def end(survey_id: int) -> Page:
    """It asks nobody again."""
    with transaction():
        surveys.end(survey_id)
    flash(_("It asks nobody again. What is open can be answered until its last day."), "success")
    return redirect(url_for("surveys.survey", survey_id=survey_id), 303)


@blueprint.post("/surveys/<int:survey_id>/removal")
@manager
def discard(survey_id: int) -> Page:
    """The draft is gone."""
    with transaction():
        surveys.discard(survey_id)
    flash(_("The draft is gone."), "success")
    return redirect(url_for("surveys.index"), 303)


def _draft(survey_id: int) -> Survey:
    survey = queries.one(survey_id)
    if survey is None:
        raise SurveyMissing("There is no such survey.")
    if not survey.is_draft:
        raise SurveyError("Its questions stay as they are once people were asked. End it and make another one.")
    return survey
