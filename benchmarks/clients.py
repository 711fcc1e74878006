"""Many browsers at once, kept alive, in a process of their own: one loop over sockets, so that the clients cost little of the machine."""

import pickle
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

MOST_REPEATS = 3


@dataclass(frozen=True)
class Load:
    """What clients saw: answers by status, how long each took (sorted, seconds), the size of the last body."""

    seconds: float
    statuses: dict[int, int]
    waits: tuple[float, ...]
    bytes: int

    @property
    def rate(self) -> float:
        return sum(self.statuses.values()) / self.seconds

    def wait(self, share: float) -> float:
        return self.waits[min(len(self.waits) - 1, int(len(self.waits) * share))]


class Browser:
    """One kept-alive connection."""

    def __init__(self, port: int, waiting: selectors.BaseSelector) -> None:
        self.port, self.waiting = port, waiting
        self.buffer = bytearray()
        self.begun = 0.0
        self.asked, self.repeats = b"", 0
        self._connect()

    def _connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.waiting.register(self.socket, selectors.EVENT_READ, self)

    def close(self) -> None:
        self.waiting.unregister(self.socket)
        self.socket.close()

    def ask(self, request: bytes) -> None:
        self.begun, self.asked, self.repeats = time.perf_counter(), request, 0
        self.socket.sendall(request)

    def read(self) -> tuple[int, int] | None:
        """Status and size of the body once the whole answer is there. Raises ConnectionError when the server hangs up before."""
        data = self._received()
        if not data:
            self._ask_again()
            return None
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.buffer[:end]).lower()
        size = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
        if len(self.buffer) < end + 4 + size:
            return None
        self.buffer.clear()
        if b"connection: close" in head:
            self.close()
            self._connect()
        return int(head[9:12]), size

    def _received(self) -> bytes:
        try:
            return self.socket.recv(262_144)
        except ConnectionResetError:
            return b""

    def _ask_again(self) -> None:
        """A kept-alive connection may close under a request: who only reads asks again, as browsers do (RFC 9112 section 9.3.1)."""
        self.repeats += 1
        if self.buffer or self.repeats > MOST_REPEATS or not self.asked.startswith(b"GET "):
            raise ConnectionError("the server hung up")
        self.close()
        self._connect()
        self.socket.sendall(self.asked)


class Crowd:
    """Browsers that each ask the next request when their last is answered."""

    def __init__(self, port: int, requests: Iterator[bytes], clients: int) -> None:
        self.waiting = selectors.DefaultSelector()
        self.requests = requests
        self.browsers = [Browser(port, self.waiting) for _ in range(clients)]
        self.busy = 0
        self.statuses: Counter[int] = Counter()
        self.waits: list[float] = []
        self.bytes = 0

    def run(self, seconds: float) -> Load:
        begun = time.perf_counter()
        end = begun + seconds
        for browser in self.browsers:
            self._ask_next(browser)
        while self.busy:
            for key, _events in self.waiting.select(60):
                self._hear(key.data, goes_on=time.perf_counter() < end)
        took = time.perf_counter() - begun
        return Load(took, dict(self.statuses), tuple(sorted(self.waits)), self.bytes)

    def _hear(self, browser: Browser, *, goes_on: bool) -> None:
        answer = browser.read()
        if answer is None:
            return
        self.busy -= 1
        self.statuses[answer[0]] += 1
        self.bytes = answer[1]
        self.waits.append(time.perf_counter() - browser.begun)
        self._ask_next(browser, goes_on=goes_on)

    def _ask_next(self, browser: Browser, *, goes_on: bool = True) -> None:
        request = next(self.requests, None) if goes_on else None
        if request is None:
            browser.close()  # the server would hang up on it, while others still ask
            return
        browser.ask(request)
        self.busy += 1


def drive(port: int, requests: Sequence[bytes], clients: int, seconds: float = float("inf")) -> Load:
    """The requests are asked over and over for some seconds; without `seconds` each is asked once."""
    queue = iter(requests) if seconds == float("inf") else cycle(requests)
    return Crowd(port, queue, clients).run(seconds)


class Street:
    """The process the browsers live in."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "benchmarks.clients"]
        self.process = subprocess.Popen(command, cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def drive(self, port: int, requests: Sequence[bytes], clients: int, seconds: float = float("inf")) -> Load:
        """As `drive`. Raises RuntimeError when it did not come to an end."""
        pickle.dump((port, list(requests), clients, seconds), self.process.stdin)
        self.process.stdin.flush()
        try:
            return Load(*pickle.load(self.process.stdout))
        except EOFError as error:
            raise RuntimeError("the clients stopped: see above") from error


@contextmanager
def street() -> Iterator[Street]:
    """A process for clients; it ends with its input."""
    opened = Street()
    yield opened
    opened.process.stdin.close()
    opened.process.wait(10)


def serve() -> None:
    while True:
        try:
            order = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        load = drive(*order)
        pickle.dump((load.seconds, load.statuses, load.waits, load.bytes), sys.stdout.buffer)
        sys.stdout.buffer.flush()


def get(path: str, cookie: str = "", bearer: str = "") -> bytes:
    return _request("GET", path, cookie, bearer)


def post(path: str, body: str, cookie: str = "", bearer: str = "", kind: str = "application/x-www-form-urlencoded") -> bytes:
    content = body.encode()
    return _request("POST", path, cookie, bearer, f"Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n") + content


def _request(verb: str, path: str, cookie: str, bearer: str, more: str = "") -> bytes:
    lines = f"{verb} {path} HTTP/1.1\r\nHost: foyer.example\r\nAccept-Language: en\r\n{more}"
    if cookie:
        lines += f"Cookie: foyer={cookie}\r\n"
    if bearer:
        lines += f"Authorization: Bearer {bearer}\r\n"
    return (lines + "\r\n").encode()


if __name__ == "__main__":
    serve()
