"""HTTP as adapters speak it: JSON to one server, with a deadline, a limit of size, no redirects, and faults in the words of the Protocol."""

import json
import logging
import math
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from networks.platforms.protocol import AccessDenied, Garbled, PlatformFault, Refused, RoomMissing, Unavailable, gettext_noop
from turnstile import give_way

if TYPE_CHECKING:  # who mirrors nothing does without
    import httpx2

SECONDS = 30.0  # without a sign of life
MOST_SECONDS = 120.0  # for one whole answer
MOST_BYTES = 64_000_000
MOST_RETRY_AFTER = 24 * 3600.0
WORDS_KEPT = 300
BAD_SECRET = gettext_noop(
    "What opens the platform is empty, or holds what it cannot: a blank at its end, a line break, a letter of another alphabet."
)

_ESCAPED = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)  # what may hide a sign that is none
_NO_SIGN = re.compile("[\0\ud800-\udfff]")  # no page can show it, and no database keeps it

logging.getLogger("httpx2").setLevel(logging.WARNING)  # it logs each address, and addresses of people stand in filters


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `json` is what the body says: any JSON value, None for an empty body."""

    status: int
    headers: Mapping[str, str]
    json: Any

    def object(self) -> dict[str, Any]:
        """The body, which is an object. Raises Garbled."""
        if not isinstance(self.json, dict):
            raise Garbled("The platform answered with something other than its interface promises.")
        return self.json


class JsonClient:
    """One server. `headers` go with every request, and never into a log or a message."""

    def __init__(self, base_url: str, headers: Mapping[str, str], *, seconds: float = SECONDS) -> None:
        import httpx2

        if not _is_of_the_web(base_url):
            raise Refused("The address of the platform must begin with https://.")
        self._fits = _fit(headers)
        self.base_url = base_url.rstrip("/")
        self._http = httpx2.Client(
            headers={"Accept": "application/json", "User-Agent": "Foyer", **(headers if self._fits else {})},
            timeout=seconds,
            follow_redirects=False,
            trust_env=False,
            verify=_authorities(),
        )

    def close(self) -> None:
        """Connections are let go."""
        self._http.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: object | None = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        allowed: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer to one request; a status of 300 and above is a fault unless it is among `allowed`. Raises PlatformFault.

        `body` goes as JSON, `form` as the fields of a form: one of the two, or neither.
        """
        import httpx2

        content, kind = _content(body, form)
        if not self._fits or not _fit(headers or {}):
            raise AccessDenied(BAD_SECRET)
        give_way()
        try:
            with self._http.stream(
                method, self._url(path), content=content, params=dict(query or {}), headers={**kind, **(headers or {})}
            ) as response:
                raw = _read(response)
        except httpx2.TimeoutException as error:
            raise Unavailable("The platform did not answer in time. Foyer tries again by itself.") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            words = f"The platform cannot be reached ({type(error).__name__}). Foyer tries again by itself."
            raise Unavailable(words) from error
        answer = Answer(response.status_code, response.headers, _json(raw, response.status_code))
        if answer.status >= 300 and answer.status not in allowed:
            raise fault_of(answer)
        return answer

    def _url(self, path: str) -> str:
        return path if path.startswith(self.base_url + "/") else f"{self.base_url}/{path.lstrip('/')}"


def _is_of_the_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in {"http", "https"} and bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _fit(headers: Mapping[str, str]) -> bool:
    """Whether a server can be sent these: what goes wrong with one that it cannot names it, and it may be a secret."""
    return all(value.isascii() and value.isprintable() and value == value.strip() for value in headers.values())


@cache
def _authorities() -> ssl.SSLContext:
    """Whose certificates are good; reading them takes a tenth of a second."""
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)


def _content(body: object | None, form: Mapping[str, str] | None) -> tuple[bytes | None, dict[str, str]]:
    if form is not None:
        return urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    return (None, {}) if body is None else (json.dumps(body).encode(), {"Content-Type": "application/json"})


def _read(response: "httpx2.Response") -> bytes:
    if "," in response.headers.get("Content-Encoding", ""):  # packed twice, a few kilobytes unpack to more than any memory
        raise Garbled("The platform's answer is too large.")
    until, raw = time.monotonic() + MOST_SECONDS, bytearray()
    for piece in response.iter_bytes():
        raw += piece
        if len(raw) > MOST_BYTES:
            raise Garbled("The platform's answer is too large.")
        if time.monotonic() > until:
            raise Unavailable("The platform's answer took too long. Foyer tries again by itself.")
    return bytes(raw)


def _json(raw: bytes, status: int) -> object:
    if not raw.strip():
        return None
    try:
        text = raw.decode(json.detect_encoding(raw), "replace")
        said = json.loads(text)
        return _cleaned(said) if _ESCAPED.search(text) else said
    except (ValueError, RecursionError) as error:
        if status >= 300:
            return None  # the page of a proxy: the status says it all
        raise Garbled("The platform answered with something that is not JSON. Is its address right?") from error


def _cleaned(said: Any) -> Any:
    """The same, with a mark for each sign that is none (NUL, half of a pair): it would break whatever it is written to."""
    if isinstance(said, str):
        return _NO_SIGN.sub("\ufffd", said)
    if isinstance(said, dict):
        return {_NO_SIGN.sub("\ufffd", name): _cleaned(value) for name, value in said.items()}
    return [_cleaned(one) for one in said] if isinstance(said, list) else said


def fault_of(answer: Answer) -> PlatformFault:
    """What a status means, where an adapter knows nothing better."""
    said = words_of(answer.json)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Unavailable("The platform asks to wait. Foyer goes on by itself.", retry_after=retry_after(answer.headers))
    if answer.status >= 500:
        after = retry_after(answer.headers)
        return Unavailable(f"The platform has a fault ({answer.status}). Foyer tries again by itself.{said}", retry_after=after)
    if answer.status in {401, 403}:
        return AccessDenied(f"The platform does not let Foyer in ({answer.status}).{said}")
    if answer.status in {404, 410}:
        return RoomMissing(f"The platform does not know this ({answer.status}).{said}")
    if answer.status < 400:
        return Refused(f"The platform points to another address ({answer.status}). Give the address it points to.")
    return Refused(f"The platform refused ({answer.status}).{said}")


def words_of(said: object) -> str:
    """The platform's own words in an error, short, with a space before them; "" when there are none."""
    if not isinstance(said, dict):
        return ""
    for name in ("detail", "error_description", "message", "error", "errors"):
        value = said.get(name)
        if isinstance(value, dict):
            value = value.get("message")
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            value = " ".join(value)
        if isinstance(value, str) and value.strip():
            return f" It says: {' '.join(value.split())[:WORDS_KEPT]}"
    return ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds until the platform wants to be asked again (RFC 9110 section 10.2.3): a number, or a date, which is counted from the `Date`
    of the answer: no two clocks agree. None when it does not say.
    """
    said = headers.get("Retry-After", "").strip()
    try:
        seconds = float(said) if said[:1].isdigit() else (_date(said) - _date(headers.get("Date", ""))).total_seconds()
    except (ValueError, OverflowError):
        return None
    return None if math.isnan(seconds) else min(max(seconds, 0.0), MOST_RETRY_AFTER)


def _date(said: str) -> datetime:
    return parsedate_to_datetime(said).astimezone(UTC)
