"""The page behind the signed link of a mail about a course: opening it records nothing, pressing does. No sign-in needed."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from config import settings
from security import public
from sessions import interests, reminders
from sessions.courses import links, makeups, places, queries, words
from sessions.courses.views import blueprint, in_words
from sessions.courses.views_course import record, take
from sessions.errors import LinkExpired, LinkInvalid, SessionError
from sessions.models import Via
from sessions.series.models import SeriesRsvp
from sessions.views_interests import said


@blueprint.get("/a/course/<token>")
@public
def link(token: str) -> tuple[str, int]:
    """What is asked: the parts, all at once or one by one, and what can be made up."""
    try:
        member = links.read(token, now=datetime.now(UTC))
    except (LinkInvalid, LinkExpired) as error:
        return _gone(error)
    return _page(member, token)


@blueprint.post("/a/course/<token>")
@public
def answer_by_link(token: str) -> tuple[str, int] | Response:
    """The answers count."""
    return _pressed(token, lambda member: record(member.series_id, member.person_id, via=Via.LINK))


@blueprint.post("/a/course/<token>/make-ups")
@public
def make_up_by_link(token: str) -> tuple[str, int] | Response:
    """The seat of the parallel group is this person's."""
    return _pressed(token, lambda member: take(member.person_id, via=Via.LINK))


@blueprint.post("/a/course/<token>/interest")
@public
def interest_by_link(token: str) -> tuple[str, int] | Response:
    """They are told when there is another one like it, or not any more (`wanted=no`)."""
    return _pressed(token, lambda member: said(queries.dates_of(member.series)[-1], member.person))


def _pressed(token: str, press: Callable[[SeriesRsvp], str]) -> tuple[str, int] | Response:
    try:
        member = links.read(token, now=datetime.now(UTC))
    except (LinkInvalid, LinkExpired) as error:
        return _gone(error)
    with force_locale(member.person.language or settings().language):
        try:
            told = press(member)
        except SessionError as error:
            return _page(member, token, problem=error)
    flash(told, "success")
    return redirect(url_for("courses.link", token=token), 303)


def _page(member: SeriesRsvp, token: str, *, problem: SessionError | None = None) -> tuple[str, int]:
    now, course, person = datetime.now(UTC), member.series, member.person
    language = person.language or settings().language
    dates = queries.dates_of(course)
    row, standing = queries.row_of(person, dates), makeups.standing_in(course, person.id, now=now)
    open_ = course.is_published and bool(queries.ahead(row, now) or standing.offers)
    with force_locale(language):
        page = render_template(
            "courses/answer.html",
            token=token,
            course=course,
            person=person,
            row=row,
            ahead=queries.ahead(row, now),
            standing=standing,
            interested=interests.has_asked(interests.topic_of(dates[-1]), person),
            whole=words.whole_words(course, standing),
            titles={one.id: places.title_of(course, one) for one in dates},
            open=open_,
            problem=in_words(problem) if problem else "",
            zone=reminders.zone_of(person),
            now=now,
            language=language,
        )
    return page, 409 if problem else 200 if open_ else 410


def _gone(error: LinkInvalid | LinkExpired) -> tuple[str, int]:
    return render_template("sessions/answer_gone.html", told=in_words(error)), 404 if isinstance(error, LinkInvalid) else 410
