"""A time that somebody proposed from their calendar: what moving the session there would mean, and moving it."""

from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from look import language, time_words
from people.current import me
from security import hosts
from sessions import changes, clashes, proposals, queries_incoming, scheduling
from sessions.cases import Reason
from sessions.errors import SessionError
from sessions.forms import number_sent
from sessions.series.previews import holiday_on
from sessions.views import blueprint, in_words
from sessions.views_incoming import message_seen


@blueprint.get("/incoming/<int:incoming_id>/acceptance")
@hosts
def proposal(incoming_id: int) -> str | Response:
    """Both times side by side, who has something else then, and who would be told what; for a whole series in the form of its dates."""
    message = message_seen(incoming_id)
    if message.reason != Reason.COUNTER or message.state not in queries_incoming.WAITS:
        abort(404)
    now = datetime.now(UTC)
    try:
        if "whole" in message.details:
            date = proposals.read_for_all(message, now=now).session
            return redirect(url_for("sessions.edit_date", session_id=date.id, proposal=incoming_id), 303)
        found = proposals.read(message)
        scheduling.guard_open(found.session, now=now)
        planned = scheduling.plan_change(found.session, found.details, now=now)
    except SessionError as error:
        flash(in_words(error), "warning")
        return redirect(url_for("sessions.incoming_message", incoming_id=incoming_id), 303)
    session, details = found.session, found.details
    told = changes.told_by(session, planned, capacity=details.capacity)
    return render_template(
        "sessions/proposal.html",
        message=message,
        session=session,
        details=details,
        name=queries_incoming.proposer_of(message),
        knew=found.knew if found.knew != (session.starts_at, session.ends_at) else None,
        clashes=clashes.at(session, details.starts_at, details.ends_at, reader=me()),
        planned=planned,
        holiday=holiday_on(details, language=language()),
        told=told,
        people_told=changes.count_people(told),
        names_told=changes.names_of(session, told),
        when=time_words(details.starts_at, details.ends_at, details.timezone, details.timezone),
    )


@blueprint.post("/incoming/<int:incoming_id>/acceptance")
@hosts
def proposal_acceptance(incoming_id: int) -> Response:
    """The session is at the proposed time, for everybody."""
    message_seen(incoming_id)
    edit_number = number_sent(request.form.get("edit_number"))
    try:
        with transaction():
            session = proposals.accept(incoming_id, by=me(), now=datetime.now(UTC), edit_number=edit_number)
    except SessionError as error:
        flash(in_words(error), "danger")
        return redirect(url_for("sessions.incoming_message", incoming_id=incoming_id), 303)
    flash(_("Moved. Whoever it concerns is being told."), "success")
    return redirect(url_for("sessions.session", session_id=session.id), 303)
