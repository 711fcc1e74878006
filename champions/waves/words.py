"""What mails about trying new things say, and how states and days are called."""

from datetime import date

from flask_babel import gettext as _

from champions.waves.models import EarlyAdopter, Wave, WavePerson, WaveState
from champions.words import Words
from look import day_in_words


def would_you(adopter: EarlyAdopter) -> Words:
    """Would you like to try new things first?"""
    because = (
        _("%(name)s thinks that you might like to try new things on the platform first.", name=adopter.asked_by.name)
        if adopter.asked_by
        else _("Somebody thinks that you might like to try new things on the platform first.")
    )
    return Words(
        subject=_("Would you like to try new things first?"),
        preheader=because,
        heading=_("Would you like to try new things first?"),
        paragraphs=(
            because,
            _("Now and then something new is tried by a few colleagues before all others get it. You are asked each time."),
        ),
        button=_("Have a look, and answer"),
        small=_("You are on no list until you say yes. A no needs no reason, and nobody asks again soon."),
    )


def asked(one: WavePerson) -> Words:
    """Would you like to try this?"""
    wave = one.wave
    return Words(
        subject=_("Would you like to try it first? %(title)s", title=wave.title),
        preheader=days(wave),
        heading=wave.title,
        paragraphs=(
            _("You raised a hand to try new things first. This one is tried %(days)s.", days=days(wave)),
            *paragraphs(wave.about),
        ),
        button=_("Have a look, and answer"),
        small=_("A no needs no reason, and nobody sees it. It changes nothing for the next time."),
    )


def begins(one: WavePerson) -> Words:
    """It begins."""
    wave = one.wave
    return Words(
        subject=_("It begins: %(title)s", title=wave.title),
        preheader=days(wave),
        heading=_("It begins: %(title)s", title=wave.title),
        paragraphs=(
            _("You said yes to trying this, %(days)s.", days=days(wave)),
            *paragraphs(wave.about),
            *((_("What you notice helps everybody who comes after you. A sentence is enough."),) if wave.questions else ()),
        ),
        button=_("Your page of it"),
        small=_("It does not suit you after all? One press there ends it."),
    )


def thanks(one: WavePerson) -> Words:
    """Thank you."""
    wave = one.wave
    by = wave.created_by.name if wave.created_by else ""
    return Words(
        subject=_("Thank you for trying it: %(title)s", title=wave.title),
        preheader=wave.thanks[:100],
        heading=_("Thank you"),
        paragraphs=(_("You tried “%(title)s” before all others did.", title=wave.title),),
        quotes=((wave.thanks, by),),
        button=_("Your page of it"),
        small=_("For two weeks you can still say there how it was.") if wave.questions else "",
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Blocks between empty lines."""
    return tuple(" ".join(block.split()) for block in text.replace("\r", "").split("\n\n") if block.strip())


def day_words(day: date) -> str:
    """'Monday 30 November'."""
    return day_in_words(day)


def days(wave: Wave) -> str:
    """'from Monday 30 November to Friday 11 December'."""
    if wave.starts_on == wave.ends_on:
        return _("on %(day)s", day=day_words(wave.starts_on))
    return _("from %(first)s to %(last)s", first=day_words(wave.starts_on), last=day_words(wave.ends_on))


def state_words(state: WaveState) -> str:
    """How far a wave is."""
    return {
        WaveState.DRAFT: _("Draft, told to nobody"),
        WaveState.ASKED: _("People are asked"),
        WaveState.RUNNING: _("Running"),
        WaveState.CLOSED: _("Closed"),
    }[state]
