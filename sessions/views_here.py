"""Saying oneself that one is here: by the code in the room, signed in or with the link of one's own invitation; and taking it back.

Whoever opens the code is remembered to stand in the room, in a cookie of that browser, for as long as people check themselves in. It checks
in nobody: the person says so, and says who they are.
"""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import db, transaction
from people.current import me, somebody
from security import public, signed_in
from sessions import access, attendance, checkin, checkin_codes, links
from sessions.errors import LinkExpired, LinkInvalid, SessionError, SessionMissing
from sessions.models import Rsvp, ScheduledSession
from sessions.models_attendance import Presence
from sessions.views import blueprint, in_words

IN_ROOM = "in_room"


@blueprint.get("/here/<token>", endpoint="here_link")
@public
def here_link(token: str) -> tuple[str, int] | str | Response:
    """Where the code in the room leads."""
    try:
        session = checkin_codes.read(token, now=datetime.now(UTC))
    except (LinkInvalid, LinkExpired) as error:
        return render_template("sessions/here_gone.html", told=in_words(error)), 410
    cookie[IN_ROOM] = session.id
    if somebody() is not None:
        return redirect(url_for("sessions.here", session_id=session.id), 303)
    return render_template("sessions/here_who.html", session=session)


def stands_in_room(session: ScheduledSession, *, now: datetime) -> bool:
    """Whether this browser has opened the code of this date, and it still is the hour for it."""
    return cookie.get(IN_ROOM) == session.id and checkin.takes_codes(session, now)


@blueprint.get("/sessions/<int:session_id>/here", endpoint="here")
@signed_in
def here_page(session_id: int) -> str:
    """Are you here? Opening it says nothing yet."""
    session, now = _in_room(session_id), datetime.now(UTC)
    person = me()
    return render_template(
        "sessions/here.html",
        session=session,
        person=person,
        is_invited=access.is_invited(session, person),
        is_here=attendance.presences(person.id, [session.id]).get(session.id) is Presence.HERE,
        action=url_for("sessions.say_here", session_id=session.id),
        over=session.is_over(now),
    )


@blueprint.post("/sessions/<int:session_id>/here")
@signed_in
def say_here(session_id: int) -> Response:
    """The reader is here."""
    _in_room(session_id)
    try:
        with transaction():
            attendance.say_here(session_id, me().id, now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    return redirect(url_for("sessions.here", session_id=session_id), 303)


@blueprint.post("/a/<token>/here")
@public
def say_here_by_link(token: str) -> tuple[str, int] | str | Response:
    """Whoever this invitation is for is here: their own link, in a browser that has opened the code in the room."""
    now = datetime.now(UTC)
    try:
        invited = links.read(token, now=now)
        session = db.session.get_one(ScheduledSession, invited.session_id)
        if not stands_in_room(session, now=now):
            raise LinkExpired("This code is too old. Scan the one in the room once more.")
        with transaction():
            attendance.say_here(invited.session_id, invited.person_id, now=now)
    except SessionError as error:
        return render_template("sessions/here_gone.html", told=in_words(error)), 410
    rsvp = db.session.get_one(Rsvp, invited.rsvp_id)
    language = rsvp.person.language or settings().language
    with force_locale(language):
        return render_template("sessions/here_by_link.html", session=rsvp.session, person=rsvp.person, language=language)


@blueprint.post("/me/attendance/<int:session_id>/removal")
@signed_in
def take_back_attendance(session_id: int) -> Response:
    """Nothing is kept of the reader at this date."""
    with transaction():
        attendance.take_back(session_id, me().id, now=datetime.now(UTC))
    flash(_("Taken out. Nobody sees it any more, and no figure counts it."), "success")
    return redirect(url_for("people.profile") + "#attendance", 303)


def _in_room(session_id: int) -> ScheduledSession:
    session = db.session.get(ScheduledSession, session_id)
    if session is None or not stands_in_room(session, now=datetime.now(UTC)):
        raise SessionMissing("Scan the code in the room first.")
    return session
