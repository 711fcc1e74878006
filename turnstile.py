"""How many requests compute at the same time.

Python computes one thing at a time, whatever the number of threads: eight that want to took up to 70 % more of a processor than two, for
each statement to a database in this process gives Python's lock away and has to fight for it again. Threads are there to wait: for a slow
client, for the one who writes, for a server somewhere.
"""

from collections.abc import Iterable
from io import BytesIO
from queue import Empty, SimpleQueue
from threading import local
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PLACES = 2  # one computes while the database looks something up for the other
PLACES_ON_ONE_CORE = 3  # where Python's lock costs less, and the database is a server that looks two things up at a time
PATIENCE = 0.5  # seconds; then one goes in all the same, for those inside may wait for what nobody thought of
SHORT = 64 * 1024  # bytes of a body that is waited for outside: forms, calls of the API
_mine = local()


class Turnstile:
    """A WSGI application (PEP 3333) before another one, which lets `places` requests in at a time, in the order in which they came."""

    def __init__(self, app: "WSGIApplication", places: int = PLACES, patience: float = PATIENCE) -> None:
        self._app = app
        self._patience = patience
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(places):
            self._free.put(None)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        _have_body(environ)
        try:
            self._free.get(timeout=self._patience)
        except Empty:
            return self._app(environ, start_response)
        _mine.place = self._free
        try:
            return self._app(environ, start_response)
        finally:
            give_way()


def give_way() -> None:
    """The place of this thread's request, if it has one, is free for another: to be called before it waits for long.

    It goes on without a place: those who wait for one thing go on one by one.
    """
    place: SimpleQueue[None] | None = getattr(_mine, "place", None)
    if place is not None:
        _mine.place = None
        place.put(None)


def has_place() -> bool:
    """Whether this thread's request has a place that others may wait for."""
    return getattr(_mine, "place", None) is not None


def _have_body(environ: "WSGIEnvironment") -> None:
    """A short body is here before a place is taken; a long one, or one of unknown length, gives the place away when it is read.

    Otherwise two clients who send a byte a second would keep everybody waiting.
    """
    length = str(environ.get("CONTENT_LENGTH") or "")
    if length.isdecimal() and int(length) <= SHORT:
        if int(length):
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(length)))
    elif length or "HTTP_TRANSFER_ENCODING" in environ:
        environ["wsgi.input"] = _Awaited(environ["wsgi.input"])


class _Awaited:
    """A body that has yet to come: what is asked of it is asked without a place."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def __getattr__(self, name: str) -> Any:
        give_way()
        return getattr(self._body, name)

    def __iter__(self) -> Any:
        give_way()
        return iter(self._body)
