"""Going on in another rhythm from a date on: a look at all its dates and at who is asked what, then everybody is told."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from database import transaction
from look import language
from people.current import me
from security import hosts
from sessions import access as session_access
from sessions import reminders
from sessions.changes import Change
from sessions.errors import DetailsInvalid, SessionError
from sessions.forms import form_of
from sessions.models import ScheduledSession
from sessions.series import access, new_rhythms, plans, previews, queries, rhythms, words
from sessions.series.forms import SeriesForm, digest
from sessions.series.models import Series
from sessions.series.new_rhythms import NewRhythm
from sessions.series.rhythms import Every
from sessions.series.views_planning import back_to, zone_of
from sessions.views import back_if_closed, blueprint, in_words
from sessions.words_changes import said_words


@blueprint.get("/series/dates/<int:session_id>/rhythm", endpoint="rhythm_page")
@hosts
def rhythm_page(session_id: int) -> str | Response:
    """The rhythm as it is, to be changed from this date on."""
    session, series = _of(session_id)
    if series is None:
        return redirect(url_for("sessions.edit", session_id=session.id), 303)
    if back := _no_way(session, series):
        return back
    return _page(session, series, SeriesForm(data=_as_it_is(session, series)))


@blueprint.post("/series/dates/<int:session_id>/rhythm", endpoint="change_rhythm")
@hosts
def change_rhythm(session_id: int) -> tuple[str, int] | str | Response:
    """First a look at the dates and at what becomes of people's answers; the press below tells everybody."""
    session, series = _of(session_id)
    if series is None:
        return redirect(url_for("sessions.edit", session_id=session.id), 303)
    if back := _no_way(session, series):
        return back
    form, now = SeriesForm(), datetime.now(UTC)
    read_anew = form.phrase_is_new
    understood = not read_anew or form.read_phrase(today=now.astimezone(zone_of(form)).date())
    if not understood or not form.validate():
        return _page(session, series, form), 422
    try:
        return _looked_at(session, series, form, may_keep=not read_anew, now=now)
    except DetailsInvalid as error:
        form.complain(error)
        return _page(session, series, form), 422
    except SessionError as error:
        return back_to(series, in_words(error))


def _looked_at(session: ScheduledSession, series: Series, form: SeriesForm, *, may_keep: bool, now: datetime) -> str | Response:
    plan = form.plan(request.form.to_dict(flat=False))
    compared = new_rhythms.plan_rhythm(session, plan, now=now)
    lines = previews.preview(plan, language=language(), instead_of=[one.id for one in compared.before])
    if request.form.get("do") == "keep" and may_keep and form.previewed.data == digest(plan):
        with transaction():
            new_id = new_rhythms.go_on(session.id, plan, by=me(), now=now).id
        flash(_("Saved. Everybody on the list is being told."), "success")
        return redirect(url_for("sessions.series", series_id=new_id), 303)
    form.previewed.data = digest(plan)
    return _page(session, series, form, lines, compared)


def _of(session_id: int) -> tuple[ScheduledSession, Series | None]:
    session = session_access.session_hosted_by(me(), session_id)
    series = plans.of(session)
    if series is not None:
        access.series_hosted_by(me(), series.id)
    return session, series


def _no_way(session: ScheduledSession, series: Series) -> Response | None:
    """Where to, if this is no date of a published series that lies ahead."""
    if not series.is_published:
        return back_to(series, _("A draft has told nobody: throw it away, and plan the series anew."))
    return back_if_closed(session, now=datetime.now(UTC))


def _as_it_is(session: ScheduledSession, series: Series) -> dict[str, Any]:
    rhythm = rhythms.read(series.recur)
    left = [one for one in plans.ahead(queries.dates_of(series), now=datetime.now(UTC)) if one.starts_at >= session.starts_at]
    day = (session.recurrence_id or session.starts_at).astimezone(series.zone)
    ends = day + timedelta(minutes=series.minutes)
    found: dict[str, Any] = {
        **form_of(session).data,
        "on": day.date(),  # where the rhythm has it: it may have been moved by itself
        "starts": day.time(),
        "ends": ends.time(),
        "every": rhythm.every,
        "between": rhythm.between,
        "weekdays": list(rhythm.weekdays) or [day.weekday()],
        "weekday": rhythm.weekdays[0] if rhythm.every is Every.MONTH else day.weekday(),
        "nth": rhythm.nth or min((day.day - 1) // 7 + 1, 4),
        "monthday": rhythm.monthday or min(day.day, 28),
        "times": max(1, len(left)),
        "seats_for": "group" if series.keeps_group else "date",
    }
    return {**found, "capacity": series.group_capacity} if series.keeps_group else found


def _page(
    session: ScheduledSession,
    series: Series,
    form: SeriesForm,
    lines: Sequence[previews.PreviewLine] | None = None,
    compared: NewRhythm | None = None,
) -> str:
    return render_template(
        "series/rhythm.html",
        form=form,
        session=session,
        series=series,
        lines=lines,
        compared=compared,
        said=said_words(queries.told_by(compared.before, Change(frozenset({"starts_at"})))) if compared else "",
        invited=queries.count_invited(series),
        rhythm=words.rhythm_words(form.rhythm()) if lines else "",
        was=words.when(series),
        kept=sum(not line.planned.is_skipped for line in lines or ()),
        zone=form.timezone.data,
        reader_zone=str(reminders.zone_of(me())),
    )
