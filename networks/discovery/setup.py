"""Opens discovery to the application: pages, one's data, the job that reads, who leaves."""

from datetime import datetime

from flask import Flask

from networks.discovery import (
    found_networks,
    hand_overs,
    jobs,
    my_data,
    views_directories,
    views_found,
    views_hand_overs,
    views_words,
)
from networks.discovery.views import blueprint
from people import addresses
from people import signals as people_signals
from people.models import Person

PAGES, JOBS = (
    (views_hand_overs, views_found, views_words, views_directories),
    (jobs,),
)  # importing them hangs pages on the blueprint and the job on the worker


def init_app(app: Flask) -> None:
    """Everything of discovery that the application calls is registered."""
    my_data.register()
    people_signals.person_deactivated.connect(_on_person_deactivated)
    people_signals.person_erased.connect(_on_person_erased)
    app.register_blueprint(blueprint)


def _on_person_deactivated(_sender: object, *, person: Person) -> None:
    hand_overs.forget_all(person)


def _on_person_erased(_sender: object, *, person: Person, now: datetime) -> None:  # noqa: ARG001
    found_networks.forget_person(addresses.addresses_of(person))
