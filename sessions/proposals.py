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
from sessions.series import edits, meant, plans, steps
from sessions.series.edits import Scope
from sessions.series.models import Series

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
    whole = bool(session.series_id) and meant.is_about_all(event, session)
    knew = _nearest(session, event.dtstart) if whole and event.dtstart else (session.starts_at, session.ends_at)
    times = {
        "proposed_start": event.dtstart,
        "proposed_end": event.dtend,
        "original_start": event.original_start or knew[0],
        "original_end": event.original_end or knew[1],
    }
    told = {name: at.isoformat() for name, at in times.items() if at is not None}
    told |= {"sequence": str(event.sequence), "speaker": str(said.speaker.id) if said.speaker else ""}
    if whole:
        told["whole"] = "yes"
    return verdict(case, IncomingState.WAITING, Reason.COUNTER, session=session, **said.facts, **told)


def _nearest(session: ScheduledSession, at: datetime) -> tuple[datetime, datetime]:
    """Start and end of the date of this series that a time is most likely meant instead of: Google says only the new one."""
    query = select(ScheduledSession.starts_at, ScheduledSession.ends_at).where(ScheduledSession.series_id == session.series_id)
    rows = [(starts_at, ends_at) for starts_at, ends_at in db.session.execute(query.order_by(ScheduledSession.starts_at))]
    return min(rows, key=lambda row: abs(row[0] - at))


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


def read_for_all(incoming: IncomingMail, *, now: datetime) -> Proposal:
    """What a waiting message proposes for a whole series: its next date that stands where the rhythm has it, at the same step.

    Raises WrongState when it proposes nothing that can be read, or no date lies ahead.
    """
    session = _session_of(incoming)
    names = ("proposed_start", "proposed_end", "original_start", "original_end")
    times = {name: datetime.fromisoformat(at) for name in names if (at := str(incoming.details.get(name) or ""))}
    start, knew = times.get("proposed_start"), times.get("original_start")
    if incoming.reason != Reason.COUNTER or "whole" not in incoming.details or session is None or start is None or knew is None:
        raise WrongState("This message proposes no time.")
    ahead = _ahead(session.series_id, now=now)
    date = next((one for one in ahead if one.starts_at == one.recurrence_id), ahead[0])
    own = details_of(date)
    lasts = own.ends_at - own.starts_at
    end = times.get("proposed_end", start)
    try:
        starts_at = steps.stepped(own.starts_at, replace(own, starts_at=knew), replace(own, starts_at=start))
        details = replace(own, starts_at=starts_at, ends_at=starts_at + (end - start if end > start else lasts))
    except OverflowError as error:
        raise WrongState("This message proposes no time.") from error
    return Proposal(incoming, date, details, (own.starts_at, own.ends_at))


def _ahead(series_id: int | None, *, now: datetime) -> list[ScheduledSession]:
    """The dates ahead of the series, or of what it went on as since; in order of time. Raises WrongState when there is none."""
    seen: set[int | None] = set()
    while series_id is not None and series_id not in seen:
        query = select(ScheduledSession).where(ScheduledSession.series_id == series_id).order_by(ScheduledSession.starts_at)
        if found := plans.ahead(list(db.session.scalars(query).unique()), now=now):
            return found
        seen.add(series_id)
        series_id = db.session.scalar(select(Series.id).where(Series.continues_id == series_id).order_by(Series.id).limit(1))
    raise WrongState("No date of this series lies ahead any more.")


def accept_for_all(
    incoming_id: int,
    session_id: int,
    details: SessionDetails,
    *,
    scope: Scope,
    by: Person,
    now: datetime,
    edit_number: int | None = None,
) -> ScheduledSession:
    """The dates are changed as for any other reason; the proposal counts as accepted when its time is what they get.

    Raises whatever `series.edits.change` raises, and WrongState when somebody has decided about the proposal already.
    """
    incoming = decisions.waiting(incoming_id)
    proposal = read_for_all(incoming, now=now)
    proposed = (proposal.session.id, proposal.details.starts_at, proposal.details.ends_at)
    session = edits.change(session_id, details, scope=scope, by=by, now=now, edit_number=edit_number)
    if scope is not Scope.THIS and proposed == (session_id, details.starts_at, details.ends_at):
        decisions.settle(incoming, by=by, now=now, counted="accepted")
    db.session.flush()
    return session


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
