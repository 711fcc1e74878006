"""Opens coffee to the application: pages, mails, answers, what happens on a timer."""

from datetime import UTC, datetime

from flask import Flask

from champions import (
    coffee_elsewhere,
    coffee_links,
    coffee_meetings,
    coffee_replies,
    jobs_coffee,
    mails_coffee,
    my_data_coffee,
    views_coffee,
    views_coffee_circles,
)
from champions.views_coffee import blueprint
from mail import inbox
from people import profile_parts
from people import signals as people_signals
from people.models import Person

PAGES = (views_coffee, views_coffee_circles)  # importing them hangs their pages on the blueprint
JOBS = (jobs_coffee,)


def init_app(app: Flask) -> None:
    """Everything of coffee that the application calls is registered."""
    mails_coffee.register()
    my_data_coffee.register()
    coffee_elsewhere.register()
    app.register_blueprint(blueprint)
    # The pages behind the link of a mail: the link is the key, and no cookie of ours lends it any power.
    for view in (views_coffee.answer, views_coffee.met):
        app.extensions["csrf"].exempt(view)
    profile_parts.register_part("champions/_coffee_part.html", lambda _person: {})
    inbox.register_address("rsvp", mark=coffee_links.MARK, exists=coffee_replies.token_exists, handle=coffee_replies.handle)
    people_signals.person_deactivated.connect(_on_person_deactivated)
    people_signals.person_erased.connect(_on_person_erased)


def _on_person_deactivated(_sender: object, *, person: Person) -> None:
    coffee_meetings.leave(person, now=datetime.now(UTC))


def _on_person_erased(_sender: object, *, person: Person, now: datetime) -> None:  # noqa: ARG001
    my_data_coffee.forget_words(person)
