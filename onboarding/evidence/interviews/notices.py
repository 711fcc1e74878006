"""Which mail about an interview is due to whom: rules post here, `mails.py` writes the words when it leaves.

Both are nudges: only to who wants them, within the cap of everybody, and nothing is asked a second time. Whoever gets none finds it at home.
"""

from datetime import datetime

from champions import signing
from mail import outbox
from onboarding.evidence.interviews.models import Interview
from people import nudges
from people.quiet_hours import after_quiet_hours

ASKED = "evidence.interview"  # would you tell how it was for you?
WRITTEN = "evidence.interview_words"  # your words wait for your yes


def asked(interview: Interview, *, now: datetime) -> None:
    """The person is asked by mail, once, if such mails are welcome."""
    _to_person(interview, ASKED, now)


def written(interview: Interview, *, now: datetime) -> None:
    """The person hears that words were written down for them, the first time there are some."""
    _to_person(interview, WRITTEN, now)


def _to_person(interview: Interview, kind: str, now: datetime) -> None:
    person = interview.person
    if not nudges.may_nudge(person, now=now):
        return
    nudges.record(person.id, kind, now=now)
    outbox.post(
        outbox.Post(
            kind=kind,
            topic="",  # a matter of the person alone: no page of mails shows it
            stream=f"interview:{interview.id}",
            person_id=person.id,
            recipient=person.email,
            key=f"{kind}:{interview.token[: signing.START]}",
            payload={"interview_id": interview.id},
            due_at=after_quiet_hours(now, person),
        ),
        now=now,
    )
