"""The IMAP door: messages are fetched from a mailbox, kept raw, then moved to Processed or Failed. IDLE where the server has it, else polling."""

import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser
from urllib.parse import unquote, urlsplit

import structlog
from flask import Flask
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from calendars import mime
from config import LOOPBACK, Settings
from database import db, transaction
from mail import inbox

log = structlog.get_logger()
IDLE_SECONDS = 5 * 60  # then it looks by itself: a notice can go by while another command is answered
POLL_SECONDS = 30
CHECK_SECONDS = 5  # how soon a stop is noticed during IDLE
FIRST_WAIT, LONGEST_WAIT = 1, 300  # seconds before a server that is away is tried again
OPEN_WIRE = "FOYER_IMAP_URL: the server offers no encryption; the password would be readable on the way."
TRACE_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")  # of this copy; a server writes its own on top
NAMING_HEADERS = ("To", "Cc")


class ImapDoor(threading.Thread):
    """Fetches until it is told to stop; a server that is away is tried again, less and less often."""

    def __init__(self, app: Flask, *, poll_seconds: float = POLL_SECONDS) -> None:
        super().__init__(name="imap-door", daemon=True)
        self._app = app
        self._settings: Settings = app.config["FOYER"]
        self._poll_seconds = poll_seconds
        self._wait = FIRST_WAIT
        self._stopping = threading.Event()

    def stop(self) -> None:
        """The door closes after the message it is at."""
        self._stopping.set()
        self.join(CHECK_SECONDS * 4)

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._stay()
            except (IMAPClientError, OSError) as error:
                log.warning("imap_away", error=f"{type(error).__name__}: {error}", wait=self._wait)
            except Exception:  # the loop's edge: whatever it is, the door opens again
                log.exception("imap_door", wait=self._wait)
            self._stopping.wait(self._wait)
            self._wait = min(self._wait * 2, LONGEST_WAIT)

    def _stay(self) -> None:
        with connect(self._settings) as client:
            folder = folder_of(self._settings)
            client.select_folder(folder)
            while not self._stopping.is_set():
                with self._app.app_context():
                    fetch_all(client, most_bytes=self._settings.mail_max_bytes)
                self._wait = FIRST_WAIT  # all is well with the server
                self._wait_for_more(client)

    def _wait_for_more(self, client: IMAPClient) -> None:
        if not client.has_capability("IDLE"):
            self._stopping.wait(self._poll_seconds)
            client.noop()
            return
        client.idle()
        try:
            for _turn in range(IDLE_SECONDS // CHECK_SECONDS):
                if client.idle_check(timeout=CHECK_SECONDS) or self._stopping.is_set():
                    break
        finally:
            client.idle_done()


def connect(settings: Settings) -> IMAPClient:
    """A signed-in connection. Raises IMAPClientError, OSError."""
    parts = urlsplit(settings.imap_url.get_secret_value())
    tls = ssl.create_default_context()
    encrypted = parts.scheme == "imaps"
    client = IMAPClient(parts.hostname or "", port=parts.port, ssl=encrypted, ssl_context=tls if encrypted else None, timeout=60)
    try:
        if not encrypted:
            _encrypt(client, tls, loopback=parts.hostname in LOOPBACK)
        client.login(unquote(parts.username or ""), unquote(parts.password or ""))
    except BaseException:
        with suppress(IMAPClientError, OSError):
            client.shutdown()
        raise
    return client


def _encrypt(client: IMAPClient, tls: ssl.SSLContext, *, loopback: bool) -> None:
    if client.has_capability("STARTTLS"):
        client.starttls(tls)
    elif not loopback:
        raise IMAPClientError(OPEN_WIRE)


def folder_of(settings: Settings) -> str:
    """The mailbox to read: the path of the URL, INBOX without one."""
    return unquote(urlsplit(settings.imap_url.get_secret_value()).path.strip("/")) or "INBOX"


def fetch_all(client: IMAPClient, *, most_bytes: int) -> int:
    """Every message of the selected folder is kept and moved; returns how many. What cannot be kept goes to Failed."""
    done: set[int] = set()
    while found := sorted(set(client.search(["UNDELETED"])) - done):  # what came meanwhile has been announced already
        for uid in found:
            kept = keep(client, uid, most_bytes)
            _move(client, uid, "Processed" if kept else "Failed")
        done.update(found)
    return len(done)


def keep(client: IMAPClient, uid: int, most_bytes: int) -> bool:
    """The message is kept, once however often it is fetched; False when it never can be."""
    size = client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0)
    if size > most_bytes:
        log.warning("imap_too_large", uid=uid, bytes=size)
        return False
    raw = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
    if not raw:
        log.warning("imap_empty", uid=uid)
        return False
    try:
        head = BytesHeaderParser().parsebytes(raw)
        sender, recipients = envelope_sender(head), envelope_recipients(head)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        sender, recipients = "", []
    try:
        with transaction():
            inbox.receive(raw, door="imap", envelope_from=sender, recipients=recipients, now=datetime.now(UTC))
    finally:
        db.session.remove()
    return True


def envelope_sender(head: Message) -> str:
    """What the mail server wrote into Return-Path; without one, From: a mailbox has no envelope."""
    path = head.get("Return-Path")
    if path is not None:
        return str(path).strip().strip("<>").strip()
    return next(iter(mime.addresses(head, "From")), "")


def envelope_recipients(head: Message) -> list[str]:
    """The address of ours that the message was delivered to: one with a token first. Where no server wrote it down, all that it names."""
    traced, named = _ours_in(head, TRACE_HEADERS), _ours_in(head, NAMING_HEADERS)
    return _with_token(traced)[:1] or _with_token(named) or [*traced, *named][:1]


def _ours_in(head: Message, names: Sequence[str]) -> list[str]:
    return [address for name in names for address in mime.addresses(head, name) if inbox.accepts(address)]


def _with_token(addresses: Sequence[str]) -> list[str]:
    return [address for address in addresses if (found := inbox.address_of(address)) and found[1]]


def _move(client: IMAPClient, uid: int, name: str) -> None:
    folder = _folder_of_ours(client, name)
    if client.has_capability("MOVE"):
        client.move([uid], folder)
        return
    client.copy([uid], folder)
    client.delete_messages([uid])
    client.expunge([uid] if client.has_capability("UIDPLUS") else None)


def _folder_of_ours(client: IMAPClient, name: str) -> str:
    """The folder by this name, below the personal namespace; made when it is missing."""
    prefix = ""
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        prefix = str(personal[0][0]) if personal else ""
    folder = f"{prefix}{name}"
    if not client.folder_exists(folder):
        client.create_folder(folder)
        with suppress(IMAPClientError):
            client.subscribe_folder(folder)
    return folder
