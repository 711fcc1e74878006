"""Opens wishes and concerns to the application."""

from datetime import datetime

from flask import Flask
from flask_babel import gettext as _

from mail import inbox
from onboarding.voices import (
    jobs,
    letters,
    mails,
    my_data,
    queries,
    views_board,
    views_desk,
    views_doors,
    views_mine,
    views_unknown,
    voices,
)
from onboarding.voices.views import blueprint
from people import profile_parts, signals
from people.models import Person
from sessions import home_parts
from sessions.home_parts import Part

PAGES = (views_board, views_desk, views_doors, views_mine, views_unknown)  # importing them hangs their pages on the blueprint
JOBS = (jobs,)  # ... and gives the worker what happens on a timer


def init_app(app: Flask) -> None:
    """Everything of wishes and concerns that the application calls is registered."""
    mails.register()
    my_data.register()
    for token in letters.TOKENS:
        inbox.register_address("rsvp", mark=token, exists=letters.token_exists, handle=letters.handle)
    home_parts.register_part("voices", _at_home)
    profile_parts.register_part("voices/_profile_part.html", lambda _me: {})
    signals.person_erased.connect(_on_person_erased)
    app.register_blueprint(blueprint)
    # No cookie lends these any power: a token, a key or a link does.
    keys = (views_unknown.hand_in, views_unknown.me_too, views_unknown.signature_by_link, views_unknown.look_back)
    for view in (*keys, views_unknown.write_anew_unknown, views_unknown.withdraw_unknown, views_doors.answer_letter):
        app.extensions["csrf"].exempt(view)


def _at_home(person: Person, now: datetime) -> Part | None:  # noqa: ARG001
    to_answer = queries.to_answer(person)
    return Part("voices/_home_part.html", {"to_answer": to_answer}, _("You are asked to answer.")) if to_answer else None


def _on_person_erased(_sender: object, *, person: Person, now: datetime) -> None:  # noqa: ARG001
    voices.forget(person)
