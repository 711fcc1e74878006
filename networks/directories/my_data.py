"""What Foyer keeps about a person because of directories."""

from sqlalchemy import select

from database import db
from networks.directories.models import Directory, DirectoryGroup, DirectoryGroupPerson
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("directory_groups", _groups)


def _groups(person: Person) -> list[dict[str, str]]:
    query = (
        select(DirectoryGroup.name, Directory.name)
        .join(DirectoryGroupPerson, DirectoryGroupPerson.group_id == DirectoryGroup.id)
        .join(Directory, Directory.id == DirectoryGroup.directory_id)
        .where(DirectoryGroupPerson.person_id == person.id)
        .order_by(DirectoryGroup.name, DirectoryGroup.id)
    )
    return [{"group": name, "directory": directory} for name, directory in db.session.execute(query)]
