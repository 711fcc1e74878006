"""Inviting: by address, by filter, with a look at the names first; and taking an invitation back."""

from datetime import UTC, datetime
from functools import partial

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from people.current import me
from people.naming import Look, Pasted
from security import hosts
from sessions import access, audiences, invitations, queries_roster, views_audience
from sessions.errors import SessionError
from sessions.forms_inviting import InviteForm, invite_form
from sessions.living import targets
from sessions.living.words import titles_at
from sessions.models import ScheduledSession, SessionState
from sessions.series import plans
from sessions.series import words as series_words
from sessions.views import back_if_closed, blueprint, in_words
from sessions.views_audience import Chosen


@blueprint.get("/sessions/<int:session_id>/invitations")
@hosts
def invite(session_id: int) -> str | Response:
    """Addresses to paste, filters to choose."""
    session = access.session_hosted_by(me(), session_id)
    if back := back_if_closed(session, now=datetime.now(UTC)):
        return back
    return _page(session, invite_form())


@blueprint.post("/sessions/<int:session_id>/invitations")
@hosts
def invitations_page(session_id: int) -> tuple[str, int] | str | Response:
    """First a look at the names (`do=look`), then they are invited (`do=invite`)."""
    session = access.session_hosted_by(me(), session_id)
    if back := back_if_closed(session, now=datetime.now(UTC)):
        return back
    page = partial(_page, session)
    chosen = views_audience.choose(page, lambda audience: audiences.look(session, audience), act="invite")
    return _invite(session, chosen) if isinstance(chosen, Chosen) else chosen


def _invite(session: ScheduledSession, chosen: Chosen) -> Response:
    now = datetime.now(UTC)
    try:
        with transaction():
            invited = invitations.invite(session.id, chosen.person_ids(now=now), by=me(), now=now)
    except SessionError as error:
        flash(in_words(error), "danger")
        return redirect(url_for("sessions.invite", session_id=session.id), 303)
    flash(_invited_words(session, invited), "success")
    if invited.too_soon:
        flash(_too_soon_words(invited), "warning")
    if session.state is SessionState.DRAFT:
        return redirect(url_for("sessions.publication_page", session_id=session.id), 303)
    return redirect(url_for("sessions.roster", session_id=session.id), 303)


def _invited_words(session: ScheduledSession, invited: invitations.Invited) -> str:
    if session.state is SessionState.DRAFT:
        return ngettext(
            "%(num)d person is on the list. They are invited when you publish.",
            "%(num)d people are on the list. They are invited when you publish.",
            invited.invited,
        )
    if invited.invited == 0:
        return _("They had all been invited already. Nobody hears anything twice.")
    return ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", invited.invited)


def _too_soon_words(invited: invitations.Invited) -> str:
    return ngettext(
        "%(num)d person was invited again within the last day already, and hears nothing today.",
        "%(num)d people were invited again within the last day already, and hear nothing today.",
        invited.too_soon,
    )


def _page(session: ScheduledSession, form: InviteForm, *, pasted: Pasted | None = None, look: Look | None = None) -> str:
    series = plans.of(session)
    return render_template(
        "sessions/invite.html",
        session=session,
        series=series,
        when=series_words.when_within(series) if series else "",
        followed=titles_at(targets.of_session(session), me()),
        **views_audience.shown(form, pasted, look),
    )


@blueprint.get("/sessions/<int:session_id>/invitations/<int:person_id>/withdrawal")
@hosts
def withdrawal_page(session_id: int, person_id: int) -> str | Response:
    """Are we to take this invitation back?"""
    session = access.session_hosted_by(me(), session_id)
    if back := back_if_closed(session, now=datetime.now(UTC)):
        return back
    rsvp = queries_roster.rsvp_of(session, person_id)
    if rsvp is None or rsvp.is_withdrawn:
        abort(404)
    return render_template("sessions/withdraw.html", session=session, person=rsvp.person)


@blueprint.post("/sessions/<int:session_id>/invitations/<int:person_id>/withdrawal")
@hosts
def withdrawal(session_id: int, person_id: int) -> Response:
    """This person is not invited any more."""
    access.session_hosted_by(me(), session_id)
    try:
        with transaction():
            invitations.withdraw(session_id, person_id, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("The invitation is withdrawn. If it had left, their calendar is being told."), "success")
    return redirect(url_for("sessions.roster", session_id=session_id), 303)
