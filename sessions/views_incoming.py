"""The queue of what came in and waits: why, and what the host decides."""

import re
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from database import transaction
from mail import originals
from mail.models import IncomingMail, IncomingState
from mail.words import error_words
from people.current import me
from security import hosts
from sessions import access, admissions, proposals, queries_incoming, replies
from sessions.errors import SessionError
from sessions.models import ScheduledSession
from sessions.replies import CONFIRMABLE, Reason
from sessions.series import plans
from sessions.series import queries as series_queries
from sessions.series import words as series_words
from sessions.views import blueprint, in_words

WORDS = {
    Reason.ANSWER: _l("The answer counts."),
    Reason.EARLIER: _l("It answered an earlier version and changed nothing."),
    Reason.LATE: _l("It came too late to count; the calendar was told how it stands."),
    Reason.REPEAT: _l("It repeats what we knew."),
    Reason.OPEN: _l("It says nothing yet."),
    Reason.CANCELLED: _l("The session had been cancelled."),
    Reason.NOT_OPEN: _l("The session takes no answers: it is a draft, or over."),
    Reason.REFRESHED: _l("It asked how things stand; we sent that."),
    Reason.AUTOMATIC: _l("An automatic message, an absence note for example. It changed nothing."),
    Reason.WORDS: _l("Somebody wrote to the host."),
    Reason.UNKNOWN_TOKEN: _l("It was sent to an answer address that belongs to no invitation."),
    Reason.OTHER_SENDER: _l("It came from another address than the invited person's."),
    Reason.OTHER_ADDRESS: _l("It answers for another address than the one invited."),
    Reason.NOT_AUTHENTIC: _l("Your mail server could not confirm that the sender is who it says."),
    Reason.OTHER_EVENT: _l("It is about another event than the one this answer address belongs to."),
    Reason.NO_ANSWER: _l("It holds a calendar entry, but no answer."),
    Reason.WITHDRAWN: _l("This person is not invited any more."),
    Reason.COUNTER: _l("A new time is proposed. Until you decide it counts as maybe."),
    Reason.DELEGATED: _l("Somebody else is to come instead."),
    Reason.HANDED_ON: _l("Somebody else comes instead, and is invited."),
    Reason.HELD: _l("It comes from somebody who is to come instead; the word of who sends them is still to come."),
    Reason.COLLEAGUE: _l("A colleague answers for themselves with this invitation. It was forwarded to them."),
}


# What the mail door and those who read mail say is words already; here they are known to translators.
SENTENCES = (
    _l("It is not a mail that could be taken apart."),
    _l("Its headers are longer than any mail needs."),
    _l("It has more lines than any mail needs."),
    _l("It is made of more parts than any mail needs."),
    _l("Its parts are nested deeper, or are more, than any mail needs."),
    _l("It holds more calendar entries than any answer needs."),
    _l("Its calendar entry is empty."),
    _l("Its calendar entry is broken."),
    _l("Its calendar entry is larger than any answer needs."),
    _l("Its calendar entry has more events than any answer needs."),
    _l("It was sent by Foyer itself: a loop."),
    _l("An automatic message to an address without a token."),
    _l("It was sent to the answer address without a token."),
    _l("None of its recipients is an address of ours."),
    _l("A returned message that we do not know."),
    _l("A message came back, and is marked."),
    _l("A note about a message that is on its way, or an absence note."),
    _l("It came to the address for returned mail, but no mail server says what failed."),
    _l("It says that a message came back, but it was not sent by a mail server."),
    _l("This is a fault of Foyer; the message is kept."),
)
_BETWEEN_SENTENCES = re.compile(r"(?<=\.) ")


def reason_words(reason: str) -> str:
    """Why a message stands where it stands."""
    if reason in set(Reason):
        return str(WORDS[Reason(reason)])
    if (found := error_words(reason)) != reason:
        return found
    return " ".join(_(sentence) for sentence in _BETWEEN_SENTENCES.split(reason) if sentence)


@blueprint.get("/incoming")
@hosts
def incoming() -> str:
    """What waits for the reader; `?all=1` shows what came in and is settled. Who looks after nothing has no such page."""
    if not (me().may_manage or access.hosts_anything(me())):
        abort(404)
    number = request.args.get("page", 1, type=int)
    settled = "all" in request.args
    page = queries_incoming.decided(me(), number) if settled else queries_incoming.waiting(me(), number)
    return render_template(
        "sessions/incoming.html",
        page=page,
        settled=settled,
        names=queries_incoming.people_of(page.items),
        sessions=queries_incoming.sessions_of(page.items),
        reason_words=reason_words,
    )


