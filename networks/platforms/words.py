"""What pages say about platforms, in the reader's language."""

import re
from functools import cache

from flask_babel import gettext as _

from networks.platforms.models import PlatformConnection, PlatformKind
from networks.platforms.protocol import gettext_noop

NAMES = {  # as their makers write them
    PlatformKind.SCIM: "SCIM 2.0",
    PlatformKind.MATRIX: "Matrix",
    PlatformKind.MATTERMOST: "Mattermost",
    PlatformKind.SLACK: "Slack",
    PlatformKind.DISCOURSE: "Discourse",
    PlatformKind.GRAPH: "Microsoft 365",
}
MARKS = (  # between our words and what stays as it is in every language
    (" It says: ", gettext_noop("It says: %(words)s")),
    (" It is about: ", gettext_noop("It is about: %(words)s")),
)
SAID = (  # by `client.py`
    gettext_noop("The address of the platform must begin with https://."),
    gettext_noop("The platform did not answer in time. Foyer tries again by itself."),
    gettext_noop("The platform cannot be reached (%(fault)s). Foyer tries again by itself."),
    gettext_noop("The platform's answer is too large."),
    gettext_noop("The platform's answer took too long. Foyer tries again by itself."),
    gettext_noop("The platform answered with something that is not JSON. Is its address right?"),
    gettext_noop("The platform answered with something other than its interface promises."),
    gettext_noop("The platform asks to wait. Foyer goes on by itself."),
    gettext_noop("The platform has a fault (%(status)s). Foyer tries again by itself."),
    gettext_noop("The platform does not let Foyer in (%(status)s)."),
    gettext_noop("The platform does not know this (%(status)s)."),
    gettext_noop("The platform points to another address (%(status)s). Give the address it points to."),
    gettext_noop("The platform refused (%(status)s)."),
)


def kind_says(kind: PlatformKind) -> str:
    """What stands there, in a line."""
    return {
        PlatformKind.SCIM: _("Groups of a directory or an identity provider. They have no place for words."),
        PlatformKind.MATRIX: _("Rooms in a space, on your own server."),
        PlatformKind.MATTERMOST: _("Channels of a team."),
        PlatformKind.SLACK: _("Channels of a workspace."),
        PlatformKind.DISCOURSE: _("Groups of a forum, with a topic for what is announced."),
        PlatformKind.GRAPH: _("Groups of Microsoft 365, and Teams."),
    }[kind]


def address_hint(kind: PlatformKind) -> str:
    """Where the address of a platform is found."""
    if kind is PlatformKind.SCIM:
        return _("Up to where /Users and /Groups follow, mostly https://…/scim/v2.")
    return _("As it stands in front of its programming interface; begins with https://.")


def state(platform: PlatformConnection) -> str:
    """How its last test went."""
    if platform.is_being_tested:
        return _("Is being tested")
    if platform.tested_at is None:
        return _("Not tested yet")
    return _("Works") if platform.works else _("Something is missing")


def told(said: str) -> str:
    """What a fault or a finding says; the platform's own words stay as they are."""
    for mark, template in MARKS:
        ours, found, exactly = said.partition(mark)
        if found:
            return f"{_ours(ours)} {_(template, words=exactly)}"
    return _ours(said)


def _ours(said: str) -> str:
    for template in SAID:
        if found := _pattern(template).fullmatch(said):
            return str(_(template, **found.groupdict()))
    return str(_(said)) if said else ""


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.*?)", re.escape(template)), re.DOTALL)
