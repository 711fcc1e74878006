"""A door in front of a real server, which spoils what comes through as a test wants it: for what the server itself never does."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.networks.platforms.remote import RETRY_AFTER, Trouble

READING = {"GET", "HEAD", "OPTIONS"}
GARBAGE = b"<!doctype html><title>Sign in</title><p>Welcome to the portal"
HOP_BY_HOP = {"connection", "content-length", "transfer-encoding", "date", "server", "host"}


@dataclass
class Exchange:
    """One request, and its answer once there is one. A rule may write both."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: int = 0
    answer_headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""

    def say(self, status: int, said: object, **headers: str) -> None:
        self.status, self.answer = status, said if isinstance(said, bytes) else json.dumps(said).encode()
        self.answer_headers = {"Content-Type": "application/json", **headers}


@dataclass
class FailingProxy:
    """`before` may answer a request by itself (`exchange.say`); `after` may change an answer. `asked` is all that came."""

    upstream: int
    port: int = 0
    trouble: Trouble | None = None
    spares: int = 0  # requests that change something and still go well
    changes_only: bool = False
    expired: Callable[[Exchange], None] = lambda exchange: exchange.say(401, {"detail": "The token has expired."})
    before: Callable[[Exchange], None] = lambda _exchange: None
    after: Callable[[Exchange], None] = lambda _exchange: None
    asked: list[Exchange] = field(default_factory=list)
    waits: threading.Event = field(default_factory=threading.Event)  # for a rule that does not answer until it is set
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fail(self, trouble: Trouble, *, after_changes: int = 0) -> None:
        self.trouble, self.spares = trouble, after_changes
        self.changes_only = after_changes > 0 or trouble is Trouble.LOST

    def mend(self) -> None:
        self.trouble = None

    def trouble_of(self, method: str) -> Trouble | None:
        """What happens to this request."""
        with self._lock:
            if self.trouble is None or (self.changes_only and method in READING):
                return None
            if self.spares > 0 and method not in READING:
                self.spares -= 1
                return None
            return self.trouble

    def pass_on(self, exchange: Exchange) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=20)
        headers = {name: value for name, value in exchange.headers.items() if name.lower() not in HOP_BY_HOP}
        connection.request(exchange.method, exchange.path, exchange.body or None, headers)
        response = connection.getresponse()
        exchange.status, exchange.answer = response.status, response.read()
        exchange.answer_headers = {name: value for name, value in response.getheaders() if name.lower() not in HOP_BY_HOP}
        connection.close()


def spoil(exchange: Exchange, trouble: Trouble, proxy: FailingProxy) -> bool:
    """The answer of a trouble; False for none at all."""
    if trouble is Trouble.TOO_MANY:
        exchange.say(429, {"detail": "Slow down."}, **{"Retry-After": str(int(RETRY_AFTER))})
    elif trouble is Trouble.FAULT:
        exchange.say(500, {"detail": "Out of order."})
    elif trouble is Trouble.EXPIRED:
        proxy.expired(exchange)
    elif trouble is Trouble.GARBAGE:
        exchange.say(200, GARBAGE, **{"Content-Type": "text/html"})
    elif trouble is Trouble.LOST:
        proxy.pass_on(exchange)
        return False
    else:
        return False
    return True


def _answered(exchange: Exchange, proxy: FailingProxy) -> bool:
    trouble = proxy.trouble_of(exchange.method)
    if trouble is not None:
        return spoil(exchange, trouble, proxy)
    proxy.before(exchange)
    if not exchange.status:
        proxy.pass_on(exchange)
        proxy.after(exchange)
    return True


def _handler(proxy: FailingProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm, wbufsize = True, -1  # or each answer takes 40 ms

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            exchange = Exchange(self.command, self.path, dict(self.headers.items()), body)
            proxy.asked.append(exchange)
            if not _answered(exchange, proxy):
                self.close_connection = True
                return
            self.send_response(exchange.status)
            for name, value in exchange.answer_headers.items():
                self.send_header(name, value)
            if exchange.status != 204:
                self.send_header("Content-Length", str(len(exchange.answer)))
            self.end_headers()
            self.wfile.write(exchange.answer if exchange.status != 204 else b"")

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815

        def log_message(self, *_args: object) -> None:
            return

    return Handler


@contextmanager
def in_front_of(upstream: int) -> Iterator[FailingProxy]:
    """A door in front of the server on this loopback port."""
    proxy = FailingProxy(upstream)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy))
    server.daemon_threads = True
    proxy.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
