"""A calendar fetched from an address that somebody gave: over https, from the public internet, never from our own network.

A name is looked up once; what it leads to is checked, and that address is connected to, so that a second look-up cannot lead elsewhere.
Each redirect is checked anew. No cookies, no credentials, and one deadline for all of it.
"""

import enum
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 3
PIECE = 65_536
_UNICAST, _TRANSLATED = IPv6Network("2000::/3"), IPv6Network("64:ff9b::/96")  # the second: an IPv4 address behind NAT64
_KEPT = "/?%:@!$&'()*+,;=~-._"  # in an address as it stands
_HEADERS = {"Accept": "text/calendar, text/plain;q=0.5", "User-Agent": "Foyer", "Connection": "close"}
Address = IPv4Address | IPv6Address


class Unfetched(enum.StrEnum):
    """Why nothing could be fetched. UNREACHABLE is said of all that has no answer.

    Why there is none, an unknown name or a private network, would tell a stranger what stands in ours.
    """

    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # the server answered, and not with a calendar
    TOO_LARGE = "too-large"


class FetchError(Exception):
    """Nothing could be fetched."""

    def __init__(self, fault: Unfetched) -> None:
        super().__init__(fault.value)
        self.fault = fault


def look_up(host: str, port: int) -> list[str]:
    """Every IP address of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: Address) -> bool:
    """Whether this is a machine of the public internet: no private, loopback, link-local or shared network, whatever it is written as."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _TRANSLATED:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    tunnels = address.sixtofour is not None or address.teredo is not None
    return address in _UNICAST and address.is_global and not tunnels


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: `host` in ASCII, `path` with its query."""

    host: str
    port: int
    path: str


def place_of(address: str) -> Place:
    """The place of an https address without user and password. Raises ValueError."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username is not None or parts.password is not None:
        raise ValueError("not an https address")
    path = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Place(parts.hostname.encode("idna").decode("ascii"), parts.port or 443, path)


def https_address(typed: str) -> str:
    """The address of a calendar as somebody copied it out of their program, over https. Raises ValueError."""
    scheme, colon, rest = typed.strip().partition("://")
    address = (
        f"https{colon}{rest}" if scheme.lower() in {"webcal", "webcals"} else typed.strip()
    )  # how calendar programs write it
    place_of(address)
    return address


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """How calendars are fetched; as it is, but for tests, which bring a network of their own."""

    resolve: Callable[[str, int], Sequence[str]] = look_up
    allows: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset({443})
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = 20
    most_bytes: int = 10_000_000

    def fetch(self, address: str) -> bytes:
        """What stands at this address. Raises FetchError."""
        end = time.monotonic() + self.seconds
        try:
            for _number in range(MOST_REDIRECTS + 1):
                found = self._get(place_of(address), end)
                if isinstance(found, bytes):
                    return found
                address = urljoin(address, found)
        except (OSError, HTTPException, ValueError) as error:  # ValueError: no address, also where a redirect leads
            raise FetchError(Unfetched.UNREACHABLE) from error
        raise FetchError(Unfetched.REFUSED)

    def _get(self, place: Place, end: float) -> bytes | str:
        """The body, or where it is instead."""
        ip = self._checked(place)
        connection = _Pinned(place, ip, self.context(), end)
        try:
            connection.connect()
            with _ended(connection.sock, end):
                connection.do_handshake()
                connection.request("GET", place.path, headers=_HEADERS)
                response = connection.getresponse()
                if response.status in REDIRECTS:
                    return response.getheader("Location") or ""
                body = self._body(response)
            if time.monotonic() >= end:  # cut off, it may look whole
                raise FetchError(Unfetched.UNREACHABLE)
            return body
        finally:
            connection.close()

    def _checked(self, place: Place) -> str:
        """The first of the host's addresses, when all of them are public. Raises FetchError."""
        found = self.resolve(place.host, place.port) if place.port in self.ports else []
        if not found or not all(self.allows(ip_address(ip.partition("%")[0])) for ip in found):
            raise FetchError(Unfetched.UNREACHABLE)
        return found[0]

    def _body(self, response: HTTPResponse) -> bytes:
        if response.status != 200 or response.getheader("Content-Encoding", "identity") != "identity":
            raise FetchError(Unfetched.REFUSED)
        pieces, size = [], 0
        while piece := response.read(PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > self.most_bytes:
                raise FetchError(Unfetched.TOO_LARGE)
        return b"".join(pieces)


class _Pinned(HTTPSConnection):
    """A connection to one IP address, which has to show the certificate of the host."""

    def __init__(self, place: Place, ip: str, context: ssl.SSLContext, end: float) -> None:
        super().__init__(place.host, place.port, timeout=max(0.1, end - time.monotonic()), context=context)
        self._ip, self._tls = ip, context

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, self.port), timeout=self.timeout)
        # The handshake comes later, when somebody looks at the clock.
        self.sock: ssl.SSLSocket = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)

    def do_handshake(self) -> None:
        self.sock.do_handshake()


@contextmanager
def _ended(connected: ssl.SSLSocket, end: float) -> Iterator[None]:
    """The connection ends at this moment, however slowly the other side goes on talking: a timeout counts each silence anew."""
    timer = threading.Timer(max(0.0, end - time.monotonic()), _shut, (connected,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(connected: ssl.SSLSocket) -> None:
    try:
        socket.socket.shutdown(connected, socket.SHUT_RDWR)  # that of TLS would wait for the other side
    except OSError:
        return  # it is closed already
