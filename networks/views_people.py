"""For who looks after a group: who asks to come in, whom to invite, who belongs to it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from networks import access, invitations, memberships, queries, requests
from networks.errors import GroupError
from networks.forms import PeopleForm
from networks.invitations import Invited
from networks.models import Group, MembershipState
from networks.views import back_to_people, blueprint, in_words
from paging import paginate
from people import naming
from people.current import me
from people.naming import Look, Pasted
from security import hosts

UNKNOWN_SHOWN = 50


@blueprint.get("/groups/<int:group_id>/people")
@hosts
def people(group_id: int) -> str:
    """Who asks, who was invited, who belongs to it; and room for more."""
    return _page(access.group_looked_after_by(me(), group_id, now=datetime.now(UTC)), PeopleForm(formdata=None))


@blueprint.post("/groups/<int:group_id>/people")
@hosts
def invite(group_id: int) -> tuple[str, int] | str | Response:
    """First a look at the names (`do=look`), then they are invited (`do=invite`)."""
    group, form = access.group_looked_after_by(me(), group_id, now=datetime.now(UTC)), PeopleForm()
    if not form.validate():
        return _page(group, form), 422
    pasted = naming.with_colleagues(naming.read_addresses(form.addresses.data or ""))
    emails = tuple(pasted.names)
    if not emails:
        if not (pasted.unreadable or pasted.unclear):
            flash(_("Nobody is named yet. Write names or addresses."), "warning")
        return _page(group, form, pasted=pasted), 422
    ids = naming.ids_of(emails)
    if request.form.get("do") != "invite":
        return _page(group, form, pasted=pasted, look=naming.look_past(queries.ids_of_members(group), ids, emails))
    return _invite(group, ids)


def _invite(group: Group, ids: Sequence[int]) -> Response:
    try:
        with transaction():
            invited = invitations.invite(group.id, ids, by=me(), now=datetime.now(UTC))
    except GroupError as error:
        return back_to_people(group.id, in_words(error), "danger")
    for said, category in _words(invited):
        flash(said, category)
    return redirect(url_for("networks.people", group_id=group.id), 303)


def _words(invited: Invited) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    if invited.invited:
        words = ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", invited.invited)
        said.append((words, "success"))
    if invited.let_in:
        words = ngettext("%(num)d person had asked, and is in now.", "%(num)d people had asked, and are in now.", invited.let_in)
        said.append((words, "success"))
    if invited.too_soon:
        words = ngettext(
            "%(num)d person left or said no not long ago, and hears nothing now.",
            "%(num)d people left or said no not long ago, and hear nothing now.",
            invited.too_soon,
        )
        said.append((words, "warning"))
    return said or [(_("They had all been invited already. Nobody hears anything twice."), "success")]


def _page(group: Group, form: PeopleForm, *, pasted: Pasted | None = None, look: Look | None = None) -> str:
    waiting = queries.waiting(group)
    return render_template(
        "networks/people.html",
        group=group,
        form=form,
        look=look,
        asking=[membership for membership in waiting if membership.state is MembershipState.ASKED],
        invited=[membership for membership in waiting if membership.state is MembershipState.INVITED],
        members=paginate(queries.members(group, all_names=True), request.args.get("page", 1, type=int)),
        unreadable=pasted.unreadable[:UNKNOWN_SHOWN] if pasted else (),
        unknown_shown=UNKNOWN_SHOWN,
        unclear=pasted.unclear if pasted else {},
        alike_shown=naming.ALIKE_SHOWN,
    )


@blueprint.post("/groups/<int:group_id>/people/<int:person_id>/admission")
@hosts
def admission(group_id: int, person_id: int) -> Response:
    """Who asked is in."""
    now = datetime.now(UTC)
    access.group_looked_after_by(me(), group_id, now=now)
    with transaction():
        membership = requests.let_in(group_id, person_id, by=me(), now=now)
    return back_to_people(group_id, _("%(name)s belongs to the group, and hears it by mail.", name=membership.person.name))


@blueprint.post("/groups/<int:group_id>/people/<int:person_id>/refusal")
@hosts
def refusal(group_id: int, person_id: int) -> Response:
    """Who asked does not come in."""
    now = datetime.now(UTC)
    access.group_looked_after_by(me(), group_id, now=now)
    with transaction():
        membership = requests.refuse(group_id, person_id, by=me(), now=now)
    return back_to_people(group_id, _("%(name)s does not come in. They read it at the group.", name=membership.person.name))


@blueprint.post("/groups/<int:group_id>/people/<int:person_id>/withdrawal")
@hosts
def withdrawal(group_id: int, person_id: int) -> Response:
    """The invitation does not stand any more."""
    now = datetime.now(UTC)
    access.group_looked_after_by(me(), group_id, now=now)
    with transaction():
        membership = invitations.withdraw(group_id, person_id, by=me(), now=now)
    return back_to_people(group_id, _("%(name)s is not invited any more.", name=membership.person.name))


@blueprint.post("/groups/<int:group_id>/people/<int:person_id>/removal")
@hosts
def removal(group_id: int, person_id: int) -> Response:
    """This person does not belong to the group any more."""
    now = datetime.now(UTC)
    access.group_looked_after_by(me(), group_id, now=now)
    with transaction():
        membership = memberships.remove(group_id, person_id, by=me(), now=now)
    return back_to_people(group_id, _("%(name)s does not belong to the group any more.", name=membership.person.name))
