"""Looking for a date: what is planned, between which dates, and asking."""

from datetime import UTC, datetime, time, timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from look import language, time_words
from people import naming
from people.current import me
from security import hosts, manager
from sessions.errors import DetailsInvalid, SessionError
from sessions.polls import access, asking, dates, polls, queries, words
from sessions.polls.errors import PollMissing
from sessions.polls.forms import DateForm, PollForm, form_of
from sessions.polls.models import Poll, PollState
from sessions.polls.views import back_to, blueprint, in_words


@blueprint.get("/polls/new")
@manager
def new() -> str:
    """An empty form, filled with what is likely."""
    form = PollForm(
        kind="meetup", minutes=60, timezone=me().timezone or settings().timezone, host=f"{me().name} <{me().email}>", marks="host"
    )
    return render_template("polls/form.html", form=form, poll=None)


@blueprint.post("/polls")
@manager
def create() -> tuple[str, int] | Response:
    """A draft exists; its dates come next."""
    form = PollForm()
    if not form.validate():
        return render_template("polls/form.html", form=form, poll=None), 422
    with transaction():
        poll = polls.draft(form.details(), by=me(), now=datetime.now(UTC))
    flash(_("The draft is kept. Nobody has been told yet. Between which dates do you choose?"), "success")
    return redirect(url_for("polls.dates_page", poll_id=poll.id), 303)


@blueprint.get("/polls/<int:poll_id>/edit")
@hosts
def edit(poll_id: int) -> str | Response:
    """The poll in its form."""
    poll = access.poll_of(me(), poll_id)
    if poll.state is PollState.CLOSED:
        return back_to(poll, _("This poll is closed."))
    return render_template("polls/form.html", form=form_of(poll), poll=poll)


@blueprint.post("/polls/<int:poll_id>/edit")
@hosts
def change(poll_id: int) -> tuple[str, int] | Response:
    """It is as the form says."""
    poll = access.poll_of(me(), poll_id)
    form = PollForm(before=poll)
    if form.validate():
        try:
            with transaction():
                polls.change(poll_id, form.details(), now=datetime.now(UTC))
        except DetailsInvalid as error:
            form.complain(error)
        else:
            return _saved(poll)
    return render_template("polls/form.html", form=form, poll=poll), 422


def _saved(poll: Poll) -> Response:
    flash(_("Saved."), "success")
    still_mine = access.may_look_after(poll, me())
    return redirect(url_for("polls.poll", poll_id=poll.id) if still_mine else url_for("polls.index"), 303)


@blueprint.get("/polls/<int:poll_id>/dates")
@hosts
def dates_page(poll_id: int) -> str | Response:
    """The dates there are, and room for one more."""
    poll = access.poll_of(me(), poll_id)
    if poll.state is PollState.CLOSED:
        return back_to(poll, _("This poll is closed."))
    return _dates(poll, _next_date(poll))


def _next_date(poll: Poll) -> DateForm:
    """Likely: a working day after the last one, at the same hour."""
    last = poll.dates[-1].starts_at.astimezone(poll.zone) if poll.dates else None
    day = (last.date() if last else datetime.now(poll.zone).date() + timedelta(days=6)) + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return DateForm(on=day, starts=last.time() if last else time(12))


def _dates(poll: Poll, form: DateForm) -> str:
    now = datetime.now(UTC)
    return render_template(
        "polls/dates.html",
        poll=poll,
        form=form,
        clashes=queries.clashes(poll),
        holidays=queries.holidays_of(poll, language=language()),
        cannot_come=queries.cannot_come(poll, reader=me()),
        board={one.date.id: one for one in queries.board(poll, now=now).ranked} if poll.is_open else {},
        asks_again=len(dates.would_ask_again(poll)) if poll.is_open else 0,
        least=polls.LEAST_DATES,
        most=polls.MOST_DATES,
        now=now,
    )


