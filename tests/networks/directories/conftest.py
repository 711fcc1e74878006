"""A directory of the company that is connected, and what is in it."""

import pytest

from database import transaction
from networks.directories import directories
from networks.directories.directories import Terms
from networks.directories.models import DirectoryKind
from tests.infra.scim_source import ScimSource


@pytest.fixture
def source():
    with ScimSource() as source:
        yield source


@pytest.fixture
def crowd(add_person):
    """Six colleagues."""
    return [add_person(f"Number{number} Colleague") for number in range(6)]


@pytest.fixture
def directory(app, source, crowd, now):
    """The company directory, with the six in its group Guild, and in Pay review; three of them in Lunch."""
    source.users = [{"id": str(person.id), "userName": person.email.upper()} for person in crowd]
    source.users.append({"id": "stranger", "userName": "stranger@elsewhere.example"})
    ids = [one["id"] for one in source.users]
    source.lists("Guild", *ids)
    source.lists("Pay review", *ids)
    source.lists("Lunch", *ids[:3])
    terms = Terms(kind=DirectoryKind.SCIM, name="Company directory", address=source.address, secret=source.token)
    with transaction():
        return directories.connect(terms, now=now)
