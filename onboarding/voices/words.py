"""What pages and mails say of wishes and concerns, in the reader's language."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from flask_babel import gettext as _
from flask_babel import ngettext

from look import clock_words, date_words
from networks.words import Words
from onboarding.voices import naming
from onboarding.voices.models import Kind, Voice, VoiceAnswer, VoiceLetter, VoiceState
from people.quiet_hours import zone_of


def kind_words(kind: Kind) -> str:
    """In a word."""
    return {Kind.WISH: _("Wish"), Kind.CONCERN: _("Concern")}[kind]


def state_words(state: VoiceState) -> str:
    """Where it stands."""
    return {
        VoiceState.OPEN: _("Waits for an answer"),
        VoiceState.HEARD: _("Heard"),
        VoiceState.IN_PROGRESS: _("In progress"),
        VoiceState.DONE: _("Done"),
        VoiceState.NOT_NOW: _("Not now"),
    }[state]


def author_words(voice: Voice) -> str:
    """By whom, as far as it is said."""
    if voice.person is not None:
        return voice.person.name if voice.person.active else str(_("a colleague who has left"))
    if voice.is_pseudonymous:
        return (
            str(_("“%(name)s”, a pseudonym", name=voice.pseudonym)) if voice.pseudonym else str(_("somebody, under a pseudonym"))
        )
    return str(_("a colleague who has left"))


def answerer_words(answer: VoiceAnswer) -> str:
    """Who answered."""
    return answer.by.name if answer.by is not None else str(_("a colleague who has left"))


def day_words(day: date) -> str:
    """'Monday 7 December'"""
    return date_words(datetime.combine(day, time(12), tzinfo=UTC), "UTC")


def took_words(voice: Voice) -> str:
    """How long the answering side took; "" before the first answer."""
    if not voice.answers:
        return ""
    days = (voice.answers[0].answered_on - voice.said_on).days
    if days == 0:
        return str(_("answered on the same day"))
    return ngettext("answered after one day", "answered after %(num)d days", days)


def promise_words(voice: Voice, today: date) -> str:
    """Until when an answer is promised, or that it is late."""
    if voice.due_on < today:
        return str(_("An answer was promised by %(day)s. It is late, and that is our fault.", day=day_words(voice.due_on)))
    return str(_("An answer is promised by %(day)s.", day=day_words(voice.due_on)))


def reason_words(voice: Voice) -> str:
    """Why it is held back, as it was written; or what was found by itself."""
    if voice.held_reason == naming.REASON:
        return str(_("It names a colleague. Say what happened, not who it was."))
    return voice.held_reason


def agreed_words(number: int | None) -> str:
    """How many say so too, from five on; "" otherwise."""
    return str(_("At least %(number)s colleagues say so too", number=number)) if number else ""


def answered(answer: VoiceAnswer, voice: Voice) -> Words:
    """To who said it with their name."""
    return Words(
        subject=_("You said something, and here is an answer"),
        preheader=state_words(answer.state),
        title=state_words(answer.state),
        paragraphs=(
            _("You wrote: “%(words)s”", words=_short(voice.words)),
            _("%(name)s answers:", name=answerer_words(answer)),
        ),
        quotes=answer.words,
        button=_("Read it on the board"),
    )


def asked(voice: Voice) -> Words:
    """To who is asked to answer."""
    return Words(
        subject=_("Would you answer this?"),
        preheader=_short(voice.words),
        title=kind_words(voice.kind),
        paragraphs=(
            _(
                "A colleague said something that you may have an answer to. Your answer stands under your name, for everybody to read."
            ),
            _("An answer is promised by %(day)s.", day=day_words(voice.due_on)),
        ),
        quotes=voice.words,
        button=_("Answer it"),
        after_button=_("Is it not for you? Tell the community managers, and they ask somebody else."),
    )


def held_back(voice: Voice) -> Words:
    """To an author with a name."""
    return Words(
        subject=_("What you wrote is held back for now"),
        preheader=_("You can read why, and write it anew."),
        title=_("Held back for now"),
        paragraphs=(
            _("You wrote: “%(words)s”", words=_short(voice.words)),
            _("Colleagues do not read it at the moment. The reason:"),
        ),
        quotes=reason_words(voice),
        button=_("Write it anew, or take it back"),
        after_button=_("When you write it anew, somebody else than who held it back decides."),
    )


def letter(kept: VoiceLetter) -> Words:
    """To who wrote by mail."""
    zone = zone_of(kept.person)
    when = _("%(day)s at %(time)s", day=date_words(kept.shows_at, zone), time=clock_words(kept.shows_at, zone))
    return Words(
        subject=_("Your words are here"),
        preheader=_("They stand on the board with your name from %(when)s on.", when=when),
        title=kind_words(kept.kind),
        paragraphs=(
            _("They stand on the board with your name from %(when)s on.", when=when),
            _("Would you rather write under a pseudonym, or take it back? Follow the link before then."),
        ),
        quotes=kept.words,
        button=_("Choose"),
        after_button=_("Without signing in; the link is yours alone."),
    )


def elsewhere_words() -> str:
    """Why this browser has no token, and what to do about it."""
    return str(
        _(
            "“Me too” and pseudonyms work in the browser in which you opened this page first. Open “What you said” there: a link takes "
            "them along to this one. With your name you can say something here, too."
        )
    )


def digest(answers: Sequence[VoiceAnswer], said: dict[int, str], page: str) -> str:
    """The text "you said, we did", for a mail; "" where nothing was answered. `page`: the address of all of it."""
    if not answers:
        return ""
    lines = [_("You said, we did"), ""]
    for answer in answers:
        lines += [
            _("You said: %(words)s", words=_short(said.get(answer.voice_id, ""))),
            f"{state_words(answer.state)}: {_short(answer.words)} ({answerer_words(answer)})",
            "",
        ]
    return "\n".join([*lines, _("All of it: %(page)s", page=page)])


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 200 else f"{plain[:199].rstrip()}…"
