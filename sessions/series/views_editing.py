"""Changing and cancelling dates of a series: this one, this and the following, or all; with a look at who is told first."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from look import date_words, language
from look import in_words as number_words
from people.current import me
from security import hosts
from sessions import access as session_access
from sessions import proposals, waitlist
from sessions.changes import Change, Told, count_people
from sessions.details import SessionDetails, details_of
from sessions.errors import CapacityTaken, DetailsInvalid, EditConflict, SessionError, SessionMissing, WrongState
from sessions.forms import form_of, number_sent
from sessions.models import ScheduledSession, SessionState
from sessions.queries_roster import names_of
from sessions.series import access, edits, plans, previews, queries
from sessions.series.edits import PlannedEdit, Scope
from sessions.series.forms import SCOPES, CancelDatesForm, DateForm, GroupForm
from sessions.series.models import Series
from sessions.views import back_if_closed, back_to, blueprint, in_words
from sessions.views_incoming import message_seen
from sessions.words_changes import changed_lines, said_words

DAYS_NAMED = 12


@blueprint.get("/series/dates/<int:session_id>/edit", endpoint="edit_date")
@hosts
def edit(session_id: int) -> str | Response:
    """The date in its form."""
    session = session_access.session_hosted_by(me(), session_id)
    series = plans.of(session)
    if series is None:
        return redirect(url_for("sessions.edit", session_id=session_id), 303)
    if back := back_if_closed(session, now=datetime.now(UTC)):
        return back
    return _page(series, session, DateForm(data={**form_of(session).data, "scope": Scope.THIS, **_proposed(session)}))


def _proposed(session: ScheduledSession) -> dict[str, Any]:
    """The time that somebody's calendar proposes for all dates, as the form has it; nothing when the page was asked for by itself."""
    number = number_sent(request.args.get("proposal"))
    if number is None:
        return {}
    try:
        proposal = proposals.read_for_all(message_seen(number), now=datetime.now(UTC))
    except SessionError:
        return {}
    if proposal.session.id != session.id:
        return {}
    start, end = (at.astimezone(session.zone) for at in (proposal.details.starts_at, proposal.details.ends_at))
    days = {"on": start.date(), "ends_on": end.date() if end.date() != start.date() else None}
    return {**days, "starts": start.time(), "ends": end.time(), "scope": Scope.ALL, "proposal": str(number)}


@blueprint.post("/series/dates/<int:session_id>/edit", endpoint="change_date")
@hosts
def change(session_id: int) -> tuple[str, int] | str | Response:
    """First a look at who would hear what; the same press again, with the same content, saves."""
    session = session_access.session_hosted_by(me(), session_id)
    series = plans.of(session)
    if series is None:
        return redirect(url_for("sessions.edit", session_id=session_id), 303)
    form = DateForm(before=details_of(session))
    if form.validate():
        try:
            details, scope = form.details(), form.chosen_scope
            access.guard_scope(series, me(), scope)
            planned = edits.plan_change(session_id, details, scope=scope, now=datetime.now(UTC))
            told = previews.told(series, planned, details)
            if count_people(told) and form.previewed.data != _digest(details, scope):
                form.previewed.data = _digest(details, scope)
                return _page(series, session, form, _preview(session, details, planned, told))
            return _save(session_id, form, details, scope) if planned.dates else _unchanged(series)
        except DetailsInvalid as error:
            form.complain(error)
        except CapacityTaken as error:
            form.capacity.errors = [*form.capacity.errors, in_words(error)]
        except EditConflict as error:
            flash(in_words(error), "warning")
            return redirect(url_for("sessions.edit_date", session_id=session_id), 303)
        except (WrongState, SessionMissing) as error:
            return back_to(session, in_words(error))
    return _page(series, session, form), 422


def _preview(session: ScheduledSession, details: SessionDetails, planned: PlannedEdit, told: list[Told]) -> dict[str, Any]:
    """What the page says before anything is saved: from what to what, at which dates, and who hears of it."""
    before = details_of(session)
    names = names_of({*before.host_ids, *details.host_ids})
    return {
        "planned": planned,
        "changed": changed_lines(before, details, names=names, time=False),
        "changed_dates": previews.changed_dates(planned, language=language()),
        "planned_days": _days(planned.dates),
        "told": told,
        "people_told": count_people(told),
        "said": said_words(told),
    }


