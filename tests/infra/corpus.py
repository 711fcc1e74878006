"""Real and realistic mails and calendar objects (`tests/corpus/MANIFEST.md` says where each comes from), as mails."""

import base64
import quopri
from collections.abc import Mapping
from email import message_from_bytes
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO
from pathlib import Path

from calendars.lines import fold

FOLDER = Path(__file__).parents[1] / "corpus"


def names() -> list[str]:
    """Every file of the corpus, as `folder/file`."""
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*"))


def as_mail(name: str, *, sender: str = "bob@client.example") -> bytes:
    """The file as it would come in; a bare calendar object in the mail a client would put around it."""
    content = (FOLDER / name).read_bytes()
    return content if name.endswith(".eml") else around(content, sender=sender)


def around(content: bytes, *, sender: str, method: str = "") -> bytes:
    """A mail that carries a calendar object, octet for octet."""
    head = [
        f"From: {sender}",
        "Date: Mon, 23 Nov 2026 14:00:00 +0100",
        "Subject: A calendar object",
        "MIME-Version: 1.0",
        f"Content-Type: text/calendar; charset=UTF-8{f'; method={method}' if method else ''}",
        "Content-Transfer-Encoding: base64",
        "",
    ]
    return "\r\n".join(head).encode() + b"\r\n" + base64.encodebytes(content).replace(b"\n", b"\r\n")


def rewritten(name: str, words: Mapping[str, str], *, sender: str = "bob@client.example") -> bytes:
    """The mail with other addresses and UIDs, wherever and however encoded they stand; its shape stays what the client made it."""
    message = message_from_bytes(as_mail(name, sender=sender))
    for header in ("From", "Reply-To", "Sender", "To"):
        if header in message:
            message.replace_header(header, _replaced(str(message[header]), words))
    for part in message.walk():
        if not part.is_multipart():
            _rewrite(part, words)
    written = BytesIO()
    BytesGenerator(written, mangle_from_=False, maxheaderlen=0).flatten(message)
    return written.getvalue()


def _rewrite(part: Message, words: Mapping[str, str]) -> None:
    """Lines are unfolded, for an address may be folded anywhere, and folded again; ends of lines and encoding stay."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return
    newline = b"\r\n" if b"\r\n" in content else b"\n"
    if not content.startswith(b"BEGIN:"):
        return
    lines = _replaced(content.replace(newline + b" ", b"").decode(), words).encode().split(newline)
    folded = newline.join(fold(line.decode()).removesuffix(b"\r\n").replace(b"\r\n", newline) for line in lines)
    encoded = _encoded(folded, str(part.get("Content-Transfer-Encoding", "")).lower())
    part.set_payload(encoded.decode("ascii", "surrogateescape"))


def _encoded(content: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(content)
    return quopri.encodestring(content) if encoding == "quoted-printable" else content


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text
