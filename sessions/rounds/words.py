"""What is said about rounds, in the language in force: times, why somebody is where they are, what would help, and the letters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel import Locale
from babel.dates import get_day_names
from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from look import date_words
from sessions.rounds import rounds
from sessions.rounds.compositions import Reason, ReasonKind, Step, Why
from sessions.rounds.models import Round, RoundGroup, RoundTime


def language_words(code: str) -> str:
    """'Dutch': what the reader calls a language."""
    return str(Locale.parse(str(get_locale() or "en")).languages.get(code, code))


def time_words(at: RoundTime) -> str:
    """'Tuesday 16:00'."""
    return f"{weekday_name(at.weekday)} {at.starts:%H:%M}"


def weekday_name(weekday: int) -> str:
    """'Tuesday'; Monday is 0."""
    return _weekday(weekday).capitalize()


def _weekday(weekday: int) -> str:
    """As it stands inside a sentence: 'dinsdag' in Dutch."""
    return str(get_day_names("wide", locale=get_locale() or "en")[weekday])


def rhythm_words(found: Round) -> str:
    """'six dates of 60 minutes, every second week'."""
    dates = ngettext("%(num)d date", "%(num)d dates", found.dates)
    minutes = ngettext("%(num)d minute", "%(num)d minutes", found.minutes)
    if found.dates == 1:
        return _("%(dates)s of %(minutes)s", dates=dates, minutes=minutes)
    if found.every_weeks == 1:
        return _("%(dates)s of %(minutes)s, every week", dates=dates, minutes=minutes)
    return _("%(dates)s of %(minutes)s, every %(weeks)s weeks", dates=dates, minutes=minutes, weeks=found.every_weeks)


def group_words(found: Round, group: RoundGroup) -> str:
    """'Tuesday 16:00, Canteen, from Tuesday 12 January'."""
    first = date_words(rounds.first_date(found, group.time), found.zone)
    return _("%(time)s, %(place)s, from %(day)s", time=time_words(group.time), place=group.place.name, day=first)


def why_here(reasons: Sequence[Reason], names: Mapping[int, str], *, own: bool = False) -> str:
    """Why somebody is in this group, as the composer gave it: 'same function as two others; two other departments; with Bo'.

    `own`: to the person; otherwise to the manager, who has no need to know what suits them beyond that it does.
    """
    parts = [text for reason in reasons if (text := _reason(reason, names, own=own))]
    return "; ".join(parts)


def _reason(reason: Reason, names: Mapping[int, str], *, own: bool) -> str:
    kind = reason.kind
    if kind is ReasonKind.SAME_FUNCTION:
        return ngettext("same function as %(num)d other", "same function as %(num)d others", reason.count)
    if kind is ReasonKind.SIMILAR_WISH:
        return ngettext("a similar wish to %(num)d other", "a similar wish to %(num)d others", reason.count)
    if kind is ReasonKind.OTHER_DEPARTMENTS:
        return ngettext("with people of %(num)d other department", "with people of %(num)d other departments", reason.count)
    if kind in {ReasonKind.BOTH_WISHED, ReasonKind.YOU_WISHED}:
        return _("with %(names)s, as both wished", names=", ".join(names.get(key, "") for key in reason.keys))
    if kind is ReasonKind.LED_BY:
        return _("with your ambassador as host") if own else _("with the host they wished for")
    return _when_and_where(kind) if own else ""


def _when_and_where(kind: ReasonKind) -> str:
    if kind is ReasonKind.YOUR_TIME:
        return _("a time you chose")
    return _("a place you chose") if kind is ReasonKind.YOUR_PLACE else ""


def why_nowhere(why: str) -> str:
    """Why the composer found no group; "" for who was put in none by hand, or gave up a place."""
    return {
        Why.HOSTS.value: _("hosts in this round"),
        Why.NO_HOST.value: _("no host can when and where they can, in a language of theirs"),
        Why.TOO_FEW.value: _("too few others can when and where they can, in a language of theirs"),
        Why.NO_SEAT.value: _("no seat is left in a group that fits"),
    }.get(why, "")


def remedies_words(remedies: Iterable[Mapping[str, Any]], found: Round) -> list[str]:
    """What would help, a sentence each. Where any of several languages helps as many, one sentence names them all."""
    languages: dict[tuple[Any, ...], list[str]] = {}
    for remedy in remedies:
        same = tuple(remedy[name] for name in ("step", "time", "place", "size", "count"))
        languages.setdefault(same, []).append(remedy["language"] or "")
    return [
        _remedy_words({"step": step, "time": time, "place": place, "size": size, "count": count}, spoken, found)
        for (step, time, place, size, count), spoken in languages.items()
    ]


def _remedy_words(remedy: Mapping[str, Any], languages: Sequence[str], found: Round) -> str:
    """'One more host on Tuesday 16:00, Canteen, in Dutch or English, would place 4 people.'"""
    count = ngettext("would place %(num)d person", "would place %(num)d people", remedy["count"])
    return f"{_change(remedy, languages, found)} {count}."


def _change(remedy: Mapping[str, Any], languages: Sequence[str], found: Round) -> str:
    step = Step(remedy["step"])
    if step is Step.SMALLER:
        return _("Groups as small as %(size)s", size=remedy["size"])
    if step is Step.LARGER:
        return _("Groups as large as %(size)s", size=remedy["size"])
    if step is Step.MORE_GROUPS:
        return _("Room for %(size)s groups", size=remedy["size"])
    at = next((f"{_weekday(one.weekday)} {one.starts:%H:%M}" for one in found.times if one.id == remedy["time"]), "")
    place = next((one.name for one in found.places if one.id == remedy["place"]), "")
    language = format_list(sorted(map(language_words, languages)), style="or", locale=str(get_locale() or "en"))
    return _("One more host on %(time)s, %(place)s, in %(language)s,", time=at, place=place, language=language)


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says. `button` leads to the person's own page; `quotes` is Markdown."""

    subject: str
    preheader: str
    paragraphs: tuple[str, ...]
    quotes: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    button: str = ""


