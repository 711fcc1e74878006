"""The questions behind the link of a mail. Nobody is signed in here, whoever's browser it is, and nothing is written down but the answer."""

from datetime import UTC, datetime

from flask import render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from config import settings
from database import db, transaction
from people.people import LANGUAGES
from security import public
from sessions.errors import LinkInvalid, SessionError, SessionMissing
from sessions.feedback import answers, links, questions, words
from sessions.feedback.errors import NothingSaid
from sessions.feedback.links import Opened
from sessions.feedback.views import blueprint, in_words
from sessions.models import ScheduledSession

PREFIX = "question-"


@blueprint.get("/f/<token>")
@public
def link(token: str) -> tuple[str, int]:
    """The questions. Opening them records nothing."""
    return _page(token)


@blueprint.post("/f/<token>")
@public
def answer(token: str) -> tuple[str, int]:
    """What was said counts, and the link is used."""
    return _page(token, gives=True)


def _page(token: str, *, gives: bool = False) -> tuple[str, int]:
    now = datetime.now(UTC)
    try:
        opened = links.read(token)
    except LinkInvalid as error:
        return _gone(in_words(error), 404)
    with force_locale(opened.language if opened.language in filter(None, LANGUAGES) else settings().language):
        try:
            return _give(opened, now) if gives else _ask(opened, token, now)
        except NothingSaid as error:
            return _ask(opened, token, now, problem=in_words(error))
        except SessionError as error:
            return _gone(in_words(error), 410)


def _give(opened: Opened, now: datetime) -> tuple[str, int]:
    given = {place: request.form.get(f"{PREFIX}{place}", "") for place in range(questions.MOST)}
    with transaction():
        answers.give(opened, given, now=now)
    return render_template("feedback/thanks.html"), 200


def _ask(opened: Opened, token: str, now: datetime, *, problem: str = "") -> tuple[str, int]:
    feedback = answers.asked_by(opened, now=now)
    session = db.session.get(ScheduledSession, opened.session_id)
    if session is None:
        raise SessionMissing("There is no such session.")
    asked = questions.read(feedback)
    page = render_template(
        "feedback/answer.html",
        token=token,
        session=session,
        questions=[(place, question, words.question_words(question)) for place, question in enumerate(asked)],
        promise=words.promise(),
        when_shown=words.when_shown(asked),
        given=request.form,
        prefix=PREFIX,
        longest=answers.LONGEST,
        problem=problem,
    )
    return page, 422 if problem else 200


def _gone(told: str, code: int) -> tuple[str, int]:
    return render_template("feedback/gone.html", told=told, title=_("Feedback")), code
