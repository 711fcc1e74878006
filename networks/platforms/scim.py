"""Groups of a SCIM 2.0 server (RFC 7643, RFC 7644). The key of a room is the group's externalId; groups have no place for words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from networks.platforms import scim_people
from networks.platforms.client import Answer, words_of
from networks.platforms.protocol import (
    Access,
    Done,
    Field,
    Finding,
    Garbled,
    Outcome,
    PlatformFault,
    Refused,
    Room,
    RoomMember,
    Sought,
    There,
    Unavailable,
    gettext_noop,
)
from networks.platforms.scim_server import Group, ScimServer, changing, id_of, path_of, quoted, text_in, version_of

GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
LEAN: dict[str, str | int] = {"excludedAttributes": "members"}
NOBODY = "00000000-0000-0000-0000-000000000000"
TRIES = 5  # readings of a group that somebody else is changing
MAY_BE_ONE = frozenset({400, 404, 409, 413, 422})  # statuses that can mean one member of a batch
NO_WORDS = gettext_noop("Groups of this platform have no place for words.")
NO_KEY = gettext_noop(
    "The platform does not keep the externalId of groups: Foyer could not find its group again, and has made none."
)
NAME_TAKEN = gettext_noop("The platform has another group of this name already.")
NO_GUARD = gettext_noop("The platform can change groups neither in part (PATCH) nor guarded by versions (ETag).")


class Scim:
    """The groups and people of one server."""

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "token",
            gettext_noop("Token"),
            gettext_noop("A bearer token that may read people, and read, make and change groups."),
            is_secret=True,
        ),
    )
    PAGE = 500  # entries of a list in one answer; servers give fewer if they like
    # Members in one request: servers go through a whole group for each that goes, and for each request.
    BATCH = 500
    REMOVALS = 10

    def __init__(self, access: Access) -> None:
        self._server = ScimServer(access, page=self.PAGE)

    def close(self) -> None:
        """Connections are let go."""
        self._server.close()

    def check(self) -> Sequence[Finding]:
        """What works; nothing is changed by it. That groups can be made shows only when one is."""
        findings: list[Finding] = []
        tests = (
            (gettext_noop("A SCIM server answers at this address."), self._answers),
            (gettext_noop("Foyer may read people."), lambda: self._reads("Users", MAY_READ_PEOPLE)),
            (gettext_noop("Foyer may read groups."), lambda: self._reads("Groups", MAY_READ_GROUPS)),
            (gettext_noop("Foyer may change groups."), self._changes),
        )
        for what, missing_of in tests:
            try:
                missing = missing_of()
            except PlatformFault as fault:
                missing = str(fault)
                if isinstance(fault, Unavailable | Garbled):
                    return [*findings, Finding(what, works=False, missing=missing)]
            findings.append(Finding(what, works=not missing, missing=missing))
        return findings

    def open_room(self, key: str, name: str, purpose: str) -> Room:  # noqa: ARG002  (groups have no purpose)
        """The group with this externalId; of two, which only a race can leave behind, the older."""
        found = self._with_key(key)
        return _room(found if found is not None else self._make(key, name))

    def room(self, room_id: str) -> Room:
        """The group without its members. Raises RoomMissing."""
        return _room(self._server.ask("GET", path_of(room_id), query=LEAN).object())

    def accounts(self, sought: Iterable[Sought]) -> dict[int, str]:
        """Ids of people who are not inactive; a userName that is an address counts as one."""
        return scim_people.accounts(self._server, list(sought))

    def members(self, room_id: str) -> Iterator[RoomMember]:
        """All of them come in one answer (RFC 7643 section 4.2); groups within the group are left out. Raises RoomMissing."""
        for account, written in self._server.group(room_id).members.items():
            if written.get("type") != "Group" and "/Groups/" not in text_in(written, "$ref"):
                yield RoomMember(account, There.MEMBER)

    def bring_in(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        """In batches; a batch that is refused is halved until it shows who it is."""
        return self._change(room_id, accounts, comes=True)

    def take_out(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        """As `bring_in`."""
        return self._change(room_id, accounts, comes=False)

    def announce(self, room_id: str, text: str, key: str) -> None:  # noqa: ARG002
        """Raises Refused."""
        raise Refused(NO_WORDS)

    # Rooms

    def _with_key(self, key: str) -> dict[str, Any] | None:
        found = self._server.search("Groups", f"externalId eq {quoted(key)}", LEAN)
        ours = [one for one in found if one.get("externalId") == key]
        return min(ours, key=lambda one: (_made_at(one), one["id"]), default=None)

    def _make(self, key: str, name: str) -> dict[str, Any]:
        answer = self._post(key, name)
        if answer.status == 409 and (found := self._with_key(key)) is not None:  # somebody was quicker
            return found
        if answer.status == 409:  # here no two groups have one name
            answer = self._post(key, f"{name} ({key})")
        if answer.status == 409:
            raise Refused(NAME_TAKEN + words_of(answer.json))
        return self._made(answer.object(), key)

    def _post(self, key: str, name: str) -> Answer:
        body = {"schemas": [GROUP], "externalId": key, "displayName": name}
        return self._server.ask("POST", "Groups", body=body, query=LEAN, allowed=frozenset({409}))

    def _made(self, written: dict[str, Any], key: str) -> dict[str, Any]:
        """Raises Refused, and unmakes it, where its key is lost."""
        path = path_of(id_of(written))
        if written.get("externalId") == key or self._server.ask("GET", path, query=LEAN).object().get("externalId") == key:
            return written
        self._server.ask("DELETE", path)
        raise Refused(NO_KEY)

    # Members

    def _change(self, room_id: str, accounts: Sequence[str], *, comes: bool) -> Iterator[Outcome]:
        if not accounts:
            return
        group, changed = self._read(room_id), []
        for account in dict.fromkeys(accounts):
            if (account in group.members) is comes:
                yield Outcome(account, Done.ALREADY)
            else:
                changed.append(account)
        batch = self.BATCH if comes or not self._server.served().patches else self.REMOVALS
        for begin in range(0, len(changed), batch):
            yield from self._change_some(group, changed[begin : begin + batch], comes=comes)

    def _read(self, room_id: str) -> Group:
        return self._server.group(room_id, whole=not self._server.served().patches)

    def _change_some(self, group: Group, accounts: Sequence[str], *, comes: bool) -> Iterator[Outcome]:
        answer = self._write(group, accounts, comes=comes)
        if answer.status < 300:
            yield from (Outcome(account, Done.DONE) for account in accounts)
            return
        if answer.status == 404:
            self.room(group.id)  # raises RoomMissing if that is what is not there
        if len(accounts) == 1:
            yield _refused(accounts[0], answer, comes=comes)
            return
        half = len(accounts) // 2
        for some in (accounts[:half], accounts[half:]):
            yield from self._change_some(group, some, comes=comes)

    def _write(self, group: Group, accounts: Sequence[str], *, comes: bool) -> Answer:
        """The answer to one request; what somebody else changed meanwhile (412) is read again, and kept."""
        patches = self._server.served().patches
        for _try in range(TRIES):
            if not patches and not group.version:
                raise Refused(NO_GUARD)  # whoever came meanwhile would be taken out
            method, body = ("PATCH", _patch(accounts, comes=comes)) if patches else ("PUT", _put(group, accounts, comes=comes))
            answer = self._server.ask(
                method, path_of(group.id), body=body, query=LEAN, version=group.version, allowed=MAY_BE_ONE | {412}
            )
            if answer.status != 412:
                if answer.status < 300:
                    _keep(group, accounts, version_of(answer), comes=comes)
                return answer
            now = self._read(group.id)
            group.version, group.members, group.written = now.version, now.members, now.written
        raise changing()

    # The test of the access

    def _answers(self) -> str:
        answer = self._server.ask("GET", "ServiceProviderConfig", allowed=frozenset({401, 403, 404, 501}))
        if answer.status in {401, 403}:
            return _denied(answer, MAY_READ_PEOPLE)
        self._server.served()
        return ""

    def _reads(self, path: str, right: str) -> str:
        answer = self._server.ask("GET", path, query={"startIndex": 1, "count": 1}, allowed=frozenset({401, 403, 404}))
        if answer.status == 404:
            return gettext_noop(
                "There are no people and groups at this address: it has to end where /Users and /Groups would follow."
            )
        return _denied(answer, right) if answer.status >= 400 else ""

    def _changes(self) -> str:
        """A change of a group that does not exist: who may not make it is told so before anybody looks for the group."""
        served = self._server.served()
        if not served.patches and not served.versions:
            return NO_GUARD
        method, body = (
            ("PATCH", _patch([NOBODY], comes=True)) if served.patches else ("PUT", {"schemas": [GROUP], "displayName": "-"})
        )
        answer = self._server.ask(method, path_of(NOBODY), body=body, allowed=MAY_BE_ONE | {401, 403, 405, 412, 501})
        if answer.status in {405, 501}:
            return gettext_noop("The platform does not let groups be changed over SCIM.")
        return _denied(answer, MAY_CHANGE_GROUPS) if answer.status in {401, 403} else ""


MAY_READ_PEOPLE = gettext_noop("The token lacks the right to read people (/Users).")
MAY_READ_GROUPS = gettext_noop("The token lacks the right to read groups (/Groups).")
MAY_CHANGE_GROUPS = gettext_noop("The token lacks the right to change groups (/Groups).")
TOKEN_REJECTED = gettext_noop(
    "The platform does not accept the token: it is wrong, has expired or was taken back. Make a new one there."
)


def _denied(answer: Answer, right: str) -> str:
    return (TOKEN_REJECTED if answer.status == 401 else right) + words_of(answer.json)


def _room(written: dict[str, Any]) -> Room:
    room_id = id_of(written)
    return Room(room_id, text_in(written, "displayName") or room_id)


def _made_at(written: dict[str, Any]) -> str:
    meta = written.get("meta")
    return text_in(meta, "created") if isinstance(meta, dict) else ""


def _patch(accounts: Sequence[str], *, comes: bool) -> dict[str, Any]:
    """RFC 7644 sections 3.5.2.1 and 3.5.2.2. A server that knows no "or" refuses several at once, and gets them one by one."""
    if comes:
        operations = [{"op": "add", "path": "members", "value": [{"value": account} for account in accounts]}]
    else:
        anybody = " or ".join(f"value eq {quoted(account)}" for account in accounts)
        operations = [{"op": "remove", "path": f"members[{anybody}]"}]
    return {"schemas": [PATCH_OP], "Operations": operations}


def _put(group: Group, accounts: Sequence[str], *, comes: bool) -> dict[str, Any]:
    """All that stands in the group, with these more or fewer."""
    new, gone = ({account: {"value": account} for account in accounts}, set()) if comes else ({}, set(accounts))
    kept = {account: one for account, one in group.members.items() if account not in gone}
    written = {name: value for name, value in group.written.items() if name != "meta"}
    return {**written, "members": [*{**new, **kept}.values()]}


def _keep(group: Group, accounts: Sequence[str], version: str, *, comes: bool) -> None:
    group.version = version
    for account in accounts:
        if comes:
            group.members.setdefault(account, {"value": account})
        else:
            group.members.pop(account, None)


def _refused(account: str, answer: Answer, *, comes: bool) -> Outcome:
    if not comes and isinstance(answer.json, dict) and answer.json.get("scimType") == "noTarget":
        return Outcome(account, Done.ALREADY)
    return Outcome(account, Done.REFUSED, words_of(answer.json).removeprefix(" It says: ") or f"({answer.status})")
