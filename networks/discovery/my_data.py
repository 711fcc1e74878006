"""What Foyer keeps about a person because of what they handed over."""

from typing import Any

from networks.discovery import found_networks, hand_overs
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("handed_over", _handed_over)


def _handed_over(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "handed_over_at": one.handed_at.isoformat(),
            "not_looked_at": [f"{reason}: {count}" for reason, count in one.dropped.items()],
            "proposed_networks": [
                f"{proposal.name} ({', '.join(each.address for each in proposal.people)})"
                for _id, proposal in found_networks.of_hand_over(one)
            ],
        }
        for one in hand_overs.of_person(person)
    ]
