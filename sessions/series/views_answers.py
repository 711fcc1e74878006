"""The page behind the signed link of a mail about a series: opening it records nothing, pressing does. No sign-in needed."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from config import settings
from security import public
from sessions import interests, queries_mine, reminders
from sessions.answering import ANSWERS, question
from sessions.errors import LinkExpired, LinkInvalid, SessionError
from sessions.models import Answer, Via
from sessions.series import links, queries, words
from sessions.series.models import SeriesRsvp
from sessions.series.views_series import noted, noted_date, record
from sessions.views import blueprint, in_words
from sessions.views_interests import said


@blueprint.get("/a/series/<token>", endpoint="series_link")
@public
def answer_page(token: str) -> tuple[str, int]:
    """What is asked, and the row of dates; `?answer=` is what was pressed in the mail, and has answered nothing yet.

    `?of=` is the question of that mail: it may be about earlier dates.
    """
    try:
        asked = links.read(token, now=datetime.now(UTC))
    except (LinkInvalid, LinkExpired) as error:
        return _gone(error)
    return _page(asked, token)


@blueprint.post("/a/series/<token>")
@public
def record_by_link(token: str) -> tuple[str, int] | Response:
    """The answer counts."""
    try:
        asked = links.read(token, now=datetime.now(UTC))
    except (LinkInvalid, LinkExpired) as error:
        return _gone(error)
    try:
        record(asked.series_id, asked.person_id, via=Via.LINK, takes_back="takes_back" in request.form)
    except SessionError as error:
        return _page(asked, token, problem=error)
    noted_for = question(request.form.get("date", ""))
    return redirect(url_for("sessions.series_link", token=token, noted="all" if noted_for is None else noted_for), 303)


@blueprint.post("/a/series/<token>/interest", endpoint="series_interest_by_link")
@public
def interest_by_link(token: str) -> tuple[str, int] | Response:
    """They are told when there is another one like it, or not any more (`wanted=no`)."""
    try:
        asked = links.read(token, now=datetime.now(UTC))
    except (LinkInvalid, LinkExpired) as error:
        return _gone(error)
    dates = queries.dates_of(asked.series)
    if dates and asked.invitation is not None and asked.invitation.withdrawn_at is None and asked.person.active:
        with force_locale(asked.person.language or settings().language):
            flash(said(dates[-1], asked.person), "success")
    return redirect(url_for("sessions.series_link", token=token), 303)


def _page(asked: SeriesRsvp, token: str, *, problem: SessionError | None = None) -> tuple[str, int]:
    now, series, person = datetime.now(UTC), asked.series, asked.person
    language = person.language or settings().language
    if asked.invitation is None or asked.invitation.withdrawn_at is not None or not person.active:
        with force_locale(language):
            return render_template("sessions/answer_withdrawn.html", language=language), 410
    row = queries.row_of(series, person, queries.dates_of(series))
    open_ = series.is_published and bool(row.ahead(now))
    of, wanted = question(request.args.get("of", "")), request.args.get("answer", "")
    with force_locale(language):
        page = render_template(
            "series/answer.html",
            token=token,
            series=series,
            row=row,
            person=person,
            open=open_,
            when=words.when(series),
            interested=interests.has_asked(interests.topic_of(row.dates[-1].session), person) if row.dates else False,
            wanted=wanted if wanted in ANSWERS else "",
            said=_said(row, now),
            is_earlier=of is not None and of != series.question((item.session for item in row.dates), now=now),
            problem=in_words(problem) if problem else "",
            calendar_message=queries_mine.calendar_message(row.dates[0].rsvp) if row.dates and row.dates[0].rsvp else "",
            zone=reminders.zone_of(person),
            now=now,
            language=language,
        )
    return page, 409 if problem else 200 if open_ else 410


def _said(row: queries.Row, now: datetime) -> str:
    """What the press before this page did: `noted=all`, or the number of a date."""
    noted_for = request.args.get("noted", "")
    if noted_for == "all" and row.answer and row.answer.answer is not Answer.NEEDS_ACTION:
        own = row.on_their_own(now)
        seats = [item.rsvp.seat for item in row.ahead(now) if item.rsvp and item not in own]
        return noted(row.answer, seats, kept=len(own))
    for item in row.dates:
        if item.rsvp and str(item.session.id) == noted_for and item.rsvp.answer is not Answer.NEEDS_ACTION:
            return noted_date(item.rsvp, item.place)
    return ""


def _gone(error: LinkInvalid | LinkExpired) -> tuple[str, int]:
    return render_template("sessions/answer_gone.html", told=in_words(error)), 404 if isinstance(error, LinkInvalid) else 410
