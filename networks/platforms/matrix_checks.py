"""The test of an access to Matrix: what works, and what is missing where. It changes nothing over there but that an
invitation to the space is accepted.
"""

from collections.abc import Callable, Sequence

from networks.platforms.client import words_of
from networks.platforms.matrix_server import CLIENT, REFUSALS, USER, Server, quoted, said, text
from networks.platforms.protocol import Finding, PlatformFault, RoomMissing, gettext_noop

NO_SUCH_VERSION = "foyer-asks-whether"
NO_ROOMS = gettext_noop("The server does not let Foyer's account make rooms: give it that right there.")
NO_WAY = gettext_noop(
    "Make Foyer's account an administrator of the server (Synapse), so that it is told whose an e-mail address is, or fill in how "
    "accounts follow from addresses."
)
NO_RULE = gettext_noop("How accounts follow from addresses has to look like this: @{localpart}:example.org.")
NO_SPACE = gettext_noop("There is no such space: make it, or give the address of another one.")
NOT_INVITED = gettext_noop("Invite Foyer's account to the space, and give it the power to add rooms.")
IS_A_ROOM = gettext_noop("This is a room and no space: give the address of a space.")
NO_POWER = gettext_noop("Foyer's account lacks the power to add rooms to the space: give it that.")


def checked(server: Server, space: str, rule: str) -> Sequence[Finding]:
    """Each thing that the mirror needs. After an access that opens nothing, nothing more is tried."""
    first = _tried(gettext_noop("The access token opens the server."), lambda: server.me and "")
    if not first.works:
        return [first]
    tests = [
        (gettext_noop("Rooms can be made."), lambda: _rooms(server)),
        (gettext_noop("People can be found."), lambda: _people(server, rule)),
    ]
    if space:
        tests.append((gettext_noop("Rooms can be placed in the space."), lambda: _space(server, space)))
    return [first, *(_tried(what, test) for what, test in tests)]


def _tried(what: str, test: Callable[[], str]) -> Finding:
    try:
        missing = test()
    except PlatformFault as fault:
        missing = str(fault)
    return Finding(what, works=not missing, missing=missing)


def _rooms(server: Server) -> str:
    """Asked with a version of rooms that no server has: who may make none hears that first, and nobody gets one."""
    wish = {"preset": "private_chat", "room_version": NO_SUCH_VERSION}
    answer = server.ask("POST", f"{CLIENT}/createRoom", body=wish, allowed=REFUSALS)
    if answer.status == 403:
        return NO_ROOMS + words_of(answer.json)
    return ""


def _people(server: Server, rule: str) -> str:
    if not rule and not server.is_ours:
        return said(NO_WAY, server.me)
    if rule and ("{localpart}" not in rule or not USER.fullmatch(rule.replace("{localpart}", "ada"))):
        return NO_RULE
    if rule and not server.is_ours:
        server.ask("GET", f"{CLIENT}/profile/{quoted(server.me)}")
    return ""


def _space(server: Server, space: str) -> str:
    space_id = space if space.startswith("!") else server.resolved(_address(server, space))
    if not space_id:
        ours = _address(server, space).endswith(f":{server.name}")
        return "" if ours else said(NO_SPACE, space)
    try:
        space_id = server.entered(space_id)
    except RoomMissing:
        return said(NOT_INVITED, f"{server.me}, {space}")
    created = server.state(space_id, "m.room.create")
    if text(created, "type") != "m.space":
        return said(IS_A_ROOM, space)
    powers = server.powers(space_id)
    needed = powers.needed_to_set("m.space.child")
    if powers.of(server.me) < needed:
        return said(NO_POWER, f"{space}, m.space.child {needed:g}, {server.me} {powers.of(server.me):g}")
    return ""


def _address(server: Server, space: str) -> str:
    localpart, _, name = space.removeprefix("#").partition(":")
    return f"#{localpart}:{name or server.name}"
