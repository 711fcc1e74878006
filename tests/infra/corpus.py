"""Real and realistic mails and calendar objects (`tests/corpus/MANIFEST.md` says where each comes from), as mails."""

import base64
from pathlib import Path

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
