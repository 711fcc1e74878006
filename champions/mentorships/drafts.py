"""What an ambassador could write to a mentee: a few lines to start from, in the mentee's language, changed and sent by the ambassador."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from flask_babel import force_locale
from flask_babel import gettext as _

from champions.mentorships.suggestions import Suggestion
from config import settings
from look import clock_words, date_words
from people.quiet_hours import zone_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A subject, and lines with empty ones between."""

    subject: str
    lines: tuple[str, ...]
    email: str
    language: str

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def mailto(self) -> str:
        """An address that opens it in the mail program of the ambassador (RFC 6068)."""
        body = "\r\n".join(self.lines)
        return f"mailto:{quote(self.email, safe='@')}?subject={quote(self.subject, safe='')}&body={quote(body, safe='')}"


def draft(suggestion: Suggestion, by_name: str, *, now: datetime) -> Draft:
    """About the session that would help, or else the meeting ahead, or how to go on; a story of somebody like them is named below."""
    mentorship = suggestion.accompanied.mentorship
    mentee = mentorship.mentee
    language = mentee.language or settings().language
    with force_locale(language):
        subject, said = _said(suggestion, now)
        hello, warmly = _("Hi %(name)s,", name=_first(mentee.name)), (_("Warm wishes,"), _first(by_name))
        lines = (hello, "", said, "", *_example(suggestion), *warmly)
    return Draft(subject, lines, mentee.email, language)


def _said(suggestion: Suggestion, now: datetime) -> tuple[str, str]:
    mentorship, session = suggestion.accompanied.mentorship, suggestion.session
    zone = zone_of(mentorship.mentee)
    if session is not None:
        when = f"{date_words(session.starts_at, zone)}, {clock_words(session.starts_at, zone)}"
        said = _("On %(when)s there is “%(title)s”, and I thought of you. Shall we go together?", when=when, title=session.title)
        return _("Shall we go together?"), said
    if mentorship.next_meeting_at is not None and mentorship.next_meeting_at > now:
        when = f"{date_words(mentorship.next_meeting_at, zone)}, {clock_words(mentorship.next_meeting_at, zone)}"
        return _("Until we meet"), _("We meet on %(when)s. Is there something you would like to look at together?", when=when)
    if mentorship.next_step:
        return _("How is it going?"), _(
            "Last time we thought of this as a next step: %(step)s. How is it going? If you like, we look at it together for half an hour.",
            step=mentorship.next_step,
        )
    return _("Shall we meet?"), _(
        "Shall we sit down for half an hour? Say when it suits you, or what you would like to try first."
    )


def _example(suggestion: Suggestion) -> tuple[str, ...]:
    example = suggestion.example
    if example is None:
        return ()
    said = _("Perhaps this is something for you: “%(title)s”, told by %(name)s.", title=example.title, name=example.teller)
    return f"{said} {settings().base_url}{example.path}", ""


def _first(name: str) -> str:
    return name.split(" ", maxsplit=1)[0]
