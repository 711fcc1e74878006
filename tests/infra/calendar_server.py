"""A calendar server on the net: https on 127.0.0.1 under a name of its own, with a certificate that only these tests trust."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from calendars.fetching import Fetcher
from tests.infra import certificates

HOST = "calendar.example"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nEND:VCALENDAR\r\n"


@dataclass
class CalendarServer:
    """`answers[path]` is a status, headers and a body, or a function that gets the handler. `asked` are the requests that came."""

    port: int
    authority: Path
    answers: dict[str, tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))

    def fetcher(self, **changes) -> Fetcher:
        """One for which this server is of the public internet."""
        settings = {
            "resolve": lambda _host, _port: ["127.0.0.1"],
            "allows": lambda _address: True,
            "ports": frozenset({self.port}),
            "context": self.context,
        }
        return Fetcher(**{**settings, **changes})


def slowly(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.end_headers()
    for _number in range(200):
        try:
            handler.wfile.write(b"B")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> certificates.Certificate:
    return certificates.make(tmp_path_factory.mktemp("calendar"), f"DNS:{HOST}")


@pytest.fixture
def calendar_server(certificate: certificates.Certificate) -> Iterator[CalendarServer]:
    """A server that has a calendar at /calendar.ics."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            known.asked.append((self.path, dict(self.headers.items())))
            answer = known.answers.get(self.path, (404, {}, b""))
            if callable(answer):
                answer(self)
                self.close_connection = True
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return  # they had enough

        def log_message(self, *_args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self):
            plain, address = super().get_request()
            known.connections += 1
            return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

        def handle_error(self, *_args: object) -> None:
            return

    context = certificate.server_context()
    server = Server(("127.0.0.1", 0), Handler)
    known = CalendarServer(server.server_port, certificate.authority)
    known.answers["/calendar.ics"] = (200, {"Content-Type": "text/calendar", "Set-Cookie": "who=ada"}, CALENDAR)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield known
    server.shutdown()
    thread.join()
    server.server_close()
