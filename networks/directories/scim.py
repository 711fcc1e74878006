"""A directory that speaks SCIM 2.0 (RFC 7644), read only: users and groups, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import quote

from networks.directories.errors import DirectoryFault, Why
from networks.directories.reading import MOST_ACCOUNTS, Account, Listed, Tried, try_steps
from networks.platforms.client import JsonClient, words_of
from networks.platforms.protocol import PlatformFault, Unavailable

PAGE = 200
LOOKED_AT = 1_000  # entries that tell whether anybody has an address
_SHUT = {401: Why.SIGN_IN, 403: Why.NOT_ALLOWED}


@dataclass(frozen=True, slots=True)
class ScimAccess:
    """Where it is and what opens it."""

    address: str
    token: str = field(repr=False)


class ScimReader:
    """One directory."""

    def __init__(self, access: ScimAccess) -> None:
        self._client = JsonClient(access.address, {"Authorization": f"Bearer {access.token}", "Accept": "application/scim+json"})

    def check(self) -> Sequence[Tried]:
        return try_steps(
            ("reach", self._answers, Why.UNREACHABLE),
            ("sign-in", lambda: self._page("Groups", 1, "displayName")[1] >= 0, Why.GARBLED),
            ("groups", lambda: bool(self._page("Groups", 1, "displayName")[0]), Why.NO_GROUPS),
            ("people", lambda: any(_addresses(one) for one in islice(self._users(), LOOKED_AT)), Why.NO_ADDRESSES),
        )

    def _answers(self) -> bool:
        """Whether it lets us in is the next question."""
        try:
            self._page("Groups", 1, "displayName")
        except DirectoryFault as error:
            if error.why not in _SHUT.values():
                raise
        return True

    def accounts(self) -> Iterator[Account]:
        for one in self._users():
            if one.get("active", True) is not False:
                yield Account((f"id:{_id(one)}",), _addresses(one))

    def _users(self) -> Iterator[dict[str, Any]]:
        return self._all("Users", "id,userName,emails,active")

    def groups(self) -> Iterator[Listed]:
        for one in self._all("Groups", "id,displayName,members"):
            group = one if "members" in one else self._one_group(_id(one))
            name = group.get("displayName")
            members = group.get("members") or []
            if not isinstance(members, list):
                raise DirectoryFault(Why.GARBLED)
            refs = tuple(
                f"id:{said['value']}" for said in members if isinstance(said, dict) and isinstance(said.get("value"), str)
            )
            yield Listed(f"id:{_id(one)}"[:600], f"id:{_id(one)}", " ".join(str(name or "").split())[:200], refs)

    def close(self) -> None:
        self._client.close()

    def _one_group(self, group_id: str) -> dict[str, Any]:
        """Some leave members out of lists (RFC 7644 section 3.9); asked for one group they come."""
        return self._ask(f"Groups/{quote(group_id, safe='')}", {})

    def _all(self, kind: str, attributes: str) -> Iterator[dict[str, Any]]:
        """Every one of them (RFC 7644 section 3.4.2.4). A list that ends before its own count is a fault: it would look like people who left."""
        start = 1
        while True:
            found, total = self._page(kind, start, attributes)
            yield from found
            start += len(found)
            if start > MOST_ACCOUNTS:
                raise DirectoryFault(Why.TOO_MUCH)
            if start > total:
                return
            if not found:
                raise DirectoryFault(Why.LIMITED)

    def _page(self, kind: str, start: int, attributes: str) -> tuple[list[dict[str, Any]], int]:
        said = self._ask(kind, {"startIndex": start, "count": PAGE, "attributes": attributes})
        found, total = said.get("Resources") or [], said.get("totalResults")
        if (
            not isinstance(total, int)
            or total < 0
            or not isinstance(found, list)
            or not all(isinstance(one, dict) for one in found)
        ):
            raise DirectoryFault(Why.GARBLED)
        return found, total

    def _ask(self, path: str, query: dict[str, str | int]) -> dict[str, Any]:
        try:
            answer = self._client.ask("GET", path, query=query, allowed=frozenset(_SHUT))
            if answer.status in _SHUT:
                raise DirectoryFault(_SHUT[answer.status], words_of(answer.json))
            return answer.object()
        except Unavailable as error:
            raise DirectoryFault(Why.UNREACHABLE, str(error)) from error
        except PlatformFault as error:
            raise DirectoryFault(Why.GARBLED, str(error)) from error


def _id(said: dict[str, Any]) -> str:
    if not isinstance(said.get("id"), str) or not said["id"]:
        raise DirectoryFault(Why.GARBLED)
    return str(said["id"])


def _addresses(said: dict[str, Any]) -> tuple[str, ...]:
    """All they are reached by, and the name they sign in with where that is an address."""
    emails, name = said.get("emails"), said.get("userName")
    listed = [one.get("value") for one in emails if isinstance(one, dict)] if isinstance(emails, list) else []
    found = [one for one in listed if isinstance(one, str)]
    return (*found, name) if isinstance(name, str) and "@" in name else tuple(found)
