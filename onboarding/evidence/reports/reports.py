"""Making a report, sharing it for a time, and taking both back."""

import secrets
from datetime import date, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select

from config import settings
from database import db
from onboarding.evidence.errors import EvidenceInvalid, EvidenceMissing, LinkInvalid
from onboarding.evidence.models import LONGEST_NAME
from onboarding.evidence.reports import documents
from onboarding.evidence.reports.models import Report, ReportShare
from people.models import Person
from people.plain_text import can_be_seen, one_line

LONGEST_SHARE = timedelta(days=366)
_GONE = "This link leads to no report any more. Ask whoever gave it to you for a new one."


def make(*, by: Person, now: datetime) -> Report:
    """What the pages of evidence say now is kept with its day."""
    made = Report(made_by_id=by.id, made_at=now, contents=documents.documents(now=now))
    db.session.add(made)
    db.session.flush()
    return made


def one(report_id: int) -> Report:
    """The report. Raises EvidenceMissing."""
    found = db.session.get(Report, report_id)
    if found is None:
        raise EvidenceMissing("There is no such report.")
    return found


def remove(report_id: int) -> None:
    """It is gone, with every link to it. Raises EvidenceMissing."""
    found = one(report_id)
    db.session.execute(delete(Report).where(Report.id == found.id))


def share(report_id: int, for_whom: str, language: str, expires_on: date, *, by: Person, today: date) -> ReportShare:
    """Whoever has the link reads the report until that day. Raises EvidenceMissing, EvidenceInvalid naming the field."""
    found, for_whom = one(report_id), one_line(for_whom)
    if not can_be_seen(for_whom) or len(for_whom) > LONGEST_NAME:
        raise EvidenceInvalid("Say for whom it is, in at most %(longest)s characters.", field="for_whom", longest=LONGEST_NAME)
    if not today <= expires_on <= today + LONGEST_SHARE:
        raise EvidenceInvalid("Choose a day from today on, within a year.", field="expires_on")
    made = ReportShare(
        report_id=found.id,
        for_whom=for_whom,
        token=secrets.token_urlsafe(24),
        language=language if language in documents.LANGUAGES else documents.LANGUAGES[0],
        expires_on=expires_on,
        made_by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def revoke(share_id: int, *, now: datetime) -> ReportShare:
    """The link leads nowhere any more. Raises EvidenceMissing."""
    found = db.session.scalar(select(ReportShare).where(ReportShare.id == share_id).with_for_update(of=ReportShare))
    if found is None:
        raise EvidenceMissing("There is no such link.")
    found.revoked_at = found.revoked_at or now
    return found


def path_of(shared: ReportShare) -> str:
    """The path of the report without an account: `/m/report/<token>`, signed."""
    return f"/m/report/{_serializer().dumps(shared.token)}"


def opened(token: str, *, today: date) -> ReportShare:
    """What the link opens. Raises LinkInvalid, also when it was taken back or its day is over."""
    try:
        key = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid(_GONE) from error
    found = db.session.scalar(select(ReportShare).where(ReportShare.token == str(key)))
    if found is None or not found.is_open(today):
        raise LinkInvalid(_GONE)
    return found


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.evidence, report")
