"""Interviews: asking, agreeing, the guided words, the yes to exactly them, and taking them back."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from onboarding.errors import OnboardingError
from onboarding.evidence.errors import EvidenceMissing
from onboarding.evidence.interviews import forms, interviews, queries, words
from onboarding.evidence.interviews.forms import AskForm, WordsForm
from onboarding.evidence.interviews.models import Interview, Stage, Told
from onboarding.evidence.views import evidence_error, in_words
from onboarding.goals import standings
from onboarding.goals.access import goal_written_by
from onboarding.goals.models import Goal
from people.current import me
from people.forms_naming import one_colleague
from people.limits import limiter
from security import hosts, signed_in

blueprint = Blueprint("interviews", __name__)
blueprint.register_error_handler(OnboardingError, evidence_error)
SAYING = {
    "prompts": interviews.PROMPTS,
    "prompt_words": words.prompt_words,
    "told_words": words.told_words,
    "side_words": words.side_words,
    "stage_words": words.stage_words,
    "sides_of": tuple(Told),
}
Page = str | tuple[str, int] | Response


def by_me() -> str:
    """Whose requests a limit counts."""
    return f"person:{me().id}"


@blueprint.get("/evidence/goals/<int:goal_id>/interviews")
@signed_in
def of_goal(goal_id: int) -> str:
    """Side by side, and whom I asked."""
    return _of_goal(standings.goal(goal_id), AskForm(formdata=None))


def _of_goal(goal: Goal, form: AskForm) -> str:
    sides = queries.approved([goal.id]).get(goal.id, queries.Sides())
    return render_template(
        "evidence/interviews.html",
        goal=goal,
        sides=sides,
        balance=words.balance_words(sides),
        mine=interviews.of(goal.id, me()),
        agreed=queries.agreed_with(goal, me()),
        may_ask=standings.may_write(goal, me()),
        form=form,
        **SAYING,
    )


@blueprint.post("/evidence/goals/<int:goal_id>/interviews")
@hosts
@limiter.limit("30 per day", key_func=by_me, deduct_when=lambda response: response.status_code == 303)
def ask(goal_id: int) -> Page:
    """Somebody is asked."""
    goal, form = goal_written_by(me(), goal_id), AskForm()
    person = one_colleague(form.person) if form.validate() else None
    if person is not None:
        try:
            with transaction():
                interviews.ask(goal_id, person, by=me(), now=datetime.now(UTC))
        except OnboardingError as error:
            form.complain(error)
        else:
            said = _(
                "%(name)s finds your question at home, and in one mail if they like such mails. Whether they say yes is theirs; a no looks like no answer.",
                name=person.name,
            )
            return _back(said, "interviews.of_goal", goal_id=goal_id)
    return _of_goal(goal, form), 422


@blueprint.post("/evidence/goals/<int:goal_id>/interviews/mine")
@signed_in
def begin(goal_id: int) -> Response:
    """I tell how it was for me."""
    with transaction():
        made = interviews.open_own(goal_id, by=me())
    return redirect(url_for("interviews.one", interview_id=made.id), 303)


@blueprint.get("/evidence/interviews/<int:interview_id>")
@signed_in
def one(interview_id: int) -> str:
    """The words, for the two who may read them before all others."""
    return _one(_readable(interview_id))


def _readable(interview_id: int) -> Interview:
    try:
        return interviews.written_by(interview_id, me())
    except EvidenceMissing:
        return interviews.own(interview_id, me())


def _one(found: Interview, form: WordsForm | None = None, approval: forms.ApprovalForm | None = None) -> str:
    return render_template(
        "evidence/interview.html",
        interview=found,
        goal=standings.goal(found.goal_id),
        is_mine=found.person_id == me().id,
        asked=found.stage is Stage.ASKED,
        is_read=found.stage is Stage.APPROVED,
        form=form or forms.words_form(found),
        approval=approval or forms.approval_form(found),
        **SAYING,
    )


@blueprint.post("/evidence/interviews/<int:interview_id>/answer")
@signed_in
def answer(interview_id: int) -> Response:
    """Yes or no, for myself."""
    yes = request.form.get("answer") == "yes"
    with transaction():
        interviews.answer(interview_id, yes=yes, by=me())
    if yes:
        return redirect(url_for("interviews.one", interview_id=interview_id), 303)
    return _back(_("Noted, and no reason needed."), "sessions.home")


@blueprint.post("/evidence/interviews/<int:interview_id>/words")
@signed_in
def write(interview_id: int) -> Page:
    """These are the words now."""
    found, form = interviews.written_by(interview_id, me()), WordsForm()
    if form.validate():
        try:
            with transaction():
                interviews.write(interview_id, form.words, by=me(), now=datetime.now(UTC))
        except OnboardingError as error:
            form.complain(error)
        else:
            return _back(words.saved_words(found, me()), "interviews.one", interview_id=interview_id)
    return _one(found, form), 422


@blueprint.post("/evidence/interviews/<int:interview_id>/approval")
@signed_in
def approve(interview_id: int) -> Page:
    """Every colleague reads exactly these words."""
    found = interviews.own(interview_id, me())
    form = forms.approval_form(found, sent=True)
    if form.validate():
        try:
            with transaction():
                told, named = Told(form.told.data), form.name.data == "yes"
                today = standings.day_of(datetime.now(UTC))
                interviews.approve(interview_id, form.token.data or "", told, named=named, by=me(), today=today)
        except OnboardingError as error:
            return _back(in_words(error), "interviews.one", "warning", interview_id=interview_id)
        return _back(_("Colleagues read it now. You can take it back at any time on this page."), "interviews.of_goal", goal_id=found.goal_id)  # fmt: skip
    return _one(found, approval=form), 422


@blueprint.post("/evidence/interviews/<int:interview_id>/withdrawal")
@signed_in
def withdraw(interview_id: int) -> Response:
    """The words are gone."""
    with transaction():
        interviews.withdraw(interview_id, by=me())
    return _back(_("Gone, also from reports that were made. Nobody asks you again about this goal."), "sessions.home")


def _back(said: str, endpoint: str, category: str = "success", **values: Any) -> Response:
    flash(said, category)
    return redirect(url_for(endpoint, **values), 303)
