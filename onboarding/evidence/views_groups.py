"""A goal measured group by group: who they are, their weeks, and which of them an event touched."""

from datetime import UTC, datetime

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from onboarding.errors import OnboardingError
from onboarding.evidence import access, cases, measuring, queries, words
from onboarding.evidence.forms import GroupForm, SourceForm, StartForm, WeeksForm, new_group_form
from onboarding.evidence.models import Side
from onboarding.evidence.participation.queries import Indicator
from onboarding.evidence.views import back_to, blueprint, in_words, page
from onboarding.goals.access import goal_written_by
from onboarding.goals.models import Goal
from people.current import me
from security import hosts

Page = str | tuple[str, int] | Response


@blueprint.get("/evidence/goals/<int:goal_id>/groups")
@hosts
def groups(goal_id: int) -> str:
    """The groups, and the form for one more."""
    form = GroupForm(formdata=None)
    form.offer()
    return _groups(goal_written_by(me(), goal_id), form)


def _groups(goal: Goal, form: GroupForm, source_form: SourceForm | None = None) -> str:
    if source_form is None:
        source_form = SourceForm(formdata=None)
        source_form.offer()
    (sight,) = cases.sights([goal], now=datetime.now(UTC))
    return page(
        "groups.html",
        goal=goal,
        groups=measuring.groups_of(goal.id),
        starts=cases.starts_of(goal.id),
        events=sight.events,
        touched=queries.touched(goal),
        form=form,
        source=queries.source(goal),
        source_form=source_form,
        fits_platform=measuring.fits_platform(goal),
        indicator_words=words.indicator_words,
    )


@blueprint.post("/evidence/goals/<int:goal_id>/source")
@hosts
def take_from_platform(goal_id: int) -> Page:
    """It is measured by the platform's statistics."""
    goal, form = goal_written_by(me(), goal_id), SourceForm()
    form.offer()
    if form.validate():
        try:
            with transaction():
                measuring.take_from_platform(goal_id, Indicator(form.indicator.data))
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to(_("From now on, of the rounds that serve this goal."), "evidence.groups", goal_id=goal_id)
    empty = GroupForm(formdata=None)
    empty.offer()
    return _groups(goal, empty, form), 422


@blueprint.post("/evidence/goals/<int:goal_id>/groups")
@hosts
def name_group(goal_id: int) -> Page:
    """The goal is measured of this group, too."""
    goal, form = goal_written_by(me(), goal_id), new_group_form()
    if form.validate():
        number = int(form.round.data) if form.round.data else None
        try:
            with transaction():
                made = measuring.name_group(
                    goal_id, form.name.data or "", Side(form.side.data), round_id=number, starts_on=form.starts_on.data
                )
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to(_("Now its figures, week by week."), "evidence.group", group_id=made.id)
    return _groups(goal, form), 422


@blueprint.get("/evidence/groups/<int:group_id>")
@hosts
def group(group_id: int) -> str:
    """A group with its weeks."""
    return _group(group_id, WeeksForm(formdata=None), StartForm(formdata=None))


def _group(group_id: int, form: WeeksForm, start_form: StartForm) -> str:
    found = access.group_written_by(me(), group_id)
    goal = goal_written_by(me(), found.goal_id)
    starts_on = cases.starts_of(goal.id).get(found.id)
    return page("group.html", group=found, goal=goal, starts_on=starts_on, form=form, start_form=start_form)


@blueprint.post("/evidence/groups/<int:group_id>/weeks")
@hosts
def enter(group_id: int) -> Page:
    """What the lines say stands there."""
    access.group_written_by(me(), group_id)
    form = WeeksForm()
    if form.validate():
        try:
            with transaction():
                count = measuring.enter(group_id, form.lines.data or "", now=datetime.now(UTC))
        except OnboardingError as error:
            form.complain(error)
        else:
            said = ngettext("%(num)d week stands there now.", "%(num)d weeks stand there now.", count)
            return back_to(said, "evidence.group", group_id=group_id)
    return _group(group_id, form, StartForm(formdata=None)), 422


@blueprint.post("/evidence/groups/<int:group_id>/start")
@hosts
def begin(group_id: int) -> Page:
    """Who waited takes part from a day on."""
    access.group_written_by(me(), group_id)
    form = StartForm()
    if form.validate():
        try:
            with transaction():
                measuring.set_out(group_id, form.starts_on.data)
        except OnboardingError as error:
            form.complain(error)
        else:
            return back_to(_("Noted. They do not wait any more."), "evidence.group", group_id=group_id)
    return _group(group_id, WeeksForm(formdata=None), form), 422


@blueprint.post("/evidence/groups/<int:group_id>/removal")
@hosts
def take_out(group_id: int) -> Response:
    """A group of which nothing was measured is gone."""
    goal_id = access.group_written_by(me(), group_id).goal_id
    try:
        with transaction():
            measuring.take_out(group_id)
    except OnboardingError as error:
        return back_to(in_words(error), "evidence.groups", "danger", goal_id=goal_id)
    return back_to(_("The group is gone."), "evidence.groups", goal_id=goal_id)


@blueprint.post("/evidence/goals/<int:goal_id>/events/<int:event_id>")
@hosts
def touch(goal_id: int, event_id: int) -> Response:
    """The event touched these groups and no others."""
    goal_written_by(me(), goal_id)
    with transaction():
        measuring.touch(goal_id, event_id, [int(number) for number in request.form.getlist("group") if number.isdecimal()])
    return back_to(_("Noted."), "evidence.groups", goal_id=goal_id)