def invitation(found: Round) -> Letter:
    """People can sign up."""
    first = _(
        "Small groups are being formed for “%(title)s”. You say when and where you can, and we look for a group that fits.",
        title=found.title,
    )
    return Letter(
        subject=_("Would you like to join? %(title)s", title=found.title),
        preheader=_("Without signing in. Doing nothing is fine too."),
        paragraphs=(first, _("It takes two minutes, without signing in. You can change or withdraw it any time before the groups are settled. Doing nothing is fine too.")),
        quotes=found.purpose,
        facts=offer_facts(found),
        button=_("Say when I can"),
    )  # fmt: skip


def own_link(found: Round) -> Letter:
    """The link somebody asked for at a poster."""
    first = _(
        "Here is your link to “%(title)s”. If you did not ask for it, nothing has happened: you can delete this mail.",
        title=found.title,
    )
    return Letter(
        subject=_("Your link: %(title)s", title=found.title),
        preheader=first,
        paragraphs=(first,),
        facts=offer_facts(found),
        button=_("Open my page"),
    )  # fmt: skip


def signed_up(found: Round) -> Letter:
    """It is noted."""
    first = _(
        "You signed up for “%(title)s”. We write as soon as we have a group to propose; then you say yes or no to it.",
        title=found.title,
    )
    return Letter(
        subject=_("You signed up: %(title)s", title=found.title),
        preheader=first,
        paragraphs=(first, _("Until the groups are settled you can change what you said, or withdraw, without a reason.")),
        facts=offer_facts(found),
        button=_("Look at what I said"),
    )  # fmt: skip


def companion(found: Round, names: str) -> Letter:
    """Somebody would like to come with the reader."""
    first = _(
        "%(names)s would like to come with you to “%(title)s”. It counts only if you say so too; no answer is needed, and nobody is told.",
        names=names,
        title=found.title,
    )
    return Letter(
        subject=_("Together with %(names)s? %(title)s", names=names, title=found.title),
        preheader=first,
        paragraphs=(first,),
        button=_("Have a look"),
    )  # fmt: skip


