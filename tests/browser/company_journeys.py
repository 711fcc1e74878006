"""Journeys of the company: one that is open, which Ada follows with Bo as buddy, and Dana, who asked Ada; and a draft."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from onboarding.journeys import buddies, figures, following, links, marks, ready_made
from onboarding.journeys.models import Journey, JourneyState, Way
from onboarding.journeys.models_following import Buddy, Follower, MarkKind
from onboarding.journeys.plans import open_
from people.models import Person


def furnish_journeys(people: Mapping[str, Person], crowd: list[int], *, now: datetime) -> None:
    """Through the rules. Ada began two weeks ago and shows Bo how it goes; Dana pauses; of the crowd four follow too."""
    began = now - timedelta(days=14)
    with transaction():
        ada, bo, chen, dana = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "chen", "dana"))
        journey = ready_made.copy("newcomer", by=chen, today=began.date(), now=began)
        open_(journey.id, now=began)
        ready_made.copy("before-launch", by=chen, today=now.date(), now=now)
        for person in (ada, dana, *(db.session.get_one(Person, number) for number in crowd)):
            following.start(journey.id, person, now=began)
        following.choose_ways(journey.id, ada, [Way.CONSUME])
        first, _second, third, *_rest = journey.current_steps
        marks.mark(journey.id, first.id, MarkKind.DONE, by=ada, now=began)
        marks.mark(journey.id, third.id, MarkKind.SKIPPED, by=ada, now=began)
        asked = buddies.ask(journey.id, bo, by=ada, now=began)
        buddies.answer(asked.id, says_yes=True, by=bo, now=began)
        buddies.show(journey.id, shows=True, by=ada)
        buddies.ask(journey.id, ada, by=dana, now=began)
        following.pause(journey.id, dana, now=began)
        figures.refresh(now=now)


def journey_in(state: JourneyState) -> Journey:
    """The one that is open, or the draft."""
    return db.session.scalars(select(Journey).where(Journey.state == state)).one()


def buddy_of(person: Person) -> Buddy:
    """Whom this person asked."""
    return db.session.scalars(select(Buddy).join(Follower).where(Follower.person_id == person.id)).one()


def step_token(person: Person) -> str:
    """Of the link in this person's reminder."""
    follower = db.session.scalars(select(Follower).where(Follower.person_id == person.id)).one()
    return links.path_of(follower).rpartition("/")[2]


def buddy_token(person: Person) -> str:
    """Of the link to whom this person asked."""
    return links.path_of_buddy(buddy_of(person)).rpartition("/")[2]
