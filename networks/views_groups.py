"""Groups: the list, the page of one, making, changing and closing it."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from networks import access, group_parts, groups, memberships, notes, queries, requests, words
from networks.access import Place
from networks.errors import GroupClosed, GroupInvalid, GroupMissing
from networks.forms import GroupForm, NoteForm, form_of
from networks.models import Group, GroupKind, JoinRule, MembershipState, Origin, PeopleShown, Visibility
from networks.views import back_to, blueprint
from paging import paginate
from people import serving
from people.current import me
from security import hosts, signed_in


@blueprint.get("/groups")
@signed_in
def index() -> str:
    """My groups, and those that are listed."""
    return render_template(
        "networks/index.html",
        mine=queries.mine(me()),
        others=paginate(queries.others(me()), request.args.get("page", 1, type=int)),
        orphaned=queries.orphaned(me()),
        way_in=words.way_in,
    )


@blueprint.get("/groups/<int:group_id>")
@signed_in
def group(group_id: int) -> tuple[str, int] | str:
    """Who we are, the next dates, the people as the group shows them, notes."""
    return page(access.place_of(me(), group_id, now=datetime.now(UTC)), NoteForm(formdata=None))


def page(place: Place, form: NoteForm) -> str:
    """The page of a group, with a note that is being written."""
    now, group, person = datetime.now(UTC), place.group, me()
    people = paginate(queries.members(group, all_names=place.looks_after, by_place=True), request.args.get("page", 1, type=int))
    return render_template(
        "networks/group.html",
        group=group,
        place=place,
        membership=place.membership,
        people=people if place.sees_people else None,
        places=queries.places_of(people.items) if place.sees_people else (),
        notes=queries.notes(group) if place.is_inside else (),
        may_remove=lambda note: notes.may_remove(group, note, person),
        may_join=not group.is_closed and memberships.may_join(group, place.membership, now=now),
        may_ask=not group.is_closed and requests.may_ask(group.join_rule, place.membership, now=now),
        left_lately=memberships.left_lately(place.membership, now=now),
        waiting=queries.asking([group.id]).get(group.id, 0) if place.looks_after else 0,
        invited=place.membership is not None and place.membership.state is MembershipState.INVITED,
        asked=place.membership is not None and place.membership.state is MembershipState.ASKED,
        serves=serving.on_page(serving.Thing.GROUP, group.id, may_plan=place.may_change),
        parts=group_parts.parts_of(group, person, now=now),
        who_sees=words.who_sees(group),
        way_in=words.way_in(group),
        form=form,
        now=now,
    )


@blueprint.get("/groups/new")
@signed_in
def new() -> str:
    """A form, empty but for the name where a network is to become a group: who makes it looks after it."""
    form = GroupForm(formdata=None, name=request.args.get("name", ""), stewards=f"{me().name} <{me().email}>")
    return render_template("networks/form.html", form=form, group=None, serves=serving.in_form())


@blueprint.post("/groups")
@signed_in
def create() -> tuple[str, int] | Response:
    """There is a group; who made it belongs to it, if they say so."""
    form, now = GroupForm(), datetime.now(UTC)
    if form.validate():
        try:
            with transaction():
                made = groups.create(*_fields(form), by=me(), now=now, shows_people=PeopleShown(form.shows_people.data))
                serving.choose(serving.Thing.GROUP, made.id, _chosen(), by=me(), now=now)
                if "joins" in request.form:
                    memberships.add(made, [me().id], Origin.JOINED, by=me(), now=now)
        except GroupInvalid as error:
            form.complain(error)
        else:
            return _on_from(made, now)
    return render_template("networks/form.html", form=form, group=None, serves=serving.in_form(_chosen())), 422


def _chosen() -> str:
    """The goal that was chosen in the form."""
    return request.form.get(serving.FIELD, "")


def _on_from(made: Group, now: datetime) -> Response:
    if made.is_looked_after_by(me()):
        return back_to(made.id, _("The group is there. Invite the first ones."))
    try:
        access.place_of(me(), made.id, now=now)
    except GroupMissing:  # somebody else looks after it, and it is not listed: for who made it, it does not exist any more
        flash(_("The group is there, for whoever looks after it. It is not listed, so you do not see it."), "success")
        return redirect(url_for("networks.index"), 303)
    return back_to(made.id, _("The group is there."))


def _fields(form: GroupForm) -> tuple[str, str, GroupKind, tuple[int, ...], Visibility, JoinRule]:
    return (
        form.name.data or "",
        form.purpose.data or "",
        GroupKind(form.kind.data),
        form.steward_ids,
        Visibility(form.visibility.data),
        JoinRule(form.join_rule.data),
    )


@blueprint.get("/groups/<int:group_id>/edit")
@hosts
def edit(group_id: int) -> str | Response:
    """The group in its form."""
    group = access.group_changed_by(me(), group_id, now=datetime.now(UTC))
    if group.is_closed:
        return back_to(group_id, _("This group is closed."), "warning")
    return render_template("networks/form.html", form=_for_reader(form_of(group), group), group=group, serves=None)


def _for_reader(form: GroupForm, group: Group) -> GroupForm:
    """Who looks after it, and who reads the names, is for those to say who look after it: else one press would show somebody all of them."""
    if not group.is_looked_after_by(me()):
        del form.shows_people
    if not groups.may_open(group, me()):
        del form.stewards
        form.steward_ids = tuple(one.person_id for one in group.stewards if one.person.active)
    return form


@blueprint.post("/groups/<int:group_id>/edit")
@hosts
def change(group_id: int) -> tuple[str, int] | Response:
    """It is as the form says."""
    now = datetime.now(UTC)
    group = access.group_changed_by(me(), group_id, now=now)
    form = _for_reader(GroupForm(), group)
    if form.validate():
        shown = PeopleShown(form.shows_people.data) if "shows_people" in form else group.shows_people
        try:
            with transaction():
                groups.change(group_id, *_fields(form), by=me(), now=now, shows_people=shown)
        except GroupClosed:
            return back_to(group_id, _("This group is closed."), "warning")
        except GroupInvalid as error:
            form.complain(error)
        else:
            return back_to(group_id, _("Saved."))
    return render_template("networks/form.html", form=form, group=group, serves=None), 422


@blueprint.get("/groups/<int:group_id>/closure")
@hosts
def closure_page(group_id: int) -> str:
    """Are we to close it?"""
    return render_template("networks/closure.html", group=access.group_changed_by(me(), group_id, now=datetime.now(UTC)))


@blueprint.post("/groups/<int:group_id>/closure")
@hosts
def closure(group_id: int) -> Response:
    """The group takes nobody any more."""
    now = datetime.now(UTC)
    access.group_changed_by(me(), group_id, now=now)
    with transaction():
        groups.close(group_id, now=now)
    return back_to(group_id, _("The group is closed. Nobody is told; it can be opened again here."))


@blueprint.post("/groups/<int:group_id>/reopening")
@hosts
def reopening(group_id: int) -> Response:
    """The group goes on."""
    access.group_changed_by(me(), group_id, now=datetime.now(UTC))
    with transaction():
        groups.reopen(group_id)
    return back_to(group_id, _("The group goes on."))


@blueprint.post("/groups/<int:group_id>/notes")
@signed_in
def write_note(group_id: int) -> tuple[str, int] | Response:
    """The note stands at the group."""
    now = datetime.now(UTC)
    place, form = access.place_of(me(), group_id, now=now), NoteForm()
    if not form.validate():
        return page(place, form), 422
    try:
        with transaction():
            notes.write(group_id, form.text.data or "", by=me(), now=now)
    except GroupInvalid as error:
        form.text.errors = [_(error.template, **error.values)]
        return page(place, form), 422
    return redirect(url_for("networks.group", group_id=group_id, _anchor="notes"), 303)


@blueprint.post("/groups/<int:group_id>/notes/<int:note_id>/removal")
@signed_in
def remove_note(group_id: int, note_id: int) -> Response:
    """The note is gone."""
    access.place_of(me(), group_id, now=datetime.now(UTC))
    with transaction():
        notes.remove(group_id, note_id, by=me())
    return back_to(group_id, _("The note is gone."))
