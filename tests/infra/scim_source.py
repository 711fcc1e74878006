"""A small SCIM source that only lists: `users`, `groups`, and how it misbehaves."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.infra.processes import free_port


@dataclass
class ScimSource:
    """`page`: the most it gives at once. `leaves_out`: members come for one group only. `raw`, `status`, `total`: it lies."""

    token: str = "open-sesame"
    users: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    page: int = 100
    leaves_out: bool = False
    raw: bytes = b""
    status: int = 200
    total: int = 0
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", free_port()), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_how: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def lists(self, name: str, *ids: str) -> None:
        """The group of this name has exactly these users."""
        others = [group for group in self.groups if group["displayName"] != name]
        self.groups = [*others, {"id": name.lower(), "displayName": name, "members": [{"value": id_} for id_ in ids]}]

    def answer(self, path: str, token: str) -> tuple[int, bytes]:
        self.asked.append(path)
        if token != f"Bearer {self.token}":
            return 401, b'{"detail": "no such token"}'
        if self.raw or self.status != 200:
            return self.status, self.raw
        said = urlsplit(path)
        kind, _slash, one = said.path.strip("/").partition("/")
        everything = self.users if kind == "Users" else self.groups
        if one:
            return 200, json.dumps(next(group for group in everything if group["id"] == one)).encode()
        start = int(parse_qs(said.query)["startIndex"][0]) - 1
        some = everything[start : start + self.page]
        if self.leaves_out:
            some = [{name: value for name, value in group.items() if name != "members"} for group in some]
        return 200, json.dumps({"totalResults": self.total or len(everything), "Resources": some}).encode()


def _handler(source: ScimSource) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = source.answer(self.path, self.headers.get("Authorization", ""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nothing is written to the terminal."""

    return Handler
