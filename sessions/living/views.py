"""Inviting a group and following it: a look at its people first; and switching it off, with a question about those invited."""

from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from networks.access import place_of
from networks.errors import GroupMissing
from networks.models import Group
from people import naming
from people.current import me
from people.naming import Look
from security import hosts
from sessions import access
from sessions.answering import question
from sessions.errors import SessionError
from sessions.living import audiences, queries
from sessions.models import ScheduledSession, SessionState
from sessions.series import plans
from sessions.views import back_if_closed, blueprint, in_words


@blueprint.get("/sessions/<int:session_id>/audiences")
@hosts
def audiences_page(session_id: int) -> str | Response:
    """Which groups are invited; with `group_id`, a look at the people of one more."""
    session = access.session_hosted_by(me(), session_id)
    if back := back_if_closed(session, now=datetime.now(UTC)):
        return back
    chosen = question(request.args.get("group_id", ""))
    group = _group(chosen) if chosen else None
    look, living = _look(session, group) if group else None, queries.audiences_of(session)
    return render_template(
        "living/audiences.html",
        session=session,
        series=plans.of(session),
        living=living,
        names=queries.names_of(living, me()),
        groups=queries.groups_to_invite(session, me()),
        group=group,
        look=look,
        leaves_out_hidden=group is not None and not group.is_looked_after_by(me()),
    )


def _look(session: ScheduledSession, group: Group) -> Look:
    everybody = audiences.members_of(group, me())
    return naming.look_past(set(everybody) - audiences.would_be_asked(session, everybody), everybody, ())


@blueprint.post("/sessions/<int:session_id>/audiences")
@hosts
def open_audience(session_id: int) -> Response:
    """The group is invited, and followed."""
    session = access.session_hosted_by(me(), session_id)
    group = _group(question(request.form.get("group_id", "")) or 0)
    try:
        with transaction():
            invited = audiences.open_to(session_id, group, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_opened_words(session, group, invited.invited), "success")
    return redirect(url_for("sessions.audiences_page", session_id=session_id), 303)


def _opened_words(session: ScheduledSession, group: Group, count: int) -> str:
    followed = _("“%(group)s” is followed from now on.", group=group.name)
    if session.state is SessionState.DRAFT:
        told = ngettext(
            "%(num)d person is on the list. They are invited when you publish.",
            "%(num)d people are on the list. They are invited when you publish.",
            count,
        )
    else:
        told = ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", count)
    return f"{followed} {told}"


@blueprint.get("/sessions/<int:session_id>/audiences/<int:audience_id>/closure")
@hosts
def audience_closure_page(session_id: int, audience_id: int) -> str:
    """What becomes of those who are invited?"""
    session = access.session_hosted_by(me(), session_id)
    living = [one for one in queries.audiences_of(session) if one.id == audience_id and one.ending_at is None]
    if not living:
        abort(404)
    return render_template(
        "living/closure.html", session=session, audience=living[0], name=queries.names_of(living, me())[audience_id]
    )


@blueprint.post("/sessions/<int:session_id>/audiences/<int:audience_id>/closure")
@hosts
def close_audience(session_id: int, audience_id: int) -> Response:
    """The group is not followed any more."""
    access.session_hosted_by(me(), session_id)
    withdraws = request.form.get("those") == "withdrawn"
    try:
        with transaction():
            audiences.switch_off(session_id, audience_id, withdraws=withdraws, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        stay = _("The group is not followed any more. Whoever is invited stays so.")
        go = _("The group is not followed any more. Whoever was invited on its account alone is being told.")
        flash(go if withdraws else stay, "success")
    return redirect(url_for("sessions.audiences_page", session_id=session_id), 303)


def _group(group_id: int) -> Group:
    """A group whose people the reader may see; any other does not exist here: 404."""
    try:
        place = place_of(me(), group_id, now=datetime.now(UTC))
    except GroupMissing:
        abort(404)
    if not place.sees_people:
        abort(404)
    return place.group