def _page(series: Series, session: ScheduledSession, form: DateForm, preview: dict[str, Any] | None = None) -> str:
    return render_template(
        "series/edit.html",
        series=series,
        session=session,
        form=form,
        **(preview or {"planned": None}),
        seats_taken=waitlist.seats_taken(session.id),
        invited=queries.count_invited(series),
    )


def _days(dates: Sequence[ScheduledSession]) -> str:
    named = ", ".join(date_words(one.starts_at, one.zone) for one in dates[:DAYS_NAMED])
    more = len(dates) - DAYS_NAMED
    return named if more <= 0 else _("%(days)s, and %(count)s more", days=named, count=number_words(more))


def _save(session_id: int, form: DateForm, details: SessionDetails, scope: Scope) -> Response:
    edit_number = number_sent(form.edit_number.data)
    known: dict[str, Any] = {"scope": scope, "by": me(), "now": datetime.now(UTC), "edit_number": edit_number}
    if form.proposed_by is not None:
        message_seen(form.proposed_by)
    with transaction():
        if form.proposed_by is not None:
            saved = proposals.accept_for_all(form.proposed_by, session_id, details, **known)
        else:
            saved = edits.change(session_id, details, **known)
        series_id = saved.series_id
    flash(_("Saved. Whoever it concerns is being told.") if saved.is_published else _("Saved."), "success")
    return redirect(url_for("sessions.series", series_id=series_id), 303)


def _unchanged(series: Series) -> Response:
    flash(_("Nothing has changed."), "info")
    return redirect(url_for("sessions.series", series_id=series.id), 303)


def _digest(details: SessionDetails, scope: Scope) -> str:
    """What was previewed: saving something else shows a new preview first."""
    return hashlib.sha256(repr((sorted(asdict(details).items()), scope.value)).encode()).hexdigest()[:16]


@blueprint.get("/series/dates/<int:session_id>/cancellation", endpoint="cancel_dates_page")
@hosts
def cancel_page(session_id: int) -> str | Response:
    """Which dates do not take place, who will be told, and room for the reason."""
    session = session_access.session_hosted_by(me(), session_id)
    series = plans.of(session)
    if series is None:
        return redirect(url_for("sessions.cancel_page", session_id=session_id), 303)
    if back := back_if_closed(session, now=datetime.now(UTC)):
        return back
    return _cancel_page(series, session, CancelDatesForm(data={"scope": request.args.get("scope", Scope.THIS)}))


def _cancel_page(series: Series, session: ScheduledSession, form: CancelDatesForm) -> str:
    now = datetime.now(UTC)
    going = [(words, edits.plan_cancellation(session, scope=scope, now=now)) for scope, words in SCOPES]
    off = Change(frozenset({"starts_at"}))
    return render_template(
        "series/cancel.html",
        series=series,
        session=session,
        form=form,
        going=[(words, dates, said_words(queries.told_by(dates, off))) for words, dates in going],
        left=[one for one in queries.dates_of(series) if one.state is not SessionState.CANCELLED],
        invited=queries.count_invited(series),
    )


@blueprint.post("/series/dates/<int:session_id>/cancellation", endpoint="cancel_dates")
@hosts
def cancellation(session_id: int) -> tuple[str, int] | Response:
    """These dates are off, and whoever was told of them is told why, once."""
    session = session_access.session_hosted_by(me(), session_id)
    series, form = plans.of(session), CancelDatesForm()
    if series is None:
        return redirect(url_for("sessions.cancel_page", session_id=session_id), 303)
    if not form.validate():
        return _cancel_page(series, session, form), 422
    try:
        with transaction():
            scope = Scope(form.scope.data)
            access.guard_scope(series, me(), scope)
            edits.cancel(session_id, scope=scope, reason=form.reason.data or "", by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Cancelled. Whoever was invited is being told."), "success")
    return redirect(url_for("sessions.series", series_id=series.id), 303)


@blueprint.post("/series/<int:series_id>/seats", endpoint="series_seats")
@hosts
def seats(series_id: int) -> Response:
    """The group has so many seats; whoever waits longest has a new one."""
    access.series_hosted_by(me(), series_id)
    form = GroupForm()
    if not form.validate():
        flash(" ".join(form.capacity.errors), "danger")
        return redirect(url_for("sessions.series", series_id=series_id), 303)
    try:
        with transaction():
            edits.resize_group(series_id, form.capacity.data, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Saved. Whoever has a seat by it is being told."), "success")
    return redirect(url_for("sessions.series", series_id=series_id), 303)
