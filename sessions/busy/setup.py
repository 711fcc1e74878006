"""Opens connected calendars to the application: a part of one's own page, one's data, the job that reads."""

from typing import Any

from flask import Flask

from people import profile_parts
from people import signals as people_signals
from people.models import Person
from sessions.busy import jobs, my_data, sources, views
from sessions.busy.errors import Fault
from sessions.busy.forms import BusyForm

PAGES, JOBS = (views,), (jobs,)  # importing them hangs pages on the blueprint and the job on the worker


def init_app(app: Flask) -> None:  # noqa: ARG001
    """Everything of connected calendars that the application calls is registered."""
    my_data.register()
    profile_parts.register_part("sessions/_busy_part.html", _part)
    people_signals.person_deactivated.connect(_on_person_deactivated)


def _part(person: Person) -> dict[str, Any]:
    source = sources.of(person)
    if source is None:
        return {"source": None, "form": BusyForm()}
    return {
        "source": source,
        "host": sources.host_of(source),
        "fault": Fault(source.error) if source.error else None,
        "times": len(sources.times_of(person)),
    }


def _on_person_deactivated(_sender: object, *, person: Person) -> None:
    sources.disconnect(person)
