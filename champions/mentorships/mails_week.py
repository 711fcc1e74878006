"""The mails to an ambassador about their week, written when they leave; in a week in which nothing needs a thought there is none."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask_babel import force_locale

from champions import week_notes
from champions.mentorships import links, notices, queries, silences, weekly, words_week
from champions.mentorships.queries import Accompanied
from champions.week_notes import Note
from config import settings
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people import nudges
from people.models import Person


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language; a constant number of queries."""
    theirs = queries.of_ambassadors(list({mail.person_id for mail in mails if mail.person_id is not None}))
    readers = [person for found in theirs.values() if (person := _reader_of(found)) is not None]
    notes = week_notes.of_people(readers, now=now)
    return [_letter(mail, theirs.get(mail.person_id or 0, []), notes.get(mail.person_id or 0, []), now) for mail in mails]


def _letter(mail: OutgoingMail, mentees: Sequence[Accompanied], notes: Sequence[Note], now: datetime) -> Rendering | None:
    person = _reader_of(mentees)
    if person is None:
        return None
    about = _about(mail, person, mentees, now)
    if not about:
        return None
    with force_locale(person.language or settings().language):
        words = words_week.weekly(len(about)) if mail.kind == notices.WEEKLY else words_week.has_been_a_while()
        lines = [words_week.line_of(one, person, links.path_to_mentee(one.mentorship), now=now) for one in about]
        return _rendering(words, lines, person, notes if mail.kind == notices.WEEKLY else ())


def _reader_of(mentees: Sequence[Accompanied]) -> Person | None:
    return next((one.mentorship.ambassador for one in mentees), None)


def _about(mail: OutgoingMail, person: Person, mentees: Sequence[Accompanied], now: datetime) -> list[Accompanied]:
    """Whom it is still true of."""
    if mail.kind == notices.WEEKLY:
        return weekly.worth_a_thought(person, mentees, now=now)
    asked = set(mail.payload.get("mentorship_ids", ()))
    if not nudges.is_welcome(person, now=now):
        return []
    return [one for one in mentees if one.mentorship.id in asked and silences.is_silent(one, now=now)]


def _rendering(words: words_week.WeekWords, lines: Sequence[words_week.Line], person: Person, notes: Sequence[Note]) -> Rendering:
    language = person.language or settings().language
    context = {
        "words": words,
        "lines": lines,
        "notes": notes,
        "base_url": settings().base_url,
        "person": person,
        "language": language,
        "page_url": f"{settings().base_url}/me/mentees",
        "pause_url": nudges.pause_url(person),
        "company": settings().company_name,
    }
    return Rendering(
        subject=words.subject,
        text=render_template("mails/week.txt", **context),
        html=render_template("mails/week.html", **context),
        language=language,
    )


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(notices.WEEKLY, notices.A_WHILE)(letters)
