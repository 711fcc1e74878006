"""What one person's calendar was last told about a date, and what it last said: for who looks after the session."""

from dataclasses import dataclass

from sqlalchemy import select

from database import db
from mail.models import OutgoingMail, OutgoingState
from sessions.models import AnswerRecord, Outcome, Rsvp, Via
from sessions.told import CALENDAR_KINDS

LEFT = (OutgoingState.SENT, OutgoingState.BOUNCED)
ON_ITS_WAY = (OutgoingState.QUEUED, OutgoingState.SENDING)


@dataclass(frozen=True, slots=True)
class Told:
    """`sent` is what left last; `on_its_way` what has not left yet, and will say how it stands; `said` the newest answer by calendar."""

    sent: OutgoingMail | None
    on_its_way: OutgoingMail | None
    said: AnswerRecord | None

    @property
    def counts(self) -> bool:
        """Whether what the calendar said last is what it was taken for: not late, overtaken, or taken back."""
        return self.said is not None and self.said.outcome is Outcome.APPLIED


def told(rsvp: Rsvp) -> Told:
    """Three queries."""
    about = (
        select(OutgoingMail)
        .where(OutgoingMail.stream == rsvp.invitation.stream, OutgoingMail.slot.in_(("", rsvp.session.slot)))
        .where(OutgoingMail.kind.in_(CALENDAR_KINDS))
        .order_by(OutgoingMail.id.desc())
        .limit(1)
    )
    said = (
        select(AnswerRecord)
        .where(AnswerRecord.rsvp_id == rsvp.id, AnswerRecord.via == Via.CALENDAR)
        .order_by(AnswerRecord.id.desc())
        .limit(1)
    )
    return Told(
        sent=db.session.scalar(about.where(OutgoingMail.state.in_(LEFT))),
        on_its_way=db.session.scalar(about.where(OutgoingMail.state.in_(ON_ITS_WAY))),
        said=db.session.scalar(said),
    )
