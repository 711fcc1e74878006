"""Hosts of a date: asking a colleague, and their yes or no behind the link of a mail. Opening it records nothing."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import settings
from database import db, transaction
from people.current import me, somebody
from people.models import Person
from people.naming import find_people
from security import hosts, public
from sessions import access, cohosts, links_cohosts, queries_cohosts, reminders
from sessions.answering import question
from sessions.errors import LinkInvalid, SessionError, SessionMissing
from sessions.kits import uses
from sessions.models import ScheduledSession, SessionState
from sessions.models_cohosts import HostRequest
from sessions.views import blueprint, in_words

PREFIX = "date-"


@blueprint.get("/sessions/<int:session_id>/hosts", endpoint="hosts_page")
@hosts
def hosts_page(session_id: int) -> str:
    """Who hosts, who is asked; `?who=` looks somebody up before they are asked."""
    session = access.session_hosted_by(me(), session_id)
    return _page(session, (request.args.get("who") or "").strip())


def _page(session: ScheduledSession, who: str) -> str:
    now, dates = datetime.now(UTC), _dates(session, datetime.now(UTC))
    ids, unclear = find_people(who)
    found = db.session.get(Person, ids[0]) if len(ids) == 1 and not unclear else None
    asked = queries_cohosts.by_date(dates)
    return render_template(
        "sessions/hosts.html",
        session=session,
        title=queries_cohosts.title_of(session),
        dates=dates,
        asked=asked,
        without_host=queries_cohosts.without_host(dates, now=now),
        open=session.state is not SessionState.CANCELLED and session.ends_at > now,
        who=who,
        found=found,
        elsewhere=queries_cohosts.hosted_then(found, dates) if found else {},
        known={id_ for id_, requests in asked.items() if found and any(one.person_id == found.id for one in requests)},
        zone=reminders.zone_of(me()),
    )


def _dates(session: ScheduledSession, now: datetime) -> list[ScheduledSession]:
    """The session and the dates beside it, as far as the reader looks after them."""
    return [one for one in queries_cohosts.dates_beside(session, now=now) if access.may_host(one, me())] or [session]


@blueprint.post("/sessions/<int:session_id>/hosts", endpoint="ask_host")
@hosts
def ask(session_id: int) -> Response:
    """The person is asked about the dates that were ticked."""
    session = access.session_hosted_by(me(), session_id)
    person_id = question(request.form.get("person", "")) or 0
    ticked = {number for value in request.form.getlist("dates") if (number := question(value)) is not None}
    beside = {one.id for one in _dates(session, datetime.now(UTC))}
    if not ticked <= beside:
        raise SessionMissing("There is no such date, or you do not look after it.")
    try:
        with transaction():
            asked = cohosts.ask(ticked or {session_id}, person_id, by=me(), now=datetime.now(UTC))
            name = asked[0].person.name
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("%(name)s is being asked. Only a yes makes them host.", name=name), "success")
    return redirect(url_for("sessions.hosts_page", session_id=session_id), 303)


@blueprint.post("/sessions/<int:session_id>/hosts/<int:person_id>/removal", endpoint="withdraw_host_request")
@hosts
def withdraw(session_id: int, person_id: int) -> Response:
    """The question is taken back."""
    access.session_hosted_by(me(), session_id)
    try:
        with transaction():
            cohosts.withdraw(session_id, person_id)
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("Taken back. The link in the mail does not ask about this date any more."), "success")
    return redirect(url_for("sessions.hosts_page", session_id=session_id), 303)


@blueprint.get("/h/<token>", endpoint="host_link")
@public
def link(token: str) -> tuple[str, int]:
    """The dates, with yes and no at each."""
    try:
        requests = links_cohosts.read(token)
    except LinkInvalid as error:
        return _gone(in_words(error))
    return _question(requests, token)


@blueprint.post("/h/<token>", endpoint="host_answer")
@public
def answer(token: str) -> tuple[str, int] | Response:
    """What they say counts."""
    try:
        requests = links_cohosts.read(token)
    except LinkInvalid as error:
        return _gone(in_words(error))
    now = datetime.now(UTC)
    said = _said(_ahead(requests, now))
    if not said:
        return _question(requests, token)
    try:
        with transaction():
            cohosts.answer(requests[0].token, said, now=now)
    except SessionError as error:
        return _question(links_cohosts.read(token), token, problem=error)
    return redirect(url_for("sessions.host_link", token=token, noted=1), 303)


def _ahead(requests: list[HostRequest], now: datetime) -> list[HostRequest]:
    """What can still be answered: a date that is over keeps nobody from saying yes to the next."""
    return [one for one in requests if one.session.ends_at > now and one.session.state is not SessionState.CANCELLED]


def _said(requests: list[HostRequest]) -> dict[int, bool]:
    """Yes or no by date; one press may answer for all of them."""
    whole = request.form.get("answer", "")
    given = {one.session_id: whole or request.form.get(f"{PREFIX}{one.session_id}", "") for one in requests}
    return {id_: value == "yes" for id_, value in given.items() if value in {"yes", "no"}}


def _question(requests: list[HostRequest], token: str, *, problem: SessionError | None = None) -> tuple[str, int]:
    now, person = datetime.now(UTC), requests[0].person
    ahead = _ahead(requests, now)
    reader = somebody()
    language = person.language or settings().language
    with force_locale(language):
        page = render_template(
            "sessions/host_request.html",
            token=token,
            person=person,
            requests=ahead,
            title=queries_cohosts.title_of(requests[0].session),
            asker=requests[0].asked_by,
            kit=uses.kit_of(requests[0].session, language),
            # A mail may be forwarded: what else there is stands there for the person alone.
            elsewhere=queries_cohosts.mine_then(person, [one.session for one in ahead]) if reader == person and ahead else {},
            noted="noted" in request.args and any(one.answered_at for one in ahead),
            problem=in_words(problem) if problem else "",
            zone=reminders.zone_of(person),
        )
    return page, 409 if problem else 200 if ahead else 410


def _gone(told: str) -> tuple[str, int]:
    return render_template("sessions/answer_gone.html", told=told), 404
