"""A double of Microsoft Graph v1.0 and of the sign-in of applications, as their reference documents them."""

import itertools
import re
from urllib.parse import unquote, urlencode

from networks.platforms.protocol import Access, There
from tests.infra.platform_doubles.double import Asked, Double, Fault, Reply
from tests.networks.platforms.remote import RETRY_AFTER, Trouble

MOST_A_PAGE = 999
MOST_MEMBERS_AT_ONCE = 20
MOST_IN_BATCH = 20
MOST_IN_FILTER = 15
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
IN = re.compile(r"(\w+) in \((.*)\)", re.DOTALL)
VALUE = re.compile(r"'((?:[^']|'')*)'(?:,|$)")


def no(status: int, code: str, message: str) -> Fault:
    return Fault(status, {"error": {"code": code, "message": message, "innerError": {"request-id": "r"}}})


def denied() -> Fault:
    return no(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")


def gone(what: str) -> Fault:
    return no(
        404, "Request_ResourceNotFound", f"Resource '{what}' does not exist or one of its queried references are not present."
    )


def present() -> Fault:
    words = "One or more added object references already exist for the following modified properties: 'members'."
    return no(400, "Request_BadRequest", words)


class GraphDouble(Double):
    TENANT, CLIENT, SECRET = "contoso.example", "c11e47", "s3cr3t-of-graph"
    TOO_MANY = Reply(429, {"error": {"code": "TooManyRequests", "message": "wait"}}, {"Retry-After": str(int(RETRY_AFTER))})
    FAULT = Reply(503, {"error": {"code": "serviceNotAvailable", "message": "The service is unavailable."}})
    EXPIRED = no(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.").reply
    page = 3
    batch = 3
    secrets = (SECRET, "token-1")

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count(1)
        self.tokens = 0
        self.good_tokens: set[str] = set()
        self.lasts = 3599
        self.rights = {"User.Read.All", "Group.ReadWrite.All"}
        self.users: dict[str, dict] = {}
        self.groups: dict[str, dict] = {}
        self.inside: dict[str, list[str]] = {}
        self.devices: set[str] = set()
        self.parts_that_fail: dict[str, Reply] = {}  # by account: what its own request in a $batch gets
        self.parts: list[tuple[str, str]] = []
        self.route("POST", "/([^/]+)/oauth2/v2.0/token", self._sign_in, changes=False)
        for method, path, answer in [
            ("GET", "/users", self._users),
            ("GET", "/groups", self._groups),
            ("GET", r"/groups\(uniqueName='([^']+)'\)", self._by_key),
            ("PATCH", r"/groups\(uniqueName='([^']+)'\)", self._upsert),
            ("GET", "/groups/([^/]+)", lambda _asked, group: Reply(200, self._group(group))),
            ("PATCH", "/groups/([^/]+)", self._update),
            ("GET", "/groups/([^/]+)/members", self._members),
            ("POST", r"/groups/([^/]+)/members/\$ref", self._add),
            ("DELETE", r"/groups/([^/]+)/members/([^/]+)/\$ref", self._remove),
            ("POST", r"/\$batch", self._batch),
        ]:
            self.route(method, f"/v1.0{path}", answer)

    # A test's hand

    def access(self, **options: str) -> Access:
        """What opens it; `options` change what is usual."""
        standing = {"tenant": self.TENANT, "client_id": self.CLIENT, "login_url": self.url}
        return Access(f"{self.url}/v1.0", {"client_secret": self.SECRET}, {**standing, **options})

    def make_account(self, email: str, external_id: str = "") -> str:
        user = self._identifier()
        name = f"{email.split('@', maxsplit=1)[0]}.{next(self._numbers)}@contoso.example"
        self.users[user] = {"id": user, "mail": email, "userPrincipalName": name, "employeeId": external_id or None}
        return user

    def make_room(self, name: str) -> str:
        return self._made({"displayName": name, "uniqueName": None})["id"]

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

    def said(self, _room_id: str) -> list[str]:
        return []

    # The interface

    def admit(self, asked: Asked) -> None:
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if asked.path.startswith("/v1.0/") and token not in self.good_tokens:
            raise Fault(401, self.EXPIRED.body)

    def changes(self, asked: Asked) -> bool:
        if asked.path == "/v1.0/$batch":
            return any(part["method"] != "GET" for part in asked.body["requests"])
        return super().changes(asked)

    def unknown(self, asked: Asked) -> Reply:
        return no(400, "BadRequest", f"Resource not found for the segment '{asked.path}'.").reply

    def _sign_in(self, asked: Asked, tenant: str) -> Reply:
        form = asked.body
        if tenant != self.TENANT or form["grant_type"] != "client_credentials" or form["scope"] != f"{self.url}/.default":
            return Reply(400, {"error": "invalid_request", "error_description": "AADSTS90002: Tenant not found."})
        if (form["client_id"], form["client_secret"]) != (self.CLIENT, self.SECRET):
            return Reply(401, {"error": "invalid_client", "error_description": "AADSTS7000222: The client secret is expired."})
        self.tokens += 1
        token = f"token-{self.tokens}"
        self.good_tokens.add(token)
        return Reply(200, {"token_type": "Bearer", "expires_in": self.lasts, "access_token": token})

    def _users(self, asked: Asked) -> Reply:
        self._needs("User.Read.All")
        users = list(self.users.values())
        if "$filter" in asked.query:
            name, values = self._wanted(asked.query["$filter"])
            users = [user for user in users if user[name] is not None and user[name].lower() in values]
        shown = asked.query["$select"].split(",")
        return self._page_of([{name: user[name] for name in shown} for user in users], asked)

    def _groups(self, asked: Asked) -> Reply:
        self._needs("Group.ReadWrite.All")
        return self._page_of(list(self.groups.values()), asked)

    def _by_key(self, _asked: Asked, key: str) -> Reply:
        self._needs("Group.ReadWrite.All")
        for group in self.groups.values():
            if group["uniqueName"] == key:
                return Reply(200, group)
        raise gone(key)

    def _upsert(self, asked: Asked, key: str) -> Reply:
        self._needs("Group.ReadWrite.All")
        for group in self.groups.values():
            if group["uniqueName"] == key:
                group.update(asked.body)
                return Reply(204)
        if asked.headers.get("prefer") != "create-if-missing":
            raise gone(key)
        missing = {"displayName", "mailEnabled", "mailNickname", "securityEnabled"} - set(asked.body)
        if missing or len(asked.body["displayName"]) > 256 or asked.body.get("description") == "":
            raise no(400, "Request_BadRequest", f"Invalid value specified for property '{missing or 'displayName'}'.")
        return Reply(201, self._made({**asked.body, "uniqueName": key}))

    def _update(self, asked: Asked, group: str) -> Reply:
        """Members come in all or none."""
        self._needs("Group.ReadWrite.All")
        self._group(group)
        members = [url.rpartition("/")[2] for url in asked.body.get("members@odata.bind", [])]
        if len(members) > MOST_MEMBERS_AT_ONCE:
            raise no(400, "Request_BadRequest", "The number of links in the request exceeds the limit of 20.")
        for member in members:
            self._check(group, member)
        self.inside[group].extend(members)
        return Reply(204)

    def _members(self, asked: Asked, group: str) -> Reply:
        self._group(group)
        kinds = {one: "device" if one in self.devices else "user" for one in self.inside[group]}
        return self._page_of([{"@odata.type": f"#microsoft.graph.{kind}", "id": one} for one, kind in kinds.items()], asked)

    def _add(self, asked: Asked, group: str) -> Reply:
        self._needs("Group.ReadWrite.All")
        self._group(group)
        member = asked.body["@odata.id"].rpartition("/")[2]
        self._check(group, member)
        self.inside[group].append(member)
        return Reply(204)

    def _remove(self, _asked: Asked, group: str, member: str) -> Reply:
        self._needs("Group.ReadWrite.All")
        self._group(group)
        if member not in self.inside[group]:
            raise gone(member)
        if member in self.refused:
            raise self._kept_elsewhere()
        self.inside[group].remove(member)
        return Reply(204)

    def _batch(self, asked: Asked) -> Reply:
        """The answers come in an order of their own, each with its own status."""
        requests = asked.body["requests"]
        if not 0 < len(requests) <= MOST_IN_BATCH:
            raise no(400, "BadRequest", "Number of batch request steps exceeds the maximum value of 20.")
        responses = [self._part(asked, request) for request in requests]
        return Reply(200, {"responses": responses[::-1]})

    def _part(self, asked: Asked, request: dict) -> dict:
        self.parts.append((request["method"], request["url"]))
        ordered = [reply for account, reply in self.parts_that_fail.items() if account in str(request)]
        part = Asked(request["method"], f"/v1.0{request['url']}", {}, asked.headers, request.get("body"))
        reply = ordered[0] if ordered else self.answer(part)
        return {"id": request["id"], "status": reply.status, "headers": reply.headers, "body": reply.body}

    # What stands behind it

    def _in_trouble(self, asked: Asked) -> Reply | None:
        if self._trouble is Trouble.EXPIRED and asked.path.endswith("/token"):
            return Reply(401, {"error": "invalid_client", "error_description": "AADSTS7000222: The client secret is expired."})
        return super()._in_trouble(asked)

    def _identifier(self) -> str:
        return f"00000000-0000-4000-8000-{next(self._numbers):012x}"

    def _made(self, group: dict) -> dict:
        made = {**group, "id": self._identifier()}
        self.groups[made["id"]], self.inside[made["id"]] = made, []
        return made

    def _group(self, group: str) -> dict:
        if not GUID.fullmatch(group):
            raise no(400, "Request_BadRequest", f"Invalid object identifier '{group}'.")
        if group not in self.groups:
            raise gone(group)
        return self.groups[group]

    def _check(self, group: str, member: str) -> None:
        if member not in self.users:
            raise gone(member)
        if member in self.refused:
            raise self._kept_elsewhere()
        if member in self.inside[group]:
            raise present()

    def _kept_elsewhere(self) -> Fault:
        return no(400, "Request_BadRequest", "Unable to update the specified properties for objects from an external service.")

    def _needs(self, right: str) -> None:
        if right not in self.rights:
            raise denied()

    def _wanted(self, said: str) -> tuple[str, list[str]]:
        found = IN.fullmatch(said)
        values = [value.replace("''", "'").lower() for value in VALUE.findall(found[2])] if found else []
        if not found or not 0 < len(values) <= MOST_IN_FILTER:
            raise no(400, "Request_UnsupportedQuery", "Too many child clauses specified in search filter expression.")
        return found[1], values

    def _page_of(self, every: list, asked: Asked) -> Reply:
        size, start = int(asked.query.get("$top", 100)), int(asked.query.get("$skiptoken", 0))
        if not 0 < size <= MOST_A_PAGE:
            raise no(400, "Request_BadRequest", "Invalid page size specified. Must be between 1 and 999 inclusive.")
        more = {}
        if start + size < len(every):
            query = urlencode({**asked.query, "$skiptoken": start + size})
            more = {"@odata.nextLink": f"{self.url}{unquote(asked.path)}?{query}"}
        return Reply(200, {"@odata.context": "x", "value": every[start : start + size], **more})
