"""Opens stories to the application."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, or_

from onboarding import digest_parts, facts
from onboarding.goals import things_above
from onboarding.stories import (
    access,
    examples,
    jobs,
    mails,
    my_data,
    queries,
    views_editing,
    views_library,
    views_links,
    views_mine,
    views_photos,
    views_telling,
    words,
)
from onboarding.stories.models import Story, StoryDraft, StoryQuestion
from onboarding.stories.views import blueprint
from people import profile_parts, serving
from people.models import Person
from people.quiet_hours import zone_of
from sessions import glances, home_parts
from sessions.home_parts import Part

# Importing them hangs their pages on the blueprint.
PAGES = (views_editing, views_library, views_links, views_mine, views_photos, views_telling)
JOBS = (jobs,)
AT_HOME = 2
IN_MAIL = 3
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def init_app(app: Flask) -> None:
    """Everything of stories that the application calls is registered."""
    mails.register()
    my_data.register()
    examples.register()
    things_above.register(serving.Thing.STORY, access.is_told_by, _lines)
    home_parts.register_part("stories", _at_home, there_is=exists().where(Story.id.is_not(None)))
    of_mine = Story.by_id == glances.PERSON
    asked = exists().where(StoryQuestion.story_id == Story.id, of_mine, StoryQuestion.answered_at.is_(None))
    drafted = exists().where(StoryDraft.story_id == Story.id, of_mine)
    home_parts.register_part("own stories", _of_mine, there_is=or_(asked, drafted))
    facts.register_fact("stories.told", queries.tellers_among, _l("When colleagues read a story of theirs"))
    digest_parts.register_part("stories", _of_the_week)
    profile_parts.register_part("stories/_profile_part.html", lambda _person: {})
    app.register_blueprint(blueprint)
    # The pages behind the links of mails: the link is the key, and no cookie of ours lends it any power.
    for view in (views_links.answer_draft, views_links.answer_question):
        app.extensions["csrf"].exempt(view)


def _of_the_week(person: Person, last: date) -> str:
    until = datetime.combine(last + DAY, time(0), tzinfo=zone_of(person))
    told = [one for one in queries.told_between(until - WEEK, until, most=IN_MAIL) if one.by_id != person.id]
    return words.of_the_week(told)


def _lines(numbers: Collection[int]) -> list[things_above.Line]:
    return [things_above.Line(one.title, url_for("stories.story", story_id=one.id)) for one in queries.published_among(numbers)]


def _of_mine(person: Person, now: datetime) -> Part | None:  # noqa: ARG001
    """What waits for a teller: words that somebody proposes, and what colleagues ask."""
    drafts = [one.draft for one in queries.of_teller(person) if one.draft is not None]
    lines = [words.waiting_draft(one, url_for("stories.story", story_id=one.story_id)) for one in drafts]
    asked = [one for one in queries.asked_of(person) if one.answered_at is None and one.by.active]
    received = url_for("stories.mine", _anchor="received")
    return Part(waiting=[*lines, *(words.waiting_question(one, received) for one in asked)])


def _at_home(person: Person, now: datetime) -> Part | None:
    shown = queries.for_reader(person, now=now, most=AT_HOME)
    waiting = queries.wanting_an_editor(person) if person.may_manage else ()
    lines = [words.waiting(one, url_for("stories.editing")) for one in waiting]
    values = {"shown": shown, "who": words.who, "why": words.why, "photo_for_all": access.photo_for_all}
    return Part(waiting=lines, template="stories/_home_part.html" if shown else "", values=values)
