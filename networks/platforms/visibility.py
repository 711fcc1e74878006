"""Whether rooms over there are open to everybody, for platforms that ask; an administrator chooses it once for all rooms."""

from collections.abc import Mapping

from networks.platforms.protocol import Field
from networks.platforms.protocol import gettext_noop as _

VISIBILITY = Field("visibility", _("Visibility"), _("public or private; private when left empty."), is_required=False)


def is_public(options: Mapping[str, str]) -> bool:
    """Whether everybody there finds the rooms. Anything but "public" is private."""
    return options.get("visibility", "").strip().lower() == "public"
