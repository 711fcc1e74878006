"""What was handed over, read in a process of its own: a stranger's file can take neither the worker nor its secrets along."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import structlog

from child_process import Fault as Ended
from child_process import feed_apart
from networks.discovery import recognition
from networks.discovery.errors import Fault
from networks.discovery.recognition import Findings, UnreadableError

CPU_SECONDS, MEGABYTES = 240, 500
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader is told beside the file. `zone` is that of whoever handed it over, `words` stand in no title that is looked at."""

    name: str
    zone: str
    words: Sequence[str]
    today: date


def read(pieces: Iterable[bytes], asked: Asked, *, cpu_seconds: int = CPU_SECONDS) -> Findings:
    """What is in it. Raises UnreadableError, and whatever `pieces` raises."""
    first = json.dumps([asked.zone, asked.today.isoformat(), asked.name, list(asked.words)]).encode() + b"\n"
    written = feed_apart("networks.discovery.recognition", chain([first], pieces), seconds=cpu_seconds, megabytes=MEGABYTES)
    if isinstance(written, Ended):
        log.warning("hand_over_unread", ended=written.ended, where=written.where)  # nothing of what it says, or of whom
        raise UnreadableError(Fault.TOO_MUCH if written.ended.startswith("exit -") else Fault.BROKEN)
    return _found(written)


def _found(written: bytes) -> Findings:
    try:
        told = json.loads(written)
        if "fault" in told:
            raise UnreadableError(Fault(told["fault"]))
        return recognition.read(written)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableError(Fault.BROKEN) from error