@blueprint.get("/incoming/<int:incoming_id>")
@hosts
def incoming_message(incoming_id: int) -> str:
    """One message: who, what about, why it waits, what it says."""
    message = message_seen(incoming_id)
    session = queries_incoming.sessions_of([message]).get(message.topic)
    return render_template(
        "sessions/incoming_message.html",
        message=message,
        name=queries_incoming.people_of([message]).get(message.person_id or 0, ""),
        session=session,
        all_dates=_all_dates(message, session),
        reason=reason_words(message.reason),
        may_count=message.reason in CONFIRMABLE and message.state is IncomingState.WAITING,
        waits=message.state in queries_incoming.WAITS,
        has_original=originals.original(message) is not None,
        proposed=_proposed(message),
        unknown=replies.unknown_addresses(message, {message.sender, str(message.details.get("attendee") or "")}),
        original=_times(message, "original"),
        candidate=admissions.candidate(message),
        proposes=message.reason == Reason.COUNTER,
        sender_name=queries_incoming.senders_of([message]).get(message.sender, message.sender),
        answer_to=_answer_to(message) if message.reason in queries_incoming.LETTERS else "",
    )


def _all_dates(message: IncomingMail, session: ScheduledSession | None) -> tuple[str, str] | None:
    """Rhythm and dates of the series that the message is about as a whole, from when it came in; None when it is about one date."""
    series = plans.of(session) if session is not None and "whole" in message.details else None
    if series is None:
        return None
    ahead = plans.ahead(series_queries.dates_of(series), now=message.received_at)
    return series_words.when(series), series_words.days_words([date.starts_at for date in ahead], series.zone)


def _answer_to(message: IncomingMail) -> str:
    """A mail of the reader's own to who wrote, as a link (RFC 6068); "" when nobody can be written to."""
    if not message.sender:
        return ""
    subject = message.subject if message.subject.lower().startswith("re:") else f"Re: {message.subject}".rstrip()
    return f"mailto:{quote(message.sender, safe='@')}?subject={quote(subject, safe='')}"


def _proposed(message: IncomingMail) -> tuple[datetime, datetime] | None:
    """The time as accepting it would make it; failing that as the message has it."""
    try:
        details = proposals.read(message).details
    except SessionError:
        return _times(message, "proposed")
    return details.starts_at, details.ends_at


def _times(message: IncomingMail, what: str) -> tuple[datetime, datetime] | None:
    """Start and end of what a message proposes, or of what it knew."""
    start, end = message.details.get(f"{what}_start"), message.details.get(f"{what}_end")
    if not start:
        return None
    return datetime.fromisoformat(start), datetime.fromisoformat(end or start)


@blueprint.get("/incoming/<int:incoming_id>/raw")
@hosts
def incoming_raw(incoming_id: int) -> FlaskResponse:
    """The message as it came in, as far as it may be shown, to read as text; nothing of it is run or shown as a page."""
    message = message_seen(incoming_id)
    original = originals.original(message)
    if original is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="message-{message.id}.eml"', "Content-Security-Policy": "sandbox"}
    return FlaskResponse(original, content_type="application/octet-stream", headers=headers)


@blueprint.post("/incoming/<int:incoming_id>/confirmation")
@hosts
def incoming_confirmation(incoming_id: int) -> Response:
    """The host vouches for the sender: the answer counts."""
    message_seen(incoming_id)
    try:
        with transaction():
            verdict = replies.confirm(incoming_id, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(reason_words(verdict.reason), "success" if verdict.state is IncomingState.APPLIED else "warning")
    return redirect(url_for("sessions.incoming"), 303)


@blueprint.post("/incoming/<int:incoming_id>/closure")
@hosts
def incoming_closure(incoming_id: int) -> Response:
    """The message is put aside, and stays kept; who proposed a time is told that it stays."""
    proposes = message_seen(incoming_id).reason == Reason.COUNTER
    try:
        with transaction():
            replies.close(incoming_id, by=me(), now=datetime.now(UTC), words=request.form.get("words", ""))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("The time stays, and they are being told.") if proposes else _("Put aside. The message stays kept."), "success")
    return redirect(url_for("sessions.incoming"), 303)


@blueprint.post("/incoming/<int:incoming_id>/admission")
@hosts
def incoming_admission(incoming_id: int) -> Response:
    """Whom the message brings is invited, or comes instead."""
    message_seen(incoming_id)
    try:
        with transaction():
            person = admissions.admit(incoming_id, by=me(), now=datetime.now(UTC))
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("%(name)s is on the list, and is being told.", name=person.name), "success")
    return redirect(url_for("sessions.incoming"), 303)


def message_seen(incoming_id: int) -> IncomingMail:
    """The message, if the reader looks after what it is about."""
    message = queries_incoming.message(me(), incoming_id)
    if message is None:
        abort(404)
    return message
