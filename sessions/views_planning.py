"""Planning: draft, change with a preview of who hears what, publish, cancel, duplicate, throw away."""

import hashlib
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from look import clock_words, date_words, language, time_words
from people import naming, serving
from people.current import me
from security import hosts, manager
from sessions import access, audiences, changes, clashes, queries_roster, scheduling, waitlist, words
from sessions.copies import Copy
from sessions.details import SessionDetails, details_of
from sessions.errors import CapacityTaken, DetailsInvalid, EditConflict, SessionError, SessionMissing, WrongState
from sessions.forms import CancelForm, SessionForm, form_of, number_sent
from sessions.kits import uses
from sessions.kits.forms import planned_from
from sessions.kits.views import format_asked_for
from sessions.models import ScheduledSession, SessionState
from sessions.series.previews import holiday_on
from sessions.views import back_if_closed, back_to, blueprint, in_words
from sessions.words_changes import changed_lines


@blueprint.get("/sessions/new")
@manager
def new() -> str:
    """An empty form, filled with what is likely: next week at noon, in the reader's zone, hosted by the reader.

    `?format=` is what it is planned from.
    """
    zone = me().timezone or settings().timezone
    day = datetime.now(ZoneInfo(zone)).date() + timedelta(days=7)
    host = f"{me().name} <{me().email}>"
    likely: dict[str, Any] = {
        "kind": "meetup",
        "on": day,
        "starts": time(12),
        "ends": time(13),
        "timezone": zone,
        "names": "hosts",
        "hosts": host,
    }
    kit = format_asked_for()
    form = SessionForm(**likely | (planned_from(kit, time(12)) if kit else {}))
    return render_template("sessions/plan.html", form=form, session=None, kit=kit, serves=serving.in_form())


@blueprint.post("/sessions")
@manager
def create() -> tuple[str, int] | Response:
    """A draft exists."""
    form, chosen = SessionForm(), request.form.get(serving.FIELD, "")
    if form.validate():
        try:
            with transaction():
                session = scheduling.draft(form.details(), by=me(), now=datetime.now(UTC))
                uses.plan_from(session, form.planned_from.data)
                serving.choose(serving.Thing.SESSION, session.id, chosen, by=me(), now=datetime.now(UTC))
        except DetailsInvalid as error:
            form.complain(error)
        else:
            flash(_("The draft is kept. Nobody has been told yet. Whom would you like to invite?"), "success")
            return redirect(url_for("sessions.invite", session_id=session.id), 303)
    page = render_template("sessions/plan.html", form=form, session=None, kit=format_asked_for(), serves=serving.in_form(chosen))
    return page, 422


@blueprint.get("/sessions/<int:session_id>/edit")
@hosts
def edit(session_id: int) -> str | Response:
    """The session in its form."""
    session = access.session_hosted_by(me(), session_id)
    if session.recurrence_id is not None:  # asks which dates are meant
        return redirect(url_for("sessions.edit_date", session_id=session_id), 303)
    if back := back_if_closed(session, now=datetime.now(UTC)):
        return back
    return _page(session, form_of(session))


def _page(session: ScheduledSession, form: SessionForm) -> str:
    return render_template(
        "sessions/plan.html",
        form=form,
        session=session,
        seats_taken=waitlist.seats_taken(session.id),
        clashes=clashes.at(session, session.starts_at, session.ends_at, reader=me()),
        is_copy="copy" in request.args,
    )


