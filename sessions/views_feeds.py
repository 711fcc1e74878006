"""Calendars to subscribe to (secret address, renewable) and single events to download."""

from datetime import UTC, datetime

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import db, transaction
from people.current import me
from people.models import Person
from security import administrator, public, signed_in
from sessions import access, feeds, feeds_listed
from sessions.series import access as series_access
from sessions.views import blueprint


@blueprint.get("/feed/<secret>.ics", endpoint="feed")
@public
def feed(secret: str) -> FlaskResponse:
    """The sessions of whoever made this address, for a calendar program; 304 when nothing changed."""
    person = feeds.person_of(secret)
    if person is None:
        abort(404)
    return _calendar(feeds.personal_feed(person, now=datetime.now(UTC)), "foyer.ics", inline=True)


@blueprint.get("/feed/<secret>/series/<int:series_id>.ics", endpoint="series_feed")
@public
def series_feed(secret: str, series_id: int) -> FlaskResponse:
    """One series, for a calendar program of whoever made this address."""
    person = feeds.person_of(secret)
    if person is None:
        abort(404)
    return _series(person, series_id, inline=True)


@blueprint.get("/series/<int:series_id>/calendar.ics", endpoint="series_file")
@signed_in
def series_file(series_id: int) -> FlaskResponse:
    """One series, to put into another calendar."""
    return _series(me(), series_id, inline=False)


def _series(person: Person, series_id: int, *, inline: bool) -> FlaskResponse:
    series = series_access.series_seen_by(person, series_id)
    hosts = series_access.may_host(series, person)
    found = feeds.series_feed(series, person, hosts=hosts)
    return _calendar(found, f"series-{series.id}.ics", inline=inline)


@blueprint.get("/feed/all/<secret>.ics", endpoint="listed_feed")
@public
def listed_feed(secret: str) -> FlaskResponse:
    """The sessions that every colleague may see, for whoever knows the company's address."""
    if feeds_listed.calendar_of(secret) is None:
        abort(404)
    return _calendar(feeds_listed.listed_feed(now=datetime.now(UTC)), "foyer-all.ics", inline=True)


@blueprint.post("/calendar/feed", endpoint="renew_listed_feed")
@administrator
def renew_listed_feed() -> Response:
    """A new secret address of the calendar of all sessions; the old one leads nowhere."""
    with transaction():
        had_one = feeds_listed.renew(now=datetime.now(UTC))
    if had_one:
        flash(_("Here is the new address of the calendar of all sessions. The old one leads nowhere now."), "success")
    else:
        flash(_("Here is the address of the calendar of all sessions."), "success")
    return redirect(url_for("sessions.calendar", _anchor="all-sessions"), 303)


@blueprint.get("/sessions/<int:session_id>.ics", endpoint="session_file")
@signed_in
def session_file(session_id: int) -> FlaskResponse:
    """One session, to put into another calendar."""
    session, rsvp = access.seen_by(me(), session_id)
    return _calendar(feeds.session_feed(session, rsvp), f"session-{session.id}.ics", inline=False)


@blueprint.post("/me/feed", endpoint="renew_feed")
@signed_in
def renew_feed() -> Response:
    """A new secret address; the old one leads nowhere."""
    had_one = bool(me().feed_token)
    with transaction():
        feeds.renew(db.session.get_one(Person, me().id))
    if had_one:
        flash(_("Here is your calendar’s new address. The old one leads nowhere now."), "success")
    else:
        flash(_("Here is your calendar’s address."), "success")
    return redirect(url_for("people.profile") + "#feed", 303)


def _calendar(body: bytes, name: str, *, inline: bool) -> FlaskResponse:
    """By its bytes alone it is known again: what other people answer moves the SEQUENCE of one's own events at no time we could name."""
    response = FlaskResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"  # ask every time, and be told 304
    response.add_etag()
    response.make_conditional(request)
    return response
