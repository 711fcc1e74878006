"""The demo's Postbox: mail that would have left, as its recipient would open it; its buttons send true iTIP: a REPLY, or a COUNTER.

Only with FOYER_DEMO=1 and without a mail server; everywhere else these pages do not exist.
"""

import smtplib
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Response as FlaskResponse
from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from calendars import attendee, mime
from calendars.mime import Unreadable
from config import settings
from mail import queries
from mail.models import PostboxMail
from mail.views import blueprint
from security import content_policy, public
from turnstile import give_way

LONGEST_COMMENT = 500
PARTSTAT = {"yes": "ACCEPTED", "maybe": "TENTATIVE", "no": "DECLINED"}


@blueprint.get("/postbox", endpoint="postbox")
@public
def postbox() -> str:
    """Whose mail, and what is in it."""
    _only_in_the_demo()
    recipient = request.args.get("recipient") or None
    page, now = queries.postbox(recipient, request.args.get("page", 1, type=int)), datetime.now(UTC)
    return render_template(
        "mail/postbox.html",
        page=page,
        recipient=recipient,
        people=queries.postbox_people(),
        next_at=queries.next_to_postbox(recipient, now=now),
        now=now,
    )


@blueprint.get("/postbox/<int:mail_id>")
@public
def postbox_mail(mail_id: int) -> FlaskResponse:
    """One message, with the buttons a mail client shows for an invitation."""
    mail = _mail(mail_id)
    message = mime.parse(mail.raw)
    request_ = attendee.calendar_of(mail.raw)
    asks = request_ is not None and b"METHOD:REQUEST" in request_
    page = render_template(
        "mail/postbox_mail.html",
        mail=mail,
        sender=mime.header(message, "From"),
        asks=asks,
        span=_span(request_) if asks else None,
        cancels=request_ is not None and b"METHOD:CANCEL" in request_,
        now=datetime.now(UTC),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = content_policy().frame_src("'self'").header_value
    return response


def _span(request_: bytes | None) -> tuple[datetime, datetime] | None:
    try:
        return attendee.span_of(request_) if request_ is not None else None
    except Unreadable:
        return None


@blueprint.get("/postbox/<int:mail_id>/body")
@public
def postbox_body(mail_id: int) -> FlaskResponse:
    """The words of the message as a mail client shows them: no script, nothing from elsewhere."""
    mail = _mail(mail_id)
    html = next((mime.decoded(part) for part in mime.parts(mime.parse(mail.raw)) if part.get_content_type() == "text/html"), "")
    policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'"
    headers = {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"}
    return FlaskResponse(html.replace("<head>", '<head><base target="_top">', 1), headers=headers)


@blueprint.get("/postbox/<int:mail_id>/raw")
@public
def postbox_raw(mail_id: int) -> FlaskResponse:
    """The message as it would travel, to open in a mail program of one's own."""
    mail = _mail(mail_id)
    headers = {"Content-Disposition": f'attachment; filename="message-{mail.id}.eml"'}
    return FlaskResponse(mail.raw, content_type="message/rfc822", headers=headers)


@blueprint.post("/postbox/<int:mail_id>/answers")
@public
def postbox_answer(mail_id: int) -> Response:
    """The recipient's calendar answers, by mail, through the LMTP door."""
    mail = _mail(mail_id)
    partstat = PARTSTAT.get(request.form.get("answer", ""))
    if partstat is None:
        abort(400)
    comment = request.form.get("comment", "")[:LONGEST_COMMENT]
    return _sent(mail, lambda: attendee.reply_mail(mail.raw, partstat, now=datetime.now(UTC), comment=comment))


@blueprint.post("/postbox/<int:mail_id>/proposals")
@public
def postbox_proposal(mail_id: int) -> Response:
    """The recipient's calendar proposes another time, by mail, through the LMTP door."""
    mail = _mail(mail_id)
    comment = request.form.get("comment", "")[:LONGEST_COMMENT]

    def written() -> tuple[bytes, str, str]:
        request_ = attendee.calendar_of(mail.raw)
        before = _span(request_)
        if request_ is None or before is None:
            raise Unreadable("Calendars propose another time for one date, not for a whole series.")
        return attendee.counter_mail(request_, _proposed(before), now=datetime.now(UTC), comment=comment)

    return _sent(mail, written)


def _proposed(before: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    """As long as before, from the day and time that were chosen, on the clock of the invitation. Raises Unreadable."""
    try:
        wall = datetime.fromisoformat(f"{request.form.get('on', '')}T{request.form.get('at', '')}")
        start = wall.replace(tzinfo=before[0].tzinfo)
        span = start, (start.astimezone(UTC) + (before[1] - before[0])).astimezone(before[0].tzinfo)
    except (ValueError, OverflowError) as error:
        raise Unreadable("Choose a day and a time to propose.") from error
    if span == before:
        raise Unreadable("That is the time it has already. Choose another one.")
    return span


def _sent(mail: PostboxMail, write: Callable[[], tuple[bytes, str, str]]) -> Response:
    give_way()
    try:
        _hand_over(*write())
    except Unreadable as error:
        flash(_(str(error)), "danger")
    except (smtplib.SMTPException, OSError):
        flash(_("The mail door is not open. `./run` opens it; without it no answer can come in."), "danger")
    else:
        flash(_("The calendar has sent its answer, as a mail. Foyer has it."), "success")
    return redirect(url_for("mail.postbox_mail", mail_id=mail.id), 303)


def _hand_over(raw: bytes, sender: str, recipient: str) -> None:
    host, _colon, port = settings().lmtp_bind.rpartition(":")
    if not host:
        raise OSError
    with smtplib.LMTP(host.strip("[]"), int(port), timeout=10) as door:
        door.sendmail(sender, [recipient], raw)


def _only_in_the_demo() -> None:
    if not settings().postbox:
        abort(404)


def _mail(mail_id: int) -> PostboxMail:
    _only_in_the_demo()
    mail = queries.postbox_mail(mail_id)
    if mail is None:
        abort(404)
    return mail
