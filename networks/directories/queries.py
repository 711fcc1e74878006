"""Reads for the pages of directories."""

from collections.abc import Sequence

from sqlalchemy import select

from database import db
from networks.census.models import Network
from networks.directories.errors import Why
from networks.directories.models import Directory, DirectoryGroup


def groups_of(directory: Directory) -> Sequence[tuple[DirectoryGroup, Network]]:
    """The groups of it that are networks, in order of name. One query."""
    query = select(DirectoryGroup, Network).join(Network, Network.id == DirectoryGroup.network_id)
    rows = db.session.execute(query.where(DirectoryGroup.directory_id == directory.id).order_by(Network.name, Network.id))
    return [(group, network) for group, network in rows]


def why_of(group: DirectoryGroup) -> Why | None:
    """Why it could not be read last, if so."""
    return Why(group.fault) if group.fault else None
