"""The platforms that an administrator has connected: what a group can stand on, and how one is reached."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from database import db
from networks.channels.models import Channel
from networks.models import Group, Visibility
from networks.platforms.models import PlatformConnection, PlatformKind
from networks.platforms.protocol import Access, Platform
from networks.platforms.visibility import is_public

Opener = Callable[[PlatformKind, Access], Platform]


def offered_to(group: Group) -> Sequence[PlatformConnection]:
    """Those that the group does not stand on yet, by name. Where rooms are open to everybody, one that is not listed would be."""
    taken = select(Channel.platform_id).where(Channel.group_id == group.id)
    query = select(PlatformConnection).where(PlatformConnection.id.not_in(taken))
    found = db.session.scalars(query.order_by(PlatformConnection.name, PlatformConnection.id)).all()
    return [one for one in found if not exposes(one, group)]


def exposes(platform: PlatformConnection, group: Group) -> bool:
    """Whether everybody there would find the room of a group that is not listed here."""
    return group.visibility is not Visibility.LISTED and is_public(platform.options)
