"""Who writes which message: upper packages register renderers for the kinds they post."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from mail.models import OutgoingMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A message in its words. `reply_to` is an address or ""; `references` are tokens of earlier messages; `calendar` is bytes of an iTIP object."""

    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    method: str | None = None
    from_name: str = ""
    reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = "en"


class Renderer(Protocol):
    """Writes a batch with a constant number of queries, in the order given; None where a message is not needed any more."""

    def __call__(self, mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]: ...


R = TypeVar("R", bound=Renderer)
_renderers: dict[str, Renderer] = {}


def renders(*kinds: str) -> Callable[[R], R]:
    """The function writes messages of these kinds."""

    def register(function: R) -> R:
        for kind in kinds:
            _renderers[kind] = function
        return function

    return register


def renderer_of(kind: str) -> Renderer | None:
    """Who writes messages of this kind, if anybody."""
    return _renderers.get(kind)
