"""Opens journeys to the application."""

from datetime import datetime

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists

from onboarding import facts
from onboarding.goals import programme_parts
from onboarding.goals.things_above import Line
from onboarding.journeys import (
    buddies,
    facts_here,
    jobs,
    links,
    mails,
    my_data,
    queries,
    views_buddies,
    views_following,
    views_links,
    views_mine,
    views_plans,
    views_steps,
    words,
)
from onboarding.journeys.models import Journey
from onboarding.journeys.models_following import Buddy, BuddyState
from onboarding.journeys.views import blueprint
from people import profile_parts
from people.models import Person
from sessions import glances, home_parts
from sessions.home_parts import Waiting
from sessions.models import SessionKind

# Importing them hangs their pages on the blueprint and their work on the worker.
PAGES = (views_buddies, views_following, views_links, views_mine, views_plans, views_steps)
JOBS = (jobs,)


def init_app(app: Flask) -> None:
    """Everything of journeys that the application calls is registered."""
    mails.register()
    my_data.register()
    register_facts()
    home_parts.register_part("journeys", _at_home, there_is=exists().where(Journey.id.is_not(None)))
    asked = exists().where(Buddy.person_id == glances.PERSON, Buddy.state == BuddyState.ASKED)
    home_parts.register_part("buddies", _asked_to_go_along, there_is=asked)
    profile_parts.register_part("journeys/_profile_part.html", lambda _me: {})
    programme_parts.register_part("journeys", _l("Journeys for it"), _of_programme)
    app.register_blueprint(blueprint)
    # The pages behind the links of mails: the link is the key, and no cookie of ours lends it any power.
    for view in (views_links.answer_step, views_links.answer_buddy):
        app.extensions["csrf"].exempt(view)


def register_facts() -> None:
    """What people, groups and sessions know."""
    facts.register_fact("people.profile", facts_here.profile_filled, _l("When department, function and place of work are known"))
    facts.register_fact("networks.member", facts_here.in_a_group, _l("When they belong to a group"))
    facts.register_fact(
        "sessions.first-steps", facts_here.attended(format_key="first-steps"), _l("When they were at a first steps hour")
    )
    facts.register_fact(
        "sessions.training", facts_here.attended(SessionKind.TRAINING), _l("When they were at a training session")
    )
    facts.register_fact("sessions.meetup", facts_here.attended(SessionKind.MEETUP), _l("When they were at a meetup"))


def _of_programme(programme_id: int, reader: Person) -> list[Line]:
    return [Line(words.name_of(one), f"/journeys/{one.id}") for one in queries.of_programme(programme_id, reader)]


def _asked_to_go_along(person: Person, now: datetime) -> home_parts.Part | None:  # noqa: ARG001
    lines = [
        Waiting(
            title=words.name_of(one.follower.journey),
            about=_("%(name)s asks whether you would go along", name=one.follower.person.name),
            action=_("Look, and answer"),
            url=links.path_of_buddy(one),
            offered=True,
        )
        for one in buddies.accompanied_by(person)
        if not one.has_agreed
    ]
    return home_parts.Part(waiting=lines)


def _at_home(person: Person, now: datetime) -> home_parts.Part | None:
    """One next step at most; for who follows nothing, one journey that they could begin. It waits for nobody."""
    found, offered = queries.at_home(person, now=now)
    if found is None and offered is None:
        return None
    values = {"progress": found, "journey": found.follower.journey if found else offered, "words": words}
    return home_parts.Part(template="journeys/_home.html", values=values)
