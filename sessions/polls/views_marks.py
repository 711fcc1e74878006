"""Marking the dates: behind the link of a mail without signing in, or on the page. Opening records nothing, pressing does."""

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from look import time_words
from people.current import me
from security import public, signed_in
from sessions import reminders
from sessions.answering import LONGEST_WORD
from sessions.errors import LinkInvalid, SessionError
from sessions.models import SessionState
from sessions.polls import access, links, marking, queries, words
from sessions.polls.errors import NothingMarked
from sessions.polls.models import Mark, PollPerson, PollState
from sessions.polls.views import blueprint, in_words

PREFIX = "mark-"


@blueprint.get("/d/<token>")
@public
def link(token: str) -> tuple[str, int]:
    """The dates, and three choices at each."""
    try:
        asked = links.read(token)
    except LinkInvalid as error:
        return _gone(in_words(error), 404)
    return _in_their_language(asked, token)


@blueprint.post("/d/<token>")
@public
def mark_by_link(token: str) -> tuple[str, int] | Response:
    """The marks count."""
    try:
        asked = links.read(token)
    except LinkInvalid as error:
        return _gone(in_words(error), 404)
    # The page does not show what was written before, for a mail may be forwarded: an empty field takes nothing back.
    word = (request.form.get("word") or "")[:LONGEST_WORD].strip() or ("" if "takes_back" in request.form else None)
    try:
        _record(asked, word)
    except SessionError as error:
        return _in_their_language(asked, token, problem=error)
    return redirect(url_for("polls.link", token=token, noted=1), 303)


@blueprint.get("/polls/<int:poll_id>/marks")
@signed_in
def marks(poll_id: int) -> tuple[str, int]:
    """The same, for who is signed in; with the word they wrote."""
    return _page(access.question_to(me(), poll_id))


@blueprint.post("/polls/<int:poll_id>/marks")
@signed_in
def mark(poll_id: int) -> tuple[str, int] | Response:
    """The marks count."""
    asked = access.question_to(me(), poll_id)
    try:
        _record(asked, (request.form.get("word") or "")[:LONGEST_WORD])
    except SessionError as error:
        return _page(asked, problem=error)
    return redirect(url_for("polls.marks", poll_id=poll_id, noted=1), 303)


def _record(asked: PollPerson, word: str | None) -> None:
    now = datetime.now(UTC)
    none_suits = request.form.get("do") == "none"
    given = marking.none_of(asked.poll, now=now) if none_suits else _given()
    with transaction():
        marking.record_marks(asked.id, given, now=now, comment=word)


def _given() -> dict[int, Mark]:
    """What was chosen; whatever else was sent is passed over."""
    found: dict[int, Mark] = {}
    for name, value in request.form.items():
        number = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and number.isascii() and number.isdigit() and len(number) < 10 and value in set(Mark):
            found[int(number)] = Mark(value)
    return found


def _in_their_language(asked: PollPerson, token: str, *, problem: SessionError | None = None) -> tuple[str, int]:
    with force_locale(asked.person.language or settings().language):
        if asked.poll.state is PollState.CLOSED:
            return _gone(_what_became(asked), 410)
        return _page(asked, token=token, problem=problem)


def _page(asked: PollPerson, *, token: str = "", problem: SessionError | None = None) -> tuple[str, int]:
    now, poll = datetime.now(UTC), asked.poll
    given = queries.marks_of(asked)
    chosen = {**given, **_given()} if isinstance(problem, NothingMarked) else given
    page = render_template(
        "polls/marks.html",
        layout="bare.html" if token else "base.html",
        token=token,
        asked=asked,
        poll=poll,
        open=poll.takes_marks(now),
        given=chosen,
        others=queries.shown_to(asked, now=now),
        busy=set() if token else queries.busy_dates(asked),  # a mail may be forwarded
        who_sees=words.who_sees(asked),
        noted="noted" in request.args and asked.answered_at is not None,
        none_suits=bool(given) and set(given.values()) == {Mark.NO},
        became=_what_became(asked) if poll.state is PollState.CLOSED else "",
        problem=in_words(problem) if problem else "",
        zone=reminders.zone_of(asked.person),
        now=now,
    )
    return page, (422 if isinstance(problem, NothingMarked) else 409) if problem else 200


def _what_became(asked: PollPerson) -> str:
    poll = asked.poll
    if poll.chosen_starts_at is None:
        return _("This poll is closed, and no date was chosen.")
    state = queries.state_of_session(poll)
    if state is SessionState.DRAFT:
        return _("A date is being settled. You are invited by a mail of its own.")
    if state is not SessionState.PUBLISHED:
        return _("A date was chosen, and it is off again.")
    ends_at, reader = poll.end_of(poll.chosen_starts_at), str(reminders.zone_of(asked.person))
    when = time_words(poll.chosen_starts_at, ends_at, poll.timezone, reader)
    return _("The date is chosen: %(when)s. You are invited by a mail of its own.", when=when)


def _gone(told: str, code: int) -> tuple[str, int]:
    return render_template("sessions/answer_gone.html", told=told), code
