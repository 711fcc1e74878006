"""The end of the questions: answers are read, and nothing else is left."""

from datetime import timedelta

from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from sessions.feedback import closing, queries, questions
from sessions.feedback.models import FeedbackAnswer, FeedbackState, SpentLink

DAY = timedelta(days=1)


def test_answers_are_read_all_at_once_when_the_week_is_over(answered, close):
    # given
    session = answered(*[("yes",)] * 6, closed=False)
    before = queries.said(questions.feedback_of(session.id))

    # when
    close()

    # then
    (after,) = queries.said(questions.feedback_of(session.id))
    assert (before, after.share.of, after.share.most) == ([], 6, True)


def test_questions_stay_open_for_their_last_day(answered, now):
    # given
    session = answered(("yes",), closed=False)

    # when
    with transaction():
        closed = closing.close_due(now=now + 7 * DAY)

    # then
    assert (closed, questions.feedback_of(session.id).state) == (0, FeedbackState.ASKING)


def test_neither_links_nor_mails_are_left(answered, had_lunch, ask, ada, now):
    # when
    session = answered(*[("yes", "Soup.")] * 10)

    # then
    assert db.session.scalars(select(SpentLink)).all() == []
    assert db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sessions.afterwards")).all() == []
    rows = db.session.scalars(select(FeedbackAnswer).where(FeedbackAnswer.session_id == session.id)).all()
    assert sorted((row.question, row.choice.value if row.choice else "", row.text) for row in rows) == [
        *[(0, "yes", "")] * 10,
        *[(1, "", "Soup.")] * 10,
    ]
