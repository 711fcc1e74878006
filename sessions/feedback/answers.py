"""Answering: one link, one answer, and afterwards nobody can tell which it was."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from database import db
from sessions.feedback import questions, rewriting
from sessions.feedback.errors import AlreadyGiven, FeedbackOver, NothingSaid
from sessions.feedback.links import Opened
from sessions.feedback.models import Choice, Feedback, FeedbackAnswer, FeedbackState, SpentLink
from sessions.feedback.questions import Kind, Question

LONGEST = 2000


def is_open(feedback: Feedback, *, now: datetime) -> bool:
    """Whether answers are taken."""
    return feedback.state is FeedbackState.ASKING and feedback.closes_on is not None and now.date() <= feedback.closes_on


def asked_by(link: Opened, *, now: datetime) -> Feedback:
    """The questions this link still asks. Raises FeedbackOver, AlreadyGiven."""
    return _open(db.session.get(Feedback, link.session_id), link, now)


def give(link: Opened, said: Mapping[int, str], *, now: datetime) -> None:
    """What was said counts, by place of the question; the link is used. Raises FeedbackOver, AlreadyGiven, NothingSaid."""
    query = select(Feedback).where(Feedback.session_id == link.session_id).with_for_update()
    feedback = _open(db.session.scalar(query.execution_options(populate_existing=True)), link, now)
    asked = dict(enumerate(questions.read(feedback)))
    rows = [row for place, question in asked.items() if (row := _row(link.session_id, place, question, said.get(place, "")))]
    if not rows:
        raise NothingSaid("Answer one of the questions at least, or close this page; nothing has happened.")
    db.session.add_all([*rows, SpentLink(secret_hash=link.secret_hash, session_id=link.session_id)])
    feedback.answered += 1
    rewriting.lie_anew(FeedbackAnswer, link.session_id)
    rewriting.lie_anew(SpentLink, link.session_id)


def _open(feedback: Feedback | None, link: Opened, now: datetime) -> Feedback:
    if feedback is not None and db.session.get(SpentLink, link.secret_hash) is not None:
        raise AlreadyGiven("Your answer is in. Nobody can tell which one is yours, so it cannot be changed either.")
    if feedback is None or not is_open(feedback, now=now):
        raise FeedbackOver("The questions about this date are closed.")
    if feedback.answered >= feedback.asked:  # a mail that was sent twice has two links
        raise AlreadyGiven("Everybody who was asked has answered.")
    return feedback


def _row(session_id: int, place: int, question: Question, said: str) -> FeedbackAnswer | None:
    text = said.replace("\x00", "").strip()[:LONGEST]
    if question.kind is Kind.CHOICE:
        chosen = Choice(text) if text in set(Choice) else None
        return _answer(session_id, place, chosen, "") if chosen else None
    return _answer(session_id, place, None, text) if text else None


def _answer(session_id: int, place: int, choice: Choice | None, text: str) -> FeedbackAnswer:
    return FeedbackAnswer(id=secrets.token_hex(16), session_id=session_id, question=place, choice=choice, text=text)
