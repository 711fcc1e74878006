"""The list of questions and of what people work on, with a search; asking; taking back."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from champions.errors import ChampionError
from champions.views import row_number
from database import transaction
from onboarding.questions import asking, pseudonyms, queries
from onboarding.questions.forms import AskForm
from onboarding.questions.models import Kind
from onboarding.questions.queries import Wanted
from onboarding.questions.views import SAYING, blueprint, by_me, called_by, tell_of_calls, today, unknown_values
from people.current import me
from people.limits import limiter
from security import signed_in

LONGEST_SEARCH = 200
KINDS = {kind.value: kind for kind in Kind}


@blueprint.get("/questions")
@signed_in
def index() -> str:
    """What I may read: found by its words, or the newest first."""
    person = me()
    groups = asking.groups_of(person)
    group_id = request.args.get("group", type=row_number)
    wanted = Wanted(
        words=request.args.get("q", "")[:LONGEST_SEARCH].strip(),
        kind=KINDS.get(request.args.get("kind", "")),
        group_id=group_id if group_id in {one.id for one in groups} else None,
        open_only=request.args.get("open") == "1",
        led=request.args.get("led") == "1",
    )
    page = queries.listed(wanted, person, request.args.get("page", 1, type=int))
    return render_template(
        "questions/index.html",
        wanted=wanted,
        groups=groups,
        page=page,
        waiting=queries.waiting_for(person),
        newest=queries.newest_answers(page.items),
        today=today(),
        **unknown_values(),
        **SAYING,
    )


@blueprint.get("/questions/new")
@signed_in
def new() -> str:
    """A question to every colleague, or to a group of mine."""
    return _new(Kind.QUESTION)


@blueprint.get("/questions/works/new")
@signed_in
def new_work() -> str:
    """I am working on ..."""
    return _new(Kind.WORK)


@blueprint.post("/questions")
@signed_in
@limiter.limit("60 per day", key_func=by_me)
def ask() -> tuple[str, int] | Response:
    """Colleagues read it."""
    return _ask(Kind.QUESTION)


@blueprint.post("/questions/works")
@signed_in
@limiter.limit("60 per day", key_func=by_me)
def say_work() -> tuple[str, int] | Response:
    """The same of what I am working on."""
    return _ask(Kind.WORK)


@blueprint.post("/questions/<int:question_id>/removal")
@signed_in
def take_back(question_id: int) -> Response:
    """What I asked is gone; what others said to it stays."""
    with transaction():
        asking.take_back(question_id, by=me(), now=datetime.now(UTC))
    flash(_("You took it back."), "success")
    return redirect(url_for("questions.index"), 303)


def _new(kind: Kind) -> str:
    groups = asking.groups_of(me())
    group_id = request.args.get("group", "")
    here = group_id if group_id in {str(one.id) for one in groups} else ""
    form = AskForm(formdata=None, where=here, title=request.args.get("title", "")[:LONGEST_SEARCH])
    form.offer(groups)
    return _page(form, kind)


def _page(form: AskForm, kind: Kind) -> str:
    if kind is Kind.WORK:
        form.speak_of_work()
    values = unknown_values() if kind is Kind.QUESTION else {}
    known = [str(one.id) for one in pseudonyms.groups_of(me())] if kind is Kind.QUESTION else []
    return render_template("questions/new.html", form=form, kind=kind.value, unknown_groups=known, **values, **SAYING)


def _ask(kind: Kind) -> tuple[str, int] | Response:
    form, now = AskForm(), datetime.now(UTC)
    form.offer(asking.groups_of(me()))
    if not form.validate():
        return _page(form, kind), 422
    try:
        with transaction():
            person = me()
            question = asking.ask(kind, form.asked, by=person, now=now)
            called = called_by(question, question.text, by=person, now=now)
            question_id = question.id
    except ChampionError as error:
        form.complain(error)
        return _page(form, kind), 422
    flash(_("Your question stands here. You get a mail when somebody answers.") if kind is Kind.QUESTION else _("Colleagues read what you are working on. You get a mail when somebody says something to it."), "success")  # fmt: skip
    tell_of_calls(called)
    return redirect(url_for("questions.question", question_id=question_id), 303)
