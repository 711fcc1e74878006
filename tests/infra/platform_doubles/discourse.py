"""A double of Discourse's API, as its reference documents it: groups, people for administrators, topics with an external id."""

import itertools
import re

from networks.platforms.protocol import Access, There
from tests.infra.platform_doubles.double import Asked, Double, Fault, Reply
from tests.networks.platforms.remote import RETRY_AFTER

MOST_A_PAGE = 1000
MOST_AT_ONCE = 1000
USERS_A_PAGE = 100
LONGEST_NAME = 20
NAME = re.compile(r"[a-z0-9](?!.*[_-]{2})[a-z0-9_-]*[a-z0-9]")
EXTERNAL_ID = re.compile(r"[\w-]{1,50}")


def no(status: int, kind: str, *words: str) -> Fault:
    return Fault(status, {"errors": list(words), "error_type": kind})


def not_found() -> Fault:
    return no(404, "not_found", "The requested URL or resource could not be found.")


def invalid(what: str) -> Fault:
    return no(400, "invalid_parameters", f"You supplied invalid parameters to the request: {what}")


class DiscourseDouble(Double):
    KEY = "d15c0-key"
    ADMIN = "harbourmaster"
    CATEGORY = "7"
    FAULT = Reply(500, b"<html>oops</html>", {"Content-Type": "text/html"})
    EXPIRED = no(403, "invalid_access", "You are not permitted to view the requested resource.").reply
    TOO_MANY = Reply(
        429,
        {
            "errors": ["You've performed this action too many times, please try again later."],
            "error_type": "rate_limit",
            "extras": {"wait_seconds": int(RETRY_AFTER), "time_left": "a few seconds"},
        },
    )
    page = 3
    batch = 3
    secrets = (KEY,)

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count(40)
        self.is_admin = True
        self.users: dict[str, dict] = {self.ADMIN: _user(1, self.ADMIN, "harbour@example.com", "")}
        self.groups: dict[str, dict] = {}
        self.inside: dict[str, list[str]] = {}
        self.topics: dict[str, dict] = {}
        for method, path, answer in [
            ("GET", r"/u/([^/]+)\.json", self._profile),
            ("GET", r"/u/by-external/([^/]+)\.json", self._by_external),
            ("GET", r"/admin/users/list/active\.json", self._list),
            ("GET", r"/groups\.json", lambda _asked: Reply(200, {"groups": list(self.groups.values())})),
            ("GET", r"/groups/([^/]+)\.json", self._by_name),
            ("GET", r"/groups/by-id/([^/]+)\.json", lambda _asked, group: Reply(200, {"group": self._group(group)})),
            ("POST", r"/admin/groups\.json", self._create),
            ("GET", r"/groups/([^/]+)/members\.json", self._members),
            ("PUT", r"/groups/([^/]+)/members\.json", self._add),
            ("DELETE", r"/groups/([^/]+)/members\.json", self._remove),
            ("GET", r"/c/([^/]+)/show\.json", self._category),
            ("POST", r"/posts\.json", self._post),
            ("GET", r"/t/external_id/([^/]+)\.json", self._topic),
        ]:
            self.route(method, path, answer)

    # A test's hand

    def access(self, **options: str) -> Access:
        """What opens it; `options` change what is usual."""
        standing = {"username": self.ADMIN, "category": self.CATEGORY, "connect": "yes"}
        return Access(self.url, {"key": self.KEY}, {**standing, **options})

    def make_account(self, email: str, external_id: str = "") -> str:
        number = next(self._numbers)
        name = f"Person_{number}"
        self.users[name] = _user(number, name, email, external_id)
        return name

    def make_room(self, name: str) -> str:
        return str(self._made({"name": name.lower().replace(" ", "-"), "full_name": name})["id"])

    def delete_room(self, room_id: str) -> None:
        del self.groups[room_id]

    def put_in(self, room_id: str, account: str) -> None:
        if account not in self.inside[room_id]:
            self.inside[room_id].append(account)

    def leave(self, room_id: str, account: str) -> None:
        self.inside[room_id].remove(account)

    def standing(self, room_id: str) -> dict[str, There]:
        return dict.fromkeys(self.inside[room_id], There.MEMBER)

    def rooms(self) -> int:
        return len(self.groups)

    def said(self, room_id: str) -> list[str]:
        """As it reads once its Markdown is drawn, without the line that says for which group it is."""
        signed = "\n\n— " + self.groups[room_id]["full_name"]
        drawn = [re.sub(r"\\([^\w\s])", r"\1", topic["raw"]) for topic in self.topics.values()]
        return [raw.removesuffix(signed) for raw in drawn if raw.endswith(signed)]

    # The interface

    def admit(self, asked: Asked) -> None:
        known = {self.ADMIN, "system"}
        if asked.headers.get("api-key") != self.KEY or asked.headers.get("api-username") not in known:
            raise Fault(403, self.EXPIRED.body)

    def unknown(self, _asked: Asked) -> Reply:
        return not_found().reply

    def _profile(self, _asked: Asked, name: str) -> Reply:
        if name not in {self.ADMIN, "system"}:
            raise not_found()
        return Reply(200, {"user": {"id": 1, "username": name, "admin": self.is_admin}})

    def _by_external(self, _asked: Asked, external_id: str) -> Reply:
        for user in self.users.values():
            if external_id and user["external_id"] == external_id:
                return Reply(200, {"user": {"id": user["id"], "username": user["username"]}})
        raise not_found()

    def _list(self, asked: Asked) -> Reply:
        self._for_admins()
        number = max(int(asked.query.get("page", 1)) - 1, 0)
        users = [user for user in self.users.values() if asked.query.get("email", user["email"]).lower() == user["email"]]
        shown = ("id", "username", "email") if asked.query.get("show_emails") == "true" else ("id", "username")
        there = users[number * USERS_A_PAGE : (number + 1) * USERS_A_PAGE]
        return Reply(200, [{name: user[name] for name in shown} for user in there])

    def _by_name(self, _asked: Asked, name: str) -> Reply:
        return Reply(200, {"group": self._called(name)})

    def _create(self, asked: Asked) -> Reply:
        self._for_admins()
        group = asked.body["group"]
        if not NAME.fullmatch(group["name"]) or not 3 <= len(group["name"]) <= LONGEST_NAME:
            raise no(422, "record_invalid", "Name must only include numbers, letters, dashes, and underscores")
        taken = {one["name"] for one in self.groups.values()} | {name.lower() for name in self.users}
        if group["name"].lower() in taken:
            raise no(422, "record_invalid", "Name has already been taken")
        return Reply(200, {"basic_group": self._made(group)})

    def _members(self, asked: Asked, name: str) -> Reply:
        group = self._called(name)
        limit, offset = int(asked.query.get("limit", 50)), int(asked.query.get("offset", 0))
        if not 0 <= limit <= MOST_A_PAGE or offset < 0:
            raise invalid("limit")
        inside = self.inside[str(group["id"])]
        members = [{"id": self.users[one]["id"], "username": one} for one in inside[offset : offset + limit]]
        return Reply(200, {"members": members, "owners": [], "meta": {"total": len(inside), "limit": limit, "offset": offset}})

    def _add(self, asked: Asked, group: str) -> Reply:
        """Names that are unknown are passed over, unless all are; it is an error when all are in already."""
        users = self._named(asked, group)
        inside = self.inside[group]
        if all(user in inside for user in users):
            raise no(422, "record_invalid", f"'{users[0]}' is already a member of this group.")
        inside.extend(user for user in users if user not in inside)
        return Reply(200, {"success": "OK", "usernames": users, "emails": []})

    def _remove(self, asked: Asked, group: str) -> Reply:
        users = self._named(asked, group)
        gone = [user for user in users if user in self.inside[group]]
        self.inside[group] = [user for user in self.inside[group] if user not in gone]
        return Reply(200, {"success": "OK", "usernames": gone, "skipped_usernames": [user for user in users if user not in gone]})

    def _category(self, _asked: Asked, category: str) -> Reply:
        if category != self.CATEGORY:
            raise not_found()
        return Reply(200, {"category": {"id": int(category), "name": "Announcements"}})

    def _post(self, asked: Asked) -> Reply:
        post = asked.body
        used = {topic["title"].lower() for topic in self.topics.values()}
        for wrong, words in [
            (post["category"] != self.CATEGORY, "Category can't be blank"),
            (not 15 <= len(post["title"]) <= 255, "Title is too short (minimum is 15 characters)"),
            (post["title"].lower() in used, "Title has already been used"),
            (len(post["raw"]) < 20, "Body is too short (minimum is 20 characters)"),
            (not EXTERNAL_ID.fullmatch(post["external_id"]), "External ID is invalid"),
            (post["external_id"] in self.topics, "External ID has already been taken"),
        ]:
            if wrong:
                raise Fault(422, {"action": "create_post", "errors": [words]})
        self.topics[post["external_id"]] = {**post, "id": next(self._numbers)}
        return Reply(200, {"id": 1, "topic_id": self.topics[post["external_id"]]["id"], "raw": post["raw"]})

    def _topic(self, _asked: Asked, external_id: str) -> Reply:
        if external_id not in self.topics:
            raise not_found()
        return Reply(301, None, {"Location": f"{self.url}/t/topic/{self.topics[external_id]['id']}"})

    # What stands behind it

    def _for_admins(self) -> None:
        if not self.is_admin:
            raise not_found()  # to others it is as if there were no such page

    def _made(self, group: dict) -> dict:
        made = {"automatic": False, **group, "id": next(self._numbers)}
        self.groups[str(made["id"])], self.inside[str(made["id"])] = made, []
        return made

    def _group(self, group: str) -> dict:
        if group not in self.groups:
            raise not_found()
        return self.groups[group]

    def _called(self, name: str) -> dict:
        for group in self.groups.values():
            if group["name"] == name.lower():
                return group
        raise not_found()

    def _named(self, asked: Asked, group: str) -> list[str]:
        self._for_admins()
        self._group(group)
        wanted = {name.lower() for name in asked.body["usernames"].split(",")}
        users = [name for name in self.users if name.lower() in wanted and name not in self.refused]
        if not users:
            raise invalid("usernames")
        if len(users) > MOST_AT_ONCE:
            raise no(422, "record_invalid", "Too many users at once.")
        return users


def _user(number: int, name: str, email: str, external_id: str) -> dict:
    return {"id": number, "username": name, "email": email.lower(), "external_id": external_id}
