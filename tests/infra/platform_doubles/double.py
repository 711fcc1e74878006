"""What all doubles of platforms share: a real HTTP server on loopback with routes, a record of what was asked, and troubles on order."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.networks.platforms.remote import RETRY_AFTER, Trouble

HTML = b"<!doctype html><title>Welcome</title>"


@dataclass(frozen=True)
class Asked:
    """One request. `body` is what its JSON or its form says, None when it has none. Header names are in small letters."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None


@dataclass(frozen=True)
class Reply:
    """`body`: a value for JSON, bytes as they are, None for nothing."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Fault(Exception):
    """Raised by a route: the platform says no."""

    def __init__(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.reply = Reply(status, body, headers or {})


@dataclass(frozen=True)
class Route:
    """What answers to a method and a path (parts in brackets go to it)."""

    method: str
    path: re.Pattern[str]
    answer: Callable[..., Reply]
    changes: bool


class Double:
    """A platform on 127.0.0.1. It keeps no account of a test's wishes but `once`, replies for the next requests, and `fail`."""

    TOO_MANY: Reply = Reply(429, {"message": "slow down"}, {"Retry-After": str(int(RETRY_AFTER))})
    FAULT: Reply = Reply(500, {"message": "oops"})
    EXPIRED: Reply

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.asked: list[Asked] = []
        self.routes: list[Route] = []
        self.refused: set[str] = set()
        self._once: list[tuple[str, Reply | None]] = []
        self._trouble: Trouble | None = None
        self._changes_left = 0
        self._only_changes = False
        self._over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self.server.shutdown()
        self.server.server_close()

    # What a test orders

    def once(self, at: str, reply: Reply | None) -> None:
        """The next request whose "METHOD /path" has `at` in it gets this instead; None is silence until the asker tires of it."""
        self._once.append((at, reply))

    def fail(self, trouble: Trouble, *, after_changes: int = 0) -> None:
        self._trouble, self._changes_left, self._only_changes = trouble, after_changes, after_changes > 0

    def mend(self) -> None:
        self._trouble = None

    def refuse(self, account: str) -> None:
        self.refused.add(account)

    def requests(self, at: str) -> list[Asked]:
        """What was asked whose "METHOD /path" has `at` in it."""
        return [asked for asked in self.asked if at in f"{asked.method} {asked.path}"]

    # What answers

    def route(self, method: str, path: str, answer: Callable[..., Reply], *, changes: bool | None = None) -> None:
        """What a GET asks changes nothing, all else does unless it is said here."""
        self.routes.append(Route(method, re.compile(path), answer, method != "GET" if changes is None else changes))

    def admit(self, asked: Asked) -> None:
        """Raises Fault when what the request carries does not open the platform."""

    def unknown(self, asked: Asked) -> Reply:
        return Reply(404, {"message": f"no route {asked.method} {asked.path}"})

    def changes(self, asked: Asked) -> bool:
        return any(one.changes for one in self.routes if one.method == asked.method and one.path.fullmatch(asked.path))

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        asked = _read(handler)
        with self.lock:
            self.asked.append(asked)
            replied, reply = self._ordered(asked)
            if not replied:
                reply = self._in_trouble(asked)
        if reply is not None:
            _send(handler, reply)
            return
        handler.close_connection = True
        if replied:
            self._over.wait(5)

    def answer(self, asked: Asked) -> Reply:
        try:
            self.admit(asked)
            for one in self.routes:
                found = one.path.fullmatch(asked.path)
                if found and one.method == asked.method:
                    return one.answer(asked, *(unquote(part) for part in found.groups()))
        except Fault as fault:
            return fault.reply
        return self.unknown(asked)

    def _ordered(self, asked: Asked) -> tuple[bool, Reply | None]:
        for order in self._once:
            if order[0] in f"{asked.method} {asked.path}":
                self._once.remove(order)
                return True, order[1]
        return False, None

    def _in_trouble(self, asked: Asked) -> Reply | None:
        """The reply; None where the connection ends without one."""
        changes = self.changes(asked)
        if self._trouble is None or (self._only_changes and not changes):
            return self.answer(asked)
        if self._changes_left:
            self._changes_left -= 1
            return self.answer(asked)
        if self._trouble is Trouble.LOST:
            reply = self.answer(asked)
            return None if changes else reply
        return {
            Trouble.TOO_MANY: self.TOO_MANY,
            Trouble.FAULT: self.FAULT,
            Trouble.SILENCE: None,
            Trouble.EXPIRED: self.EXPIRED,
            Trouble.GARBAGE: Reply(200, HTML, {"Content-Type": "text/html"}),
        }[self._trouble]


def _handler(double: Double) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            double.serve(self)

        def do_POST(self) -> None:
            double.serve(self)

        def do_PUT(self) -> None:
            double.serve(self)

        def do_PATCH(self) -> None:
            double.serve(self)

        def do_DELETE(self) -> None:
            double.serve(self)

        def log_message(self, *_args) -> None: ...

    return Handler


def _read(handler: BaseHTTPRequestHandler) -> Asked:
    parts = urlsplit(handler.path)
    headers = {name.lower(): value for name, value in handler.headers.items()}
    raw = handler.rfile.read(int(headers.get("content-length") or 0))
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Asked(handler.command, parts.path, query, headers, _body(raw, headers.get("content-type", "")))


def _body(raw: bytes, kind: str) -> Any:
    if not raw:
        return None
    if kind.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(raw.decode()))
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    raw = reply.body if isinstance(reply.body, bytes) else b"" if reply.body is None else json.dumps(reply.body).encode()
    handler.send_response(reply.status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw)), **reply.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(raw)
