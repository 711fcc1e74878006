"""Times that invited people propose from their calendar (COUNTER, RFC 5546 section 3.2.7), and what the host makes of them."""

from mail.inbox import Verdict
from mail.models import IncomingState
from sessions.cases import Case, Reason, Said, record_answer, verdict
from sessions.models import Answer


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
    return verdict(case, IncomingState.WAITING, Reason.COUNTER, session=session, **said.facts, **told)
