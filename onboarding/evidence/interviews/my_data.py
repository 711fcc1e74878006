"""What Foyer keeps about a person because of interviews."""

from typing import Any

from onboarding.evidence.interviews import queries
from onboarding.evidence.interviews.interviews import PROMPTS
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("interviews", _interviews)


def _interviews(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "goal": goal.name,
            "stage": one.stage.value,
            "told": one.told.value if one.told else "",
            "with_name": one.named,
            "asked_by": one.asked_by.name if one.asked_by else "",
            "approved_on": one.approved_on.isoformat() if one.approved_on else None,
            **{prompt: getattr(one, prompt) for prompt in PROMPTS},
        }
        for one, goal in queries.of_person(person)
    ]