@blueprint.post("/sessions/<int:session_id>/edit")
@hosts
def change(session_id: int) -> tuple[str, int] | str | Response:
    """First a look at who would hear what; the same press again, with the same content, saves."""
    session = access.session_hosted_by(me(), session_id)
    form = SessionForm(before=details_of(session))
    if form.validate():
        try:
            details = form.details()
            planned = scheduling.plan_change(session, details, now=datetime.now(UTC))
            told = changes.told_by(session, planned, capacity=details.capacity) if session.is_published else []
            if (planned.tells or _seats_somebody(told)) and session.is_published and form.previewed.data != _digest(details):
                return _preview(session, form, details, planned, told)
            return _save(session_id, form, details)
        except DetailsInvalid as error:
            form.complain(error)
        except CapacityTaken as error:
            form.capacity.errors = [*form.capacity.errors, in_words(error)]
        except EditConflict as error:
            flash(in_words(error), "warning")
            return redirect(url_for("sessions.edit", session_id=session_id), 303)
        except WrongState as error:
            return back_to(session, in_words(error))
    return _page(session, form), 422


def _seats_somebody(told: list[changes.Told]) -> bool:
    return any(line.group == "called" for line in told)


def _preview(
    session: ScheduledSession,
    form: SessionForm,
    details: SessionDetails,
    planned: changes.Change,
    told: list[changes.Told],
) -> str:
    form.previewed.data = _digest(details)
    before = details_of(session)
    return render_template(
        "sessions/plan.html",
        form=form,
        session=session,
        seats_taken=waitlist.seats_taken(session.id),
        clashes=clashes.at(session, details.starts_at, details.ends_at, reader=me(), host_ids=details.host_ids),
        told=told,
        planned=planned,
        changed=changed_lines(before, details, names=queries_roster.names_of({*before.host_ids, *details.host_ids})),
        holiday=holiday_on(details, language=language()) if planned.moved_from else "",
        people_told=changes.count_people(told),
        names_told=changes.names_of(session, told),
        was=_was(before, details),
        when=time_words(details.starts_at, details.ends_at, details.timezone, details.timezone),
    )


def _save(session_id: int, form: SessionForm, details: SessionDetails) -> Response:
    edit_number = number_sent(form.edit_number.data)
    with transaction():
        saved = scheduling.change(session_id, details, by=me(), now=datetime.now(UTC), edit_number=edit_number)
    flash(_("Saved. Whoever it concerns is being told.") if saved.is_published else _("Saved."), "success")
    return redirect(url_for("sessions.session", session_id=session_id), 303)


def _digest(details: SessionDetails) -> str:
    """What was previewed: saving something else shows a new preview first."""
    return hashlib.sha256(repr(sorted(asdict(details).items())).encode()).hexdigest()[:16]


def _was(before: SessionDetails, after: SessionDetails) -> dict[str, str]:
    """What stood there before, by form field, where something else stands now."""
    now = _as_entered(after)
    return {field: text or _("empty") for field, text in _as_entered(before).items() if text != now[field]}


def _as_entered(details: SessionDetails) -> dict[str, str]:
    zone = ZoneInfo(details.timezone)
    return {
        "on": date_words(details.starts_at, zone),
        "starts": clock_words(details.starts_at, zone),
        "ends": clock_words(details.ends_at, zone),
        "timezone": details.timezone,
        "title": details.title,
        "place": details.place,
        "address": details.address,
        "online_url": details.online_url,
        "capacity": str(details.capacity) if details.capacity else _("no limit"),
    }


@blueprint.get("/sessions/<int:session_id>/publication")
@hosts
def publication_page(session_id: int) -> str | Response:
    """Who will be invited, before anybody is."""
    session = access.session_hosted_by(me(), session_id)
    if session.recurrence_id is not None:
        return redirect(url_for("sessions.series_publication_page", series_id=session.series_id), 303)
    if session.state is not SessionState.DRAFT:
        published = _("This session has been published already.")
        return back_to(session, published if session.is_published else _("This session was cancelled."))
    if session.part is not None:
        return redirect(url_for("courses.publication_page", course_id=session.series_id), 303)
    people = [invitation.person for invitation in scheduling.current_invitations(session)]
    first = queries_roster.rsvp_of(session, people[0].id) if people else None
    return render_template(
        "sessions/publish.html",
        session=session,
        clashes=clashes.at(session, session.starts_at, session.ends_at, reader=me()),
        invited=len(people),
        names=sorted(people, key=lambda person: (person.name, person.id))[: naming.NAMES_SHOWN],
        letter=words.invitation(Copy(first, None)) if first else None,
    )


