"""What Foyer keeps about a person because of reports."""

from typing import Any

from onboarding.evidence.reports import queries
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("reports_made", _made)


def _made(person: Person) -> list[dict[str, Any]]:
    return [
        {"made_at": one.made_at.isoformat(), "shared_with": [share.for_whom for share in one.shares]}
        for one in queries.made_by(person)
    ]
