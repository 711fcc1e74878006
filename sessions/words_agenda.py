"""What lists of dates say of each: when and where it is, and how their reader stands."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from look import clock_words, doorway, language, ordinal_words, span_words
from people.models import Person
from sessions.home_parts import Ahead
from sessions.queries_mine import MySession
from sessions.queries_month import Dated

ASKED = {"in", "waiting", "maybe", "no", "unanswered"}  # how one stands who was invited
_WORDS = {
    "in": _l("You have a seat"),
    "maybe": _l("You said maybe"),
    "no": _l("Not coming"),
    "unanswered": _l("Waits for your answer"),
    "cancelled": _l("Cancelled"),
    "draft": _l("Draft"),
}
_OTHERWISE = _l("Open to its guests")


class Standing(NamedTuple):
    """How the reader stands. `mark`, in the month: draft, no, in, waits, open (to the reader), host (the reader), other.

    `door`: open, waits or in. `seat`, where they were invited: in, waiting, maybe, no or unanswered.
    """

    mark: str
    door: str
    seat: str
    words: str


class Line(NamedTuple):
    """A date in the agenda or the month. `starts_at` and `clock` are as the reader's clock has it; `day` of its start, `at` for machines."""

    title: str
    url: str
    starts_at: datetime
    at: str
    clock: str
    span: str
    door: Markup
    place: str
    online_url: str
    host: str
    mark: str
    seat: str
    words: str
    dates: int = 1


def lines(items: Iterable[Dated], zone: ZoneInfo, address: Callable[[Dated], str]) -> list[Line]:
    """A line for each session, for a reader in this zone; `address` is where it leads."""
    tongue = language()
    known: dict[tuple[str, bool, int | None, bool, bool], Standing] = {}
    found = []
    for item in items:
        key = (item.state, item.asks, item.line, item.is_theirs, item.invitation_id is not None)
        stands = known.get(key) or known.setdefault(key, _standing(item))
        at = item.starts_at.astimezone(zone)
        found.append(
            Line(
                item.title,
                address(item),
                at,
                at.isoformat(timespec="minutes"),
                clock_words(at, zone),
                span_words(at, item.ends_at, zone),
                doorway(at.date(), stands.door, tongue),
                item.place,
                item.online_url,
                item.host,
                stands.mark,
                stands.seat,
                stands.words,
                item.dates,
            )
        )
    return found


def line_ahead(one: Ahead, zone: ZoneInfo) -> Line:
    """The line of what another package has planned."""
    at = one.starts_at.astimezone(zone)
    door = doorway(at.date(), "in" if one.state == "in" else "open", language())
    span = span_words(at, one.ends_at, zone)
    return Line(one.title, one.url, at, "", "", span, door, one.place, "", "", "", one.state, one.words)


def _standing(item: Dated) -> Standing:
    door = "in" if item.state == "in" and not item.asks else "waits" if item.asks and item.is_published else "open"
    words = _words(item.state, item.line, asks=item.asks, hosts=item.is_theirs)
    return Standing(_mark(item), door, item.state if item.state in ASKED else "", words)


def _mark(item: Dated) -> str:
    if item.state in {"cancelled", "no"}:
        return "no"
    if item.asks:
        return "waits"
    if item.state in {"draft", "in"}:
        return item.state
    if item.invitation_id is not None:
        return "open"
    return "host" if item.is_theirs else "other"


def standing_words(item: MySession, reader: Person | None) -> str:
    """How the reader stands at one session; None: somebody with a signed link."""
    return _words(item.state, item.place, asks=item.asks, hosts=reader is not None and item.session.is_hosted_by(reader))


def _words(state: str, line: int | None, *, asks: bool, hosts: bool) -> str:
    if state == "in" and asks:
        return _("Your seat is kept. Does the new time suit you?")
    if state == "waiting":
        return _("Waiting list, %(place)s", place=ordinal_words(line or 1))
    if state == "host" and hosts:
        return _("You host it")
    return str(_WORDS.get(state, _OTHERWISE))
