"""The roster: who comes, who waits, what was said through which door; the host records and takes back."""

from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from mail import outbox
from mail.models import OutgoingState
from people import serving
from people.current import me
from security import hosts
from sessions import access, delegations, queries_roster, queries_told, resends, rsvps, scheduling, waitlist
from sessions.errors import SessionError
from sessions.forms import AnswerForSomebodyForm
from sessions.models import Answer, AnswerRecord, Rsvp, ScheduledSession, Seat, Via
from sessions.views import blueprint, in_words


@blueprint.get("/sessions/<int:session_id>/roster")
@hosts
def roster(session_id: int) -> str:
    """Everybody invited, by what they said; the first of each group."""
    session = access.session_hosted_by(me(), session_id)
    history, groups = queries_roster.history(session, limit=20), queries_roster.overview(session)
    return render_template(
        "sessions/roster.html",
        session=session,
        counts={group: lines[0].total for group, lines in groups.items() if lines},
        groups=groups,
        shown=queries_roster.SHOWN,
        history=history,
        names=queries_roster.names_of({line.record.recorded_by_id for line in history if line.record.recorded_by_id}),
        came_back=_count_came_back(session),
        serves=serving.on_page(serving.Thing.SESSION, session.id, may_plan=False, has_figures=True),
        now=datetime.now(UTC),
    )


def _count_came_back(session: ScheduledSession) -> int:
    """How many mails did not arrive: of a date of a series those about all of it too, as it is one entry in the calendar."""
    series = [f"series:{session.series_id}"] if session.recurrence_id is not None else []
    totals = outbox.totals(session.topic, *series)
    return totals.get(OutgoingState.FAILED, 0) + totals.get(OutgoingState.BOUNCED, 0)


@blueprint.get("/sessions/<int:session_id>/roster/<group>")
@hosts
def roster_group(session_id: int, group: str) -> str:
    """One group, page by page."""
    session = access.session_hosted_by(me(), session_id)
    if group not in queries_roster.GROUPS:
        abort(404)
    page = queries_roster.group_page(session, group, request.args.get("page", 1, type=int))
    return render_template("sessions/roster_group.html", session=session, group=group, page=page)


@blueprint.get("/sessions/<int:session_id>/people/<int:person_id>")
@hosts
def roster_person(session_id: int, person_id: int) -> str:
    """One person's answers to this session, what was sent, and room to record what they told the host."""
    session = access.session_hosted_by(me(), session_id)
    rsvp = _rsvp(session, person_id)
    history, now = queries_roster.history(session, person_id=person_id), datetime.now(UTC)
    sends, sent_by = delegations.parties([rsvp.id])
    return render_template(
        "sessions/roster_person.html",
        session=session,
        rsvp=rsvp,
        place=waitlist.place_in_line(rsvp),
        history=history,
        reversible=_reversible(session, rsvp, history, now=now),
        names=queries_roster.names_of({line.record.recorded_by_id for line in history if line.record.recorded_by_id}),
        mail_state_now=queries_roster.mail_state(session, person_id),
        told=queries_told.told(rsvp),
        sends=sends.get(rsvp.id),
        sent_by=sent_by.get(rsvp.id),
        form=AnswerForSomebodyForm(answer=rsvp.answer.value),
        now=now,
    )


def _reversible(
    session: ScheduledSession, rsvp: Rsvp, history: list[queries_roster.HistoryLine], *, now: datetime
) -> AnswerRecord | None:
    """The answer that can be taken back. Not what a take-back made: that would read as an undo, and the seat has gone on."""
    latest = rsvps.latest_answer(rsvp)
    if latest is None or not session.is_published or session.is_over(now):
        return None
    return None if any(line.takes_back and line.record.id == latest.id for line in history) else latest


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


@blueprint.get("/sessions/<int:session_id>/records/<int:record_id>/reversal")
@hosts
def reversal_page(session_id: int, record_id: int) -> str | Response:
    """Is the answer before to count again? Says who loses and who gets a seat by it."""
    session, now = access.session_hosted_by(me(), session_id), datetime.now(UTC)
    found = queries_roster.record_of(session, record_id)
    if found is None:
        abort(404)
    record, rsvp = found
    _rsvp(session, rsvp.person_id)
    if _reversible(session, rsvp, queries_roster.history(session, person_id=rsvp.person_id), now=now) is not record:
        flash(_("Only the latest answer of a person can be taken back."), "warning")
        return redirect(url_for("sessions.roster_person", session_id=session_id, person_id=rsvp.person_id), 303)
    frees_seat = rsvp.seat is Seat.SEATED and record.answer_before is not Answer.ACCEPTED
    return render_template(
        "sessions/take_back.html",
        session=session,
        rsvp=rsvp,
        record=record,
        by=queries_roster.names_of({record.recorded_by_id}).get(record.recorded_by_id) if record.recorded_by_id else None,
        frees_seat=frees_seat,
        next_in_line=queries_roster.first_in_line(session) if frees_seat and now < session.starts_at else None,
        has_free_seat=waitlist.has_free_seat(session),
    )


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
    """The true state goes to this person's calendar once more; how often, the rule knows."""
    session = access.session_hosted_by(me(), session_id)
    rsvp = _rsvp(session, person_id)
    try:
        with transaction():
            resends.resend(rsvp, now=datetime.now(UTC))
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
