"""The mail to whoever is asked to own a goal or a plan, written when it leaves; what is not asked any more is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from champions.mails import rendering
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from onboarding.goals import notices, words
from onboarding.goals.models import Goal, Plan


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Each in its reader's language. A constant number of queries."""
    goals = {one.id: one for one in db.session.scalars(select(Goal).where(Goal.id.in_(_ids(mails, "goal"))))}
    plans = {one.id: one for one in db.session.scalars(select(Plan).where(Plan.id.in_(_ids(mails, "plan"))))}
    return [
        _letter(mail, (goals if mail.payload.get("kind") == "goal" else plans).get(mail.payload.get("id", 0))) for mail in mails
    ]


def _ids(mails: Sequence[OutgoingMail], kind: str) -> set[int]:
    return {mail.payload.get("id", 0) for mail in mails if mail.payload.get("kind") == kind}


def _letter(mail: OutgoingMail, owned: Goal | Plan | None) -> Rendering | None:
    if owned is None or owned.heir is None or owned.heir_id != mail.person_id or not owned.heir.active:
        return None
    path = f"/goals/{owned.id}" if isinstance(owned, Goal) else f"/goals/programmes/{owned.programme_id}"
    with force_locale(owned.heir.language or settings().language):
        return rendering(words.asked(owned), owned.heir, path)


def register() -> None:
    """The outbox knows who writes this mail."""
    renders(notices.ASKED)(letters)
