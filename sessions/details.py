"""What a person decides about a session, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from calendars.timezones import is_zone
from people.plain_text import can_be_seen, one_line
from sessions.errors import DetailsInvalid
from sessions.models import ScheduledSession, SessionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDetails:
    """What a person decides about a session. Instants are aware UTC; `timezone` (IANA) is the zone their wall-clock time is meant in."""

    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    host_ids: tuple[int, ...]  # the first signs the invitation
    kind: SessionKind = SessionKind.TRAINING
    description: str = ""
    place: str = ""
    address: str = ""
    online_url: str = ""
    capacity: int | None = None
    rsvp_until: datetime | None = None
    shows_who_comes: bool = False
    listed: bool = False  # in the calendar of all sessions


def details_of(session: ScheduledSession) -> SessionDetails:
    """The details as they stand."""
    fields = {name: getattr(session, name) for name in SessionDetails.__dataclass_fields__ if name != "host_ids"}
    return SessionDetails(**fields, host_ids=tuple(host.person_id for host in session.hosts))


def checked(details: SessionDetails) -> SessionDetails:
    """The same, trimmed. Raises DetailsInvalid naming the field."""
    for fault in faults(details):
        raise fault
    return _trimmed(details)


def faults(details: SessionDetails) -> list[DetailsInvalid]:
    """Everything that is wrong with these details, for who can say it all at once; `draft` and `change` raise the first."""
    return [DetailsInvalid(field, message) for field, wrong, message in _faults(_trimmed(details)) if wrong]


def _trimmed(details: SessionDetails) -> SessionDetails:
    return replace(
        details,
        title=one_line(details.title),
        description=details.description.strip(),
        place=details.place.strip(),
        address=details.address.strip(),
        online_url=details.online_url.strip(),
        host_ids=tuple(dict.fromkeys(details.host_ids)),
    )


def _faults(details: SessionDetails) -> Iterable[tuple[str, bool, str]]:
    yield "title", not can_be_seen(details.title), "Give the session a title."
    yield "title", len(details.title) > 200, "The title is too long: at most 200 characters."
    yield "description", len(details.description) > 20_000, "The description is too long: at most 20,000 characters."
    yield "timezone", not is_zone(details.timezone), "Choose a time zone from the list."
    yield "ends_at", details.ends_at <= details.starts_at, "The end lies before the start."
    yield "ends_at", (details.ends_at - details.starts_at).days >= 14, "A session lasts less than two weeks."
    yield "place", len(details.place) > 200, "The place is too long: at most 200 characters."
    yield "address", len(details.address) > 300, "This is too long: at most 300 characters."
    yield "online_url", not _leads_somewhere(details.online_url), "The link must begin with https://."
    yield "online_url", len(details.online_url) > 500, "The link is too long: at most 500 characters."
    yield (
        "capacity",
        details.capacity is not None and not 0 < details.capacity <= 100_000,
        "Choose 1 to 100,000 seats, or no limit.",
    )
    late = details.rsvp_until is not None and details.rsvp_until > details.starts_at
    yield "rsvp_until", late, "The answer is needed before the session starts."
    yield "host_ids", not details.host_ids, "Name at least one host."


def _leads_somewhere(link: str) -> bool:
    """No link, or one of the web; in one line, as it stands in a calendar."""
    try:
        parts = urlsplit(link)
    except ValueError:  # https://[::1
        return False
    return not link or (parts.scheme in {"http", "https"} and bool(parts.netloc) and link == "".join(link.split()))
