"""The roster: who comes, who waits, what was said through which door; the host records and takes back."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import db, transaction
from mail import outbox
from people.current import me
from security import hosts
from sessions import access, queries_roster, rsvps, scheduling, waitlist
from sessions.errors import SessionError
from sessions.forms import AnswerForSomebodyForm
from sessions.models import Answer, Rsvp, ScheduledSession, Via
from sessions.views import blueprint, in_words

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/sessions/<int:session_id>/roster")
@hosts
def roster(session_id: int) -> str:
    """Everybody invited, by what they said; the first of each group."""
    session = access.session_hosted_by(me(), session_id)
    history = queries_roster.history(session, limit=20)
    return render_template(
        "sessions/roster.html",
        session=session,
        counts=queries_roster.counts(session),
        groups=queries_roster.overview(session),
        shown=queries_roster.SHOWN,
        history=history,
        names=queries_roster.names_of({record.recorded_by_id for record, _person in history if record.recorded_by_id}),
        mail_totals=outbox.totals(session.topic),
        now=datetime.now(UTC),
    )


@blueprint.get("/sessions/<int:session_id>/roster/<group>")
@hosts
def roster_group(session_id: int, group: str) -> str:
    """One group, page by page."""
    session = access.session_hosted_by(me(), session_id)
    if group not in queries_roster.GROUPS:
        abort(404)
    page, lines = queries_roster.group_page(session, group, request.args.get("page", 1, type=int))
    return render_template("sessions/roster_group.html", session=session, group=group, page=page, lines=lines)


@blueprint.get("/sessions/<int:session_id>/roster.csv")
@hosts
def roster_csv(session_id: int) -> FlaskResponse:
    """The whole roster as a file that opens in a spreadsheet."""
    session = access.session_hosted_by(me(), session_id)
    name = f"roster-{session.starts_at.astimezone(session.zone):%Y-%m-%d}-{session.id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return FlaskResponse(stream_with_context(_csv(session)), content_type="text/csv; charset=utf-8", headers=headers)


def _csv(session: ScheduledSession) -> Iterator[str]:
    yield "\ufeff"  # or Excel reads UTF-8 as something else
    yield _csv_line(["name", "email", "department", "answer", "seat", "place_in_line", "via", "answered_at", "comment"])
    places = waitlist.places_in_line(session.id)
    for rsvp in db.session.scalars(queries_roster.roster_query(session).execution_options(yield_per=500)):
        answered_at = rsvp.answered_at.astimezone(session.zone).isoformat(timespec="seconds") if rsvp.answered_at else ""
        place = str(places.get(rsvp.person_id, ""))
        person = rsvp.person
        yield _csv_line(
            [
                person.name,
                person.email,
                person.department,
                rsvp.answer.value,
                rsvp.seat.value,
                place,
                rsvp.via.value if rsvp.via else "",
                answered_at,
                rsvp.comment,
            ]
        )


def _csv_line(values: list[str]) -> str:
    """A cell that a spreadsheet would run as a formula is text (OWASP: CSV injection)."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow([f"'{value}" if value.startswith(FORMULA) else value for value in values])
    return buffer.getvalue()


@blueprint.get("/sessions/<int:session_id>/people/<int:person_id>")
@hosts
def roster_person(session_id: int, person_id: int) -> str:
    """One person's answers to this session, what was sent, and room to record what they told the host."""
    session = access.session_hosted_by(me(), session_id)
    rsvp = _rsvp(session, person_id)
    history = queries_roster.history(session, person_id=person_id)
    return render_template(
        "sessions/roster_person.html",
        session=session,
        rsvp=rsvp,
        place=waitlist.place_in_line(rsvp),
        history=history,
        latest=rsvps.latest_answer(rsvp),
        names=queries_roster.names_of({record.recorded_by_id for record, _person in history if record.recorded_by_id}),
        mail_state_now=queries_roster.mail_states(session, [person_id]).get(person_id),
        form=AnswerForSomebodyForm(answer=rsvp.answer.value),
        now=datetime.now(UTC),
    )


@blueprint.post("/sessions/<int:session_id>/people/<int:person_id>/answer")
@hosts
def roster_answer(session_id: int, person_id: int) -> Response:
    """What the person told the host counts as their answer."""
    session = access.session_hosted_by(me(), session_id)
    _rsvp(session, person_id)
    form = AnswerForSomebodyForm()
    if not form.validate():
        flash(_("Choose what they told you."), "warning")
        return redirect(url_for("sessions.roster_person", session_id=session_id, person_id=person_id), 303)
    comment = form.comment.data or None
    try:
        with transaction():
            rsvps.record_answer(
                session_id, person_id, Answer(form.answer.data), via=Via.HOST, now=datetime.now(UTC), comment=comment, by=me()
            )
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Recorded. Their calendar is being told."), "success")
    return redirect(url_for("sessions.roster_person", session_id=session_id, person_id=person_id), 303)


@blueprint.post("/sessions/<int:session_id>/records/<int:record_id>/reversal")
@hosts
def reversal(session_id: int, record_id: int) -> Response:
    """The answer before counts again."""
    session = access.session_hosted_by(me(), session_id)
    try:
        with transaction():
            recorded = rsvps.revert(record_id, by=me(), now=datetime.now(UTC), session_id=session.id)
    except SessionError as error:
        flash(in_words(error), "danger")
        return redirect(url_for("sessions.roster", session_id=session_id), 303)
    flash(_("Taken back. Their calendar is being told."), "success")
    return redirect(url_for("sessions.roster_person", session_id=session_id, person_id=recorded.rsvp.person_id), 303)


@blueprint.post("/sessions/<int:session_id>/resends/<int:person_id>")
@hosts
def resend(session_id: int, person_id: int) -> Response:
    """The true state goes to this person's calendar once more."""
    session = access.session_hosted_by(me(), session_id)
    rsvp = _rsvp(session, person_id)
    now = datetime.now(UTC)
    try:
        with transaction():
            rsvps.refresh(rsvp, occasion=f"resend:{now:%Y%m%d%H%M}", now=now)
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("We send it once more."), "success")
    return redirect(url_for("sessions.roster_person", session_id=session_id, person_id=person_id), 303)


@blueprint.post("/sessions/<int:session_id>/seats")
@hosts
def seats(session_id: int) -> Response:
    """One seat more; whoever waits longest has it."""
    session = access.session_hosted_by(me(), session_id)
    try:
        with transaction():
            scheduling.add_seat(session.id, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("One seat more. Whoever waits longest has it and is being told."), "success")
    return redirect(url_for("sessions.roster", session_id=session_id), 303)


def _rsvp(session: ScheduledSession, person_id: int) -> Rsvp:
    rsvp = queries_roster.rsvp_of(session, person_id)
    if rsvp is None or rsvp.is_withdrawn or not rsvp.person.active:
        abort(404)
    return rsvp
