"""A question with its answers, and what can be done with both."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from database import transaction
from onboarding.questions import answers, calls, leading, promises, queries, readers, suggesting, words
from onboarding.questions.forms import AnswerForm, PromiseForm, SayForm, SummaryForm
from onboarding.questions.models import Kind
from onboarding.questions.readers import Place
from onboarding.questions.views import SAYING, blueprint, by_me, called_by, tell_of_calls, today, unknown_values
from people.current import me
from people.limits import limiter
from security import signed_in

Page = str | tuple[str, int] | Response


@blueprint.get("/questions/<int:question_id>")
@signed_in
def question(question_id: int) -> str:
    """What was asked, and what colleagues said to it."""
    return page_of(readers.place_of(me(), question_id))


@blueprint.post("/questions/<int:question_id>/answers")
@signed_in
@limiter.limit("100 per day", key_func=by_me)
def answer(question_id: int) -> Page:
    """It stands there, and who asked hears of it."""
    form, now = AnswerForm(), datetime.now(UTC)
    if not form.validate():
        return page_of(readers.place_of(me(), question_id), answer_form=form), 422
    try:
        with transaction():
            person = me()
            reply = answers.answer(question_id, form.text.data, by=person, now=now, as_leader=bool(form.as_leader.data))
            called = called_by(readers.place_of(person, question_id).question, reply.text, by=person, now=now)
            anchor = f"reply-{reply.id}"
    except ChampionError as error:
        form.complain(error)
        return page_of(readers.place_of(me(), question_id), answer_form=form), 422
    flash(_("Your answer stands here. Thank you."), "success")
    tell_of_calls(called)
    return _to(question_id, anchor)


@blueprint.post("/questions/<int:question_id>/promise")
@signed_in
def promise(question_id: int) -> Page:
    """I answer by that day."""
    form = PromiseForm()
    if not form.validate():
        return page_of(readers.place_of(me(), question_id), promise_form=form), 422
    try:
        with transaction():
            promises.promise(question_id, form.on.data, by=me(), today=today())
    except ChampionError as error:
        form.complain(error)
        return page_of(readers.place_of(me(), question_id), promise_form=form), 422
    flash(_("Noted, and colleagues read it. You can give it back at any time."), "success")
    return _to(question_id)


@blueprint.post("/questions/<int:question_id>/promise/removal")
@signed_in
def give_back(question_id: int) -> Response:
    """Somebody else can take it up."""
    with transaction():
        promises.give_back(question_id, by=me())
    flash(_("It is open to others again. No reason needed."), "success")
    return _to(question_id)


@blueprint.post("/questions/<int:question_id>/summary")
@signed_in
def summarise(question_id: int) -> Page:
    """What it came to, with my name."""
    form = SummaryForm()
    if not form.validate():
        return page_of(readers.place_of(me(), question_id), summary_form=form), 422
    try:
        with transaction():
            answers.summarise(question_id, form.text.data or "", by=me(), now=datetime.now(UTC))
    except ChampionError as error:
        form.complain(error)
        return page_of(readers.place_of(me(), question_id), summary_form=form), 422
    flash(_("Whoever searches finds it now.") if form.text.data else _("The summary is gone."), "success")
    return _to(question_id, "summary")


@blueprint.post("/questions/<int:question_id>/calls/<int:person_id>")
@signed_in
@limiter.limit("20 per day", key_func=by_me)
def call(question_id: int, person_id: int) -> Response:
    """This colleague is asked whether they know."""
    with transaction():
        name = calls.might_know(question_id, person_id, by=me(), now=datetime.now(UTC)).name
    flash(_("%(name)s reads that you think of them. An answer is theirs to give, or not.", name=name), "success")
    return _to(question_id)


@blueprint.post("/questions/replies/<int:reply_id>/help")
@signed_in
def mark(reply_id: int) -> Response:
    """This helped me, or I take that back."""
    with transaction():
        helped = request.form.get("helped") == "yes"
        question_id = answers.mark(reply_id, helped=helped, by=me(), now=datetime.now(UTC)).question_id
    flash(_("Noted: this helped you.") if helped else _("Noted."), "success")
    return _to(question_id, f"reply-{reply_id}")


@blueprint.post("/questions/replies/<int:reply_id>/removal")
@signed_in
def remove(reply_id: int) -> Response:
    """What I said is gone."""
    with transaction():
        question_id = answers.remove(reply_id, by=me(), now=datetime.now(UTC)).id
    flash(_("It is gone, for everybody."), "success")
    return _to(question_id)


def _to(question_id: int, anchor: str | None = None) -> Response:
    return redirect(url_for("questions.question", question_id=question_id, _anchor=anchor), 303)


def page_of(
    place: Place,
    *,
    answer_form: AnswerForm | None = None,
    promise_form: PromiseForm | None = None,
    summary_form: SummaryForm | None = None,
    say_form: SayForm | None = None,
) -> str:
    """The page of the question, with what was sent and could not be taken."""
    one, person, now = place.question, me(), datetime.now(UTC)
    suggested = []
    if one.kind is Kind.QUESTION and one.is_open and place.goes_on and not one.is_promised(today()):
        suggested = suggesting.who_might_know(one, person, now=now)
    return render_template(
        "questions/question.html",
        place=place,
        question=one,
        replies=queries.replies(place),
        suggested=suggested,
        called=calls.called_to(one.id) if suggested else set(),
        most_called=calls.MOST_ASKED,
        leads=leading.leads(person),
        answer_form=answer_form or AnswerForm(formdata=None),
        promise_form=promise_form or PromiseForm(formdata=None),
        summary_form=summary_form or SummaryForm(formdata=None, text=one.summary),
        say_form=say_form or SayForm(formdata=None),
        thanking=words.thanking(),
        thanking_for_question=words.thanking_for_question(),
        versions=queries.versions(one),
        today=today(),
        **(unknown_values() if one.is_pseudonymous else {}),
        **SAYING,
    )
