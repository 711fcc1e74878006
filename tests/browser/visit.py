"""One look at one page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page


@dataclass(frozen=True)
class Visit:
    """Somebody (or nobody) at a page; `then` is what they do there before anybody looks."""

    who: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    then: Callable[[Page], None] | None = None

    @property
    def name(self) -> str:
        state = ", ".join(f"{key} {value}" for key, value in self.values.items() if key != "token")
        return f"{self.who} at {self.endpoint} {state} {self.then.__name__ if self.then else ''}".strip()
