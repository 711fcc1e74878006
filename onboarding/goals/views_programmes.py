"""Programmes: the list, the page of one with its goal, its queue and its two plans; making one, starting it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from onboarding.errors import OnboardingError
from onboarding.goals import access, asks, goals, owners, programme_parts, programmes, queries, standings, words
from onboarding.goals.forms import OwnerForm, PlanForm, ProgrammeForm
from onboarding.goals.models import Goal, Part, Plan, Programme
from onboarding.goals.views import WORDS, back_to, back_to_programme, blueprint, in_words
from people.current import me
from people.forms_naming import one_colleague
from people.limits import limiter
from people.models import Person
from security import hosts, manager, signed_in


def by_me() -> str:
    """Whose questions are counted."""
    return f"goals:{me().id}"


@blueprint.get("/goals")
@signed_in
def index() -> str:
    """Every programme, with what it works on."""
    boards = queries.boards()
    latest = queries.latest([board.under_way.id for board in boards if board.under_way])
    return render_template("goals/index.html", boards=boards, latest=latest, standing_words=words.standing_words, **WORDS)


@blueprint.get("/goals/programmes/new")
@manager
def new_programme() -> str:
    """An empty form."""
    return render_template("goals/programme_form.html", form=ProgrammeForm(formdata=None), programme=None)


@blueprint.post("/goals/programmes")
@manager
def make_programme() -> tuple[str, int] | Response:
    """There is a programme; it has not started."""
    form = ProgrammeForm()
    if form.validate():
        try:
            with transaction():
                made = programmes.make(form.name.data or "", form.why.data or "", by=me(), now=datetime.now(UTC))
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to_programme(made.id, _("The programme is there. It starts with one process that is to become better."))
    return render_template("goals/programme_form.html", form=form, programme=None), 422


@blueprint.get("/goals/programmes/<int:programme_id>/edit")
@manager
def edit_programme(programme_id: int) -> str:
    """The programme in its form."""
    found = standings.programme(programme_id)
    form = ProgrammeForm(formdata=None, name=found.name, why=found.why)
    return render_template("goals/programme_form.html", form=form, programme=found)


@blueprint.post("/goals/programmes/<int:programme_id>/edit")
@manager
def change_programme(programme_id: int) -> tuple[str, int] | Response:
    """It is called and explained as the form says."""
    found, form = standings.programme(programme_id), ProgrammeForm()
    if form.validate():
        try:
            with transaction():
                programmes.change(programme_id, form.name.data or "", form.why.data or "")
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to_programme(programme_id, _("Saved."))
    return render_template("goals/programme_form.html", form=form, programme=found), 422


@blueprint.get("/goals/programmes/<int:programme_id>")
@signed_in
def programme(programme_id: int) -> str:
    """The goal it works on, what waits, its two plans."""
    return _page(standings.programme(programme_id))


def _page(found: Programme, owner_form: OwnerForm | None = None, plan: Plan | None = None) -> str:
    board = queries.board(found)
    measures = [goal for goals_ in board.measures.values() for goal in goals_]
    shown = [*measures, *board.queue, *([board.under_way] if board.under_way else [])]
    return render_template(
        "goals/programme.html",
        programme=found,
        board=board,
        latest=queries.latest([goal.id for goal in shown]),
        mine=asks.mine([goal.id for goal in board.queue], me()),
        missing=_missing(board.queue),
        plans=[(one, standings.may_write_plan(one, me())) for one in found.plans],
        owner_form=owner_form or OwnerForm(formdata=None),
        form_of_plan=plan,
        parts=programme_parts.parts_of(found.id, me()),
        standing_words=words.standing_words,
        **WORDS,
    )


def _missing(queue: Sequence[Goal]) -> dict[int, list[str]]:
    """In words, what each goal lacks to be worked on."""
    return {goal.id: [words.field_words(field) for field in goals.missing(goal)] for goal in queue}


@blueprint.post("/goals/programmes/<int:programme_id>/start")
@manager
def start_programme(programme_id: int) -> Response:
    """It starts with the goal that was chosen; without one, it does not."""
    goal_id = request.form.get("goal", "")
    if not (goal_id.isascii() and goal_id.isdigit() and len(goal_id) < 10):
        return back_to_programme(programme_id, _("Choose the goal it starts with."), "danger")
    try:
        with transaction():
            programmes.start(programme_id, int(goal_id), by=me(), now=datetime.now(UTC))
    except OnboardingError as error:
        return back_to_programme(programme_id, in_words(error), "danger")
    return back_to(int(goal_id), _("The programme has started, with this goal."))


@blueprint.post("/goals/programmes/<int:programme_id>/disposal")
@manager
def discard_programme(programme_id: int) -> Response:
    """It is gone, before it started."""
    try:
        with transaction():
            programmes.discard(programme_id)
    except OnboardingError as error:
        return back_to_programme(programme_id, in_words(error), "danger")
    flash(_("The programme is gone. It had not started."), "success")
    return redirect(url_for("goals.index"), 303)


@blueprint.get("/goals/plans/<int:plan_id>/edit")
@hosts
def edit_plan(plan_id: int) -> str:
    """The plan in its form."""
    plan = access.plan_written_by(me(), plan_id)
    return render_template("goals/plan_form.html", form=PlanForm(formdata=None, words=plan.words), plan=plan, **WORDS)


@blueprint.post("/goals/plans/<int:plan_id>/edit")
@hosts
def change_plan(plan_id: int) -> tuple[str, int] | Response:
    """What it sets out to do is as the form says."""
    plan, form = access.plan_written_by(me(), plan_id), PlanForm()
    if form.validate():
        try:
            with transaction():
                programmes.write_plan(owners.lock_plan(plan_id), form.words.data or "")
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to_programme(plan.programme_id, _("Saved."), anchor=plan.kind.value)
    return render_template("goals/plan_form.html", form=form, plan=plan, **WORDS), 422


@blueprint.post("/goals/plans/<int:plan_id>/owner")
@hosts
@limiter.limit("30 per day", key_func=by_me, deduct_when=lambda response: response.status_code == 303)  # each may send a mail
def name_plan_owner(plan_id: int) -> tuple[str, int] | Response:
    """They are asked, or own it at once when it is me."""
    plan, form = access.plan_written_by(me(), plan_id), OwnerForm()
    person = one_colleague(form.owner) if form.validate() else None
    if person is None:
        return _page(plan.programme, form, plan), 422
    try:
        with transaction():
            owners.name(owners.lock_plan(plan_id), person, by=me(), now=datetime.now(UTC))
    except OnboardingError as error:
        form.complain(error)
        return _page(plan.programme, form, plan), 422
    return back_to_programme(plan.programme_id, asked_words(person), anchor=plan.kind.value)


def asked_words(person: Person) -> str:
    """What becomes of naming somebody."""
    if person.id == me().id:
        return _("You own it now.")
    return _("%(name)s is asked by mail. Until they say yes all stays as it was.", name=person.name)


@blueprint.post("/goals/plans/<int:plan_id>/answer")
@signed_in
def answer_plan(plan_id: int) -> Response:
    """I own it, or do not."""
    said_yes = request.form.get("answer") == "yes"
    with transaction():
        plan = owners.lock_plan(plan_id)
        programme_id, kind = plan.programme_id, plan.kind
        owners.answer(plan, yes=said_yes, by=me(), now=datetime.now(UTC))
    said = _("You own it now.") if said_yes else _("Noted, and no reason needed.")
    return back_to_programme(programme_id, said, anchor=kind.value)


def part_asked_for(given: str | None) -> Part:
    """The part of a programme that an address or form names; the process when it names none."""
    return Part(given) if given in set(Part) else Part.PROCESS
