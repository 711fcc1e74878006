"""The demo's Postbox: mail that would have left, as its recipient would open it; Accept, Maybe and Decline send a true iTIP REPLY.

Only with FOYER_DEMO=1 and without a mail server; everywhere else these pages do not exist.
"""

import smtplib
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

PARTSTAT = {"yes": "ACCEPTED", "maybe": "TENTATIVE", "no": "DECLINED"}


@blueprint.get("/postbox", endpoint="postbox")
@public
def postbox() -> str:
    """Whose mail, and what is in it."""
    _only_in_the_demo()
    recipient = request.args.get("recipient") or None
    page = queries.postbox(recipient, request.args.get("page", 1, type=int))
    return render_template(
        "mail/postbox.html", page=page, recipient=recipient, people=queries.postbox_people(), now=datetime.now(UTC)
    )


@blueprint.get("/postbox/<int:mail_id>")
@public
def postbox_mail(mail_id: int) -> FlaskResponse:
    """One message, with the buttons a mail client shows for an invitation."""
    mail = _mail(mail_id)
    message = mime.parse(mail.raw)
    request_ = attendee.calendar_of(mail.raw)
    page = render_template(
        "mail/postbox_mail.html",
        mail=mail,
        sender=mime.header(message, "From"),
        asks=request_ is not None and b"METHOD:REQUEST" in request_,
        cancels=request_ is not None and b"METHOD:CANCEL" in request_,
        now=datetime.now(UTC),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = content_policy().frame_src("'self'").header_value
    return response


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
    comment = request.form.get("comment", "")[:500]
    try:
        raw, sender, recipient = attendee.reply_mail(mail.raw, partstat, now=datetime.now(UTC), comment=comment)
        _hand_over(raw, sender, recipient)
    except Unreadable as error:
        flash(_(str(error)), "danger")
    except (smtplib.SMTPException, OSError):
        flash(_("The mail door is not open. `./run` opens it; without it no answer can come in."), "danger")
    else:
        flash(_("The calendar has sent its answer, as a mail. Foyer has it."), "success")
    return redirect(url_for("mail.postbox_mail", mail_id=mail_id), 303)


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
