"""What Foyer keeps about a person because of mirrors."""

from sqlalchemy import select

from database import db
from networks.mirroring.models import Mirror, MirrorChange
from networks.models import Group
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("mirror_changes", _changes)
    register_data("mirrors_run", _run)


def _changes(person: Person) -> list[dict[str, str | None]]:
    query = (
        select(MirrorChange, Group.name)
        .join(Mirror, Mirror.id == MirrorChange.mirror_id)
        .join(Group, Group.id == Mirror.group_id)
        .where(MirrorChange.person_id == person.id)
        .order_by(MirrorChange.id)
    )
    return [
        {
            "group": name,
            "act": change.act.value,
            "cause": change.reason.value,
            "became": change.state.value,
            "at": change.at.isoformat() if change.at else None,
        }
        for change, name in db.session.execute(query)
    ]


def _run(person: Person) -> list[dict[str, str]]:
    query = select(Mirror.created_at, Group.name).join(Group, Group.id == Mirror.group_id).where(Mirror.run_by_id == person.id)
    return [{"group": name, "since": since.isoformat()} for since, name in db.session.execute(query.order_by(Mirror.id))]
