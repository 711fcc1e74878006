"""One session, for whoever is invited or looks after it; answering on the page."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from look import date_words, language, ordinal_words
from people import serving
from people.current import me
from security import signed_in
from sessions import access, audiences, checkin, queries_mine, queries_session, reminders, views_answering, waitlist
from sessions.answering import ANSWERS, LONGEST_WORD, question
from sessions.answers_together import Given, Noted
from sessions.courses import places
from sessions.errors import SessionError
from sessions.kits import uses
from sessions.living import queries as living
from sessions.living.words import why_on_page
from sessions.models import Answer, Seat, SessionState, Via
from sessions.series import access as series_access
from sessions.series import plans
from sessions.views import blueprint, in_words


@blueprint.get("/sessions/<int:session_id>", endpoint="session")
@signed_in
def session_page(session_id: int) -> str:
    """What it is, my answer, what was sent to me; for who looks after it, the way to roster and edit."""
    person, now = me(), datetime.now(UTC)
    session, rsvp = access.seen_by(person, session_id)
    mine, series = queries_mine.mine(session, rsvp, person), plans.of(session)
    beside = queries_session.beside(rsvp) if rsvp else None
    may_host = access.may_host(session, person)
    taken, asked_for = queries_session.planned(session) if may_host else (beside.taken if beside else None, [])
    return render_template(
        "sessions/session.html",
        session=session,
        mine=mine,
        series=series,
        sees_series=series is not None and series_access.sees(series, person),
        part=places.place_of(session),
        kit=uses.kit_of(session, language()),
        may_host=may_host,
        serves=serving.on_page(serving.Thing.SESSION, session.id, may_plan=may_host),
        interested=beside is not None and beside.interested,
        asked_for=asked_for,
        checks_in=session.is_hosted_by(person) and checkin.takes_ticks(session, now),
        room=waitlist.room(session, taken),
        on_the_list=audiences.count_invited(session) if session.state is SessionState.DRAFT else 0,
        names=queries_mine.names_shown(session),
        why=why_on_page(living.why_invited(session, person), person) if beside and beside.has_reasons else None,
        sent=queries_session.sent_to(person, session.topic) if rsvp else (),
        history=queries_session.my_history(rsvp) if rsvp and beside and beside.has_history else (),
        calendar_message=beside.calendar_message if beside else "",
        nudge_at=reminders.nudge_at(rsvp, now=now) if rsvp else None,
        zone=reminders.zone_of(person),
        now=now,
    )


@blueprint.post("/sessions/<int:session_id>/answer", endpoint="answer")
@signed_in
def answer(session_id: int) -> Response:
    """The answer counts, and the seat follows from it."""
    person = me()
    person_id, zone = person.id, reminders.zone_of(person)
    chosen = ANSWERS.get(request.form.get("answer", ""))
    if chosen is None:
        access.session_seen_by(me(), session_id)
        abort(400)
    word = request.form.get("word")
    shows_name = "shows_name" in request.form if "asks_name" in request.form else None
    try:
        noted = views_answering.answer(
            Given(
                session_id=session_id,
                person_id=person_id,
                answer=chosen,
                via=Via.WEB,
                now=datetime.now(UTC),
                comment=word[:LONGEST_WORD] if word is not None else None,
                shows_name=shows_name,
                asked=question(request.form.get("asked", "")),
            )
        )
    except SessionError as error:
        access.session_seen_by(me(), session_id)  # an outsider does not learn that it exists
        flash(in_words(error), "danger")
    else:
        flash(_words_about(noted, zone), "success")
    return redirect(url_for("sessions.session", session_id=session_id), 303)


def _words_about(noted: Noted, zone: ZoneInfo) -> str:
    if noted.seat is Seat.SEATED:
        return _("Your seat is kept. We tell your calendar too.")
    if noted.seat is Seat.WAITING:
        place = ordinal_words(noted.place_in_line or 1)
        return _("All seats are taken. You are %(place)s in line; we write as soon as one frees.", place=place)
    if noted.answer is Answer.TENTATIVE:
        if noted.asks_at:
            return _("Noted as maybe. We ask once more, on %(day)s.", day=date_words(noted.asks_at, zone))
        return _("Noted as maybe.")
    return _("Noted, and no reason needed.")
