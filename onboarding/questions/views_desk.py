"""Reporting a text, and the desk of who looks after the place: leave it, hold it back with a reason, a second look."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.views import row_number
from database import transaction
from onboarding.questions import moderation
from onboarding.questions.forms import ReasonForm
from onboarding.questions.views import SAYING, blueprint, by_me
from people.current import me
from people.errors import PeopleError
from people.limits import limiter
from security import signed_in


@blueprint.post("/questions/<int:question_id>/reports")
@signed_in
@limiter.limit("20 per day", key_func=by_me)
def report(question_id: int) -> Response:
    """Somebody should look at this."""
    form = ReasonForm()
    with transaction():
        moderation.report(question_id, _reply(), form.reason.data or "", by=me(), now=datetime.now(UTC))
    flash(_("Somebody looks at it. Until then it stays where it is; that you reported it is not kept."), "success")
    return redirect(url_for("questions.question", question_id=question_id), 303)


@blueprint.get("/questions/desk")
@signed_in
def desk() -> str:
    """What was reported where I look after the place, and second looks that are mine to take."""
    return _desk(ReasonForm(formdata=None))


@blueprint.post("/questions/<int:question_id>/reports/removal")
@signed_in
def leave(question_id: int) -> Response:
    """I have looked: it stays."""
    with transaction():
        moderation.leave(question_id, _reply(), by=me())
    flash(_("It stays, and the reports are gone."), "success")
    return redirect(url_for("questions.desk"), 303)


@blueprint.post("/questions/<int:question_id>/holds")
@signed_in
def hold_back(question_id: int) -> str | tuple[str, int] | Response:
    """Colleagues do not read it any more; its author reads why."""
    form = ReasonForm()
    if not form.validate():
        return _desk(form), 422
    try:
        with transaction():
            moderation.hold_back(question_id, _reply(), form.reason.data or "", by=me(), now=datetime.now(UTC))
    except PeopleError as error:
        if not error.field:
            raise
        form.complain(error)
        return _desk(form), 422
    flash(_("It is held back. Its author reads the reason, and can have somebody else look at it."), "success")
    return redirect(url_for("questions.desk"), 303)


@blueprint.post("/questions/holds/<int:hold_id>/decision")
@signed_in
def decide(hold_id: int) -> Response:
    """The last word."""
    with transaction():
        moderation.decide(hold_id, stands=request.form.get("answer") != "free", by=me(), now=datetime.now(UTC))
    flash(_("That is the last word, and its author hears it."), "success")
    return redirect(url_for("questions.desk"), 303)


def _reply() -> int | None:
    """Of the form; none: it is about the question itself."""
    return request.form.get("reply", type=row_number)


def _desk(form: ReasonForm) -> str:
    person = me()
    return render_template(
        "questions/desk.html",
        reported=moderation.reported_to(person),
        appeals=moderation.appeals_to(person),
        form=form,
        **SAYING,
    )
