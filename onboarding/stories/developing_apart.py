"""Photos are read in a process of their own: whoever made the file may mean harm, and a decoder that dies takes only its child along."""

import base64
import enum
import json
import sys
import threading
from dataclasses import dataclass
from typing import Any

import structlog

from child_process import Fault, limit_itself, run_apart
from onboarding.stories.errors import StoryError
from turnstile import give_way

MOST_MEGABYTES = 12
SIZES = (240, 480, 960, 1440)  # the longer side, in points; the smallest is what stands in lists
WEBP, JPEG = "webp", "jpg"
MOST_PIXELS = {
    "JPEG": 60_000_000,
    "MPO": 60_000_000,
    "PNG": 25_000_000,
    "WEBP": 16_000_000,
}  # a JPEG is decoded smaller; MPO is one
SECONDS, MEGABYTES = 10, 450  # of the processor and of memory, for one photo
PATIENCE = 20  # seconds until one's turn: each process reads one photo at a time
BEGINNINGS = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG\r\n\x1a\n"), (8, b"WEBPVP8"))
_turn = threading.Lock()
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo in one size: `kind` is WEBP or JPEG."""

    kind: str
    width: int
    height: int
    octets: bytes


class Why(enum.StrEnum):
    """Why a file is no photo here."""

    BROKEN = "broken"
    TOO_LARGE = "too_large"
    HEIC = "heic"
    OTHER = "other"


class Refused(Exception):
    """No photo came of it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def develop_apart(octets: bytes, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> list[Picture]:
    """The photo as it is shown, from the smallest to the largest, made in a child within these bounds. Raises StoryError in plain words."""
    try:
        check(octets)
        return _developed(octets, seconds, megabytes)
    except Refused as refused:
        raise StoryError(_said(refused.why), field="file") from None


def check(octets: bytes) -> None:
    """Raises Refused for what does not even begin like a photo."""
    if octets[4:8] == b"ftyp":
        raise Refused(Why.HEIC)
    if not any(octets.startswith(sign, start) for start, sign in BEGINNINGS):
        raise Refused(Why.OTHER)


def _said(why: Why) -> str:
    if why is Why.HEIC:
        return "This photo is in the HEIC format, which most browsers cannot show. Save it as JPEG, or take a picture of your screen."
    if why is Why.OTHER:
        return "This is no photo that can be read here. Take a JPEG, a PNG or a WebP."
    if why is Why.TOO_LARGE:
        return "This photo has more points than can be read here. Make it smaller first: 4000 across is plenty."
    return "This photo cannot be read: it is broken, or not all of it is there. Save it once more, or take another."


def _developed(octets: bytes, seconds: int, megabytes: int) -> list[Picture]:
    give_way()
    if not _turn.acquire(timeout=PATIENCE):
        raise StoryError("Several photos are being read just now. Try again in a minute.", field="file")
    try:
        made = run_apart("onboarding.stories.developing_apart", octets, seconds=seconds, megabytes=megabytes)
    finally:
        _turn.release()
    if isinstance(made, Fault):
        log.warning("photo_not_read", octets=len(octets), ended=made.ended, where=made.where)
        raise Refused(Why.BROKEN)
    return _read(made)


def _read(made: bytes) -> list[Picture]:
    said: dict[str, Any] = json.loads(made)
    if "refused" in said:
        raise Refused(Why(said["refused"]))
    return [Picture(kind, width, height, base64.b64decode(text)) for kind, width, height, text in said["pictures"]]


def main() -> None:
    """Reads a photo from standard input and writes its pictures, or why there are none."""
    limit_itself(sys.argv[1:])
    from onboarding.stories import developing

    sys.stdout.write(json.dumps(developing.answer(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
