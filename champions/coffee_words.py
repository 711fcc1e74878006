"""What mails about a coffee say, in the reader's language and zone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from champions.models_coffee import CoffeeSeat, CoffeeTurn
from look import time_words
from people.models import Person
from people.quiet_hours import zone_of
from sessions.models import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A letter. Of a `button` the second part is what is put after the address of the reader's own page. `quote` is a colleague's own words."""

    subject: str
    preheader: str
    heading: str
    paragraphs: tuple[str, ...]
    quote: tuple[str, str] | None = None
    facts: tuple[tuple[str, str], ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()
    small: str = ""


def names_of(people: Sequence[Person]) -> str:
    """As in "Bo Lindqvist and Chen Meijer"."""
    names = [person.name for person in people]
    return _("%(first)s and %(last)s", first=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else ", ".join(names)


def with_whom(seat: CoffeeSeat) -> str:
    """With whom this person has the coffee."""
    return names_of([one.person for one in seat.others])


def when(seat: CoffeeSeat) -> str:
    """When it is, in the zone of this person."""
    zone = zone_of(seat.person)
    return time_words(seat.meeting.starts_at, seat.meeting.ends_at, zone, zone)


def title(seat: CoffeeSeat) -> str:
    """What stands in this person's calendar."""
    return _("Coffee with %(names)s", names=with_whom(seat)) if seat.others else _("Coffee")


def description(seat: CoffeeSeat, url: str) -> str:
    """What stands in the calendar entry: who they are, and where another time is asked for."""
    return "\n".join(
        [
            *(_about(one.person) for one in seat.others),
            _("Where, or how, you agree between you."),
            _("Another time, or not this time: %(url)s", url=url),
        ]
    )


def invited(seat: CoffeeSeat) -> Words:
    """A coffee, with whom and when."""
    return Words(
        subject=title(seat),
        preheader=when(seat),
        heading=title(seat),
        paragraphs=(
            _("It is in your calendar: %(when)s. A time that suits you both, as far as we know.", when=when(seat))
            if len(seat.others) == 1
            else _("It is in your calendar: %(when)s. A time that suits the three of you, as far as we know.", when=when(seat)),
            _("There is nothing to prepare. Where, or how, you agree between you; an answer to this mail reaches them."),
        ),
        facts=tuple((one.person.name, _place_of(one.person)) for one in seat.others),
        buttons=((_("Yes, another time, or not this time"), ""),),
        small=_("Not this time needs no reason."),
    )


def changed(seat: CoffeeSeat, news: str, about: CoffeeSeat | None) -> Words:
    """It is another time, or others come."""
    text = invited(seat)
    name = about.person.name if about else _("Somebody")
    if news == "moved":
        by_me = about is not None and about.id == seat.id
        first = _("You asked for another time.") if by_me else _("%(name)s asked for another time.", name=name)
        subject = _("Another time: %(title)s", title=title(seat))
        return replace(text, subject=subject, heading=subject, paragraphs=(first, *text.paragraphs[:1]))
    if news == "fewer":
        return replace(text, paragraphs=(_("%(name)s cannot come this time.", name=name), *text.paragraphs[:1]))
    if news == "comes-after-all":
        return replace(text, paragraphs=(_("%(name)s comes after all.", name=name), *text.paragraphs[:1]))
    return text


def off(seat: CoffeeSeat, circle: str) -> Words:
    """It is not in the calendar any more: because they said so, or because the other did."""
    if seat.answer is Answer.DECLINED:
        return Words(
            subject=_("No coffee this time"),
            preheader=_("Noted, and no reason needed."),
            heading=_("No coffee this time"),
            paragraphs=(
                _("Noted, and no reason needed. It is out of your calendar, and whoever you would have met hears it."),
                _("Next time you are in again, unless you rest or stop on your page."),
            ),
        )
    return Words(
        subject=_("Your coffee is off this time"),
        preheader=_("We look for somebody else for you."),
        heading=_("Your coffee is off this time"),
        paragraphs=(
            _("It did not work out for somebody this time; that has nothing to do with you. It is out of your calendar."),
            _(
                "If somebody else in “%(circle)s” is free, you get a new invitation. If not, you come first next time.",
                circle=circle,
            ),
        ),
    )


def alone(turn: CoffeeTurn) -> Words:
    """Nobody was found."""
    return Words(
        subject=_("No coffee this time; you come first next time"),
        preheader=_("Nobody was free at a time that suits you."),
        heading=_("You come first next time"),
        paragraphs=(
            _(
                "This time nobody in “%(circle)s” was left who shares a time and a language with you. That is a matter of arithmetic "
                "and says nothing about you.",
                circle=turn.circle.name,
            ),
            _("If somebody becomes free in the coming days, you hear it. A few more times or languages on your page help."),
        ),
    )


def did_you_meet(seat: CoffeeSeat) -> Words:
    """Did it happen?"""
    asked = _("Did you meet %(names)s?", names=with_whom(seat))
    return Words(
        subject=asked,
        preheader=_("One tap, and only you read the answer."),
        heading=asked,
        paragraphs=(_("It helps to put you together with somebody new next time. Nobody else reads your answer."),),
        buttons=((_("Yes, we met"), "?met=yes"), (_("Not this time"), "?met=no")),
        small=_("You are asked this once. No answer is fine, too."),
    )


def unclear(seat: CoffeeSeat) -> Words:
    """Something came that did not count."""
    return Words(
        subject=_("Your answer about %(title)s", title=title(seat)),
        preheader=_("It did not reach us clearly."),
        heading=_("Would you answer here?"),
        paragraphs=(
            _(
                "An answer came that we could not count: from an address that we do not know as yours, or asking for a time that does "
                "not suit everybody. Your coffee stands as it was."
            ),
            when(seat),
        ),
        buttons=((_("Answer on your page"), ""),),
        small=_("Was it not you? Then you need do nothing."),
    )


def passed_on(seat: CoffeeSeat, about: CoffeeSeat, words: str) -> Words:
    """What the other wrote in answer."""
    return Words(
        subject=_("%(name)s writes about your coffee", name=about.person.name),
        preheader=words[:80],
        heading=_("%(name)s writes about your coffee", name=about.person.name),
        paragraphs=(when(seat),),
        quote=(words, about.person.name),
        small=_("Write back to %(address)s.", address=about.person.email),
    )


def page_words() -> str:
    """What the way to the page of coffee is called."""
    return _("Your coffees")


def minutes_words(minutes: int) -> str:
    """As in "30 minutes"."""
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)


def _about(person: Person) -> str:
    place = _place_of(person)
    return f"{person.name}, {place}, {person.email}" if place else f"{person.name}, {person.email}"


def _place_of(person: Person) -> str:
    return ", ".join(part for part in (person.function, person.department, person.location) if part)
