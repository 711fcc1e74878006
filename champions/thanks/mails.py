"""The mail to whoever is thanked, written when it leaves; what was taken back or decided by then is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from champions import signing
from champions.mails import rendering
from champions.thanks import notices, queries, thanks, words
from champions.thanks.models import Thanks, ThanksState
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from networks.models import Group
from sessions.models import ScheduledSession


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Each in its reader's language. A constant number of queries."""
    query = select(Thanks).where(Thanks.id.in_({mail.payload.get("thanks_id") for mail in mails}))
    query = query.options(
        joinedload(Thanks.group).options(lazyload(Group.stewards)),
        joinedload(Thanks.session).options(lazyload(ScheduledSession.calendar_object)),
    )
    found = {one.id: one for one in db.session.scalars(query).unique()}
    named = queries.names_session(found.values())
    return [_letter(mail, found.get(mail.payload.get("thanks_id", 0)), named) for mail in mails]


def _letter(mail: OutgoingMail, found: Thanks | None, named: set[int]) -> Rendering | None:
    if found is None or not mail.key.endswith(f":{found.token[: signing.START]}"):
        return None  # a new row may have the number of one that is gone
    if found.state is not ThanksState.WAITING or not found.to.active:
        return None
    with force_locale(found.to.language or settings().language):
        return rendering(words.thanked(found, names_session=found.id in named), found.to, thanks.path_of(found))


def register() -> None:
    """The outbox knows who writes this mail."""
    renders(notices.THANKED)(letters)
