"""The three answers to what somebody works on, the work that was saved by them, and thanks in words to choose."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.thanks import thanks
from champions.thanks.subjects import Subject
from database import db, transaction
from onboarding.questions import queries, readers, words, works
from onboarding.questions.errors import QuestionMissing
from onboarding.questions.forms import SayForm
from onboarding.questions.models import ReplyKind
from onboarding.questions.views import SAYING, blueprint, by_me
from onboarding.questions.views_question import page_of
from people.current import me
from people.errors import PeopleError
from people.limits import limiter
from people.models import Person
from security import signed_in

KINDS = {kind.value: kind for kind in (ReplyKind.DONE, ReplyKind.KNOWS, ReplyKind.JOINS)}


@blueprint.post("/questions/<int:question_id>/replies")
@signed_in
@limiter.limit("100 per day", key_func=by_me)
def say(question_id: int) -> str | tuple[str, int] | Response:
    """I know someone, I have done that already, may I join?"""
    form, kind = SayForm(), KINDS.get(request.form.get("kind", ""))
    if kind is None or not form.validate():
        return page_of(readers.place_of(me(), question_id), say_form=form), 422
    try:
        with transaction():
            works.say(question_id, kind, form.text.data or "", by=me(), now=datetime.now(UTC))
    except PeopleError as error:
        form.complain(error)
        return page_of(readers.place_of(me(), question_id), say_form=form), 422
    flash(_("They hear of it. Thank you."), "success")
    return redirect(url_for("questions.question", question_id=question_id), 303)


@blueprint.post("/questions/replies/<int:reply_id>/welcome")
@signed_in
def welcome(reply_id: int) -> Response:
    """Somebody joins, or not this time."""
    with transaction():
        yes = request.form.get("answer") == "yes"
        question_id = works.welcome(reply_id, yes=yes, by=me(), now=datetime.now(UTC)).id
    flash(_("They hear of it by mail; nobody else does."), "success")
    return redirect(url_for("questions.question", question_id=question_id), 303)


@blueprint.get("/questions/saved")
@signed_in
def saved() -> str:
    """Work that was saved because somebody had done it already, in a sentence each."""
    page = queries.saved_work(me(), request.args.get("page", 1, type=int))
    return render_template("questions/saved.html", page=page, **SAYING)


@blueprint.post("/questions/<int:question_id>/thanks")
@signed_in
@limiter.limit("20 per day", key_func=by_me)
def thank_asker(question_id: int) -> Response:
    """What a good question."""
    place = readers.place_of(me(), question_id)
    return _thank(place.question.by, words.thanking_for_question(), question_id)


@blueprint.post("/questions/replies/<int:reply_id>/thanks")
@signed_in
@limiter.limit("20 per day", key_func=by_me)
def thank(reply_id: int) -> Response:
    """Whoever answered."""
    with transaction():
        place, reply = readers.lock_reply(reply_id, me())
    return _thank(reply.by, words.thanking(), place.question.id)


def _thank(person: Person | None, offered: list[str], question_id: int) -> Response:
    """They get it by mail, and nobody else reads it until they say so: these are thanks like all others."""
    number = request.form.get("words", "")
    if person is None or not (number.isascii() and number.isdigit() and int(number) < len(offered)):
        raise QuestionMissing("Choose something of the list.")
    name = words.name_of(person)
    with transaction():
        to = db.session.get_one(Person, person.id)
        thanks.thank(to, offered[int(number)], Subject(), by=me(), now=datetime.now(UTC))
    flash(_("%(name)s gets it by mail. Nobody else reads it until they say so.", name=name), "success")
    return redirect(url_for("questions.question", question_id=question_id), 303)
