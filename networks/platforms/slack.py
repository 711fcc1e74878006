"""Slack: a room is a channel of one workspace, named by its key; what people call it stands in its topic.

Speaks the Web API with the bot token of an app: auth.test, conversations.create, .info, .list, .join, .members, .invite, .kick,
.setTopic, .setPurpose and .history, users.lookupByEmail, users.list, chat.postMessage. Limits of theirs, and what they mean here:
- A no comes as `ok: false` with status 200, too many requests as 429 with Retry-After.
- A channel has no key but its name. When it is taken the channel is looked for; a private one of which the app is no member stays unseen.
- An invitation goes to at most 100 at once; who cannot come is told one by one, and with `force` the others are in.
- The app cannot take out who may not be kicked (a guest of the workspace, everybody in the channel of all): they are refused.
- Who left leaves no trace: OUT is never told. No account shows the number of the directory: people are found by e-mail.
- A message has no key: it carries ours in its metadata, and is looked for among the newest 2,000 messages of the channel.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from html import escape, unescape
from typing import Any, ClassVar

from networks.platforms.client import SECONDS, Answer, JsonClient
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
)
from networks.platforms.protocol import gettext_noop as _
from networks.platforms.reading import ENDLESS, MOST_PAGES, batches, by_address, identity, rows, text, tried
from networks.platforms.slack_words import (
    ALREADY_IN,
    ALREADY_OUT,
    ARCHIVED,
    SCOPES,
    THEIRS,
    TOKEN,
    UNSEEN,
    fault_for,
    finding,
    words_for,
)
from networks.platforms.visibility import VISIBILITY, is_public
from networks.platforms.wording import shortened, without_mentions

PAGE = 200  # as they recommend; their most is 1,000, and 999 for messages
BATCH = 100  # their most
ONE_BY_ONE = 50  # for more people than this all of the workspace is read
MESSAGE_PAGES = 10
LONGEST_TEXT = 250  # of a topic and a purpose
NOBODY = frozenset({"users_not_found", "user_not_visible", "invalid_arguments"})
EVENT = "foyer_announcement"


class Slack:
    """One workspace."""

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "token", _("Bot token"), _("Begins with xoxb-: your app, OAuth & Permissions, Bot User OAuth Token."), is_secret=True
        ),
        VISIBILITY,
    )

    def __init__(self, access: Access, *, seconds: float = SECONDS, page: int = PAGE, batch: int = BATCH) -> None:
        token = access.secrets.get("token", "").strip()
        base_url = access.base_url.rstrip("/").removesuffix("/api") + "/api"
        self._client = JsonClient(base_url, {"Authorization": f"Bearer {token}"}, seconds=seconds)
        self._is_public = is_public(access.options)
        self._page, self._batch = page, batch

    def check(self) -> Sequence[Finding]:
        token = tried(*TOKEN, lambda: self._me)
        if not token.works:
            return [token]
        given = {scope.strip() for scope in self._me_answer.headers.get("X-OAuth-Scopes", "").split(",")}
        return [token, *(finding(scope, scope in given) for scope in SCOPES["public" if self._is_public else "private"])]

    def open_room(self, key: str, name: str, purpose: str) -> Room:
        said = self._try("conversations.create", {"name": key, "is_private": not self._is_public})
        channel = self._taken(key) if said.get("error") == "name_taken" else self._good(said).get("channel")
        room_id = identity(channel)
        topic = _topic(channel)
        if not topic:  # new, or whoever made it never came this far
            topic = shortened(name, LONGEST_TEXT)
            self._do("conversations.setTopic", {"channel": room_id, "topic": escape(topic, quote=False)})
            about = escape(shortened(purpose, LONGEST_TEXT), quote=False)
            if about:
                self._do("conversations.setPurpose", {"channel": room_id, "purpose": about})
        return Room(room_id, topic or key, self._url(room_id))

    def room(self, room_id: str) -> Room:
        channel = self._ask("conversations.info", channel=room_id).get("channel")
        if not isinstance(channel, dict) or channel.get("is_archived"):
            raise RoomMissing(ARCHIVED)
        found = identity(channel)
        return Room(found, _topic(channel) or text(channel, "name"), self._url(found))

    def accounts(self, sought: Iterable[Sought]) -> dict[int, str]:
        people = [one for one in sought if "@" in one.email]
        users = self._one_by_one(people) if len(people) <= ONE_BY_ONE else self._pages("users.list", "members")
        return by_address(people, ((_address(user), identity(user)) for user in users if not user.get("deleted")))

    def members(self, room_id: str) -> Iterator[RoomMember]:
        self.room(room_id)
        told: set[str] = set()
        for account in self._pages("conversations.members", "members", channel=room_id):
            if account != self._my_id and account not in told:
                told.add(account)
                yield RoomMember(account, There.MEMBER)

    def bring_in(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        for batch in batches(accounts, self._batch):
            yield from self._invite(room_id, batch)

    def take_out(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        for account in dict.fromkeys(accounts):
            said = self._try("conversations.kick", {"channel": room_id, "user": account})
            yield self._outcome(account, said, ALREADY_OUT)

    def announce(self, room_id: str, text: str, key: str) -> None:
        self.room(room_id)
        if self._stands(room_id, key):
            return
        message = {
            "channel": room_id,
            "text": escape(without_mentions(text), quote=False),
            "mrkdwn": False,
            "parse": "none",
            "unfurl_links": False,
            "metadata": {"event_type": EVENT, "event_payload": {"key": key}},
        }
        self._do("chat.postMessage", message)

    def close(self) -> None:
        self._client.close()

    # What is said to Slack

    def _ask(self, method: str, **query: str | int) -> dict[str, Any]:
        """What is only read. Raises PlatformFault for a no."""
        return self._good(self._read(method, **query))

    def _do(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        """What is changed. Raises PlatformFault for a no."""
        return self._good(self._try(method, body))

    def _read(self, method: str, **query: str | int) -> dict[str, Any]:
        return self._client.ask("GET", method, query=query).object()

    def _try(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._client.ask("POST", method, body=body).object()

    def _good(self, said: dict[str, Any]) -> dict[str, Any]:
        if said.get("ok") is not True:
            raise fault_for(said)
        return said

    def _pages(self, method: str, name: str, **query: str | int) -> Iterator[Any]:
        """A list that is cut short is a fault: whoever was not told would look as if they had left."""
        cursor = ""
        for _number in range(MOST_PAGES):
            said = self._ask(method, limit=self._page, **query, **({"cursor": cursor} if cursor else {}))
            yield from _listed(said, name)
            before, cursor = cursor, text(said.get("response_metadata"), "next_cursor")
            if not cursor:
                return
            if cursor == before:
                break
        raise Garbled(ENDLESS)

    @cached_property
    def _me_answer(self) -> Answer:
        answer = self._client.ask("POST", "auth.test", body={})
        self._good(answer.object())
        return answer

    @property
    def _me(self) -> dict[str, Any]:
        return self._me_answer.object()

    @property
    def _my_id(self) -> str:
        return identity(self._me, "user_id")

    def _url(self, room_id: str) -> str:
        return f"{text(self._me, 'url').rstrip('/')}/archives/{room_id}"

    def _taken(self, key: str) -> dict[str, Any]:
        """The channel that has this name, joined where that needs no invitation."""
        kinds = {"types": "public_channel,private_channel", "exclude_archived": "false"}
        for channel in self._pages("conversations.list", "channels", **kinds):
            if isinstance(channel, dict) and channel.get("name") == key:
                return self._joined(channel)
        raise Refused(UNSEEN)

    def _joined(self, channel: dict[str, Any]) -> dict[str, Any]:
        if channel.get("is_archived"):
            raise Refused(ARCHIVED)
        if not channel.get("is_member") and not channel.get("is_private"):
            self._do("conversations.join", {"channel": identity(channel)})
        return channel

    def _one_by_one(self, people: Iterable[Sought]) -> Iterator[dict[str, Any]]:
        for address in dict.fromkeys(one.email.strip() for one in people):
            said = self._read("users.lookupByEmail", email=address)
            if said.get("error") not in NOBODY:
                yield from rows([self._good(said).get("user")])

    def _invite(self, room_id: str, accounts: list[str]) -> Iterator[Outcome]:
        """One outcome for each. Who cannot come is named; where the others did not come either, they are asked without them."""
        said = self._try("conversations.invite", {"channel": room_id, "users": ",".join(accounts), "force": True})
        named = {identity(one, "user"): one for one in rows(said.get("errors") or []) if one.get("user") in accounts}
        if said.get("ok") is True:
            came = [account for account in accounts if account not in named]
            yield from (Outcome(account, Done.DONE) for account in came)
        elif not named and len(accounts) == 1:
            named = {accounts[0]: said}
        elif not named and said.get("error") not in THEIRS | ALREADY_IN:
            raise fault_for(said)
        yield from (self._outcome(account, one, ALREADY_IN) for account, one in named.items())
        if said.get("ok") is not True:
            for rest in batches([one for one in accounts if one not in named], self._batch if named else 1):
                yield from self._invite(room_id, rest)

    def _outcome(self, account: str, said: dict[str, Any], already: frozenset[str]) -> Outcome:
        """Raises PlatformFault where it is not this one that is in the way."""
        if said.get("ok") is True:
            return Outcome(account, Done.DONE)
        if said.get("error") in already:
            return Outcome(account, Done.ALREADY)
        if said.get("error") in THEIRS:
            return Outcome(account, Done.REFUSED, words_for(text(said, "error")))
        raise fault_for(said)

    def _stands(self, room_id: str, key: str) -> bool:
        query: dict[str, str | int] = {"channel": room_id, "include_all_metadata": "true"}
        for number, message in enumerate(self._pages("conversations.history", "messages", **query)):
            if _carries(message, key):
                return True
            if number >= MESSAGE_PAGES * self._page:
                return False
        return False


def _listed(said: dict[str, Any], name: str) -> list[Any]:
    """The accounts or the objects of one page."""
    listed = said.get(name)
    if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
        return listed
    return rows(said, name)


def _topic(channel: object) -> str:
    topic = channel.get("topic") if isinstance(channel, dict) else None
    return unescape(text(topic, "value"))


def _address(user: dict[str, Any]) -> str:
    return text(user.get("profile"), "email")


def _carries(message: object, key: str) -> bool:
    metadata = message.get("metadata") if isinstance(message, dict) else None
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT:
        return False
    return text(metadata.get("event_payload"), "key") == key