@blueprint.post("/sessions/<int:session_id>/publication")
@hosts
def publication(session_id: int) -> Response:
    """The session stands in the calendar and its invitations leave."""
    access.session_hosted_by(me(), session_id)
    try:
        with transaction():
            session = scheduling.publish(session_id, by=me(), now=datetime.now(UTC))
            somebody = audiences.anybody_invited(session)
    except SessionError as error:
        flash(in_words(error), "danger")
        return redirect(url_for("sessions.session", session_id=session_id), 303)
    if somebody:
        flash(_("Published. The invitations are on their way."), "success")
        return redirect(url_for("sessions.roster", session_id=session_id), 303)
    flash(_("Published. Nobody is invited yet."), "success")
    return redirect(url_for("sessions.invite", session_id=session_id), 303)


@blueprint.get("/sessions/<int:session_id>/cancellation")
@hosts
def cancel_page(session_id: int) -> str | Response:
    """Who will be told, and room for the reason."""
    session = access.session_hosted_by(me(), session_id)
    if session.recurrence_id is not None:
        return redirect(url_for("sessions.cancel_dates_page", session_id=session_id), 303)
    if back := back_if_closed(session, now=datetime.now(UTC)):
        return back
    invited = len(scheduling.current_invitations(session))
    return render_template("sessions/cancel.html", session=session, form=CancelForm(), invited=invited)


@blueprint.post("/sessions/<int:session_id>/cancellation")
@hosts
def cancellation(session_id: int) -> Response:
    """The session is off, and whoever was told of it is told why."""
    access.session_hosted_by(me(), session_id)
    form = CancelForm()
    try:
        with transaction():
            scheduling.cancel(session_id, reason=(form.reason.data or "")[:2000], by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Cancelled. Whoever was invited is being told."), "success")
    return redirect(url_for("sessions.session", session_id=session_id), 303)


@blueprint.post("/sessions/<int:session_id>/copies")
@manager
def copies(session_id: int) -> Response:
    """A draft with the same details, a week later."""
    access.session_seen_by(me(), session_id)
    with transaction():
        copy = scheduling.duplicate(session_id, by=me(), now=datetime.now(UTC))
    flash(_("This is a copy, one week later. Nobody is invited to it yet."), "success")
    return redirect(url_for("sessions.edit", session_id=copy.id, copy="yes"), 303)


@blueprint.get("/sessions/<int:session_id>/disposal")
@hosts
def disposal_page(session_id: int) -> str | Response:
    """Are we to throw this draft away?"""
    session = access.session_hosted_by(me(), session_id)
    if session.recurrence_id is not None:
        return redirect(url_for("sessions.series", series_id=session.series_id), 303)
    if session.state is not SessionState.DRAFT:
        raise SessionMissing("Only a draft can be thrown away. Cancel the session instead.")
    return render_template(
        "sessions/dispose.html",
        title=session.title,
        size="",
        told=_("Nobody had been told. The draft and its list of people cannot be brought back."),
        action=url_for("sessions.disposal", session_id=session.id),
        keep=url_for("sessions.session", session_id=session.id),
    )


@blueprint.post("/sessions/<int:session_id>/disposal")
@hosts
def disposal(session_id: int) -> Response:
    """The draft is gone."""
    access.session_hosted_by(me(), session_id)
    try:
        with transaction():
            scheduling.discard(session_id, by=me())
    except SessionError as error:
        flash(in_words(error), "danger")
        return redirect(url_for("sessions.session", session_id=session_id), 303)
    flash(_("The draft is gone."), "success")
    return redirect(url_for("sessions.home"), 303)
