"""Feedback for who looks after a date: which questions are asked, and what was said."""

from datetime import UTC, date, datetime, time

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from look import date_words
from people import serving
from people.current import me
from security import hosts
from sessions import access
from sessions.feedback import queries, questions, words
from sessions.feedback.errors import FeedbackError
from sessions.feedback.forms import QuestionsForm
from sessions.feedback.models import FeedbackState
from sessions.feedback.views import blueprint, in_words
from sessions.models import ScheduledSession


@blueprint.get("/sessions/<int:session_id>/feedback")
@hosts
def feedback(session_id: int) -> str:
    """What was said; before anybody was asked, what will be."""
    session = access.session_hosted_by(me(), session_id)
    form = QuestionsForm()
    form.show(questions.of(session))
    return _page(session, form)


@blueprint.post("/sessions/<int:session_id>/feedback")
@hosts
def change(session_id: int) -> tuple[str, int] | Response:
    """These are asked."""
    session = access.session_hosted_by(me(), session_id)
    form = QuestionsForm()
    if not form.validate_on_submit():
        return _page(session, form), 422
    try:
        with transaction():
            questions.write(session_id, form.questions())
    except FeedbackError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Saved. Nobody is asked before the date is over."), "success")
    return redirect(url_for("feedback.feedback", session_id=session_id), 303)


def _page(session: ScheduledSession, form: QuestionsForm) -> str:
    kept = questions.feedback_of(session.id)
    asked = questions.of(session)
    return render_template(
        "feedback/feedback.html",
        session=session,
        form=form,
        state=kept.state if kept is not None else FeedbackState.PLANNED,
        until=_until(session, kept.closes_on) if kept is not None and kept.closes_on is not None else "",
        asked=[words.question_words(question) for question in asked],
        serves=serving.on_page(serving.Thing.SESSION, session.id, may_plan=False, has_figures=True),
        said=[(words.question_words(one.question), one) for one in queries.said(kept)] if kept is not None else [],
    )


def _until(session: ScheduledSession, day: date) -> str:
    return date_words(datetime.combine(day, time(12), tzinfo=UTC), session.zone)
