"""A course, for whoever is invited or looks after it: one page for the answers to all of its parts."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import abort, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from look import date_words
from people import serving
from people.current import me
from security import signed_in
from sessions import interests, reminders
from sessions.answering import ANSWERS, LONGEST_WORD, question
from sessions.courses import access, answers, makeups, places, queries, words
from sessions.courses.views import back_to, blueprint, in_words
from sessions.errors import SessionError
from sessions.living import why
from sessions.living.words import why_on_page
from sessions.models import Answer, Seat, Via
from sessions.rsvps import Recorded
from sessions.series import access as series_access
from sessions.series.queries import lines

PREFIX = "answer-"


@blueprint.get("/courses/<int:course_id>")
@signed_in
def course(course_id: int) -> str:
    """What it is, my parts, what can be made up; for who looks after it, how each part stands."""
    person, now = me(), datetime.now(UTC)
    found = access.course_seen_by(person, course_id)
    dates = queries.dates_of(found)
    row, standing = queries.row_of(person, dates), makeups.standing_in(found, person.id, now=now)
    may_host = series_access.may_host(found, person)
    return render_template(
        "courses/course.html",
        course=found,
        dates=dates,
        row=row,
        ahead=queries.ahead(row, now),
        standing=standing,
        why=why_on_page(why.merged(why.of({item.rsvp.invitation_id for item in row if item.rsvp}).values()), person),
        whole=words.whole_words(found, standing),
        titles={one.id: places.title_of(found, one) for one in dates},
        interested=interests.has_asked(interests.topic_of(dates[-1]), person) if dates else False,
        asked_for=interests.asked_for(dates[-1]) if may_host and dates else [],
        may_host=may_host,
        serves=serving.on_page(serving.Thing.SERIES, found.id, may_plan=may_host),
        lines=lines(dates) if may_host else (),
        members=queries.members_of(found) if may_host else (),
        groups=[one for one in places.groups_of(found) if one.id != found.id] if may_host else (),
        may_add=may_host and any(one.answers_until > now for one in dates),
        first_at=next((one for one in dates if one.ends_at > now), dates[-1] if dates else None),
        zone=reminders.zone_of(person),
        now=now,
    )


@blueprint.post("/courses/<int:course_id>/answer")
@signed_in
def answer(course_id: int) -> Response:
    """The answers count: `answer` for all parts ahead, `answer-ID` for one."""
    person_id = me().id
    found = access.course_seen_by(me(), course_id)
    try:
        said = record(course_id, person_id, via=Via.WEB)
    except SessionError as error:
        return back_to(found, in_words(error), "danger")
    return back_to(found, said, "success")


@blueprint.post("/courses/<int:course_id>/make-ups")
@signed_in
def make_up(course_id: int) -> Response:
    """The seat of the parallel group is this person's."""
    person_id = me().id
    found = access.course_seen_by(me(), course_id)
    try:
        said = take(person_id, via=Via.WEB)
    except SessionError as error:
        return back_to(found, in_words(error), "danger")
    return back_to(found, said, "success")


def record(course_id: int, person_id: int, *, via: Via) -> str:
    """What the forms of the page say is recorded; returns what became of it, in words. Raises SessionError."""
    now, word = datetime.now(UTC), (request.form.get("word") or "")[:LONGEST_WORD].strip() or None
    if "answer" in request.form:
        chosen = ANSWERS.get(request.form["answer"])
        if chosen is None:
            abort(400)
        with transaction():
            return _noted(answers.record_all(course_id, person_id, chosen, via=via, now=now, comment=word))
    given = {id_: ANSWERS[text] for id_, text in _sent(PREFIX) if text in ANSWERS}
    asked = {id_: number for id_, text in _sent("asked-") if (number := question(text)) is not None}
    with transaction():
        return _noted(answers.record(course_id, person_id, given, via=via, now=now, asked=asked, comment=word))


def _sent(prefix: str) -> list[tuple[int, str]]:
    found = ((question(name.removeprefix(prefix)), value) for name, value in request.form.items() if name.startswith(prefix))
    return [(number, value) for number, value in found if number is not None]


def take(person_id: int, *, via: Via) -> str:
    """The make-up that was pressed is taken; returns that it was, in words. Raises SessionError."""
    number = question(request.form.get("session", ""))
    if number is None:
        abort(400)
    with transaction():
        session = makeups.take(number, person_id, via=via, now=datetime.now(UTC)).rsvp.session
        day = date_words(session.starts_at, session.zone)
    return _("The seat is yours: %(day)s. The invitation is on its way to your calendar.", day=day)


def _noted(recorded: Sequence[Recorded]) -> str:
    """What became of the answers that are new."""
    if not recorded:
        return _("Nothing has changed.")
    seats = [one.rsvp.seat for one in recorded]
    waiting = seats.count(Seat.WAITING)
    if waiting:
        return ngettext(
            "Noted. At one part all seats are taken, and you are on its waiting list; we write as soon as one frees.",
            "Noted. At %(num)d parts all seats are taken, and you are on their waiting lists; we write as soon as one frees.",
            waiting,
        )
    if all(one.rsvp.answer is Answer.ACCEPTED for one in recorded):
        return ngettext(
            "Your seat is kept at that part. We tell your calendar too.",
            "Your seat is kept at %(num)d parts. We tell your calendar too.",
            len(recorded),
        )
    if all(one.rsvp.answer is Answer.DECLINED for one in recorded):
        return _("Noted, and no reason needed.")
    return _("Noted. We tell your calendar too.")
