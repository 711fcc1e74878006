"""Which mail about questions is due to whom, after quiet hours. None names its subject on the page of mails."""

from collections.abc import Mapping
from datetime import datetime

from database import db
from mail import outbox
from onboarding.questions.models import CallKind, Question, QuestionCall, QuestionHold, Reply
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours

SAID = "questions.said"  # to who asked
CALLED = "questions.called"
WELCOMED = "questions.welcomed"
HELD = "questions.held_back"
PROMISED = "questions.promised"  # to who promised an answer
WEEKLY = "questions.weekly"


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


def welcomed(question: Question, reply: Reply, *, now: datetime) -> None:
    """Who asked to join hears what was said."""
    if reply.by.active:
        outbox.post(
            _post(WELCOMED, question, reply.by, f"{reply.id}", {"question_id": question.id, "reply_id": reply.id}, now), now=now
        )


def promised(question: Question, person: Person, *, now: datetime) -> None:
    """Who promised an answer is reminded of the day, or told that it is over."""
    on = question.promised_on.isoformat() if question.promised_on else ""
    payload = {"question_id": question.id, "on": on, "told": question.promise_told}
    outbox.post(_post(PROMISED, question, person, f"{on}:{question.promise_told}:{now.isoformat()}", payload, now), now=now)


def held_back(hold: QuestionHold, author_id: int | None, *, now: datetime) -> None:
    """The author hears of the decision, the first or the last."""
    author = db.session.get(Person, author_id) if author_id is not None else None
    if author is not None and author.active:
        payload = {"question_id": hold.question_id, "hold_id": hold.id}
        question = db.session.get_one(Question, hold.question_id)
        outbox.post(_post(HELD, question, author, now.isoformat(), payload, now), now=now)


def weekly(person: Person, week: str, *, due_at: datetime) -> outbox.Post:
    """The mail of this week, once, whatever day they chose in between. `week` as in ISO 8601: 2026-W49."""
    return outbox.Post(
        kind=WEEKLY,
        topic="",
        stream=f"questions-week:{person.id}",
        person_id=person.id,
        recipient=person.email,
        key=f"{WEEKLY}:{person.id}:{week}",
        due_at=due_at,
    )


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
