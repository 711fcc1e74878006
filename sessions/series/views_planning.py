"""Planning a series: a rhythm, a look at all its dates, a draft; then the letter, and it is published."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from calendars.timezones import is_zone
from config import settings
from database import transaction
from look import language
from people import naming, serving
from people.current import me
from security import hosts, manager
from sessions import reminders
from sessions.copies import Copy
from sessions.errors import DetailsInvalid, SessionError, SessionMissing
from sessions.kits import uses
from sessions.kits.forms import planned_from
from sessions.kits.views import format_asked_for
from sessions.models import ScheduledSession, SessionState
from sessions.series import access, copies, plans, previews, queries, words
from sessions.series.copies import SeriesCopy
from sessions.series.forms import SeriesForm, digest
from sessions.series.models import Series
from sessions.series.plans import SeriesPlan
from sessions.views import blueprint, in_words
from sessions.words import Words


class _AsPublished(SeriesCopy):
    """A copy of a draft, as it will be: all its dates take place."""

    @property
    def live(self) -> tuple[Copy, ...]:
        return self.dates


@blueprint.get("/series/new", endpoint="new_series")
@manager
def new() -> str:
    """An empty form, filled with what is likely: a weekly lunch from next week on, six times, hosted by the reader."""
    zone = me().timezone or settings().timezone
    day = datetime.now(ZoneInfo(zone)).date() + timedelta(days=7)
    host = f"{me().name} <{me().email}>"
    likely = {
        "kind": "meetup", "on": day, "starts": time(12), "ends": time(13), "timezone": zone, "names": "hosts", "hosts": host,
        "weekdays": [day.weekday()], "weekday": day.weekday(), "nth": min((day.day - 1) // 7 + 1, 4),
        "monthday": min(day.day, 28), "times": 6,
    }  # fmt: skip
    kit = format_asked_for()
    again = {"times": kit.shape.dates} if kit and kit.shape.dates > 1 else {}
    return _page(SeriesForm(**likely | again | (planned_from(kit, time(12)) if kit else {})))


@blueprint.post("/series", endpoint="create_series")
@manager
def create() -> tuple[str, int] | str | Response:
    """First a look at all dates; the press below them keeps the draft."""
    form, now = SeriesForm(), datetime.now(UTC)
    read_anew = form.phrase_is_new
    if read_anew and not form.read_phrase(today=now.astimezone(zone_of(form)).date()):
        return _page(form), 422
    if not form.validate():
        return _page(form), 422
    lines: list[previews.PreviewLine] | None = None
    try:
        plan = form.plan(request.form.to_dict(flat=False))
        lines = previews.preview(plan, language=language())
        if request.form.get("do") == "keep" and not read_anew and form.previewed.data == digest(plan):
            return _keep(plan, form.planned_from.data, now)
    except DetailsInvalid as error:
        form.complain(error)
        return _page(form, lines), 422
    form.previewed.data = digest(plan)
    return _page(form, lines)


def _page(form: SeriesForm, lines: list[previews.PreviewLine] | None = None) -> str:
    return render_template(
        "series/new.html",
        form=form,
        kit=format_asked_for(),
        serves=serving.in_form(request.form.get(serving.FIELD, "")),
        lines=lines,
        rhythm=words.rhythm_words(form.rhythm()) if lines else "",
        kept=sum(not line.planned.is_skipped for line in lines or ()),
        zone=form.timezone.data,
        reader_zone=str(reminders.zone_of(me())),
    )


def zone_of(form: SeriesForm) -> ZoneInfo:
    """The zone that was entered, or the company's."""
    return ZoneInfo(form.timezone.data if is_zone(form.timezone.data or "") else settings().timezone)


