"""How Microsoft Graph is asked: with a token that is renewed when it has run out, page by page, several requests together."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from networks.platforms.client import Answer, JsonClient, fault_of, words_of
from networks.platforms.protocol import Access, AccessDenied, Garbled
from networks.platforms.protocol import gettext_noop as _
from networks.platforms.reading import identity, rows, text

LOGIN = "https://login.microsoftonline.com"
MOST_IN_BATCH = 20
SOONER = 120.0  # seconds before its end a token is renewed
LONGEST_TOKEN_LIFE = 24 * 3600.0
NO_TOKEN = frozenset({400, 401})
RAN_OUT = 401
NO_TOKEN_GIVEN = _("Microsoft does not give the application a token.")
NOT_PROMISED = _("Microsoft 365 answered with something other than its interface promises.")
ELSEWHERE = _("Microsoft 365 names a next page that is somewhere else.")
REFUSED = _("Microsoft 365 refused this one.")


@dataclass(frozen=True, slots=True)
class Part:
    """One request of a $batch. `path` begins with a slash."""

    method: str
    path: str
    body: dict[str, Any] | None = None


class GraphSession:
    """One application in one directory, for one piece of work."""

    def __init__(self, access: Access, seconds: float) -> None:
        self._graph = JsonClient(access.base_url.rstrip("/").removesuffix("/v1.0") + "/v1.0", {}, seconds=seconds)
        parts = urlsplit(access.base_url)
        self._login = JsonClient(access.options.get("login_url", "").strip() or LOGIN, {}, seconds=seconds)
        self._tenant = access.options.get("tenant", "").strip()
        self._form = {
            "grant_type": "client_credentials",
            "client_id": access.options.get("client_id", "").strip(),
            "client_secret": access.secrets.get("client_secret", "").strip(),
            "scope": f"{parts.scheme}://{parts.netloc}/.default",
        }
        self._token = ""
        self._until = 0.0

    def close(self) -> None:
        """Connections are let go."""
        self._graph.close()
        self._login.close()

    def sign_in(self) -> None:
        """There is a new token. Raises PlatformFault."""
        answer = self._login.ask("POST", f"{quote(self._tenant, safe='')}/oauth2/v2.0/token", form=self._form, allowed=NO_TOKEN)
        if answer.status in NO_TOKEN:
            raise AccessDenied(f"{NO_TOKEN_GIVEN}{words_of(answer.json)}")
        said_ = answer.object()
        token, lasts = text(said_, "access_token"), said_.get("expires_in")
        if not token or not isinstance(lasts, int | float):
            raise Garbled(NOT_PROMISED)
        self._token, self._until = token, time.monotonic() + min(lasts, LONGEST_TOKEN_LIFE) - SOONER

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: object | None = None,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        allowed: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer to one request; a token that was not taken is renewed once. Raises PlatformFault."""
        if not self._token or time.monotonic() > self._until:
            self.sign_in()
        answer = self._once(method, path, body, query, headers, allowed)
        if answer.status == RAN_OUT:
            self.sign_in()
            answer = self._once(method, path, body, query, headers, allowed)
        if answer.status == RAN_OUT:
            raise fault_of(answer)
        return answer

    def together(self, parts: Sequence[Part]) -> list[Answer]:
        """The answers to at most 20 requests, in their order, whatever order they came in. Raises PlatformFault."""
        requests = [
            {"id": str(number), "method": part.method, "url": part.path, **_body(part.body)} for number, part in enumerate(parts)
        ]
        said_ = self.ask("POST", "$batch", body={"requests": requests}).object()
        found = {identity(one): _answer(one) for one in rows(said_, "responses")}
        if set(found) != {str(number) for number in range(len(parts))}:
            raise Garbled(NOT_PROMISED)
        return [found[str(number)] for number in range(len(parts))]

    def next_page(self, said_: dict[str, Any]) -> str:
        """Where the next page is, "" on the last one. Raises Garbled when it is somewhere else: the token goes nowhere else."""
        link = text(said_, "@odata.nextLink")
        if link and not link.startswith(f"{self._graph.base_url}/"):
            raise Garbled(ELSEWHERE)
        return link

    def object_url(self, account: str) -> str:
        """How a member is named to Graph."""
        return f"{self._graph.base_url}/directoryObjects/{quote(account, safe='')}"

    def addition(self, room_id: str, account: str) -> Part:
        """One member comes in."""
        return Part("POST", f"/groups/{quote(room_id, safe='')}/members/$ref", {"@odata.id": self.object_url(account)})

    def removal(self, room_id: str, account: str) -> Part:
        """One member goes. Without `$ref` the account itself would be deleted."""
        return Part("DELETE", f"/groups/{quote(room_id, safe='')}/members/{quote(account, safe='')}/$ref")

    def _once(
        self,
        method: str,
        path: str,
        body: object | None,
        query: Mapping[str, str | int] | None,
        headers: Mapping[str, str] | None,
        allowed: frozenset[int],
    ) -> Answer:
        everything = {"Authorization": f"Bearer {self._token}", **(headers or {})}
        return self._graph.ask(method, path, body=body, query=query, headers=everything, allowed=allowed | {RAN_OUT})


def error_code(answer: Answer) -> str:
    """Their name of the error, "" when there is none."""
    error = answer.json.get("error") if isinstance(answer.json, dict) else None
    return text(error, "code")


def said(answer: Answer) -> str:
    """Their words in an error."""
    return words_of(answer.json).removeprefix(" It says: ") or REFUSED


def _body(body: dict[str, Any] | None) -> dict[str, Any]:
    return {} if body is None else {"body": body, "headers": {"Content-Type": "application/json"}}


def _answer(one: dict[str, Any]) -> Answer:
    status, headers = one.get("status"), one.get("headers")
    if not isinstance(status, int):
        raise Garbled(NOT_PROMISED)
    names = headers if isinstance(headers, dict) else {}
    return Answer(status, {str(name).title(): str(value) for name, value in names.items()}, one.get("body"))
