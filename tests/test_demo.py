"""The demo company, as `./run` fills it on its first start."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

import demo
from champions import coverage, queries_coverage, queries_worklist
from champions.coverage import Side
from champions.mentorships import queries as mentorships
from champions.mentorships.models import Origin, Proposal
from champions.pairings import queries as pairings
from database import db
from mail.models import IncomingMail
from networks.census.models import Network
from onboarding.stories import access
from onboarding.stories.models import Story, StoryPhoto
from onboarding.surveys.models import SurveyWave
from people.models import Person
from people.privacy import Share
from sessions import interests, proposals, queries_cohosts
from sessions.feedback import queries
from sessions.feedback.models import Feedback
from sessions.feedback.questions import House
from sessions.living import filters
from sessions.living import queries as living
from sessions.models import ScheduledSession


def test_everybody_finds_something_that_waits_for_them(app, now):
    # when
    demo.fill(now=now)

    # then: a proposed time waits for the host of the lunch
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

    # then: what people said after a lunch is read
    title = "Lunch and learn: asking out loud"
    query = select(Feedback).join(ScheduledSession, ScheduledSession.id == Feedback.session_id)
    (feedback,) = db.session.scalars(query.where(ScheduledSession.title == title))
    assert [(one.question.house, one.share) for one in queries.said(feedback)] == [(House.RECOMMEND, Share(of=6, most=True))]

    # then: networks that meet offline are in every state
    states = [network.state.value for network in db.session.scalars(select(Network))]
    assert (len(states), set(states)) == (14, {"spotted", "confirmed", "mirrored", "sleeping", "closed"})

    # then: four stories show a picture, and whoever reads first sees one more
    pictured = db.session.scalars(select(Story).join(StoryPhoto)).all()
    readers = [db.session.scalars(select(Person).where(Person.email.startswith(name))).one() for name in ("bo@", "chen@")]
    seen = [[access.photo_for(one, reader) is not None for one in pictured].count(True) for reader in readers]
    assert (len(pictured), seen) == (5, [4, 5])

    # then: some would like a profile clinic, and Ada is asked to host
    query = select(ScheduledSession).where(ScheduledSession.title == "Profile clinic: be found for what you know")
    ada = db.session.scalars(select(Person).where(Person.name == "Ada Okafor")).one()
    asked = [(one.count, one.is_another) for one in interests.asked_for(db.session.scalars(query).unique().one())]
    assert (asked, [one.session.title for one in queries_cohosts.waits_for(ada, now=now)]) == (
        [(5, False)],
        ["Lunch and learn: finding who knows what"],
    )

    # then: Bo accompanies two, meets Ada next, and somebody is asked about Leila
    bo, fatima, chen = (
        db.session.scalars(select(Person).where(Person.name == name)).one()
        for name in ("Bo Lindqvist", "Fatima El Amrani", "Chen Meijer")
    )
    assert [one.mentorship.mentee.name for one in mentorships.of_ambassador(bo.id)] == [
        "Ada Okafor",
        "Willem-Jan van den Oetelaar",
    ]
    assert [one.other.name for one in mentorships.asked(fatima.id, now=now)] == ["Leila Haddad", "Noor Jansen"]

    # then: a round of pairs is half-way, one of the people has said yes, and for Emre nobody was found
    (round_,) = pairings.latest()
    answers = [(one.mentee.name, one.ambassador.name, one.mentee_answer.value) for one in _of_round()]
    assert (round_.state.value, round_.figures["asked"], answers) == (
        "asked",
        3,
        [
            ("Noor Jansen", "Fatima El Amrani", "none"),
            ("Lukas Brandt", "Kasper Holm", "none"),
            ("Ines Carvalho", "Sofia Almeida", "yes"),
        ],
    )
    late = queries_worklist.of_the_week(chen, today=now.date(), now=now).asks
    assert [one.person.name for one in late] == ["Emre Yildiz"]

    # then: the map of ambassadors says something of places, and withholds the rest
    heat = coverage.heat(*(read(Side.DEPARTMENT, Side.PLACE) for read in (queries_coverage.colleagues, queries_coverage.helpers)))
    assert [heat.cells["Field service", place].level.value for place in heat.columns] == ["near", "nobody", "nobody", "near"]
    assert {heat.cells["Export", place].level.value for place in heat.columns} == {"unsaid"}

    # then: a meetup follows a department
    guild = db.session.scalars(select(ScheduledSession).where(ScheduledSession.title == "Field service guild: winter meetup"))
    (followed,) = living.audiences_of(guild.unique().one())
    assert (filters.filter_of(followed).departments, living.counts_of([followed], bo)) == (("Service desk",), {followed.id: 2})


def test_a_first_start_late_in_the_evening_soon_after_the_clock_was_put_back(app):
    """Eight weeks of 24-hour days before it was another day here."""
    # when
    demo.fill(now=datetime(2026, 11, 27, 22, 30, tzinfo=UTC))

    # then
    assert [wave.closed for wave in db.session.scalars(select(SurveyWave).where(SurveyWave.number > 1))] == [True, True]


def _of_round():
    return db.session.scalars(select(Proposal).where(Proposal.origin == Origin.ROUND).order_by(Proposal.mentee_id)).all()
