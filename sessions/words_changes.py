"""What a change changes, as people say it: what stands there now, and what will. And how many people said what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from look import date_words, time_words
from sessions.changes import MOVES, Told
from sessions.details import SessionDetails
from sessions.models import SessionKind

LONGEST = 200  # of a description, in a preview


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One thing that changes."""

    label: str
    was: str
    becomes: str


def changed_lines(
    before: SessionDetails, after: SessionDetails, *, names: Mapping[int, str], time: bool = True
) -> list[ChangedLine]:
    """Everything that differs, the time first. `names` are those of the hosts; without `time` only what dates have in common."""
    was, becomes = _said(before, names), _said(after, names)
    found = [ChangedLine(label, was[label], text) for label, text in becomes.items() if text != was[label]]
    if time and _moves(before, after):
        found.insert(0, ChangedLine(_("When"), when(before), when(after)))
    return [ChangedLine(line.label, line.was or _("nothing"), line.becomes or _("nothing")) for line in found]


def when(details: SessionDetails) -> str:
    """'Tuesday 8 December, 12:00–13:00', in the zone of the place."""
    return time_words(details.starts_at, details.ends_at, details.timezone, details.timezone)


def _moves(before: SessionDetails, after: SessionDetails) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in (*MOVES, "timezone"))


def _said(details: SessionDetails, names: Mapping[int, str]) -> dict[str, str]:
    kinds = {SessionKind.TRAINING: _("Training session"), SessionKind.MEETUP: _("Meetup")}
    return {
        _("Title"): details.title,
        _("Kind"): kinds[details.kind],
        _("Place"): details.place,
        _("How to get in"): details.address,
        _("Online"): details.online_url,
        _("Description"): details.description[:LONGEST] + ("…" if len(details.description) > LONGEST else ""),
        _("Seats"): str(details.capacity) if details.capacity else _("no limit"),
        _("Answer by"): _answer_by(details),
        _("Hosts"): ", ".join(names.get(id_, "") for id_ in details.host_ids),
        _("Who comes can be seen"): _("yes") if details.shows_who_comes else _("no"),
        _("Listed for every colleague"): _("yes") if details.listed else _("no"),
    }


def _answer_by(details: SessionDetails) -> str:
    """The day stands at each date; that it keeps its distance when the date moves is no change."""
    if details.rsvp_until is None:
        return _("the start")
    last = details.rsvp_until - timedelta(microseconds=1)  # midnight at the end of Friday is read as Friday
    return date_words(last, details.timezone)


def said_words(told: Iterable[Told]) -> str:
    """'2 said yes, 1 said maybe, 1 has not answered yet': the people of these lines by what they said."""
    counts: dict[str, int] = {}
    for line in told:
        counts[_SAID[line.group]] = counts.get(_SAID[line.group], 0) + line.count
    words: Sequence[tuple[str, str]] = [
        ("yes", ngettext("%(num)d said yes", "%(num)d said yes", counts.get("yes", 0))),
        ("maybe", ngettext("%(num)d said maybe", "%(num)d said maybe", counts.get("maybe", 0))),
        ("no", ngettext("%(num)d said no", "%(num)d said no", counts.get("no", 0))),
        ("open", ngettext("%(num)d has not answered yet", "%(num)d have not answered yet", counts.get("open", 0))),
    ]
    return ", ".join(text for name, text in words if counts.get(name))


_SAID = {"seated": "yes", "called": "yes", "waiting": "yes", "maybe": "maybe", "unanswered": "open", "declined": "no"}
