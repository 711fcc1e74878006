"""The demo company, as `./run` fills it on its first start."""

from datetime import timedelta

from sqlalchemy import select

import demo
from database import db
from mail.models import IncomingMail
from people.privacy import Share
from sessions import proposals
from sessions.feedback import queries
from sessions.feedback.models import Feedback
from sessions.feedback.questions import House
from sessions.models import ScheduledSession


def test_a_proposed_time_waits_for_the_host_of_the_lunch(app, now):
    # when
    demo.fill(now=now)

    # then
    (incoming,) = db.session.scalars(select(IncomingMail))
    found = proposals.read(incoming)
    assert (incoming.state.value, incoming.reason, incoming.details["text"]) == (
        "waiting",
        "counter",
        "We hand the planning over at noon. Half an hour later and all of us can come.",
    )
    assert (found.session.title, found.session.hosts[0].person.name) == (
        "Lunch and learn: finding who knows what",
        "Bo Lindqvist",
    )
    later = found.details.starts_at - found.session.starts_at, found.details.ends_at - found.session.ends_at
    assert later == (timedelta(minutes=30), timedelta(minutes=30))


def test_what_people_said_after_a_lunch_is_read(app, now):
    # when
    demo.fill(now=now)

    # then
    title = "Lunch and learn: asking out loud"
    query = select(Feedback).join(ScheduledSession, ScheduledSession.id == Feedback.session_id)
    (feedback,) = db.session.scalars(query.where(ScheduledSession.title == title))
    assert [(one.question.house, one.share) for one in queries.said(feedback)] == [(House.RECOMMEND, Share(of=6, most=True))]
