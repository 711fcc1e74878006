"""Which adapter speaks with which kind of platform."""

from collections.abc import Mapping
from typing import ClassVar, Protocol

from networks.platforms.discourse import Discourse
from networks.platforms.graph import Graph
from networks.platforms.matrix import Matrix
from networks.platforms.mattermost import Mattermost
from networks.platforms.protocol import Access, Field, Platform, PlatformKind
from networks.platforms.scim import Scim
from networks.platforms.slack import Slack


class Adapter(Platform, Protocol):
    """An adapter as it is made: from what an administrator filled in."""

    FIELDS: ClassVar[tuple[Field, ...]]  # besides the address of the platform; in the order of the form

    def __init__(self, access: Access) -> None: ...


KINDS: Mapping[PlatformKind, type[Adapter]] = {
    PlatformKind.DISCOURSE: Discourse,
    PlatformKind.GRAPH: Graph,
    PlatformKind.MATRIX: Matrix,
    PlatformKind.MATTERMOST: Mattermost,
    PlatformKind.SCIM: Scim,
    PlatformKind.SLACK: Slack,
}


def adapter(kind: PlatformKind, access: Access) -> Platform:
    """The platform of this kind, reached with this access. Raises PlatformFault when an address can be none. The caller closes it."""
    return KINDS[kind](access)
