"""People at their own machines, talking to a running Foyer over real sockets: a browser, a program with a token, a mail server."""

import http.client
import json
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from urllib.parse import urlencode, urlsplit

from flask import Flask

from calendars import attendee
from config import Settings
from sessions.models import Answer, Via

BUTTONS = {Answer.ACCEPTED: "yes", Answer.TENTATIVE: "maybe", Answer.DECLINED: "no"}
PARTSTAT = {Answer.ACCEPTED: "ACCEPTED", Answer.TENTATIVE: "TENTATIVE", Answer.DECLINED: "DECLINED"}
PATIENCE = 300  # seconds: nobody waits longer than it takes


@dataclass(frozen=True)
class Reply:
    """What the server said."""

    status: int
    text: str
    location: str

    @property
    def json(self):
        return json.loads(self.text)


class Browser:
    """One visitor, with the one cookie Foyer sets. Each request has a connection of its own. Raises OSError, HTTPException."""

    def __init__(self, base_url: str, cookie: str = "") -> None:
        self.address = urlsplit(base_url)
        self.cookie = cookie

    def get(self, path: str) -> Reply:
        return self._request("GET", path, b"", {})

    def post(self, path: str, **fields: str) -> Reply:
        return self._request("POST", path, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def form_token(self, path: str) -> str:
        """The hidden field that every form of ours carries."""
        page = self.get(path)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found, f"{path} ({page.status}, {page.location}) has no form: {page.text}"
        return found.group(1)

    def call(self, method: str, path: str, token: str, body: object = None) -> Reply:
        """The API, with a bearer token."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return self._request(method, f"/api/v1{path}", b"" if body is None else json.dumps(body).encode(), headers)

    def _request(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        connection = http.client.HTTPConnection(self.address.hostname or "", self.address.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {**headers, "Cookie": f"foyer={self.cookie}", "Connection": "close"})
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        set_cookie = re.match(r"foyer=([^;]*)", response.getheader("Set-Cookie", ""))
        self.cookie = set_cookie.group(1) if set_cookie else self.cookie
        return Reply(response.status, text, response.getheader("Location", ""))


@dataclass
class Doors:
    """The ways in which people answer one session: `doors.press(Via.LINK, "ada@...", invitation, Answer.ACCEPTED)()`.

    A press is prepared first (the page is open, the reply is written) and then done, as often as it takes, always the same. It gives back
    the status of the page or of the API, None for a mail that was taken.
    """

    app: Flask
    settings: Settings
    session_id: int
    token: str  # of somebody who looks after the session
    host: str  # identity of one of its hosts
    people: dict[str, tuple[int, str]]  # by address: id and identity

    def press(self, via: Via, email: str, invitation: bytes, answer: Answer) -> Callable[[], int | None]:
        ways = {
            Via.CALENDAR: self._mail,
            Via.LINK: self._link,
            Via.WEB: self._page,
            Via.API: self._api,
            Via.HOST: self._host,
        }
        return ways[via](email, invitation, answer)

    def browser(self, identity: str = "") -> Browser:
        """A browser; of somebody signed in when `identity` says who."""
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = identity, True
        found = client.get_cookie("foyer")
        return Browser(self.settings.base_url, found.value if found and identity else "")

    def call(self, method: str, path: str, body: object = None) -> Reply:
        """The API, by somebody who looks after the session."""
        return Browser(self.settings.base_url).call(method, f"/sessions/{self.session_id}{path}", self.token, body)

    def _mail(self, _email: str, invitation: bytes, answer: Answer) -> Callable[[], None]:
        raw, sender, recipient = attendee.reply_mail(invitation, PARTSTAT[answer], now=datetime.now(UTC))
        port = int(self.settings.lmtp_bind.rpartition(":")[2])
        return lambda: hand_over(port, raw, sender, recipient)

    def _link(self, _email: str, invitation: bytes, answer: Answer) -> Callable[[], int]:
        path = answer_links(invitation)[0]
        return lambda: Browser(self.settings.base_url).post(path, answer=BUTTONS[answer]).status

    def _page(self, email: str, _invitation: bytes, answer: Answer) -> Callable[[], int]:
        browser, page = self.browser(self.people[email][1]), f"/sessions/{self.session_id}"
        form = browser.form_token(page)
        return lambda: browser.post(f"{page}/answer", answer=BUTTONS[answer], csrf_token=form).status

    def _api(self, email: str, _invitation: bytes, answer: Answer) -> Callable[[], int]:
        return lambda: self.call("PUT", f"/rsvps/{email}", {"answer": answer.value}).status

    def _host(self, email: str, _invitation: bytes, answer: Answer) -> Callable[[], int]:
        browser, page = self.browser(self.host), f"/sessions/{self.session_id}/people/{self.people[email][0]}"
        form = browser.form_token(page)
        return lambda: browser.post(f"{page}/answer", answer=answer.value, csrf_token=form).status


def answer_links(raw: bytes) -> list[str]:
    """The paths of answer pages that stand in a mail's own words, in order; none in one that asks nothing."""
    parts = message_from_bytes(raw).walk()
    words = next(part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/plain")
    return [path.decode() for path in re.findall(rb"https?://[^/\s]+(/a/[\w.~-]+)", words)]


def hand_over(lmtp_port: int, raw: bytes, sender: str, recipient: str) -> None:
    """The mail, as the site's mail server gives it to the door. Raises OSError, SMTPException: it is to be tried again."""
    with smtplib.LMTP("127.0.0.1", lmtp_port, timeout=PATIENCE) as door:
        door.sendmail(sender, [recipient], raw)
