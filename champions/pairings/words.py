"""How pages of pairing rounds say why, how good, and what would help."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from champions.pairings.matching_apart import Way
from champions.requests import Reason, ReasonKind, Why
from champions.words import language_words, part_words
from people.privacy import FLOOR


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report: what is compared, and a value for each way."""

    label: str
    values: tuple[str, ...]


def reason_words(reason: Reason) -> str:
    """Why these two, to somebody who is neither. The two read the same, said to them."""
    listed = ", ".join(reason.words)
    if reason.kind is ReasonKind.LANGUAGE:
        listed = ", ".join(map(language_words, reason.words))
    return {
        ReasonKind.TOPICS: _("Asked about and offered: %(topics)s", topics=listed),
        ReasonKind.SAME_FUNCTION: _("They do the same kind of work."),
        ReasonKind.OTHER_DEPARTMENT: _("They work in different departments."),
        ReasonKind.SAME_PLACE: _("They are at the same place."),
        ReasonKind.TIMES: ngettext(
            "There is %(num)d part of the week that suits both.",
            "There are %(num)d parts of the week that suit both.",
            reason.count or 1,
        ),
        ReasonKind.LANGUAGE: _("Both speak %(languages)s.", languages=listed),
    }[reason.kind]


def why_words(figures: Mapping[str, Any]) -> list[str]:
    """Why nobody was found for some. How many for which reason only where neither number points at anybody."""
    no_room, nobody_fits = (figures["why"][why] for why in (Why.NO_ROOM, Why.NOBODY_FITS))
    if any(0 < count < FLOOR for count in (no_room, nobody_fits)):
        return [
            _(
                "Nobody who has room was left who shares a language and a time with them, or there is another reason. More ambassadors "
                "help, or a few more times."
            )
        ]
    said = []
    if no_room:
        said.append(
            ngettext(
                "For %(num)d of them somebody would fit, who has taken as many as they said. One place more each would help.",
                "For %(num)d of them somebody would fit, who has taken as many as they said. One place more each would help.",
                no_room,
            )
        )
    if nobody_fits:
        said.append(
            ngettext(
                "For %(num)d of them nobody who has room shares a language and a time, or there is another reason.",
                "For %(num)d of them nobody who has room shares a language and a time, or there is another reason.",
                nobody_fits,
            )
        )
    return said


def need_words(need: Mapping[str, Any]) -> str:
    """What would help, and whom: a number."""
    language = language_words(need["language"])
    count = need["count"]
    if need["time"] is None:
        return ngettext(
            "An ambassador more who speaks %(language)s would suit %(num)d of them.",
            "An ambassador more who speaks %(language)s would suit %(num)d of them.",
            count,
            language=language,
        )
    return ngettext(
        "An ambassador more who speaks %(language)s and has time on %(time)s would suit %(num)d of them.",
        "An ambassador more who speaks %(language)s and has time on %(time)s would suit %(num)d of them.",
        count,
        language=language,
        time=part_words(need["time"]),
    )


def way_words(way: Way) -> str:
    """What each way is called."""
    return {Way.BEST: _("As found"), Way.IN_ORDER: _("In order of asking"), Way.AT_RANDOM: _("At random")}[way]


def verdict(figures: Mapping[str, Any]) -> str:
    """How good it is, in a sentence."""
    found, others = figures[Way.BEST]["matched"], [figures[way]["matched"] for way in (Way.IN_ORDER, Way.AT_RANDOM)]
    return _(
        "%(matched)s of %(all)s would have an ambassador, and no way gives more. Giving each in turn whoever fits best gives "
        "%(in_order)s, chance gives %(at_random)s.",
        matched=found,
        all=figures["mentees"],
        in_order=others[0],
        at_random=others[1],
    )


def report(figures: Mapping[str, Any]) -> list[Row]:
    """The lines of the small table, a value for each `Way`. Points are of a hundred: a pair for which everything speaks has all."""
    ways = [figures[way] for way in Way]
    return [
        Row(_("would have an ambassador"), tuple(f"{one['matched']}" for one in ways)),
        Row(_("how well pairs fit, of 100: on average"), tuple(_points(one["mean"]) for one in ways)),
        Row(_("nine pairs of ten at least"), tuple(_points(one["tenth_percentile"]) for one in ways)),
        Row(_("the pair with the least in common"), tuple(_points(one["worst"]) for one in ways)),
        Row(
            _("free places taken: by the emptiest and the fullest ambassador"),
            tuple(f"{one['emptiest']:.0%}, {one['fullest']:.0%}" for one in ways),
        ),
        Row(_("pairs across departments"), tuple(f"{one['cross_department_share']:.0%}" for one in ways)),
    ]


def _points(of_thousand: float) -> str:
    return f"{of_thousand / 10:.0f}"
