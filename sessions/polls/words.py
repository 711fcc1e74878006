"""What each mail about a poll says, in the reader's language and zone."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from look import date_words, time_words
from sessions import reminders
from sessions.polls.models import PollPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The parts of a mail. `dates` are those to choose from, `button` leads to the reader's own page; `quotes` is Markdown from the host."""

    subject: str
    preheader: str
    paragraphs: tuple[str, ...]
    quotes: str = ""
    dates: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    button: str = ""


def ask(asked: PollPerson, *, now: datetime) -> Words:
    first = _(
        "%(host)s is looking for a date for “%(title)s” and would like you to be there. Which of these suit you?",
        host=asked.poll.host.name,
        title=asked.poll.title,
    )
    return Words(
        subject=_("Which date suits you? %(title)s", title=asked.poll.title),
        preheader=_("Yes, if need be or no for each date. No need to sign in."),
        paragraphs=(first,),
        quotes=asked.poll.description,
        dates=dates(asked, now=now),
        facts=facts(asked),
        button=_("Say which dates suit you"),
    )


def more_dates(asked: PollPerson, *, now: datetime) -> Words:
    first = _("%(host)s has added to the dates for “%(title)s”.", host=asked.poll.host.name, title=asked.poll.title)
    return Words(
        subject=_("More dates to choose from: %(title)s", title=asked.poll.title),
        preheader=first,
        paragraphs=(first, _("What you marked stands. Would you look at the new ones too?")),
        dates=dates(asked, now=now),
        facts=facts(asked),
        button=_("Look at the dates"),
    )


def reminder(asked: PollPerson, *, now: datetime) -> Words:
    first = _(
        "%(host)s would still like to know which dates suit you for “%(title)s”. We ask this once; after that it is quiet.",
        host=asked.poll.host.name,
        title=asked.poll.title,
    )
    return Words(
        subject=_("Still looking for a date: %(title)s", title=asked.poll.title),
        preheader=_("None of them is an answer too."),
        paragraphs=(first,),
        dates=dates(asked, now=now),
        facts=facts(asked),
        button=_("Say which dates suit you"),
    )


def closed(asked: PollPerson) -> Words:
    first = _("No date was chosen for “%(title)s”, so there is nothing for you to keep free.", title=asked.poll.title)
    return Words(
        subject=_("No date for now: %(title)s", title=asked.poll.title),
        preheader=first,
        paragraphs=(first,),
        quotes=asked.poll.closing_word,
    )


def dates(asked: PollPerson, *, now: datetime) -> tuple[str, ...]:
    """Each date that lies ahead, with the reader's own time when their zone differs."""
    poll, reader = asked.poll, str(reminders.zone_of(asked.person))
    return tuple(time_words(date.starts_at, poll.end_of(date.starts_at), poll.timezone, reader) for date in poll.ahead(now))


def facts(asked: PollPerson) -> tuple[tuple[str, str], ...]:
    poll = asked.poll
    rows = []
    if place := ", ".join(part for part in (poll.place, poll.address) if part):
        rows.append((_("Where"), place))
    if poll.online_url:
        rows.append((_("Online"), poll.online_url))
    rows.append((_("Host"), poll.host.name))
    if poll.last_moment_to_answer:
        rows.append((_("Answer by"), date_words(poll.last_moment_to_answer, poll.zone)))
    rows.append((_("Who sees it"), who_sees(asked)))
    return tuple(rows)


def who_sees(asked: PollPerson) -> str:
    """Said before anybody marks anything."""
    if asked.poll.shows_marks:
        return _("Everybody who is asked sees what you mark, with your name.")
    return _("Only %(host)s and the community managers see what you mark.", host=asked.poll.host.name)
