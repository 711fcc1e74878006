"""A series, for whoever is invited or looks after it: the answer for all of it, and one's own row of dates."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from look import capital, date_words, language, ordinal_words
from people import serving
from people.current import me
from people.models import Person
from security import hosts, signed_in
from sessions import feeds, interests, queries_cohosts, queries_mine, reminders, rsvps
from sessions.answering import ANSWERS, LONGEST_WORD, question
from sessions.errors import SessionError, SessionMissing
from sessions.kits import uses
from sessions.living import queries as living
from sessions.living.words import why_on_page
from sessions.models import Answer, Rsvp, Seat, SessionState, Via
from sessions.queries_roster import GROUPS
from sessions.series import access, answers, groups, queries, rosters, words
from sessions.series.models import Series, SeriesRsvp
from sessions.series.views_planning import first_open
from sessions.views import blueprint, in_words


@blueprint.get("/series/<int:series_id>", endpoint="series")
@signed_in
def series_page(series_id: int) -> str:
    """What it is, my row of dates, what was sent to me; for who looks after it, how each date stands."""
    person, now = me(), datetime.now(UTC)
    series = access.series_seen_by(person, series_id)
    dates = queries.dates_of(series)
    row = queries.row_of(series, person, dates)
    may_host = access.may_host(series, person)
    on = [one for one in dates if one.state is not SessionState.CANCELLED] or dates
    next_date = next((one for one in on if one.ends_at > now), on[-1])
    return render_template(
        "series/series.html",
        series=series,
        kit=uses.kit_of(next_date, language()),
        dates=on,
        row=row,
        may_host=may_host,
        serves=serving.on_page(serving.Thing.SERIES, series.id, may_plan=may_host),
        interested=interests.has_asked(interests.topic_of(next_date), person) if row.answer else False,
        asked_for=interests.asked_for(next_date) if may_host else [],
        lines=queries.lines(dates) if may_host else (),
        host_requests=queries_cohosts.by_date(dates) if may_host else {},
        without_host=queries_cohosts.without_host(dates, now=now) if may_host else [],
        invited=queries.count_invited(series) if may_host else 0,
        next_date=next_date,
        why=why_on_page(living.why_invited(next_date, person), person),
        successor=queries.successor_of(series),
        predecessor=_seen_before(series, person),
        first_open=first_open(dates, now),
        when=words.when(series),
        seats_taken=groups.seats_taken(series.id) if series.keeps_group else 0,
        sent=queries.sent_to(person, series, dates) if row.answer else (),
        calendar_message=queries_mine.calendar_message(row.dates[0].rsvp) if row.dates and row.dates[0].rsvp else "",
        feed_url=feeds.series_address_of(series, person),
        zone=reminders.zone_of(person),
        now=now,
    )


@blueprint.get("/series/<int:series_id>/roster", endpoint="series_roster")
@hosts
def roster(series_id: int) -> str:
    """Who comes to which date ahead, page by page; for who looks after all of them."""
    series = access.series_hosted_by(me(), series_id)
    dates = rosters.ahead(queries.dates_of(series), now=datetime.now(UTC))
    page, lines = rosters.page_of(series, dates, request.args.get("page", 1, type=int))
    return render_template("series/roster.html", series=series, dates=dates, page=page, lines=lines, groups=GROUPS)


def _seen_before(series: Series, person: Person) -> Series | None:
    """The series this one goes on from, for who may see it."""
    if series.continues_id is None:
        return None
    try:
        return access.series_seen_by(person, series.continues_id)
    except SessionMissing:
        return None


@blueprint.post("/series/<int:series_id>/answer", endpoint="series_answer")
@signed_in
def answer(series_id: int) -> Response:
    """The answer counts for all dates; with `date`, for that one alone."""
    person_id = me().id
    try:
        said = record(series_id, person_id, via=Via.WEB)
    except SessionError as error:
        access.series_seen_by(me(), series_id)  # an outsider does not learn that it exists
        flash(in_words(error), "danger")
    else:
        flash(said, "success")
    return redirect(url_for("sessions.series", series_id=series_id), 303)


def record(series_id: int, person_id: int, *, via: Via, takes_back: bool = True) -> str:
    """What the form of a series page says is recorded; returns what became of it, in words. Raises SessionError.

    `takes_back`: an empty word takes back what was written before; the page behind a link does not show it, so it does not.
    """
    chosen, date = ANSWERS.get(request.form.get("answer", "")), question(request.form.get("date", ""))
    if chosen is None:
        abort(400)
    now, asked = datetime.now(UTC), question(request.form.get("asked", ""))
    word = request.form.get("word")
    comment = word[:LONGEST_WORD] if word is not None and (word.strip() or takes_back) else None
    with transaction():
        if date is not None:
            access.date_of(series_id, date)
            recorded = rsvps.record_answer(date, person_id, chosen, via=via, now=now, asked=asked)
            return noted_date(recorded.rsvp, recorded.place_in_line)
        every_date = "every_date" in request.form
        whole = answers.record_answer(
            series_id, person_id, chosen, via=via, now=now, comment=comment, asked=asked, every_date=every_date
        )
        return noted(whole.answer, [rsvp.seat for rsvp in whole.applied], kept=len(whole.kept))


def noted_date(rsvp: Rsvp, place: int | None) -> str:
    """What became of an answer for one date."""
    day = capital(date_words(rsvp.session.starts_at, rsvp.session.zone))
    if rsvp.seat is Seat.SEATED:
        return _("%(day)s: your seat is kept. We tell your calendar too.", day=day)
    if rsvp.seat is Seat.WAITING:
        words = ordinal_words(place or 1)
        return _("%(day)s: all seats are taken. You are %(place)s in line; we write as soon as one frees.", day=day, place=words)
    if rsvp.answer is Answer.TENTATIVE:
        return _("%(day)s: noted as maybe.", day=day)
    return _("%(day)s: noted, and no reason needed. Your other dates stay as they are.", day=day)


def noted(answer: SeriesRsvp, seats: Sequence[Seat], *, kept: int) -> str:
    """What became of an answer for all dates: the seats at those it counts for, and how many keep an answer of their own."""
    said = _noted_all(answer, seats)
    if not kept:
        return said
    of_their_own = ngettext(
        "One date keeps the answer you gave for it.", "%(num)d dates keep the answers you gave for them.", kept
    )
    return f"{said} {of_their_own}"


def _noted_all(answer: SeriesRsvp, seats: Sequence[Seat]) -> str:
    waiting = sum(seat is Seat.WAITING for seat in seats)
    if answer.answer is Answer.TENTATIVE:
        return _("Noted as maybe.")
    if answer.answer is not Answer.ACCEPTED:
        return _("Noted, and no reason needed.")
    if waiting == 0:
        return _("Your seat is kept at every date. We tell your calendar too.")
    if waiting == len(seats):
        return _("All seats are taken. You are on the waiting list; we write as soon as one frees.")
    return ngettext(
        "Your seat is kept, but for one date where all seats are taken. We write as soon as one frees.",
        "Your seat is kept, but for %(num)d dates where all seats are taken. We write as soon as one frees.",
        waiting,
    )
