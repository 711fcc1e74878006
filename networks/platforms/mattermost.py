"""Mattermost: a room is a channel of one team, named by its key.

Speaks the REST API v4 as a bot account: users (me, by e-mail, of a team), teams (by name, members), channels (create, get, by name, stats,
members, members by ids), posts (create, of a channel), roles (by names). Limits of theirs, and what they mean here:
- A channel has no key but its name: unique in its team, also among archived ones. An archived channel is not woken: somebody closed it.
- Only who is in the team can be brought in; Foyer puts nobody into a team. Who left a channel leaves no trace: OUT is never told.
- A bulk addition answers with those who came in; the others are asked for once more, one by one, to learn why not.
- No account shows the number of the directory: people are found by e-mail, which the bot must be allowed to see.
- A post has no key: it carries ours in its props, and is looked for among the newest 2,000 posts of the channel.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote

from networks.platforms.client import SECONDS, Answer, JsonClient, words_of
from networks.platforms.protocol import (
    Access,
    AccessDenied,
    Done,
    Field,
    Finding,
    Garbled,
    Outcome,
    PlatformFault,
    Refused,
    Room,
    RoomMember,
    RoomMissing,
    Sought,
    There,
)
from networks.platforms.protocol import gettext_noop as _
from networks.platforms.reading import (
    ENDLESS,
    MOST_PAGES,
    batches,
    by_address,
    identity,
    rows,
    shifting_pages,
    text,
    tried,
)
from networks.platforms.visibility import VISIBILITY, is_public
from networks.platforms.wording import in_markdown, shortened

PAGE = 200  # their most
BATCH = 200  # of their 1,000: what was done is known sooner
ONE_BY_ONE = 50  # for more people than this the whole team is read
POST_PAGES = 10
LONGEST_NAME = 64
LONGEST_PURPOSE = 250
MISSING = frozenset({400, 404})  # 400: what is asked for is no identifier of theirs
KEY = "foyer_key"

# What is tried, and what is missing and where to give it when it does not work.
TOKEN = (
    _("The token opens the server"),
    _("The token is wrong, was taken back, or its bot is disabled: make a new one under Integrations, Bot Accounts."),
)
TEAM = (_("The team is there and the bot is in it"), _("Add the bot to the team, or give the name of another team."))
ADDRESSES = (
    _("The bot sees e-mail addresses"),
    _("Show them under System Console, Users and Teams, Show Email Address; or make the bot a System Admin."),
)
MAKE = _("Make channels")
MOVE = _("Bring people in and take them out")
PUBLIC = (
    ("create_public_channel", MAKE, _("Give the bot create_public_channel under System Console, Permissions.")),
    ("manage_public_channel_members", MOVE, _("Give the bot manage_public_channel_members under System Console, Permissions.")),
)
PRIVATE = (
    ("create_private_channel", MAKE, _("Give the bot create_private_channel under System Console, Permissions.")),
    ("manage_private_channel_members", MOVE, _("Give the bot manage_private_channel_members under System Console, Permissions.")),
)
NOT_MADE = _("Mattermost does not make this channel.")
GONE = _("This channel is not in Mattermost any more.")
ARCHIVED = _("This channel is archived in Mattermost: take it out of the archive there first.")
NO_TEAM = _("Mattermost has no team of this name, or the bot is not in it.")
NO_ADDRESSES = _("The bot sees nobody's e-mail address: make it a System Admin, or show addresses in the settings.")
REFUSED = _("Mattermost refused this one.")
POST = ("create_post", _("Post announcements"), _("Give the bot create_post under System Console, Permissions."))


class Mattermost:
    """One team on one server."""

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("token", _("Access token"), _("Of a bot account: Integrations, Bot Accounts, Create Token."), is_secret=True),
        Field("team", _("Name of the team"), _("As it stands in the address of the team.")),
        VISIBILITY,
    )

    def __init__(self, access: Access, *, seconds: float = SECONDS, page: int = PAGE, batch: int = BATCH) -> None:
        self._base_url = access.base_url.rstrip("/").removesuffix("/api/v4")
        token = access.secrets.get("token", "").strip()
        self._client = JsonClient(f"{self._base_url}/api/v4", {"Authorization": f"Bearer {token}"}, seconds=seconds)
        self._team = access.options.get("team", "").strip()
        self._is_public = is_public(access.options)
        self._page, self._batch = page, batch

    def check(self) -> Sequence[Finding]:
        token = tried(*TOKEN, lambda: self._me)
        if not token.works:
            return [token]
        team = tried(*TEAM, lambda: self._team_id)
        if not team.works:
            return [token, team]
        return [token, team, self._addresses(), *self._rights()]

    def open_room(self, key: str, name: str, purpose: str) -> Room:
        found = self._named(key)
        if found is not None:
            return found
        channel = {
            "team_id": self._team_id,
            "name": key,
            "display_name": shortened(name, LONGEST_NAME) or key,
            "purpose": shortened(purpose, LONGEST_PURPOSE),
            "type": "O" if self._is_public else "P",
        }
        answer = self._client.ask("POST", "channels", body=channel, allowed=frozenset({400}))
        if answer.status != 400:
            return self._room(answer.object())
        found = self._named(key)  # somebody was quicker, or we were and never heard
        if found is None:
            raise Refused(f"{NOT_MADE}{words_of(answer.json)}")
        return found

    def room(self, room_id: str) -> Room:
        answer = self._client.ask("GET", f"channels/{_in_path(room_id)}", allowed=MISSING)
        if answer.status in MISSING:
            raise RoomMissing(GONE)
        channel = answer.object()
        if channel.get("delete_at"):
            raise RoomMissing(ARCHIVED)
        return self._room(channel)

    def accounts(self, sought: Iterable[Sought]) -> dict[int, str]:
        people = [one for one in sought if "@" in one.email]
        users = self._one_by_one(people) if len(people) <= ONE_BY_ONE else self._of_the_team()
        return by_address(people, ((text(user, "email"), identity(user)) for user in users if not user.get("delete_at")))

    def members(self, room_id: str) -> Iterator[RoomMember]:
        self.room(room_id)
        path = f"channels/{_in_path(room_id)}"

        def page(number: int) -> list[str]:
            answer = self._client.ask("GET", f"{path}/members", query={"page": number, "per_page": self._page})
            return [identity(member, "user_id") for member in rows(answer.json)]

        def total() -> int:
            count = self._client.ask("GET", f"{path}/stats").object().get("member_count")
            return count if isinstance(count, int) else 0

        for account in shifting_pages(page, self._page, total):
            if account != self._my_id:
                yield RoomMember(account, There.MEMBER)

    def bring_in(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        if accounts:
            self.room(room_id)
        for batch in batches(accounts, self._batch):
            there = self._among(room_id, batch)
            yield from (Outcome(account, Done.ALREADY) for account in there)
            wanted = [account for account in batch if account not in there]
            if not wanted:
                continue
            answer = self._client.ask("POST", _members(room_id), body={"user_ids": wanted}, allowed=MISSING)
            came = _who_came(answer)
            yield from (Outcome(account, Done.DONE) for account in wanted if account in came)
            yield from (self._again(room_id, account) for account in wanted if account not in came)

    def take_out(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        if accounts:
            self.room(room_id)
        for batch in batches(accounts, self._batch):
            there = self._among(room_id, batch)
            for account in batch:
                yield self._remove(room_id, account) if account in there else Outcome(account, Done.ALREADY)

    def announce(self, room_id: str, text: str, key: str) -> None:
        self.room(room_id)
        if self._stands(room_id, key):
            return
        post = {"channel_id": room_id, "message": in_markdown(text), "props": {KEY: key}}
        self._client.ask("POST", "posts", body=post)

    def close(self) -> None:
        self._client.close()

    @cached_property
    def _me(self) -> dict[str, Any]:
        return self._client.ask("GET", "users/me").object()

    @property
    def _my_id(self) -> str:
        return identity(self._me)

    @cached_property
    def _team_id(self) -> str:
        try:
            return identity(self._client.ask("GET", f"teams/name/{_in_path(self._team)}").object())
        except RoomMissing as fault:
            raise Refused(NO_TEAM) from fault

    def _room(self, channel: dict[str, Any]) -> Room:
        url = f"{self._base_url}/{quote(self._team)}/channels/{quote(text(channel, 'name'))}"
        return Room(identity(channel), text(channel, "display_name") or text(channel, "name"), url)

    def _named(self, key: str) -> Room | None:
        path = f"teams/{self._team_id}/channels/name/{_in_path(key)}"
        answer = self._client.ask("GET", path, query={"include_deleted": "true"}, allowed=frozenset({404}))
        if answer.status == 404:
            return None
        channel = answer.object()
        if channel.get("delete_at"):
            raise Refused(ARCHIVED)
        return self._room(channel)

    def _one_by_one(self, people: Iterable[Sought]) -> Iterator[dict[str, Any]]:
        for address in dict.fromkeys(one.email.strip() for one in people):
            answer = self._client.ask("GET", f"users/email/{_in_path(address)}", allowed=MISSING)
            if answer.status not in MISSING:
                yield answer.object()

    def _of_the_team(self) -> Iterator[dict[str, Any]]:
        sees_one = False
        for number in range(MOST_PAGES):
            query: dict[str, str | int] = {"in_team": self._team_id, "active": "true", "page": number, "per_page": PAGE}
            users = rows(self._client.ask("GET", "users", query=query).json)
            sees_one = sees_one or any(text(user, "email") for user in users)
            yield from users
            if len(users) < PAGE:
                break
        else:
            raise Garbled(ENDLESS)
        if not sees_one:
            raise AccessDenied(NO_ADDRESSES)

    def _among(self, room_id: str, accounts: list[str]) -> set[str]:
        """Which of these are in the channel."""
        answer = self._client.ask("POST", f"{_members(room_id)}/ids", body=accounts)
        return {identity(member, "user_id") for member in rows(answer.json)}

    def _again(self, room_id: str, account: str) -> Outcome:
        """What becomes of one that did not come in with the others."""
        answer = self._client.ask("POST", _members(room_id), body={"user_id": account}, allowed=MISSING | {403})
        if answer.status < 300:
            return Outcome(account, Done.DONE)
        return Outcome(account, Done.REFUSED, _said(answer))

    def _remove(self, room_id: str, account: str) -> Outcome:
        answer = self._client.ask("DELETE", f"{_members(room_id)}/{_in_path(account)}", allowed=MISSING)
        if answer.status < 300:
            return Outcome(account, Done.DONE)
        return Outcome(account, Done.ALREADY) if answer.status == 404 else Outcome(account, Done.REFUSED, _said(answer))

    def _stands(self, room_id: str, key: str) -> bool:
        for number in range(POST_PAGES):
            query = {"page": number, "per_page": self._page}
            posts = self._client.ask("GET", f"channels/{_in_path(room_id)}/posts", query=query).object().get("posts") or {}
            ours = rows(list(posts.values()) if isinstance(posts, dict) else posts)
            if any(_carries(post, key, self._my_id) for post in ours):
                return True
            if len(ours) < self._page:
                return False
        return False

    def _addresses(self) -> Finding:
        what, missing = ADDRESSES
        try:
            users = rows(self._client.ask("GET", "users", query={"in_team": self._team_id, "per_page": 10}).json)
        except PlatformFault as fault:
            return Finding(what, works=False, missing=str(fault))
        others = [user for user in users if user.get("id") != self._my_id]
        works = not others or any(text(user, "email") for user in others)
        return Finding(what, works, "" if works else missing)

    def _rights(self) -> list[Finding]:
        try:
            given = self._permissions()
        except PlatformFault as fault:
            return [Finding(_("What the bot may do"), works=False, missing=str(fault))]
        needed = [*(PUBLIC if self._is_public else PRIVATE), POST]
        return [Finding(what, right in given, "" if right in given else missing) for right, what, missing in needed]

    def _permissions(self) -> set[str]:
        member = self._client.ask("GET", f"teams/{self._team_id}/members/{self._my_id}").object()
        # Who makes a channel is its admin: that role counts too.
        names = {*text(self._me, "roles").split(), *text(member, "roles").split(), "channel_user", "channel_admin"}
        roles = rows(self._client.ask("POST", "roles/names", body=sorted(names)).json)
        return {right for role in roles for right in role.get("permissions") or [] if isinstance(right, str)}


def _members(room_id: str) -> str:
    return f"channels/{_in_path(room_id)}/members"


def _in_path(part: str) -> str:
    return quote(part, safe="")


def _who_came(answer: Answer) -> set[str]:
    if answer.status >= 300:
        return set()
    members = answer.json if isinstance(answer.json, list) else [answer.object()]
    return {identity(member, "user_id") for member in rows(members)}


def _carries(post: dict[str, Any], key: str, author: str) -> bool:
    props = post.get("props")
    return isinstance(props, dict) and props.get(KEY) == key and post.get("user_id") == author and not post.get("delete_at")


def _said(answer: Answer) -> str:
    return words_of(answer.json).removeprefix(" It says: ") or REFUSED
