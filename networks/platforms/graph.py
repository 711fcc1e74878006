"""Microsoft Graph v1.0: a room is a group of Microsoft Entra ID (with Teams or Outlook as the company has it), with its key as uniqueName.

Speaks as an application, with client credentials: token, groups (by uniqueName, upsert, get, members, members/$ref), users ($filter),
$batch. Limits of theirs, and what they mean here:
- uniqueName is the key of a group: made with `Prefer: create-if-missing`, a repeat is the same group. It is never changed afterwards here,
  for an upsert of a group that is there would write over the name people gave it.
- At most 20 members come in with one PATCH, all or none; when one of them cannot, each is asked for alone in a $batch of 20 requests,
  each of which has a status of its own. Members that are groups or devices are not people and are left out.
- A filter takes at most 15 values. A number of the directory is the employeeId. Who left leaves no trace: OUT is never told.
- Groups that are dynamic, or kept by another directory, take no members by hand: those are refused.
- What was written may be seen a little later: a group that is not there yet is asked for again by the next run.
- An application alone may not write into Teams or a group's mailbox: announcements are refused.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from networks.platforms.client import SECONDS, Answer, fault_of
from networks.platforms.graph_session import MOST_IN_BATCH, NOT_PROMISED, GraphSession, Part, error_code, said
from networks.platforms.protocol import (
    Access,
    Done,
    Field,
    Finding,
    Garbled,
    Outcome,
    Refused,
    Room,
    RoomMember,
    RoomMissing,
    Sought,
    There,
    Unavailable,
)
from networks.platforms.protocol import gettext_noop as _
from networks.platforms.reading import ENDLESS, MOST_PAGES, batches, by_address, identity, rows, text, tried
from networks.platforms.visibility import VISIBILITY, is_public
from networks.platforms.wording import shortened

Row = dict[str, Any]
PAGE = 999  # their most
BATCH = 20  # their most, in one PATCH and in one $batch
MOST_IN_FILTER = 15
USER = "#microsoft.graph.user"
NO_GROUP = "00000000-0000-0000-0000-000000000000"
LACKS_RIGHT = "Authorization_RequestDenied"
ALREADY = "already exist"  # the code of it is Request_BadRequest, as of much else

TOKEN = (
    _("The application gets a token"),
    _("Give the directory ID, the client ID and a client secret that has not expired: Entra, App registrations."),
)
READ_USERS = (
    _("Find people (User.Read.All)"),
    _("Add the application permission User.Read.All under API permissions, and grant admin consent."),
)
READ_GROUPS = (
    _("See groups (Group.Read.All, part of Group.ReadWrite.All)"),
    _("Add the application permission Group.ReadWrite.All under API permissions, and grant admin consent."),
)
WRITE_GROUPS = (
    _("Make groups, bring people in and take them out (Group.ReadWrite.All)"),
    _("Add the application permission Group.ReadWrite.All under API permissions, and grant admin consent."),
)

NOT_YET = _("The new group cannot be seen yet. Foyer tries again by itself.")
NO_SUCH = _("Microsoft 365 has no such group.")
NO_WORDS = _("Microsoft 365 lets no application write into a group by itself: announcements cannot go there.")


class Graph:
    """One directory (tenant)."""

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("tenant", _("Directory (tenant) ID"), _("Entra, App registrations, your app, Overview.")),
        Field("client_id", _("Application (client) ID"), _("Entra, App registrations, your app, Overview.")),
        Field("client_secret", _("Client secret"), _("Its value, under Certificates & secrets; it expires."), is_secret=True),
        Field("kind", _("Kind of group"), _("security or microsoft365; microsoft365 when left empty."), is_required=False),
        Field("login_url", _("Address for signing in"), _("Only for national clouds."), is_required=False),
        VISIBILITY,
    )

    def __init__(self, access: Access, *, seconds: float = SECONDS, page: int = PAGE, batch: int = BATCH) -> None:
        self._session = GraphSession(access, seconds)
        self._is_security = access.options.get("kind", "").strip().lower() == "security"
        self._visibility = "Public" if is_public(access.options) else "Private"
        self._page, self._batch = page, min(batch, MOST_IN_BATCH)

    def check(self) -> Sequence[Finding]:
        token = tried(*TOKEN, self._session.sign_in)
        if not token.works:
            return [token]
        return [
            token,
            tried(*READ_USERS, lambda: rows(self._ask("GET", "users", query={"$top": 1, "$select": "id,mail"}).json, "value")),
            tried(*READ_GROUPS, lambda: rows(self._ask("GET", "groups", query={"$top": 1, "$select": "id"}).json, "value")),
            tried(*WRITE_GROUPS, self._write_nothing),
        ]

    def open_room(self, key: str, name: str, purpose: str) -> Room:
        found = self._by_key(key)
        if found is not None:
            return found
        group: dict[str, Any] = {
            "displayName": shortened(name, 256) or key,
            "mailNickname": key,
            "mailEnabled": not self._is_security,
            "securityEnabled": self._is_security,
            "groupTypes": [] if self._is_security else ["Unified"],
        }
        if purpose.strip():
            group["description"] = shortened(purpose, 1024)
        if not self._is_security:
            group["visibility"] = self._visibility
        answer = self._ask("PATCH", _by_unique_name(key), body=group, headers={"Prefer": "create-if-missing"})
        if answer.status == 201:
            return _room(answer.object())
        found = self._by_key(key)  # somebody was quicker, or we were and never heard
        if found is None:
            raise Unavailable(NOT_YET)
        return found

    def room(self, room_id: str) -> Room:
        query = {"$select": "id,displayName,uniqueName"}
        answer = self._ask("GET", f"groups/{_in_path(room_id)}", query=query, allowed=frozenset({400}))
        if answer.status == 400:
            raise RoomMissing(NO_SUCH)
        return _room(answer.object())

    def accounts(self, sought: Iterable[Sought]) -> dict[int, str]:
        people = list(sought)
        numbers = self._where("employeeId", [one.external_id for one in people if one.external_id])
        by_number: dict[str, set[str]] = {}
        for user in numbers:
            by_number.setdefault(text(user, "employeeId"), set()).add(identity(user))
        found = {one.person_id: min(by_number[one.external_id]) for one in people if len(by_number.get(one.external_id, ())) == 1}
        for name in ("mail", "userPrincipalName"):
            others = [one for one in people if one.person_id not in found and "@" in one.email]
            users = self._where(name, [one.email.strip().lower() for one in others])
            found |= by_address(others, [(text(user, name), identity(user)) for user in users])
        return found

    def members(self, room_id: str) -> Iterator[RoomMember]:
        told = set()
        for member in self._pages(f"groups/{_in_path(room_id)}/members", {"$select": "id", "$top": self._page}):
            account = identity(member)
            if account not in told and member.get("@odata.type", USER) == USER:
                told.add(account)
                yield RoomMember(account, There.MEMBER)

    def bring_in(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        if accounts:
            self.room(room_id)
        for batch in batches(accounts, self._batch):
            body = {"members@odata.bind": [self._session.object_url(account) for account in batch]}
            answer = self._ask("PATCH", f"groups/{_in_path(room_id)}", body=body, allowed=frozenset({400, 404}))
            if answer.status < 300:
                yield from (Outcome(account, Done.DONE) for account in batch)
            else:  # none of them came: who is in already, or who is it that cannot?
                parts = [self._session.addition(room_id, account) for account in batch]
                yield from self._one_by_one(batch, parts, _who_comes)

    def take_out(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        if accounts:
            self.room(room_id)
        for batch in batches(accounts, self._batch):
            parts = [self._session.removal(room_id, account) for account in batch]
            yield from self._one_by_one(batch, parts, _who_goes)

    def announce(self, room_id: str, text: str, key: str) -> None:  # noqa: ARG002 - nothing is said
        raise Refused(NO_WORDS)

    def close(self) -> None:
        self._session.close()

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: object | None = None,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        allowed: frozenset[int] = frozenset(),
    ) -> Answer:
        return self._session.ask(method, path, body=body, query=query, headers=headers, allowed=allowed)

    def _write_nothing(self) -> None:
        """A change to a group that cannot exist: who may not change groups hears that first."""
        answer = self._ask("PATCH", f"groups/{NO_GROUP}", body={"description": "-"}, allowed=frozenset({400, 404}))
        if answer.status not in {400, 404}:
            raise Garbled(NOT_PROMISED)

    def _by_key(self, key: str) -> Room | None:
        answer = self._ask("GET", _by_unique_name(key), query={"$select": "id,displayName,uniqueName"}, allowed=frozenset({404}))
        return None if answer.status == 404 else _room(answer.object())

    def _where(self, name: str, values: Iterable[str]) -> list[dict[str, Any]]:
        """The accounts whose property is one of these, fifteen at a time."""
        found: list[Row] = []
        for some in batches(list(values), MOST_IN_FILTER):
            listed = ",".join("'{}'".format(value.replace("'", "''")) for value in some)
            query: dict[str, str | int] = {"$filter": f"{name} in ({listed})", "$select": f"id,{name}", "$top": PAGE}
            found += self._pages("users", query, {"ConsistencyLevel": "eventual"})
        return found

    def _pages(self, path: str, first: Mapping[str, str | int], headers: Mapping[str, str] | None = None) -> Iterator[Row]:
        """Every entry of a list. One that is cut short is a fault: whoever was not told would look as if they had left."""
        query: Mapping[str, str | int] | None = first
        for _number in range(MOST_PAGES):
            answer = self._ask("GET", path, query=query, headers=headers).object()
            yield from rows(answer, "value")
            before, path, query = path, self._session.next_page(answer), None
            if not path:
                return
            if path == before:
                break
        raise Garbled(ENDLESS)

    def _one_by_one(self, accounts: list[str], parts: list[Part], become: Callable[[Answer], Done | None]) -> Iterator[Outcome]:
        """One outcome for each of one $batch. What stopped the work is raised when all that is known has been told."""
        stopped = None
        for account, answer in zip(accounts, self._session.together(parts), strict=True):
            done = become(answer)
            if done is None:
                stopped = fault_of(answer)
            else:
                yield Outcome(account, done, said(answer) if done is Done.REFUSED else "")
        if stopped:
            raise stopped


def _who_comes(answer: Answer) -> Done | None:
    """What became of one who was to come in; None where it is not this one that is in the way."""
    if answer.status < 300:
        return Done.DONE
    if answer.status == 400 and ALREADY in said(answer):
        return Done.ALREADY
    return Done.REFUSED if _is_of_this_one(answer) else None


def _who_goes(answer: Answer) -> Done | None:
    if answer.status < 300:
        return Done.DONE
    if answer.status == 404:  # the group is there: this one is not in it
        return Done.ALREADY
    return Done.REFUSED if _is_of_this_one(answer) else None


def _is_of_this_one(answer: Answer) -> bool:
    return answer.status in {400, 404, 409} or (answer.status == 403 and error_code(answer) != LACKS_RIGHT)


def _room(group: dict[str, Any]) -> Room:
    return Room(identity(group), text(group, "displayName"))


def _by_unique_name(key: str) -> str:
    return f"groups(uniqueName='{_in_path(key)}')"


def _in_path(part: str) -> str:
    return quote(part, safe="")
