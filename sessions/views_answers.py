"""The answer page behind the signed link of a mail: opening it records nothing, pressing does. No sign-in needed."""

from datetime import UTC, datetime

from flask import abort, redirect, render_template, request, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from config import settings
from database import db
from security import public
from sessions import interests, links, queries_mine, reminders, views_answering, waitlist
from sessions.answering import ANSWERS, LONGEST_WORD, question
from sessions.answers_together import Given
from sessions.errors import LinkExpired, LinkInvalid, SessionError
from sessions.kits import uses
from sessions.models import Answer, Rsvp, SessionState, Via
from sessions.views import blueprint, in_words
from sessions.views_here import stands_in_room


@blueprint.get("/a/<token>", endpoint="answer_link")
@public
def answer_page(token: str) -> tuple[str, int]:
    """What is asked, and the three answers; `?answer=` is what was pressed in the mail, and has answered nothing yet.

    `?of=` is the question of that mail: it may be about an earlier date.
    """
    try:
        invited = links.read(token, now=datetime.now(UTC))
    except (LinkInvalid, LinkExpired) as error:
        return _gone(error)
    return _page(invited, token)


@blueprint.post("/a/<token>")
@public
def record(token: str) -> tuple[str, int] | Response:
    """The answer counts."""
    now = datetime.now(UTC)
    try:
        invited = links.read(token, now=now)
    except (LinkInvalid, LinkExpired) as error:
        return _gone(error)
    chosen = ANSWERS.get(request.form.get("answer", ""))
    if chosen is None:
        abort(400)
    word = (request.form.get("word") or "")[:LONGEST_WORD]
    # The page does not show what was written before, for a mail may be forwarded: an empty field takes nothing back.
    unsaid = "" if "takes_back" in request.form else None
    shows_name = "shows_name" in request.form if "asks_name" in request.form else None
    try:
        views_answering.answer(
            Given(
                session_id=invited.session_id,
                person_id=invited.person_id,
                answer=chosen,
                via=Via.LINK,
                now=now,
                comment=word or unsaid,
                shows_name=shows_name,
                asked=question(request.form.get("asked", "")),
            )
        )
    except SessionError as error:
        return _page(invited, token, problem=error)
    return redirect(url_for("sessions.answer_link", token=token, noted=1), 303)


def _page(invited: links.Invited, token: str, *, problem: SessionError | None = None) -> tuple[str, int]:
    rsvp = db.session.get_one(Rsvp, invited.rsvp_id)
    now, session = datetime.now(UTC), rsvp.session
    if rsvp.is_withdrawn or not rsvp.person.active:
        return _not_invited(rsvp)
    open_ = session.state is SessionState.PUBLISHED
    of = question(request.args.get("of", ""))
    wanted = request.args.get("answer", "")
    with force_locale(rsvp.person.language or settings().language):
        page = render_template(
            "sessions/answer.html",
            token=token,
            session=session,
            rsvp=rsvp,
            person=rsvp.person,
            kit=uses.kit_of(session, rsvp.person.language or settings().language),
            open=open_,
            place=waitlist.place_in_line(rsvp),
            wanted=wanted if wanted in ANSWERS else "",
            noted="noted" in request.args and rsvp.answer is not Answer.NEEDS_ACTION,
            is_earlier=of is not None and of != session.asked_sequence,
            problem=in_words(problem) if problem else "",
            room=waitlist.room(session),
            nudge_at=reminders.nudge_at(rsvp, now=now),
            calendar_message=queries_mine.calendar_message(rsvp),
            zone=reminders.zone_of(rsvp.person),
            interested=interests.has_asked(interests.topic_of(session), rsvp.person),
            in_room=stands_in_room(session, now=now),
            now=now,
            language=rsvp.person.language or settings().language,
        )
    return page, 409 if problem else 200 if open_ else 410


def _not_invited(rsvp: Rsvp) -> tuple[str, int]:
    """Nothing of the session: what became of it since is not this person's any more."""
    language = rsvp.person.language or settings().language
    with force_locale(language):
        return render_template("sessions/answer_withdrawn.html", language=language), 410


def _gone(error: LinkInvalid | LinkExpired) -> tuple[str, int]:
    return render_template("sessions/answer_gone.html", told=in_words(error)), 404 if isinstance(error, LinkInvalid) else 410
