"""Opens questions to the application."""

from datetime import datetime
from typing import Any

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, or_

from networks import group_parts
from networks.models import Group
from onboarding import facts
from onboarding.questions import (
    asking,
    departures,
    facts_here,
    fields,
    jobs,
    mails,
    moderation,
    my_data,
    queries,
    views_asking,
    views_desk,
    views_editing,
    views_mine,
    views_question,
    views_unknown,
    views_works,
    words,
)
from onboarding.questions.models import Question, QuestionHold, QuestionReport, Reply, ReplyKind
from onboarding.questions.views import blueprint, today
from people import profile_parts, signals
from people.models import Person
from sessions import glances, home_parts
from sessions.home_parts import Part, Waiting

# Importing them hangs their pages on the blueprint.
PAGES = (views_asking, views_desk, views_editing, views_mine, views_question, views_unknown, views_works)
JOBS = (jobs,)
AT_HOME, IN_GROUP = 3, 5
TEMPLATE = "questions/_home_part.html"


def init_app(app: Flask) -> None:
    """Everything of questions that the application calls is registered."""
    mails.register()
    my_data.register()
    fields.register()
    profile_parts.register_part("questions/_profile_part.html", lambda _person: {})
    group_parts.register_part("questions/_group_part.html", _in_group)
    home_parts.register_part("questions", _at_home, there_is=exists().where(Question.id.is_not(None)))
    appealed = exists().where(QuestionHold.appealed_at.is_not(None), QuestionHold.decided_at.is_(None))
    reported = exists().where(QuestionReport.id.is_not(None))
    home_parts.register_part("reported questions", _to_look_at, there_is=or_(reported, appealed))
    joining = Reply.question_id == Question.id, Reply.kind == ReplyKind.JOINS, Reply.welcome.is_(None)
    home_parts.register_part("who would join", _would_join, there_is=exists().where(Question.by_id == glances.PERSON, *joining))
    signals.person_erased.connect(_on_person_erased)
    register_facts()
    app.register_blueprint(blueprint)
    # No cookie lends these any power: a token or a key does.
    for name in ("hand_in", "look_back", "mark_unknown", "add_unknown", "edit_unknown", "appeal_unknown", "take_back_unknown"):
        app.extensions["csrf"].exempt(getattr(views_unknown, name))


def register_facts() -> None:
    """Steps of a journey may be done by what somebody asked or said with their name."""
    facts.register_fact("questions.asked", facts_here.asked, _l("When they asked a question with their name"))
    facts.register_fact("questions.answered", facts_here.answered, _l("When they answered a question"))
    facts.register_fact("questions.shared", facts_here.shared, _l("When they said what they are working on"))
    facts.register_fact("questions.summed-up", facts_here.summed_up, _l("When they summed up a question"))


def _in_group(group: Group, reader: Person, now: datetime) -> dict[str, Any]:  # noqa: ARG001
    return {
        "open": queries.open_in(group, reader, most=IN_GROUP),
        "may_ask": not group.is_closed and any(one.id == group.id for one in asking.groups_of(reader)),
        "looks_after": group.is_looked_after_by(reader),
        **SAYING_IN_LISTS,
        "today": today(),
    }


def _at_home(person: Person, now: datetime) -> Part | None:
    waiting = queries.waiting_for(person)
    shown = [one for one in queries.open_for(person, most=AT_HOME, now=now) if one.id not in {other.id for other in waiting}]
    values = {"open": shown, **SAYING_IN_LISTS, "today": today()}
    return Part(waiting=[_thought_to_know(one) for one in waiting], template=TEMPLATE if shown else "", values=values)


def _to_look_at(person: Person, now: datetime) -> Part | None:  # noqa: ARG001
    if not (moderation.reported_to(person) or moderation.appeals_to(person)):
        return None
    about = _("A colleague thinks that it should not stand there. Until you decide, it stays where it is.")
    line = Waiting(title=_("A text that was reported"), about=about, action=_("Have a look"), url=url_for("questions.desk"))
    return Part(waiting=[line])


def _would_join(person: Person, now: datetime) -> Part | None:  # noqa: ARG001
    lines = [
        Waiting(
            title=words.title_of(one.question),
            about=_("%(name)s would like to join", name=words.name_of(one.by)),
            action=_("Answer"),
            url=url_for("questions.question", question_id=one.question_id, _anchor=f"reply-{one.id}"),
        )
        for one in queries.wishing_to_join(person)
        if one.by.active
    ]
    return Part(waiting=lines)


def _thought_to_know(question: Question) -> Waiting:
    return Waiting(
        title=words.title_of(question),
        about=_("%(name)s asks, and a colleague thinks that you might know", name=words.asker_of(question)),
        action=_("Have a look"),
        url=url_for("questions.question", question_id=question.id),
        offered=True,
    )


def _on_person_erased(_sender: None, person: Person, now: datetime) -> None:
    departures.person_erased(person, now=now)


SAYING_IN_LISTS = {"name_of": words.name_of, "asker_of": words.asker_of, "title_of": words.title_of, "day": words.day}
