"""Reads for the page of feedback and for figures elsewhere. Everything that is shown went through `people.privacy`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from database import db
from people import privacy
from people.privacy import Share
from sessions.feedback import questions
from sessions.feedback.models import Choice, Feedback, FeedbackAnswer, FeedbackState
from sessions.feedback.questions import House, Kind, Question
from sessions.models import ScheduledSession, SessionState


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered to one question: how many said yes, as far as it may be said; or what people wrote."""

    question: Question
    share: Share
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What several dates say together, of those whose own figures are shown; what a round shows follows from what each date shows.

    `dates`: how many of them have figures. `answers`: how many people answered at those, a person once for each date. `recommended`: at
    how many of them more than half would recommend it. `able`: what people can do now, from the dates at which ten or more wrote it.
    """

    dates: int
    answers: int
    recommended: int
    able: Sequence[str]


def said(feedback: Feedback) -> list[Said]:
    """The answers after one date, by question; [] until the questions are closed, and where too few have answered. One query."""
    if feedback.state is not FeedbackState.CLOSED or feedback.answered < privacy.FLOOR:
        return []
    rows = _answers([feedback.session_id])
    return [_said(feedback, rows, place, question) for place, question in enumerate(questions.read(feedback))]


def outcome(session_ids: Collection[int]) -> Outcome:
    """The answers after several dates. Two queries."""
    query = select(Feedback).where(Feedback.session_id.in_(session_ids), Feedback.state == FeedbackState.CLOSED)
    shown = [one for one in db.session.scalars(query) if one.answered >= privacy.FLOOR]
    rows = _answers([feedback.session_id for feedback in shown])
    everything = [
        _said(feedback, rows, place, question) for feedback in shown for place, question in enumerate(questions.read(feedback))
    ]
    recommended = [one.share for one in everything if one.question.house is House.RECOMMEND and one.share.of is not None]
    return Outcome(
        dates=len(recommended),
        answers=sum(share.of or 0 for share in recommended),
        recommended=sum(share.most for share in recommended),
        able=sorted((text for one in everything if one.question.house is House.ABLE for text in one.words), key=str.casefold),
    )


def able_together(session_ids: Collection[int]) -> list[str]:
    """What people of several groups can do now, read together where each group is too small for words of its own. Only when the questions
    of all these dates are closed, but for cancelled ones, so that it is read once and for good: a group that came later would be the
    difference. Name one date of each group, always the same: ten texts are to be of ten people. Two queries.
    """
    query = (
        select(ScheduledSession.id, Feedback)
        .outerjoin(Feedback, Feedback.session_id == ScheduledSession.id)
        .where(ScheduledSession.id.in_(session_ids), ScheduledSession.state != SessionState.CANCELLED)
    )
    found: list[Feedback | None] = [
        feedback for _session_id, feedback in db.session.execute(query)
    ]  # None: a date not asked about yet
    feedbacks = [feedback for feedback in found if feedback is not None and feedback.state is FeedbackState.CLOSED]
    if len(feedbacks) < len(found):
        return []
    rows = _answers([feedback.session_id for feedback in feedbacks])
    texts: list[str] = []
    for feedback in feedbacks:
        for place, question in enumerate(questions.read(feedback)):
            here = [row.text for row in rows if (row.session_id, row.question) == (feedback.session_id, place)]
            if question.house is House.ABLE and not privacy.comments(here):  # those are read at their own date
                texts += here
    return privacy.comments(texts)


def _said(feedback: Feedback, rows: Sequence[FeedbackAnswer], place: int, question: Question) -> Said:
    here = [row for row in rows if (row.session_id, row.question) == (feedback.session_id, place)]
    if question.kind is Kind.WORDS:
        return Said(question, Share(), privacy.comments(row.text for row in here))
    # Of all who answered anything: who left this one out has not said yes, and how many did is nobody's business.
    yes = sum(row.choice is Choice.YES for row in here)
    return Said(question, privacy.share(yes, of=feedback.answered), [])


def _answers(session_ids: Collection[int]) -> Sequence[FeedbackAnswer]:
    query = select(FeedbackAnswer).where(FeedbackAnswer.session_id.in_(session_ids))
    return db.session.scalars(query).all()
