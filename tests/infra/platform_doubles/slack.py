"""A double of Slack's Web API, as its reference documents it: `ok: false` with status 200, cursors, scopes, people invited together."""

import itertools
from base64 import b64decode, b64encode
from html import escape, unescape

from networks.platforms.protocol import Access, There
from tests.infra.platform_doubles.double import Asked, Double, Fault, Reply
from tests.networks.platforms.remote import RETRY_AFTER

MOST_A_PAGE = {"conversations.history": 999}  # 1,000 elsewhere
MOST_AT_ONCE = 100
LONGEST_NAME = 80
LONGEST_TOPIC = 250
SCOPES = (
    *("channels:manage", "channels:read", "channels:join", "channels:history"),
    *("groups:write", "groups:read", "groups:history", "users:read", "users:read.email", "chat:write"),
)


def no(error: str, **more) -> Fault:
    return Fault(200, {"ok": False, "error": error, **more})


class SlackDouble(Double):
    TOKEN = "xoxb-2052-ada1"
    TOO_MANY = Reply(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(int(RETRY_AFTER))})
    FAULT = Reply(500, {"ok": False, "error": "fatal_error"})
    EXPIRED = no("token_expired").reply
    page = 3
    batch = 3
    secrets = (TOKEN,)

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count(1)
        self.bot = "U0BOT"
        self.scopes = list(SCOPES)
        self.forces = True  # what `force` is said to do; False: one who cannot come keeps all out, as without it
        self.users: dict[str, dict] = {self.bot: _user(self.bot, "")}
        self.channels: dict[str, dict] = {}
        self.inside: dict[str, list[str]] = {}
        self.messages: dict[str, list[dict]] = {}
        for method, answer in [
            ("conversations.info", self._info),
            ("conversations.list", self._list),
            ("conversations.members", self._members),
            ("conversations.history", self._history),
            ("users.lookupByEmail", self._lookup),
            ("users.list", self._users),
        ]:
            self.route("GET", f"/api/{method}", answer)
        for method, answer in [
            ("conversations.create", self._create),
            ("conversations.join", self._join),
            ("conversations.setTopic", self._topic),
            ("conversations.setPurpose", self._purpose),
            ("conversations.invite", self._invite),
            ("conversations.kick", self._kick),
            ("chat.postMessage", self._post),
        ]:
            self.route("POST", f"/api/{method}", answer)
        self.route("POST", "/api/auth.test", self._test, changes=False)

    # A test's hand

    def access(self, **options: str) -> Access:
        """What opens it; `options` change what is usual."""
        return Access(f"{self.url}/api", {"token": self.TOKEN}, options)

    def make_account(self, email: str, _external_id: str = "") -> str:
        user = f"U{next(self._numbers):08d}"
        self.users[user] = _user(user, email)
        return user

    def make_room(self, name: str) -> str:
        return self._made(name.lower().replace(" ", "-"), False, [])["id"]

    def delete_room(self, room_id: str) -> None:
        del self.channels[room_id]

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
        return [unescape(message["text"]) for message in self.messages[room_id]]

    # The interface

    def admit(self, asked: Asked) -> None:
        if asked.headers.get("authorization") != f"Bearer {self.TOKEN}":
            raise no("invalid_auth")

    def unknown(self, asked: Asked) -> Reply:
        return no("unknown_method").reply

    def _test(self, _asked: Asked) -> Reply:
        body = {
            "ok": True,
            "url": "https://harbour.slack.com/",
            "team": "Harbour",
            "team_id": "T1",
            "user_id": self.bot,
            "bot_id": "B1",
        }
        return Reply(200, body, {"X-OAuth-Scopes": ",".join(self.scopes)})

    def _create(self, asked: Asked) -> Reply:
        name, is_private = asked.body["name"], asked.body.get("is_private", False)
        self._needs("groups:write" if is_private else "channels:manage")
        if not 0 < len(name) <= LONGEST_NAME or name != name.lower() or " " in name or "." in name:
            raise no("invalid_name_specials")
        if any(channel["name"] == name for channel in self.channels.values()):
            raise no("name_taken")
        return Reply(200, {"ok": True, "channel": self._shown(self._made(name, is_private, [self.bot]))})

    def _join(self, asked: Asked) -> Reply:
        self._needs("channels:join")
        channel = self._channel(asked.body["channel"])
        self.put_in(channel["id"], self.bot)
        return Reply(200, {"ok": True, "channel": self._shown(channel)})

    def _topic(self, asked: Asked) -> Reply:
        channel = self._ours(asked.body["channel"])
        self._needs("groups:write" if channel["is_private"] else "channels:manage")
        if len(unescape(asked.body["topic"])) > LONGEST_TOPIC:
            raise no("too_long")
        channel["topic"]["value"] = escape(unescape(asked.body["topic"]), quote=False)
        return Reply(200, {"ok": True, "channel": self._shown(channel)})

    def _purpose(self, asked: Asked) -> Reply:
        channel = self._ours(asked.body["channel"])
        if len(unescape(asked.body["purpose"])) > LONGEST_TOPIC:
            raise no("too_long")
        channel["purpose"]["value"] = escape(unescape(asked.body["purpose"]), quote=False)
        return Reply(200, {"ok": True, "purpose": channel["purpose"]["value"]})

    def _info(self, asked: Asked) -> Reply:
        return Reply(200, {"ok": True, "channel": self._shown(self._seen(asked.query["channel"]))})

    def _list(self, asked: Asked) -> Reply:
        types = asked.query.get("types", "public_channel")
        seen = [
            self._shown(channel)
            for channel in self.channels.values()
            if (
                self.bot in self.inside[channel["id"]] and "private_channel" in types
                if channel["is_private"]
                else "public" in types
            )
            and not (channel["is_archived"] and asked.query.get("exclude_archived") == "true")
        ]
        return self._page_of("conversations.list", "channels", seen, asked)

    def _members(self, asked: Asked) -> Reply:
        channel = self._seen(asked.query["channel"])
        return self._page_of("conversations.members", "members", self.inside[channel["id"]], asked)

    def _invite(self, asked: Asked) -> Reply:
        channel, users = self._ours(asked.body["channel"]), asked.body["users"].split(",")
        self._needs("groups:write" if channel["is_private"] else "channels:manage")
        if len(users) > MOST_AT_ONCE:
            raise no("too_many_users")
        problems = {user: problem for user in users if (problem := self._problem(channel, user))}
        errors = [{"user": user, "ok": False, "error": problem} for user, problem in problems.items()]
        goes_on = asked.body.get("force") is True and self.forces and len(problems) < len(users)
        if errors and not goes_on:
            raise no(errors[0]["error"], errors=errors)
        self.inside[channel["id"]].extend(user for user in users if user not in problems)
        return Reply(200, {"ok": True, "channel": self._shown(channel), **({"errors": errors} if errors else {})})

    def _kick(self, asked: Asked) -> Reply:
        channel, user = self._ours(asked.body["channel"]), asked.body["user"]
        self._needs("groups:write" if channel["is_private"] else "channels:manage")
        if user not in self.users:
            raise no("user_not_found")
        if user not in self.inside[channel["id"]]:
            raise no("not_in_channel")
        if user in self.refused:
            raise no("user_is_restricted")
        self.inside[channel["id"]].remove(user)
        return Reply(200, {"ok": True, "errors": {}})

    def _history(self, asked: Asked) -> Reply:
        channel = self._ours(asked.query["channel"])
        shows = asked.query.get("include_all_metadata") == "true"
        newest = self.messages[channel["id"]][::-1]
        without = [{name: value for name, value in message.items() if name != "metadata" or shows} for message in newest]
        return self._page_of("conversations.history", "messages", without, asked)

    def _lookup(self, asked: Asked) -> Reply:
        self._needs("users:read.email")
        for user in self.users.values():
            if user["profile"].get("email") == asked.query.get("email", "").lower() != "":
                return Reply(200, {"ok": True, "user": user})
        raise no("users_not_found")

    def _users(self, asked: Asked) -> Reply:
        self._needs("users:read")
        return self._page_of("users.list", "members", list(self.users.values()), asked)

    def _post(self, asked: Asked) -> Reply:
        channel = self._ours(asked.body["channel"])
        self._needs("chat:write")
        if len(asked.body["text"]) > 40_000:
            raise no("msg_too_long")
        message = {"type": "message", "user": self.bot, "ts": f"{next(self._numbers)}.0", "text": asked.body["text"]}
        self.messages[channel["id"]].append({**message, "metadata": asked.body.get("metadata")})
        return Reply(200, {"ok": True, "channel": channel["id"], "ts": message["ts"], "message": message})

    # What stands behind it

    def _made(self, name: str, is_private: bool, inside: list[str]) -> dict:
        channel = {"id": f"C{next(self._numbers):08d}", "name": name, "is_private": is_private, "is_archived": False}
        channel |= {"topic": {"value": ""}, "purpose": {"value": ""}}
        self.channels[channel["id"]], self.inside[channel["id"]], self.messages[channel["id"]] = channel, inside, []
        return channel

    def _shown(self, channel: dict) -> dict:
        return {**channel, "is_member": self.bot in self.inside[channel["id"]]}

    def _channel(self, channel: str) -> dict:
        if channel not in self.channels:
            raise no("channel_not_found")
        return self.channels[channel]

    def _seen(self, channel: str) -> dict:
        found = self._channel(channel)
        if found["is_private"] and self.bot not in self.inside[channel]:
            raise no("channel_not_found")
        return found

    def _ours(self, channel: str) -> dict:
        found = self._seen(channel)
        if found["is_archived"]:
            raise no("is_archived")
        if self.bot not in self.inside[channel]:
            raise no("not_in_channel")
        return found

    def _problem(self, channel: dict, user: str) -> str:
        if user not in self.users or self.users[user]["deleted"]:
            return "user_not_found"
        if user in self.refused:
            return "user_is_ultra_restricted"
        return "already_in_channel" if user in self.inside[channel["id"]] else ""

    def _needs(self, scope: str) -> None:
        if scope not in self.scopes:
            raise no("missing_scope", needed=scope, provided=",".join(self.scopes))

    def _page_of(self, method: str, name: str, every: list, asked: Asked) -> Reply:
        size = int(asked.query.get("limit", 100))
        if not 0 < size <= MOST_A_PAGE.get(method, 1000):
            raise no("invalid_limit")
        try:
            start = int(b64decode(asked.query.get("cursor", "") or b64encode(b"0")))
        except ValueError:
            raise no("invalid_cursor") from None
        onwards = b64encode(str(start + size).encode()).decode() if start + size < len(every) else ""
        return Reply(200, {"ok": True, name: every[start : start + size], "response_metadata": {"next_cursor": onwards}})


def _user(user: str, email: str) -> dict:
    return {
        "id": user,
        "name": user.lower(),
        "deleted": False,
        "is_bot": not email,
        "profile": {"email": email.lower()} if email else {},
    }