def _keep(plan: SeriesPlan, format_key: str | None, now: datetime) -> Response:
    with transaction():
        series = plans.draft(plan, by=me(), now=now)
        uses.plan_from(series, format_key)
        serving.choose(serving.Thing.SERIES, series.id, request.form.get(serving.FIELD, ""), by=me(), now=now)
    flash(_("The draft is kept, with all its dates. Nobody has been told yet. Whom would you like to invite?"), "success")
    return redirect(url_for("sessions.invite", session_id=queries.dates_of(series)[0].id), 303)


@blueprint.get("/series/<int:series_id>/publication", endpoint="series_publication_page")
@hosts
def publication_page(series_id: int) -> str | Response:
    """Who will be invited and what the letter says, before anybody is."""
    series, now = access.series_hosted_by(me(), series_id), datetime.now(UTC)
    if series.state is not SessionState.DRAFT:
        said = _("This series has been published already.") if series.is_published else _("This series was cancelled.")
        return back_to(series, said)
    people = [invitation.person for invitation in plans.invitations_of(series)]
    dates = queries.dates_of(series)
    return render_template(
        "series/publish.html",
        series=series,
        dates=dates,
        first=dates[0],
        when=words.when_within(series),
        invited=len(people),
        cannot_come=queries.cannot_come(series, dates, reader=me()),
        names=sorted(people, key=lambda person: (person.name, person.id))[: naming.NAMES_SHOWN],
        letter=_letter(series, now) if people else None,
        reader_zone=reminders.zone_of(me()),
    )


def _letter(series: Series, now: datetime) -> Words | None:
    """What the first person on the list would read."""
    found = list(copies.of_invitations([plans.invitations_of(series)[0].id]).values())
    return (
        words.invitation(_AsPublished(found[0].series, found[0].answer, found[0].invitation, found[0].dates), now)
        if found
        else None
    )


@blueprint.post("/series/<int:series_id>/publication", endpoint="series_publication")
@hosts
def publication(series_id: int) -> Response:
    """All dates stand in the calendar and the invitations leave."""
    access.series_hosted_by(me(), series_id)
    try:
        with transaction():
            series = plans.publish(series_id, by=me(), now=datetime.now(UTC))
            somebody = queries.count_invited(series)
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(
            _("Published. The invitations are on their way.") if somebody else _("Published. Nobody is invited yet."), "success"
        )
    return redirect(url_for("sessions.series", series_id=series_id), 303)


@blueprint.get("/series/<int:series_id>/disposal", endpoint="series_disposal_page")
@hosts
def disposal_page(series_id: int) -> str:
    """Are we to throw this draft away?"""
    series = access.series_hosted_by(me(), series_id)
    if series.state is not SessionState.DRAFT:
        raise SessionMissing("Only a draft can be thrown away. Cancel the series instead.")
    return render_template(
        "sessions/dispose.html",
        title=series.title,
        size=ngettext("%(num)d date", "%(num)d dates", len(queries.dates_of(series))),
        told=_("Nobody has been told of it, so nobody hears anything. All its dates go with it."),
        action=url_for("sessions.series_disposal", series_id=series.id),
        keep=url_for("sessions.series", series_id=series.id),
    )


@blueprint.post("/series/<int:series_id>/disposal", endpoint="series_disposal")
@hosts
def disposal(series_id: int) -> Response:
    """The draft is gone with its dates."""
    access.series_hosted_by(me(), series_id)
    try:
        with transaction():
            plans.discard(series_id, by=me())
    except SessionError as error:
        flash(in_words(error), "danger")
        return redirect(url_for("sessions.series", series_id=series_id), 303)
    flash(_("The draft is gone."), "success")
    return redirect(url_for("sessions.home"), 303)


def back_to(series: Series, said: str) -> Response:
    """Its own page, with a word on why there is nothing to do here any more."""
    flash(said, "warning")
    return redirect(url_for("sessions.series", series_id=series.id), 303)


def first_open(dates: list[ScheduledSession], now: datetime) -> ScheduledSession | None:
    """The next date that can be answered: whoever is invited to it is invited to the series."""
    return next((one for one in dates if one.state is not SessionState.CANCELLED and one.answers_until > now), None)
