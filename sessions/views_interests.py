"""Asking to be told when there is something like this, taking it back, and inviting everybody who asked."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import db, transaction
from look import language
from people.current import me
from people.models import Person
from security import hosts, public, signed_in
from sessions import access, interests, links
from sessions.errors import LinkExpired, LinkInvalid, SessionError, SessionMissing
from sessions.kits import formats
from sessions.models import Rsvp, ScheduledSession
from sessions.views import blueprint, in_words


@blueprint.post("/formats/<key>/interest", endpoint="format_interest")
@signed_in
def of_format(key: str) -> Response:
    """I am told, or not any more (`wanted=no`)."""
    formats.find(key, language())
    _record(interests.of_format(key), me())
    return redirect(url_for("formats.format", key=key), 303)


@blueprint.post("/sessions/<int:session_id>/interest", endpoint="session_interest")
@signed_in
def of_session(session_id: int) -> Response:
    """The same, for something like this session or its series."""
    session = access.session_seen_by(me(), session_id)
    _record(interests.topic_of(session), me())
    return redirect(_page_of(session), 303)


@blueprint.post("/a/<token>/interest", endpoint="interest_by_link")
@public
def by_link(token: str) -> tuple[str, int] | Response:
    """The same, for whom the invitation behind the link is."""
    try:
        invited = links.read(token, now=datetime.now(UTC))
    except (LinkInvalid, LinkExpired) as error:
        return render_template("sessions/answer_gone.html", told=in_words(error)), 404 if isinstance(error, LinkInvalid) else 410
    rsvp = db.session.get_one(Rsvp, invited.rsvp_id)
    if rsvp.is_withdrawn or not rsvp.person.active:  # the page says so
        return redirect(url_for("sessions.answer_link", token=token), 303)
    with force_locale(rsvp.person.language or settings().language):
        flash(said(rsvp.session, rsvp.person), "success")
    return redirect(url_for("sessions.answer_link", token=token), 303)


def _record(topic: str, person: Person) -> None:
    flash(_written(topic, person), "success")


def said(session: ScheduledSession, person: Person) -> str:
    """What the form says of another one like this session is kept; returns so, in words."""
    return _written(interests.topic_of(session), person)


def _written(topic: str, person: Person) -> str:
    wanted = request.form.get("wanted") != "no"
    with transaction():
        if wanted:
            interests.ask(topic, person, now=datetime.now(UTC))
        else:
            interests.take_back(topic, person)
    return _("Noted. You are invited when there is something like this.") if wanted else _("Taken back. Nothing is kept of it.")


def _page_of(session: ScheduledSession) -> str:
    if session.part is not None and session.series_id is not None:
        return url_for("courses.course", course_id=session.series_id)
    if session.recurrence_id is not None and request.form.get("page") == "series":
        return url_for("sessions.series", series_id=session.series_id)
    return url_for("sessions.session", session_id=session.id)


@blueprint.post("/me/interests/<int:interest_id>/removal", endpoint="remove_interest")
@signed_in
def remove(interest_id: int) -> Response:
    """I take back one of mine; somebody else's is none of mine."""
    mine = next((interest for interest in interests.list_of(me()) if interest.id == interest_id), None)
    if mine is None:
        raise SessionMissing("You did not ask for this, or you have been invited since.")
    with transaction():
        interests.take_back(mine.topic, me())
    flash(_("Taken back. Nothing is kept of it."), "success")
    return redirect(url_for("people.profile", _anchor="interests"), 303)


@blueprint.post("/sessions/<int:session_id>/interested", endpoint="invite_interested")
@hosts
def invite(session_id: int) -> Response:
    """Everybody who asked is being invited."""
    session = access.session_hosted_by(me(), session_id)
    try:
        with transaction():
            interests.invite(session_id, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Whoever asked and was not invited yet is being invited."), "success")
    return redirect(_page_of(session), 303)
