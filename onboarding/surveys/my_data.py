"""What Foyer keeps about a person because of surveys: that one asked them, and that they stopped one. Of answers it knows nothing; that they
had a token stands with the tokens.
"""

from typing import Any

from onboarding.surveys import queries
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("surveys_asked", _asked)
    register_data("surveys_stopped", _stopped)


def _asked(person: Person) -> list[dict[str, Any]]:
    return [
        {"survey": wave.survey.name, "token": wave.purpose, "begins_on": wave.begins_on.isoformat()}
        for wave in queries.asked_of(person)
    ]


def _stopped(person: Person) -> list[dict[str, Any]]:
    return [{"survey": survey.name} for survey in queries.stopped(person)]