def place(found: Round, group: RoundGroup, *, next_at: datetime | None = None) -> Letter:
    """Does this group suit?"""
    first = _("We have a group for you in “%(title)s”. Does it suit you?", title=found.title)
    last = (
        _("A no needs no reason: we then look whether another group fits. If you say yes, the invitation to its dates follows.")
        if found.published_at
        else _(
            "A no needs no reason: we then look whether another group fits. If you say yes, the invitation comes once the groups are settled."
        )
    )
    return Letter(
        subject=_("A group for you: %(title)s", title=found.title),
        preheader=first if next_at else group_words(found, group),
        paragraphs=(first, last),
        facts=place_facts(found, group, next_at=next_at),
        button=_("Say yes or no"),
    )


def no_place(found: Round) -> Letter:
    """None this time."""
    first = _(
        "This time we have no group for you in “%(title)s” that fits when and where you can. We are sorry.", title=found.title
    )
    return Letter(
        subject=_("No group this time: %(title)s", title=found.title),
        preheader=first,
        paragraphs=(first, what_waiting_means(found)),
        button=_("Open my page"),
    )  # fmt: skip


def what_waiting_means(found: Round) -> str:
    """To somebody without a group: what comes, and what they can do."""
    if found.is_closed:
        return _("This round is over. You can still withdraw; when another round opens, you can sign up again.")
    return _(
        "You stay on the waiting list of this round: if a place that fits comes free, we ask you. You can change what you said, or withdraw, any time. When another round opens, you can sign up again."
    )


def withdrawn(found: Round) -> Letter:
    """It is done."""
    first = _(
        "You are out of “%(title)s”, and nothing of what you said is kept. If it was not you: sign up again with the button.",
        title=found.title,
    )
    return Letter(subject=_("You are out: %(title)s", title=found.title), preheader=first, paragraphs=(first,), button=_("Open my page"))  # fmt: skip


def cancelled(found: Round) -> Letter:
    """It is off."""
    first = _(
        "“%(title)s” does not go on, so there is nothing for you to keep free. Thank you for signing up.", title=found.title
    )
    return Letter(subject=_("Called off: %(title)s", title=found.title), preheader=first, paragraphs=(first,))


def host(found: Round, groups: Sequence[RoundGroup]) -> Letter:
    """Whom the reader welcomes."""
    first = ngettext(
        "You host %(num)d group of “%(title)s”.", "You host %(num)d groups of “%(title)s”.", len(groups), title=found.title
    )
    facts = tuple((_("Group %(number)s", number=group.number), group_words(found, group)) for group in groups)
    return Letter(
        subject=_("Your group: %(title)s", title=found.title),
        preheader=first,
        paragraphs=(first, _("On its page you find who is in it and what they would like to be able to do.")),
        facts=facts,
        button=_("To my groups"),
    )  # fmt: skip


def offer_facts(found: Round) -> tuple[tuple[str, str], ...]:
    """What is offered, in a few lines."""
    facts = [(_("How often"), rhythm_words(found)), (_("From"), date_words_of_day(found))]
    facts.append((_("Where"), ", ".join(one.name for one in found.places)))
    if found.last_moment_to_sign_up:
        facts.append((_("Sign up by"), date_words(found.last_moment_to_sign_up, found.zone)))
    facts.append((_("Who sees it"), who_sees()))
    return tuple(facts)


def place_facts(found: Round, group: RoundGroup, *, next_at: datetime | None = None) -> tuple[tuple[str, str], ...]:
    """The group that is proposed. `next_at`: its next date, once it meets."""
    where = ", ".join(part for part in (group.place.name, group.place.address) if part)
    when = _(
        "%(time)s, from %(day)s",
        time=time_words(group.time),
        day=date_words(next_at or rounds.first_date(found, group.time), found.zone),
    )
    facts = [(_("When"), when), (_("How often"), rhythm_words(found)), (_("Where"), where)]
    if group.host:
        facts.append((_("Host"), group.host.person.name))
    facts.append((_("Language"), language_words(group.language)))
    return tuple(facts)


def date_words_of_day(found: Round) -> str:
    """'Monday 11 January', the day from which groups begin."""
    first = min((rounds.first_date(found, at) for at in found.times), default=None)
    return date_words(first, found.zone) if first else found.first_on.isoformat()


def who_sees() -> str:
    """Said before anybody says anything."""
    return _(
        "Community managers see that you signed up, and the group you are in. Your host reads what you would like to be able to do. Nobody sees more."
    )
