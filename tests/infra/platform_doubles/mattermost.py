"""A double of Mattermost's REST API v4, as its reference documents it: channels of one team, people, posts, roles."""

import itertools
import re

from networks.platforms.protocol import Access, There
from tests.infra.platform_doubles.double import Asked, Double, Fault, Reply

MOST_A_PAGE = 200
MOST_AT_ONCE = 1000
MOST_WORDS = 16_383
IDENTIFIER = re.compile(r"[a-z0-9]{26}")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
ROLES = {
    "system_user": ["create_direct_channel", "list_public_teams"],
    "team_user": ["create_public_channel", "create_private_channel", "list_team_channels"],
    "channel_user": ["read_channel", "create_post", "manage_private_channel_members", "manage_public_channel_members"],
    "channel_admin": ["manage_channel_roles"],
}


def error(status: int, name: str, message: str) -> Fault:
    return Fault(status, {"id": name, "message": message, "detailed_error": "", "request_id": "r", "status_code": status})


class MattermostDouble(Double):
    TOKEN = "mm-token-8d1"
    TEAM = "harbour"
    EXPIRED = error(401, "api.context.session_expired.app_error", "Invalid or expired session, please login again.").reply
    page = 3
    batch = 3
    secrets = (TOKEN,)

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count(1)
        self.bot = self._identifier()
        self.team = self._identifier()
        self.roles = {name: list(rights) for name, rights in ROLES.items()}
        self.sees_addresses = True
        self.users = {self.bot: self._user(self.bot, "foyer@localhost")}
        self.in_team = {self.bot}
        self.channels: dict[str, dict] = {}
        self.inside: dict[str, list[str]] = {}
        self.posts: dict[str, list[dict]] = {}
        for method, path, answer, changes in [
            ("GET", "/users/me", lambda _asked: Reply(200, self.users[self.bot]), False),
            ("GET", "/users", self._users, False),
            ("GET", "/users/email/([^/]+)", self._by_email, False),
            ("GET", "/teams/name/([^/]+)", self._team, False),
            ("GET", "/teams/([^/]+)/members/([^/]+)", self._team_member, False),
            ("GET", "/teams/([^/]+)/channels/name/([^/]+)", self._by_name, False),
            ("POST", "/channels", self._create, True),
            ("GET", "/channels/([^/]+)", lambda _asked, channel: Reply(200, self._channel(channel)), False),
            ("GET", "/channels/([^/]+)/stats", self._stats, False),
            ("GET", "/channels/([^/]+)/members", self._members, False),
            ("POST", "/channels/([^/]+)/members", self._add, True),
            ("POST", "/channels/([^/]+)/members/ids", self._by_ids, False),
            ("DELETE", "/channels/([^/]+)/members/([^/]+)", self._remove, True),
            ("GET", "/channels/([^/]+)/posts", self._posts, False),
            ("POST", "/posts", self._post, True),
            ("POST", "/roles/names", self._roles, False),
        ]:
            self.route(method, f"/api/v4{path}", answer, changes=changes)

    # A test's hand

    def access(self, **options: str) -> Access:
        """What opens it; `options` change what is usual."""
        return Access(self.url, {"token": self.TOKEN}, {"team": self.TEAM, **options})

    def make_account(self, email: str, _external_id: str = "") -> str:
        user = self._identifier()
        self.users[user] = self._user(user, email)
        self.in_team.add(user)
        return user

    def make_room(self, name: str) -> str:
        return self._made(name, re.sub(r"[^a-z0-9]+", "-", name.lower()), "O", [])["id"]

    def delete_room(self, room_id: str) -> None:
        """Deleted is archived, over there."""
        self.channels[room_id]["delete_at"] = 1

    def put_in(self, room_id: str, account: str) -> None:
        if account not in self.inside[room_id]:
            self.inside[room_id].append(account)

    def leave(self, room_id: str, account: str) -> None:
        self.inside[room_id].remove(account)

    def standing(self, room_id: str) -> dict[str, There]:
        return {account: There.MEMBER for account in self.inside[room_id] if account != self.bot}

    def rooms(self) -> int:
        return len(self.channels)

    def said(self, room_id: str) -> list[str]:
        """As it reads once its Markdown is drawn."""
        return [re.sub(r"\\([^\w\s])", r"\1", post["message"]) for post in self.posts[room_id]]

    # The interface

    def admit(self, asked: Asked) -> None:
        if asked.headers.get("authorization") != f"Bearer {self.TOKEN}":
            raise Fault(401, self.EXPIRED.body)

    def _users(self, asked: Asked) -> Reply:
        users = [self.users[user] for user in sorted(self.in_team) if not self.users[user]["delete_at"]]
        return Reply(200, self._page_of([self._shown(user) for user in users], asked))

    def _by_email(self, _asked: Asked, email: str) -> Reply:
        for user in self.users.values():
            if user["email"] == email.lower():
                return Reply(200, self._shown(user))
        raise error(404, "app.user.missing_account.const", "Unable to find the user.")

    def _team(self, _asked: Asked, name: str) -> Reply:
        if name != self.TEAM:
            raise error(404, "app.team.get_by_name.missing.app_error", "Unable to find the existing team.")
        return Reply(200, {"id": self.team, "name": self.TEAM, "display_name": "Harbour", "delete_at": 0})

    def _team_member(self, _asked: Asked, team: str, user: str) -> Reply:
        if team != self.team or user not in self.in_team:
            raise error(404, "app.team.get_member.missing.app_error", "No team member found.")
        return Reply(200, {"team_id": team, "user_id": user, "roles": "team_user", "delete_at": 0})

    def _by_name(self, asked: Asked, team: str, name: str) -> Reply:
        for channel in self.channels.values():
            gone = channel["delete_at"] and asked.query.get("include_deleted") != "true"
            if team == self.team and channel["name"] == name and not gone:
                return Reply(200, channel)
        raise error(404, "app.channel.get_by_name.missing.app_error", "Channel does not exist.")

    def _create(self, asked: Asked) -> Reply:
        wanted = asked.body
        if not NAME.fullmatch(wanted["name"]) or len(wanted["display_name"]) > 64 or len(wanted["purpose"]) > 250:
            raise error(400, "model.channel.is_valid.1_or_more.app_error", "Name must be 1 or more lowercase characters.")
        self._needs("create_public_channel" if wanted["type"] == "O" else "create_private_channel")
        if any(channel["name"] == wanted["name"] for channel in self.channels.values()):
            raise error(400, "store.sql_channel.save_channel.exists.app_error", "A channel with that name already exists.")
        return Reply(201, self._made(wanted["display_name"], wanted["name"], wanted["type"], [self.bot]))

    def _stats(self, _asked: Asked, channel: str) -> Reply:
        return Reply(200, {"channel_id": self._channel(channel)["id"], "member_count": len(self.inside[channel])})

    def _members(self, asked: Asked, channel: str) -> Reply:
        self._channel(channel)
        return Reply(200, self._page_of([_member(channel, user) for user in self.inside[channel]], asked))

    def _by_ids(self, asked: Asked, channel: str) -> Reply:
        self._channel(channel)
        return Reply(200, [_member(channel, user) for user in asked.body if user in self.inside[channel]])

    def _add(self, asked: Asked, channel: str) -> Reply:
        """Of several, those who cannot come in are missing from the answer; it is an error only when nobody can."""
        self._changes_members(channel)
        several = asked.body.get("user_ids")
        if several is not None and not 0 < len(several) <= MOST_AT_ONCE:
            raise error(400, "api.context.invalid_body_param.app_error", "Invalid or missing user_ids in request body.")
        came, fault = [], None
        for user in [asked.body["user_id"]] if several is None else several:
            try:
                self._come(channel, user)
            except Fault as problem:
                fault = problem
            else:
                came.append(_member(channel, user))
        if not came and fault:
            raise fault
        return Reply(201, came if len(came) > 1 else came[0])

    def _come(self, channel: str, user: str) -> None:
        if user not in self.users or user not in self.in_team:
            raise error(404, "app.team.get_member.missing.app_error", "No team member found for that user.")
        if user in self.refused or self.users[user]["delete_at"]:
            raise error(400, "api.channel.add_user.to.channel.failed.deleted.app_error", "Failed to add user to channel.")
        if user not in self.inside[channel]:
            self.inside[channel].append(user)

    def _remove(self, _asked: Asked, channel: str, user: str) -> Reply:
        self._changes_members(channel)
        if user not in self.inside[channel]:
            raise error(404, "app.channel.get_member.missing.app_error", "No channel member found for that user.")
        if user in self.refused:
            raise error(400, "api.channel.remove_members.denied", "Members are managed by a linked group.")
        self.inside[channel].remove(user)
        return Reply(200, {"status": "OK"})

    def _posts(self, asked: Asked, channel: str) -> Reply:
        newest = self._page_of(self.posts[self._channel(channel)["id"]][::-1], asked)
        return Reply(200, {"order": [post["id"] for post in newest], "posts": {post["id"]: post for post in newest}})

    def _post(self, asked: Asked) -> Reply:
        channel, message = asked.body["channel_id"], asked.body["message"]
        self._channel(channel)
        self._needs("create_post")
        if not 0 < len(message) <= MOST_WORDS:
            raise error(400, "model.post.is_valid.message_length.app_error", "Post Message property is longer than permitted.")
        post = {"id": self._identifier(), "user_id": self.bot, "message": message, "props": asked.body.get("props", {})}
        self.posts[channel].append({**post, "channel_id": channel, "delete_at": 0})
        return Reply(201, post)

    def _roles(self, asked: Asked) -> Reply:
        return Reply(200, [{"name": name, "permissions": self.roles[name]} for name in asked.body if name in self.roles])

    # What stands behind it

    def _identifier(self) -> str:
        return f"{next(self._numbers):026d}"

    def _user(self, user: str, email: str) -> dict:
        return {"id": user, "email": email.lower(), "delete_at": 0, "roles": "system_user"}

    def _shown(self, user: dict) -> dict:
        return user if self.sees_addresses else {**user, "email": ""}

    def _made(self, shown: str, name: str, kind: str, inside: list[str]) -> dict:
        channel = {
            "id": self._identifier(),
            "team_id": self.team,
            "name": name,
            "display_name": shown,
            "type": kind,
            "delete_at": 0,
        }
        self.channels[channel["id"]], self.inside[channel["id"]], self.posts[channel["id"]] = channel, inside, []
        return channel

    def _channel(self, channel: str) -> dict:
        if not IDENTIFIER.fullmatch(channel):
            raise error(400, "api.context.invalid_url_param.app_error", "Invalid or missing channel_id parameter.")
        if channel not in self.channels:
            raise error(404, "app.channel.get.existing.app_error", "Unable to find the existing channel.")
        return self.channels[channel]

    def _changes_members(self, channel: str) -> None:
        kind = "public" if self._channel(channel)["type"] == "O" else "private"
        self._needs(f"manage_{kind}_channel_members")
        if self.channels[channel]["delete_at"]:
            raise error(400, "api.channel.add_user.to.channel.deleted.app_error", "The channel has been archived.")

    def _needs(self, right: str) -> None:
        if not any(right in rights for rights in self.roles.values()):
            raise error(403, "api.context.permissions.app_error", "You do not have the appropriate permissions.")

    def _page_of(self, every: list, asked: Asked) -> list:
        size, number = min(int(asked.query.get("per_page", 60)), MOST_A_PAGE), int(asked.query.get("page", 0))
        return every[size * number : size * (number + 1)]


def _member(channel: str, user: str) -> dict:
    return {"channel_id": channel, "user_id": user, "roles": "channel_user"}
