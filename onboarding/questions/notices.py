"""Which mail about questions is due to whom, after quiet hours. None names its subject on the page of mails."""

from collections.abc import Mapping
from datetime import datetime

from mail import outbox
from onboarding.questions.models import CallKind, Question, QuestionCall, Reply
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours

SAID = "questions.said"  # to who asked
CALLED = "questions.called"


def answered(question: Question, reply: Reply, *, now: datetime) -> None:
    """Who asked hears of it, once for all that was said by the time it leaves; not of their own words, and not while they pause mails."""
    asker = question.by
    if asker is None or not asker.active or asker.id == reply.by_id or nudges.is_paused(asker, now=now):
        return
    outbox.post(_post(SAID, question, asker, f"{reply.id}", {"question_id": question.id, "reply_ids": [reply.id]}, now), now=now)


def called(question: Question, call: QuestionCall, person: Person, *, now: datetime) -> None:
    """Somebody hears that a colleague named them, or thinks that they might know."""
    payload = {"question_id": question.id, "call_id": call.id, "mention": call.kind is CallKind.MENTION}
    outbox.post(_post(CALLED, question, person, f"{call.called_at.isoformat()}", payload, now), now=now)


def _post(
    kind: str, question: Question, person: Person, occasion: str, payload: Mapping[str, object], now: datetime
) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",
        stream=f"question:{question.id}:person:{person.id}",
        slot=kind,
        person_id=person.id,
        recipient=person.email,
        key=f"{kind}:{question.id}:{person.id}:{occasion}",
        payload=payload,
        due_at=after_quiet_hours(now, person),
    )
