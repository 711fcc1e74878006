"""A SCIM server as it is asked (RFC 7644): what it can, its lists page by page, one group, the versions of groups. All of it parsed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from networks.platforms.client import Answer, JsonClient
from networks.platforms.protocol import Access, AccessDenied, Garbled, Refused, Unavailable, gettext_noop
from networks.platforms.reading import ENDLESS, LONGEST_ID

SCIM_JSON = "application/scim+json"
MOST_PAGES = 20_000
NO_LIST = gettext_noop("There are no people and groups at this address: it has to end where /Users and /Groups would follow.")
BAD_TOKEN = gettext_noop("There is no token, or it holds something that no token does: a space, a line break.")
UNREADABLE = gettext_noop("The platform answered with something other than SCIM promises.")


PATIENCE = 100.0  # seconds: a busy server takes half a minute to go through a group of 20,000 for each change


@dataclass(frozen=True, slots=True)
class Served:
    """What of SCIM this server has (RFC 7643 section 5)."""

    patches: bool = True
    filters: bool = True
    versions: bool = True


@dataclass(slots=True)
class Group:
    """A group as it was read: its members by account, as the platform wrote them; `version` is "" where it gives none."""

    id: str
    version: str
    members: dict[str, dict[str, Any]]
    written: dict[str, Any] = field(default_factory=dict)


class ScimServer:
    """One server and what opens it."""

    def __init__(self, access: Access, *, page: int) -> None:
        token = access.secrets.get("token", "")
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise AccessDenied(BAD_TOKEN)
        headers = {"Accept": f"{SCIM_JSON}, application/json", "Authorization": f"Bearer {token}"}
        self._client = JsonClient(access.base_url, headers, seconds=PATIENCE)
        self._page = page
        self._served: Served | None = None
        self._unfiltered: set[str] = set()  # lists whose filters this server turned out not to know

    def close(self) -> None:
        """Connections are let go."""
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: object | None = None,
        query: Mapping[str, str | int] | None = None,
        version: str = "",
        allowed: frozenset[int] = frozenset(),
    ) -> Answer:
        """One request; `version`: only if the resource is still this one."""
        headers = {} if body is None else {"Content-Type": SCIM_JSON}
        if version:
            headers["If-Match"] = version
        return self._client.ask(method, path, body=body, query=query, headers=headers, allowed=allowed)

    def served(self) -> Served:
        """What it says it can; everything where it says nothing."""
        if self._served is None:
            answer = self.ask("GET", "ServiceProviderConfig", allowed=frozenset({404, 501}))
            self._served = Served() if answer.status >= 300 else _served(answer.object())
        return self._served

    def filters(self, path: str) -> bool:
        """Whether this list can be asked for some of its entries."""
        return self.served().filters and path not in self._unfiltered

    def search(self, path: str, wanted: str, query: Mapping[str, str | int]) -> list[dict[str, Any]]:
        """What matches this filter; the whole list where the server does not know the filter."""
        if self.filters(path):
            try:
                return list(self.everything(path, {**query, "filter": wanted}))
            except Refused:
                self._unfiltered.add(path)
        return list(self.everything(path, query))

    def everything(self, path: str, query: Mapping[str, str | int]) -> Iterator[dict[str, Any]]:
        """Each entry of a list once, page by page (RFC 7644 section 3.4.2.4)."""
        start, seen = 1, set[str]()
        for _number in range(MOST_PAGES):
            page = {**query, "startIndex": start, "count": self._page}
            answer = self.ask("GET", path, query=page, allowed=frozenset({404}))
            if answer.status == 404:
                raise Refused(NO_LIST)
            entries, total = _entries(answer.object())
            fresh = [one for one in entries if one["id"] not in seen]
            yield from fresh
            seen.update(one["id"] for one in fresh)
            start += len(entries)
            if not entries or start > total:
                return
            if not fresh:
                break
        raise Garbled(ENDLESS)

    def group(self, room_id: str, *, whole: bool = False) -> Group:
        """The group with its members; `whole`: with all that stands in it. Raises RoomMissing."""
        answer = self.ask("GET", path_of(room_id), query=None if whole else {"attributes": "members"})
        written = answer.object()
        return Group(room_id, version_of(answer), _members(written.get("members")), written)


def path_of(room_id: str) -> str:
    """Where the group is, whatever its id is made of."""
    return f"Groups/{quote(room_id, safe='')}"


def version_of(answer: Answer) -> str:
    """What If-Match takes: the ETag, or the version in the body; "" when there is none."""
    meta = answer.json.get("meta") if isinstance(answer.json, dict) else None
    found = answer.headers.get("ETag") or text_in(meta if isinstance(meta, dict) else {}, "version")
    return found if found.isascii() and found.isprintable() else ""


def quoted(value: str) -> str:
    """The value as a filter has it: a JSON string (RFC 7644 section 3.4.2.2)."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def text_in(written: Mapping[str, Any], name: str) -> str:
    """The text of this name, "" where there is none."""
    value = written.get(name)
    return value if isinstance(value, str) else ""


def id_of(written: Mapping[str, Any]) -> str:
    """Raises Garbled for a resource without one, or with one that nobody could keep."""
    found = text_in(written, "id")
    if not 0 < len(found) <= LONGEST_ID:
        raise Garbled(UNREADABLE)
    return found


def changing() -> Unavailable:
    """For a group that is another one each time it is read."""
    return Unavailable(gettext_noop("Somebody else keeps changing this group on the platform. Foyer tries again by itself."))


def _served(written: dict[str, Any]) -> Served:
    def has(name: str) -> bool:
        said = written.get(name)
        return bool(said.get("supported")) if isinstance(said, dict) else False

    if not isinstance(written.get("patch"), dict):
        raise Garbled(UNREADABLE)
    return Served(patches=has("patch"), filters=has("filter"), versions=has("etag"))


def _entries(written: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    entries, total = written.get("Resources", []), written.get("totalResults")
    if not isinstance(total, int) or not isinstance(entries, list):
        raise Garbled(UNREADABLE)
    if not all(isinstance(one, dict) and id_of(one) for one in entries):
        raise Garbled(UNREADABLE)
    return entries, total


def _members(written: object) -> dict[str, dict[str, Any]]:
    """By account, groups within the group among them."""
    if written is None:
        return {}
    if not isinstance(written, list) or not all(
        isinstance(one, dict) and 0 < len(text_in(one, "value")) <= LONGEST_ID for one in written
    ):
        raise Garbled(UNREADABLE)
    return {one["value"]: one for one in written}
