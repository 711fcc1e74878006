"""Mails of journeys, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from champions import signing
from champions.mails import rendering
from champions.words import Words
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from onboarding.journeys import buddies, links, progress, reminders, texts, words
from onboarding.journeys.models_following import Buddy, BuddyState, Follower
from onboarding.journeys.progress import Progress
from people import nudges
from people.models import Person


def of_steps(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Reminders, each in its reader's language. A constant number of queries."""
    query = select(Follower).where(Follower.id.in_({mail.payload.get("follower_id") for mail in mails}))
    states = progress.of_many(db.session.scalars(query).all(), now=now)
    return [_reminder(mail, states.get(mail.payload.get("follower_id", 0)), now) for mail in mails]


def _reminder(mail: OutgoingMail, state: Progress | None, now: datetime) -> Rendering | None:
    if state is None or state.due is None or f":{state.follower.token[: signing.START]}:" not in mail.key:
        return None  # a new row may have the number of one that is gone
    follower, due = state.follower, state.due
    if not reminders.is_true(state, mail.payload.get("step_id", 0), now=now):
        return None
    language = texts.language_of(follower.person)
    with force_locale(language):
        letter = words.reminder(due, texts.of_journey(follower.journey, language).name)
        return rendering(letter, follower.person, links.path_of(follower), pause_url=nudges.pause_url(follower.person))


def of_buddies(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """The question to a colleague, and their yes. A constant number of queries."""
    query = select(Buddy).where(Buddy.id.in_({mail.payload.get("buddy_id") for mail in mails}))
    found = {buddy.id: buddy for buddy in db.session.scalars(query)}
    return [_of_buddy(mail, found.get(mail.payload.get("buddy_id", 0))) for mail in mails]


def _of_buddy(mail: OutgoingMail, buddy: Buddy | None) -> Rendering | None:
    if buddy is None or not mail.key.endswith(f":{buddy.token[: signing.START]}") or not buddy.is_answerable:
        return None
    if mail.kind == buddies.ASKED and buddy.state is BuddyState.ASKED:
        return _written(words.asked, buddy, buddy.person, links.path_of_buddy(buddy))
    if mail.kind == buddies.AGREED and buddy.has_agreed:
        return _written(words.agreed, buddy, buddy.follower.person, f"/journeys/{buddy.follower.journey_id}")
    return None


def _written(letter: Callable[[Buddy], Words], buddy: Buddy, to: Person, path: str) -> Rendering:
    with force_locale(to.language or settings().language):
        return rendering(letter(buddy), to, path)


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(reminders.REMINDER)(of_steps)
    renders(buddies.ASKED, buddies.AGREED)(of_buddies)
