"""Changing what I wrote: a question, what I work on, an answer."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.forms import split_words
from database import transaction
from onboarding.questions import editing, readers
from onboarding.questions.errors import QuestionMissing
from onboarding.questions.forms import TextsForm, WordsForm
from onboarding.questions.models import Kind, Reply
from onboarding.questions.readers import Place
from onboarding.questions.views import SAYING, blueprint, by_me, called_by, tell_of_calls
from people.current import me
from people.forms_complaining import Complaining
from people.limits import limiter
from security import signed_in

Page = tuple[str, int] | Response


@blueprint.get("/questions/<int:question_id>/edit")
@signed_in
def edit(question_id: int) -> str:
    """What I asked, in its form."""
    one = _mine(question_id).question
    return _page(TextsForm(formdata=None, title=one.title, text=one.text, topics=", ".join(one.topics)), _mine(question_id))


@blueprint.post("/questions/<int:question_id>/edit")
@signed_in
@limiter.limit("60 per day", key_func=by_me)
def change(question_id: int) -> Page:
    """It reads like this from now on."""
    form, now, place = TextsForm(), datetime.now(UTC), _mine(question_id)
    if not form.validate():
        return _page(form, place), 422
    try:
        with transaction():
            person, before = me(), place.question.text
            topics = split_words(form.topics.data)
            one = editing.edit_question(question_id, form.title.data or "", form.text.data or "", topics, by=person, now=now)
            called = called_by(one, one.text, by=person, now=now, before=before)
    except ChampionError as error:
        form.complain(error)
        return _page(form, _mine(question_id)), 422
    flash(_("It reads like this now, and says that you changed it."), "success")
    tell_of_calls(called)
    return redirect(url_for("questions.question", question_id=question_id), 303)


@blueprint.get("/questions/replies/<int:reply_id>/edit")
@signed_in
def edit_reply(reply_id: int) -> str:
    """What I said, in its form."""
    place, reply = _said(reply_id)
    return _page(WordsForm(formdata=None, text=reply.text), place, reply)


@blueprint.post("/questions/replies/<int:reply_id>/edit")
@signed_in
@limiter.limit("60 per day", key_func=by_me)
def change_reply(reply_id: int) -> Page:
    """It reads like this from now on."""
    form, now, (place, reply) = WordsForm(), datetime.now(UTC), _said(reply_id)
    if not form.validate():
        return _page(form, place, reply), 422
    try:
        with transaction():
            person, before = me(), reply.text
            changed = editing.edit_reply(reply_id, form.text.data or "", by=person, now=now)
            question = readers.place_of(person, changed.question_id).question
            called = called_by(question, changed.text, by=person, now=now, before=before)
            number = question.id
    except ChampionError as error:
        form.complain(error)
        return _page(form, *_said(reply_id)), 422
    flash(_("It reads like this now, and says that you changed it."), "success")
    tell_of_calls(called)
    return redirect(url_for("questions.question", question_id=number, _anchor=f"reply-{reply_id}"), 303)


def _mine(question_id: int) -> Place:
    place = readers.place_of(me(), question_id)
    if not place.is_asker:
        raise QuestionMissing("There is no such question, or it is not yours.")
    return place


def _said(reply_id: int) -> tuple[Place, Reply]:
    with transaction():
        place, reply = readers.lock_reply(reply_id, me())
    if reply.by_id != me().id:
        raise QuestionMissing("There is no such answer, or it is not yours.")
    return place, reply


def _page(form: Complaining, place: Place, reply: Reply | None = None) -> str:
    if isinstance(form, TextsForm) and place.question.kind is Kind.WORK:
        form.speak_of_work()
    return render_template("questions/edit.html", form=form, question=place.question, reply=reply, **SAYING)
