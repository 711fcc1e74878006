"""The mail page: where each message is, why one did not leave, and another try."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from mail import inbox, outbox, queries
from mail.models import OutgoingState
from mail.outbox import MailMissing
from mail.views import blueprint
from mail.words import error_words
from security import manager

STATES = {
    OutgoingState.QUEUED: _l("On its way"),
    OutgoingState.SENDING: _l("On its way"),
    OutgoingState.SENT: _l("Sent"),
    OutgoingState.FAILED: _l("Did not leave"),
    OutgoingState.BOUNCED: _l("Came back"),
    OutgoingState.REPLACED: _l("Replaced by a newer one"),
    OutgoingState.DROPPED: _l("Not needed any more"),
}
FILTERS = {
    "look": (OutgoingState.FAILED, OutgoingState.BOUNCED),
    "queued": (OutgoingState.QUEUED, OutgoingState.SENDING),
    "sent": (OutgoingState.SENT,),
    "all": (),
}
MOST_TOPICS = 5
FILTER_WORDS = {"all": _l("All"), "look": _l("Needs a look"), "queued": _l("On its way"), "sent": _l("Sent")}


def _topics() -> list[str]:
    return [topic for topic in request.args.getlist("topic") if topic][:MOST_TOPICS]


@blueprint.get("/mail", endpoint="index")
@manager
def index() -> str:
    """Messages, newest first; `?topic=` of one session, and of its series, `?state=` of one kind."""
    topics = _topics()
    chosen = request.args.get("state", "all")
    chosen = chosen if chosen in FILTERS else "all"
    page = queries.outgoing(topics=topics, states=FILTERS[chosen], number=request.args.get("page", 1, type=int))
    totals = queries.totals(topics) if topics else queries.recent_topics()
    about = inbox.describe_topics({mail.topic for mail in page.items} | {line.topic for line in totals})
    return render_template(
        "mail/index.html",
        page=page,
        topic=topics,
        subject=topics[0] if topics else "",
        chosen=chosen,
        filters=FILTER_WORDS,
        states={state: str(words) for state, words in STATES.items()},  # looked up once, and not for each message
        error_words=error_words,
        totals=totals,
        about=about,
        now=datetime.now(UTC),
        postbox=settings().postbox,
    )


@blueprint.post("/mail/<int:mail_id>/retries")
@manager
def retry(mail_id: int) -> Response:
    """The message is tried again at once."""
    try:
        with transaction():
            outbox.retry(mail_id, now=datetime.now(UTC))
    except MailMissing as error:
        flash(_(str(error)), "danger")
    else:
        flash(_("We try again now."), "success")
    return redirect(url_for("mail.index", topic=_topics(), state=request.args.get("state")), 303)
