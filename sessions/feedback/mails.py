"""The mail after a date, written when it leaves: the questions by a link that is made then and kept nowhere, and one next step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flask import render_template
from flask_babel import force_locale
from sqlalchemy import select

from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people import nudges
from people.models import Person
from sessions import examples
from sessions import links as answer_links
from sessions.examples import Example
from sessions.feedback import links, offers, questions, words
from sessions.feedback.answers import is_open
from sessions.feedback.asking import AFTERWARDS
from sessions.feedback.models import Feedback
from sessions.feedback.offers import Offer
from sessions.kits import uses
from sessions.models import Rsvp, ScheduledSession


@dataclass(frozen=True, slots=True)
class _Known:
    """What the letters of a batch are written from."""

    sessions: Mapping[int, ScheduledSession]
    feedbacks: Mapping[int, Feedback]
    people: Mapping[int, Person]
    following: Mapping[int, Rsvp]
    examples: Mapping[int, Example]


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language; a constant number of queries, and some for each date and language."""
    ids = {mail.payload["session_id"] for mail in mails}
    readers = {id_ for mail in mails if (id_ := mail.person_id) is not None}
    sessions = db.session.scalars(select(ScheduledSession).where(ScheduledSession.id.in_(ids))).unique()
    people = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(readers)))}
    following = offers.next_sessions(readers, now=now)
    others = [person for id_, person in people.items() if id_ not in following]
    known = _Known(
        sessions={session.id: session for session in sessions},
        feedbacks={one.session_id: one for one in db.session.scalars(select(Feedback).where(Feedback.session_id.in_(ids)))},
        people=people,
        following=following,
        examples=examples.for_people(others, now=now, to_themselves=True),
    )
    follow_up = cache(uses.follow_up_of)
    return [_letter(known, mail.payload["session_id"], mail.person_id or 0, follow_up, now) for mail in mails]


def _letter(
    known: _Known, session_id: int, reader_id: int, follow_up: Callable[[ScheduledSession, str], str], now: datetime
) -> Rendering | None:
    session, feedback, reader = known.sessions.get(session_id), known.feedbacks.get(session_id), known.people.get(reader_id)
    if session is None or feedback is None or reader is None or not nudges.is_welcome(reader, now=now):
        return None
    offer = offers.of(session, known.following.get(reader.id), known.examples.get(reader.id))
    asked = len(questions.read(feedback)) if is_open(feedback, now=now) else 0
    language = reader.language or settings().language
    words_of_format = follow_up(session, language)
    if not (asked or words_of_format) and offer == Offer():
        return None
    with force_locale(language):
        return _rendering(session, reader, offer, asked, words_of_format)


def _rendering(session: ScheduledSession, reader: Person, offer: Offer, asked: int, follow_up: str) -> Rendering:
    base, language = settings().base_url, reader.language or settings().language
    text = words.afterwards(session, reader, offer, asked)
    host = next((host.person for host in session.hosts if host.person.active), None)
    context = {
        "words": text,
        "promise": words.promise(),
        "title": session.title,
        "follow_up": follow_up,
        "person": reader,
        "language": language,
        "url": base + links.new_path(session.id, language) if asked else "",
        "offer_url": _offer_url(offer),
        "reminders_url": f"{base}/me#reminders",
        "pause_url": nudges.pause_url(reader),
        "company": settings().company_name,
    }
    return Rendering(
        subject=text.subject,
        text=render_template("mails/afterwards.txt", **context),
        html=render_template("mails/afterwards.html", **context),
        from_name=host.name if host is not None else "",
        reply_to=host.email if host is not None else "",
        language=language,
    )


def _offer_url(offer: Offer) -> str:
    if offer.rsvp is not None:
        return settings().base_url + answer_links.answer_path(offer.rsvp)
    return settings().base_url + offer.example.path_of_mail if offer.example is not None else ""


def register() -> None:
    """The outbox knows who writes the mail after a date."""
    renders(AFTERWARDS)(letters)
