"""How a poll ends: a date is chosen and becomes a session, or none is."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import transaction
from look import language
from people.current import me
from people.naming import NAMES_SHOWN
from security import hosts
from sessions.errors import SessionError
from sessions.models import ScheduledSession
from sessions.polls import access, asking, choosing, polls, queries
from sessions.polls.errors import PollMissing
from sessions.polls.forms import ClosingForm
from sessions.polls.models import Poll
from sessions.polls.views import back_to, blueprint, in_words
from sessions.series.rhythms import MOST_DATES


@blueprint.get("/polls/<int:poll_id>/choice/<int:date_id>")
@hosts
def choice_page(poll_id: int, date_id: int) -> str | Response:
    """What choosing this date does, and who is told what."""
    return _choice(poll_id, date_id)


def _choice(poll_id: int, date_id: int, *, every: str = "0", times: str = "6", problem: str = "") -> str | Response:
    poll, now = access.poll_of(me(), poll_id), datetime.now(UTC)
    if not poll.is_open:
        return back_to(poll, _not_open(poll))
    board = queries.board(poll, now=now)
    ranked = next((one for one in board.ranked if one.date.id == date_id), None)
    if ranked is None:
        raise PollMissing("This date is not on the list any more.")
    if ranked.is_past:
        return back_to(poll, _("This date has passed. Choose another one."))
    rhythms = _rhythms(poll, ranked.date.starts_at, times)
    instants = [ranked.date.starts_at, *(at for dates in rhythms.values() for at in dates)]
    return render_template(
        "polls/choice.html",
        poll=poll,
        ranked=ranked,
        people=[asked.person for asked in board.asked],
        clashes=queries.clashes(poll).get(date_id, ()),
        cannot_come=queries.cannot_come(poll, reader=me()).get(date_id),
        names_shown=NAMES_SHOWN,
        every=every,
        times=times,
        rhythms=rhythms,
        holidays=queries.holidays_on(poll, instants, language=language()),
        problem=problem,
    )


def _rhythms(poll: Poll, first: datetime, times: str) -> dict[str, list[datetime]]:
    """The dates that each choice would make, for as many as are asked for."""
    count = _count(times)
    if not count:
        return {}
    return {every: choosing.starts_of(first, poll.zone, count=count, between=int(every)) for every in ("1", "2")}


def _not_open(poll: Poll) -> str:
    return _("A date has been chosen already.") if poll.chosen_starts_at else _("This poll is not open.")


@blueprint.post("/polls/<int:poll_id>/choice/<int:date_id>")
@hosts
def choice(poll_id: int, date_id: int) -> tuple[str | Response, int] | str | Response:
    """The date is a session now, or with `every` week or second week the first of a series; `do=draft` leaves it a draft, `do=look` shows its dates."""
    poll = access.poll_of(me(), poll_id)
    publish = request.form.get("do") != "draft"
    every, times = request.form.get("every", "0"), request.form.get("times", "")
    plan = _plan(every, times)
    if plan is None:
        wrong = _("Choose 2 to %(most)s dates.", most=MOST_DATES)
        return _choice(poll_id, date_id, every=every, times=times[:10], problem=wrong), 422
    if request.form.get("do") == "look":
        return _choice(poll_id, date_id, every=every, times=times)
    try:
        with transaction():
            session = choosing.choose(poll_id, date_id, by=me(), now=datetime.now(UTC), publish=publish, plan=plan)
            count = asking.count(poll)
    except SessionError as error:
        return back_to(poll, in_words(error), "warning")
    if not publish:
        flash(
            _("The poll is closed, and this is its draft. Everybody who was asked is on the list; nobody is told yet."), "success"
        )
        return redirect(_page_of(session), 303)
    told = ngettext(
        "The date is chosen. %(num)d invitation is on its way.",
        "The date is chosen. %(num)d invitations are on their way.",
        count,
    )
    flash(told, "success")
    return redirect(_page_of(session) if session.series_id else url_for("sessions.roster", session_id=session.id), 303)


def _page_of(session: ScheduledSession) -> str:
    if session.series_id is not None:
        return url_for("sessions.series", series_id=session.series_id)
    return url_for("sessions.session", session_id=session.id)


def _plan(every: str, times: str) -> choosing.Plan | None:
    """What the chosen date becomes; None when the number of dates makes no series."""
    if every not in {"1", "2"}:
        return choosing.one_session
    count = _count(times)
    return choosing.series_of(count, between=int(every)) if count else None


def _count(times: str) -> int:
    """How many dates were asked for; 0 for what makes no series."""
    count = int(times) if times.isascii() and times.isdigit() and len(times) < 5 else 0
    return count if 2 <= count <= MOST_DATES else 0


@blueprint.post("/polls/<int:poll_id>/reopening")
@hosts
def reopening(poll_id: int) -> Response:
    """The draft that the choice made is gone, and the poll asks on."""
    poll = access.poll_of(me(), poll_id)
    try:
        with transaction():
            polls.reopen(poll_id)
    except SessionError as error:
        return back_to(poll, in_words(error), "warning")
    return back_to(poll, _("The poll is open again. What people marked stands."), "success")


@blueprint.get("/polls/<int:poll_id>/closure")
@hosts
def closure_page(poll_id: int) -> str | Response:
    """Who will be told that no date was chosen, and room for a word."""
    poll = access.poll_of(me(), poll_id)
    if not poll.is_open:
        return back_to(poll, _not_open(poll))
    return render_template("polls/closure.html", poll=poll, form=ClosingForm(), count=asking.count(poll))


@blueprint.post("/polls/<int:poll_id>/closure")
@hosts
def closure(poll_id: int) -> Response:
    """The poll is closed without a date."""
    poll = access.poll_of(me(), poll_id)
    try:
        with transaction():
            polls.close(poll_id, word=(ClosingForm().word.data or "")[:2000], now=datetime.now(UTC))
    except SessionError as error:
        return back_to(poll, in_words(error), "warning")
    return back_to(poll, _("Closed. Whoever was asked is being told that no date was chosen."), "success")
