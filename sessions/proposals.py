"""Times that invited people propose from their calendar (COUNTER, RFC 5546 section 3.2.7), and what the host makes of them."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from database import db
from mail import outbox
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState
from people.models import Person
from sessions import decisions, notices, scheduling
from sessions.cases import Case, Reason, Said, record_answer, verdict
from sessions.details import SessionDetails, details_of
from sessions.errors import SessionMissing, WrongState
from sessions.models import Answer, Invitation, ScheduledSession
from sessions.series import meant

LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A time that waits: for which session, as `details` would be, and when the session was for who proposed it."""

    incoming: IncomingMail
    session: ScheduledSession
    details: SessionDetails
    knew: tuple[datetime, datetime]


def receive(case: Case, said: Said) -> Verdict:
    """A proposed time waits for the host; for the seat it counts as maybe, whatever PARTSTAT stands in it."""
    recorded = record_answer(case, said, Answer.TENTATIVE)
    if recorded.reason in {Reason.WITHDRAWN, Reason.CANCELLED, Reason.NOT_OPEN}:
        return recorded
    event, session = said.event, said.session
    times = {
        "proposed_start": event.dtstart,
        "proposed_end": event.dtend,
        "original_start": event.original_start or session.starts_at,
        "original_end": event.original_end or session.ends_at,
    }
    told = {name: at.isoformat() for name, at in times.items() if at is not None}
    told |= {"sequence": str(event.sequence), "speaker": str(said.speaker.id) if said.speaker else ""}
    if session.series_id and meant.is_about_all(event, session):
        told["whole"] = "yes"
    return verdict(case, IncomingState.WAITING, Reason.COUNTER, session=session, **said.facts, **told)


def read(incoming: IncomingMail) -> Proposal:
    """What a waiting message proposes. An end that is not said, or lies before the start, is as far from it as now.

    Raises WrongState when it proposes nothing that can be read.
    """
    times = {name: datetime.fromisoformat(at) for name, at in incoming.details.items() if name.endswith(("_start", "_end"))}
    session = _session_of(incoming)
    start = times.get("proposed_start")
    if incoming.reason != Reason.COUNTER or start is None or session is None:
        raise WrongState("This message proposes no time.")
    if "whole" in incoming.details:
        raise WrongState("This is about the whole series. To follow it, change the series.")
    end = times.get("proposed_end")
    if end is None or end <= start:
        try:
            end = start + (session.ends_at - session.starts_at)
        except OverflowError as error:
            raise WrongState("This message proposes no time.") from error
    details = replace(details_of(session), starts_at=start, ends_at=end)
    known = (times.get("original_start", session.starts_at), times.get("original_end", session.ends_at))
    return Proposal(incoming, session, details, known)


def accept(incoming_id: int, *, by: Person, now: datetime, edit_number: int | None = None) -> ScheduledSession:
    """The session is at the proposed time, for everybody: the ordinary rule of a change. Raises whatever that raises."""
    incoming = decisions.waiting(incoming_id)
    proposal = read(incoming)
    session = scheduling.change(proposal.session.id, proposal.details, by=by, now=now, edit_number=edit_number)
    decisions.settle(incoming, by=by, now=now, counted="accepted")
    db.session.flush()
    return session


def decline(incoming: IncomingMail, *, by: Person, now: datetime, words: str = "") -> None:
    """The time stays; who proposed it is told in their calendar (DECLINECOUNTER), at the address we know them by."""
    decisions.settle(incoming, by=by, now=now, counted="declined")
    session = _session_of(incoming)
    invitation = _proposers_invitation(incoming)
    if session is None or not session.is_published or session.is_over(now) or invitation.withdrawn_at is not None:
        return  # what calendars need to know of that they were told
    outbox.post(
        outbox.Post(
            kind=notices.PROPOSAL_DECLINED,
            topic=session.topic,
            stream=invitation.stream,
            slot=session.slot,
            person_id=invitation.person_id,
            recipient=invitation.person.email,
            revision=session.calendar_object.sequence,
            replaceable=False,  # nothing newer answers the proposal
            key=f"{notices.PROPOSAL_DECLINED}:{incoming.id}",
            payload={
                "session_id": session.id,
                "invitation_id": invitation.id,
                "whole": "whole" in incoming.details,
                "sequence": int(str(incoming.details.get("sequence") or 0)),
                "proposed": [str(incoming.details.get(name) or "") for name in ("proposed_start", "proposed_end")],
                "comment": words.strip()[:LONGEST_WORDS],
            },
        ),
        now=now,
    )


def _session_of(incoming: IncomingMail) -> ScheduledSession | None:
    number = incoming.topic.partition(":")[2] if incoming.topic.startswith("session:") else ""
    return db.session.get(ScheduledSession, int(number)) if number else None


def _proposers_invitation(incoming: IncomingMail) -> Invitation:
    """That of the person invited, or of the delegate who answered with it."""
    invitation = decisions.invitation_of(incoming)
    speaker = str(incoming.details.get("speaker") or "")
    if not speaker:
        return invitation
    query = select(Invitation).where(
        Invitation.calendar_object_id == invitation.calendar_object_id, Invitation.person_id == int(speaker)
    )
    found = db.session.scalar(query)
    if found is None:
        raise SessionMissing("The invitation is gone.")
    return found