@blueprint.post("/polls/<int:poll_id>/dates")
@hosts
def add_date(poll_id: int) -> tuple[str, int] | Response:
    """One date more."""
    poll, form = access.poll_of(me(), poll_id), DateForm()
    if form.validate():
        try:
            starts_at = form.starts_at(poll.zone)
            with transaction():
                asked_again = dates.add(poll_id, starts_at, now=datetime.now(UTC))
        except DetailsInvalid as error:
            form.complain(error)
        else:
            flash(_("Added: %(when)s.", when=_when(poll, starts_at)), "success")
            if asked_again:
                flash(_asked_again_words(asked_again), "info")
            return redirect(url_for("polls.dates_page", poll_id=poll_id, _anchor="add"), 303)
    return _dates(poll, form), 422


def _when(poll: Poll, starts_at: datetime) -> str:
    return time_words(starts_at, poll.end_of(starts_at), poll.timezone, poll.timezone)


def _asked_again_words(count: int) -> str:
    return ngettext(
        "%(num)d person had answered already and is asked about it, in ten minutes.",
        "%(num)d people had answered already and are asked about it, in ten minutes.",
        count,
    )


@blueprint.post("/polls/<int:poll_id>/dates/<int:date_id>/removal")
@hosts
def remove_date(poll_id: int, date_id: int) -> Response:
    """The date is gone."""
    poll = access.poll_of(me(), poll_id)
    try:
        with transaction():
            starts_at = dates.remove(poll_id, date_id, now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Taken away: %(when)s.", when=_when(poll, starts_at)), "success")
    return redirect(url_for("polls.dates_page", poll_id=poll_id), 303)


@blueprint.get("/polls/<int:poll_id>/opening")
@hosts
def opening_page(poll_id: int) -> str | Response:
    """Who will be asked, and how, before anybody is."""
    poll, now = access.poll_of(me(), poll_id), datetime.now(UTC)
    if poll.state is not PollState.DRAFT:
        return back_to(poll, _("This poll has been opened already.") if poll.is_open else _("This poll is closed."))
    people = polls.asked_people(poll)
    return render_template(
        "polls/opening.html",
        poll=poll,
        people=sorted((asked.person for asked in people), key=lambda person: (person.name, person.id)),
        names_shown=naming.NAMES_SHOWN,
        letter=words.ask(people[0], now=now) if people else None,
        ahead=poll.ahead(now),
        ready=bool(people) and len(poll.ahead(now)) >= polls.LEAST_DATES,
        now=now,
    )


@blueprint.post("/polls/<int:poll_id>/opening")
@hosts
def opening(poll_id: int) -> Response:
    """Everybody on the list is asked."""
    poll = access.poll_of(me(), poll_id)
    try:
        with transaction():
            count = asking.count(polls.open_(poll_id, now=datetime.now(UTC)))
    except SessionError as error:
        return back_to(poll, in_words(error), "danger")
    return back_to(poll, ngettext("%(num)d person is being asked.", "%(num)d people are being asked.", count), "success")


@blueprint.get("/polls/<int:poll_id>/disposal")
@hosts
def disposal_page(poll_id: int) -> str:
    """Are we to throw this draft away?"""
    poll = access.poll_of(me(), poll_id)
    if poll.state is not PollState.DRAFT:
        raise PollMissing("Only a draft can be thrown away. Close the poll instead.")
    return render_template(
        "sessions/dispose.html",
        title=poll.title,
        size="",
        told=_("Nobody had been told. The draft, its dates and its list of people cannot be brought back."),
        action=url_for("polls.disposal", poll_id=poll.id),
        keep=url_for("polls.poll", poll_id=poll.id),
    )


@blueprint.post("/polls/<int:poll_id>/disposal")
@hosts
def disposal(poll_id: int) -> Response:
    """The draft is gone."""
    poll = access.poll_of(me(), poll_id)
    try:
        with transaction():
            polls.discard(poll_id)
    except SessionError as error:
        return back_to(poll, in_words(error), "danger")
    flash(_("The draft is gone."), "success")
    return redirect(url_for("polls.index"), 303)
