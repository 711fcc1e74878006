"""What Foyer keeps about a person because of a calendar they connected."""

from typing import Any

from people.models import Person
from people.profile_parts import register_data
from sessions.busy import sources


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("busy", _busy)


def _busy(person: Person) -> list[dict[str, Any]]:
    source = sources.of(person)
    if source is None:
        return []
    moments = {name: getattr(source, name) for name in ("connected_at", "checked_at", "fetched_at")}
    return [
        {
            "connected_calendar": sources.address_of(source),
            **{name: at.isoformat() if at else None for name, at in moments.items()},
            "busy_times": [{"at": start.isoformat(), "ends_at": end.isoformat()} for start, end in sources.times_of(person)],
        }
    ]
