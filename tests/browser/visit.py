"""One look at one page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

# Files and data: a browser does not show them as pages.
FILES = {
    "census.similar",
    "evidence_reports.pdf_file",
    "evidence_reports.shared_pdf",
    "mail.postbox_raw",
    "mentorships.meeting_file",
    "people.my_data_file",
    "sessions.feed",
    "sessions.incoming_raw",
    "sessions.listed_feed",
    "sessions.roster_csv",
    "sessions.series_feed",
    "sessions.series_file",
    "sessions.session_file",
    "stories.link_picture",
    "stories.picture",
    "voices.known",
}


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
