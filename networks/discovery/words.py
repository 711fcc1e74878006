"""What pages say of what was handed over and found, in the reader's language."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import ngettext

from look import language
from networks.discovery.errors import Fault
from networks.discovery.hand_overs import MOST_ADDRESS_MEGABYTES
from networks.discovery.meetings import Dropped
from networks.discovery.models import HandOver, HandOverKind
from networks.discovery.proposing import Proposal

_OFTEN = 1.7  # days
_LONGEST_MONTHS = 45


def name_words(hand_over: HandOver) -> str:
    """What it is called."""
    if hand_over.kind is HandOverKind.TEXT:
        return _("Pasted text")
    return hand_over.name or _("A file without a name")


def fault_words(fault: Fault) -> str:
    """Why it could not be read, and what helps."""
    return {
        Fault.EMPTY: _("There is nothing in it. Export it once more, and hand over that file."),
        Fault.WRONG: _("This is no calendar and no list of addresses. A calendar ends in .ics; a list is plain text or CSV."),
        Fault.SPREADSHEET: _("This is a spreadsheet. Save it as CSV, and hand over that file."),
        Fault.SEVERAL: _("This archive holds several calendars. Unpack it, and hand over the one you mean."),
        Fault.NO_ADDRESSES: _("There is no e-mail address in it. A calendar ends in .ics; a list has an address on each line."),
        Fault.BROKEN: _("It is damaged and cannot be read to its end. Export it once more, and hand over that file."),
        Fault.TOO_MUCH: _("It takes too long to read. Hand over a shorter time, such as the last two years."),
        Fault.UNREACHABLE: _("Nobody answers at this address. Is it the secret address of your calendar, and public on the internet?"),
        Fault.REFUSED: _("The server answers, but not with a calendar. Copy the secret address in iCal format once more."),
        Fault.TOO_LARGE: _("It is too large: at most %(most)s MB from an address. Save it as a file and hand that over.", most=MOST_ADDRESS_MEGABYTES),
        Fault.DIRECTORY: _("The directory could not be read. Test it on its page: it says exactly what is missing."),
        Fault.SEALED: _("The address cannot be opened any more. Hand it over once more."),
    }[fault]  # fmt: skip


def dropped_words(dropped: Mapping[str, int]) -> list[str]:
    """What was not looked at, in numbers only, the most first."""
    told = sorted(((count, Dropped(reason)) for reason, count in dropped.items() if count), key=lambda one: (-one[0], one[1]))
    return [_dropped(reason, count) for count, reason in told]


def _dropped(reason: Dropped, count: int) -> str:
    return {
        Dropped.PRIVATE: ngettext("%(num)d was private", "%(num)d were private", count),
        Dropped.TOPIC: ngettext(
            "%(num)d was about health, HR, a union or the works council", "%(num)d were about health, HR, a union or the works council", count
        ),
        Dropped.UNNAMED: ngettext("%(num)d does not say who comes", "%(num)d do not say who comes", count),
        Dropped.TWO: ngettext("%(num)d was between two people", "%(num)d were between two people", count),
        Dropped.FEW: ngettext("%(num)d had fewer than five people", "%(num)d had fewer than five people each", count),
        Dropped.CROWD: ngettext("%(num)d had more than 500 people", "%(num)d had more than 500 people each", count),
        Dropped.CANCELLED: ngettext("%(num)d was cancelled", "%(num)d were cancelled", count),
        Dropped.BROKEN: ngettext("%(num)d could not be read", "%(num)d could not be read", count),
        Dropped.KNOWN: ngettext("%(num)d is a network already", "%(num)d are networks already", count),
        Dropped.MORE: ngettext("%(num)d more: a narrower filter shows it", "%(num)d more: a narrower filter shows them", count),
    }[reason]  # fmt: skip


def says_nobody(hand_over: HandOver) -> bool:
    """Whether it is a calendar that does not say who comes: some programs leave that out."""
    return bool(hand_over.events) and 2 * hand_over.dropped.get(Dropped.UNNAMED, 0) > hand_over.events and not hand_over.found


def rhythm_words(proposal: Proposal) -> str:
    """'about every two weeks, mostly on a Tuesday at 12:30'"""
    if proposal.gap <= 0:
        return ""
    when = _often(proposal.gap)
    if proposal.last is None or proposal.weekday is None or proposal.gap < _OFTEN:
        return when
    on = proposal.last + timedelta(days=proposal.weekday - proposal.last.weekday())
    day = str(format_date(on, "EEEE", locale=language()))
    if proposal.at is None:
        return _("%(often)s, last on a %(day)s", often=when, day=day)
    return _("%(often)s, last on a %(day)s at %(clock)s", often=when, day=day, clock=_clock(proposal.at))


def _often(gap: float) -> str:
    if gap < _OFTEN:
        return _("about every working day")
    if gap < 6:
        return _("more than once a week")
    if gap < 10:
        return _("about every week")
    if gap < _LONGEST_MONTHS - 21:
        return ngettext("about every week", "about every %(num)d weeks", round(gap / 7))
    if gap < 320:
        return ngettext("about every month", "about every %(num)d months", max(1, round(gap / 30.4)))
    return _("about once a year")


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def began_words(proposal: Proposal) -> str:
    """'March 2024'"""
    return str(format_date(proposal.first, "LLLL y", locale=language())) if proposal.first is not None else ""


def days_left(hand_over: HandOver, kept_days: int, now: datetime) -> int:
    """After how many days it is gone by itself."""
    return max(1, kept_days - (now.astimezone(UTC) - hand_over.handed_at).days)
