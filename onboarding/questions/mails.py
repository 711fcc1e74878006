"""Mails about questions, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from champions.mails import rendering
from champions.words import Words
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from onboarding.questions import calls, notices, preferences, promises, weekly, words
from onboarding.questions.models import Question, QuestionCall, QuestionHold, Reply
from people import nudges
from people.models import Person


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(notices.SAID)(to_askers)
    renders(notices.CALLED)(to_called)
    renders(notices.WELCOMED)(to_joining)
    renders(notices.HELD)(to_authors)
    renders(notices.PROMISED)(to_promising)
    renders(notices.WEEKLY)(of_the_week)


def to_askers(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """What was said to what they asked, each in their language."""
    questions, people = _questions(mails), _people(mails)
    ids = {id_ for mail in mails for id_ in mail.payload.get("reply_ids", ())}
    replies = {reply.id: reply for reply in db.session.scalars(select(Reply).where(Reply.id.in_(ids)))}
    return [
        _said(questions.get(mail.payload.get("question_id", 0)), people.get(mail.person_id or 0), _of(mail, replies))
        for mail in mails
    ]


def _of(mail: OutgoingMail, replies: dict[int, Reply]) -> list[Reply]:
    found = [replies[id_] for id_ in mail.payload.get("reply_ids", ()) if id_ in replies and not replies[id_].held]
    return sorted(found, key=lambda reply: reply.replied_at)


def _said(question: Question | None, person: Person | None, replies: list[Reply]) -> Rendering | None:
    if question is None or person is None or question.by_id != person.id or not replies:
        return None
    with force_locale(person.language or settings().language):
        return _rendering(words.said(question, replies), person, question)


def to_called(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Who was named, or might know; not who meanwhile wants no such mails or does not read the question any more."""
    questions, people = _questions(mails), _people(mails)
    ids = {mail.payload.get("call_id", 0) for mail in mails}
    rows = {row.id: row for row in db.session.scalars(select(QuestionCall).where(QuestionCall.id.in_(ids)))}
    callers = select(Person).where(Person.id.in_({row.by_id for row in rows.values()}))
    by_id = {person.id: person for person in db.session.scalars(callers)}
    silent = preferences.deaf(people)
    return [
        _called(mail, questions.get(mail.payload.get("question_id", 0)), people.get(mail.person_id or 0), rows, by_id, now=now)
        if mail.person_id not in silent
        else None
        for mail in mails
    ]


def _called(
    mail: OutgoingMail,
    question: Question | None,
    person: Person | None,
    rows: dict[int, QuestionCall],
    callers: dict[int, Person],
    *,
    now: datetime,
) -> Rendering | None:
    row = rows.get(mail.payload.get("call_id", 0))
    if question is None or person is None or row is None or row.person_id != person.id:
        return None
    if nudges.is_paused(person, now=now) or not calls.may_read(person, question):
        return None
    with force_locale(person.language or settings().language):
        text = words.called(question, callers.get(row.by_id or 0), mention=bool(mail.payload.get("mention")))
        return _rendering(text, person, question)


def to_joining(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Whether they may join."""
    questions, people = _questions(mails), _people(mails)
    query = select(Reply).where(Reply.id.in_({mail.payload.get("reply_id", 0) for mail in mails}))
    replies = {reply.id: reply for reply in db.session.scalars(query)}
    return [
        _welcomed(
            questions.get(mail.payload.get("question_id", 0)),
            people.get(mail.person_id or 0),
            replies.get(mail.payload.get("reply_id", 0)),
        )
        for mail in mails
    ]


def _welcomed(question: Question | None, person: Person | None, reply: Reply | None) -> Rendering | None:
    if question is None or person is None or reply is None or reply.by_id != person.id or reply.welcome is None:
        return None
    with force_locale(person.language or settings().language):
        return _rendering(words.welcomed(question, yes=reply.welcome), person, question)


def to_promising(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """The day that they named comes, or is over."""
    questions, people = _questions(mails), _people(mails)
    return [
        _promised(mail, questions.get(mail.payload.get("question_id", 0)), people.get(mail.person_id or 0), now=now)
        for mail in mails
    ]


def _promised(mail: OutgoingMail, question: Question | None, person: Person | None, *, now: datetime) -> Rendering | None:
    if question is None or person is None:
        return None
    on, told = date.fromisoformat(mail.payload["on"]), mail.payload["told"]
    if not promises.is_true(question, person, on, told, now=now) or not calls.may_read(person, question):
        return None
    with force_locale(person.language or settings().language):
        return _rendering(words.promised(question, on, is_over=told == promises.AFTER), person, question)


def to_authors(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """That something of theirs is held back, and the last word about it."""
    people = _people(mails)
    query = select(QuestionHold).where(QuestionHold.id.in_({mail.payload.get("hold_id", 0) for mail in mails}))
    holds = {
        hold.id: hold
        for hold in db.session.scalars(query.options(joinedload(QuestionHold.question), joinedload(QuestionHold.reply)))
    }
    return [_held(holds.get(mail.payload.get("hold_id", 0)), people.get(mail.person_id or 0)) for mail in mails]


def _held(hold: QuestionHold | None, person: Person | None) -> Rendering | None:
    if hold is None or person is None:
        return None
    text = hold.reply.text if hold.reply is not None else hold.question.title
    author_id = hold.reply.by_id if hold.reply is not None else hold.question.by_id
    if author_id != person.id:
        return None
    with force_locale(person.language or settings().language):
        return rendering(words.held_back(hold, text), person, "/me/questions")


def of_the_week(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """What there is to read when it leaves; in a week in which there is nothing, none."""
    people = _people(mails)
    return [_week(people.get(mail.person_id or 0), now) for mail in mails]


def _week(person: Person | None, now: datetime) -> Rendering | None:
    if person is None or not weekly.is_welcome(person, now=now):
        return None
    language = person.language or settings().language
    with force_locale(language):
        week = weekly.week_of(person, now=now)
        if week.is_empty:
            return None
        context = {
            "sections": words.sections(week),
            "person": person,
            "language": language,
            "page_url": f"{settings().base_url}/me/questions",
            "pause_url": nudges.pause_url(person),
            "company": settings().company_name,
        }
        return Rendering(
            subject=_("Your groups this week"),
            text=render_template("mails/digest.txt", **context),
            html=render_template("mails/digest.html", **context),
            language=language,
        )


def _rendering(text: Words, person: Person, question: Question) -> Rendering:
    return rendering(text, person, f"/questions/{question.id}", pause_url=nudges.pause_url(person))


def _questions(mails: Sequence[OutgoingMail]) -> dict[int, Question]:
    query = select(Question).where(Question.id.in_({mail.payload.get("question_id") for mail in mails}), ~Question.held)
    return {one.id: one for one in db.session.scalars(query.options(joinedload(Question.by)))}


def _people(mails: Sequence[OutgoingMail]) -> dict[int, Person]:
    query = select(Person).where(Person.id.in_({mail.person_id for mail in mails}), Person.active)
    return {person.id: person for person in db.session.scalars(query)}
