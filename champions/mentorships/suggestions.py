"""What would help an ambassador this week: a session to go to with a mentee, a story of somebody like them, and whether a word is due.

Never what a mentee does.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from champions.mentorships.models import Ask, Outing
from champions.mentorships.queries import Accompanied
from database import db
from people.models import Person
from sessions import examples
from sessions.examples import Example
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series.models import Series

LONG_AGO = timedelta(days=14)
WEEK = timedelta(days=7)
LONGEST_AHEAD = timedelta(days=60)
SHORTEST_WORD = 5  # letters: "the" and "with" are no topic


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What would help with one mentee. `session`: one the ambassador is invited to, with a free seat, about what the mentee asked for.

    `example`: a story of somebody with the function or the place of the mentee.
    """

    accompanied: Accompanied
    is_due: bool
    session: ScheduledSession | None
    example: Example | None = None


def of_ambassador(person: Person, mentees: Sequence[Accompanied], *, today: date, now: datetime) -> list[Suggestion]:
    """One for each mentee, in their order. A constant number of queries.

    It goes by what the mentee asked about. Whether they are invited, come or came is not looked at: what is left out would tell it.
    """
    if not mentees:
        return []
    free, topics, asked = _with_a_free_seat(person, now=now), _topics(mentees), _asked_already(mentees)
    stories = examples.for_people([one.mentorship.mentee for one in mentees], now=now, to_themselves=False)
    found = []
    for one in mentees:
        new = [session for session in free if (one.mentorship.id, session.id) not in asked]
        session = suited(topics.get(one.mentorship.mentee_id, ()), new)
        story = stories.get(one.mentorship.mentee_id)
        found.append(Suggestion(one, is_due(one, today=today, now=now), session, story))
    return found


def is_due(one: Accompanied, *, today: date, now: datetime) -> bool:
    """Whether a word is due: no meeting ahead, and the last contact is two weeks ago or more."""
    meeting = one.mentorship.next_meeting_at
    return (meeting is None or meeting < now) and today - one.contact_on >= LONG_AGO


def needs_a_thought(one: Accompanied, *, today: date, now: datetime) -> bool:
    """Whether this week is about them: a meeting within seven days or one that has been, or a word that is due."""
    meeting = one.mentorship.next_meeting_at
    return is_due(one, today=today, now=now) or (meeting is not None and meeting < now + WEEK)


def suited(topics: Collection[str], sessions: Sequence[ScheduledSession]) -> ScheduledSession | None:
    """The first that is about one of these topics: says it, or has a word of it in its title."""
    return next((one for one in sessions if any(_is_about(one, topic.casefold()) for topic in topics)), None)


def _is_about(session: ScheduledSession, topic: str) -> bool:
    title = session.title.casefold()
    words = [word for word in re.findall(r"\w+", topic) if len(word) >= SHORTEST_WORD]
    return _stands_in(topic, f"{title}\n{session.description.casefold()}") or any(_stands_in(word, title) for word in words)


def _stands_in(words: str, text: str) -> bool:
    """As whole words: a lesson in Excel is not one that is excellent."""
    return bool(words.strip()) and re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", text) is not None


def _with_a_free_seat(person: Person, *, now: datetime) -> Sequence[ScheduledSession]:
    """What this person is invited to and has not said no to, within two months, soonest first."""
    until = func.coalesce(ScheduledSession.rsvp_until, ScheduledSession.starts_at)
    taken = aliased(Rsvp)
    seated = select(func.count()).where(taken.session_id == ScheduledSession.id, taken.seat == Seat.SEATED)
    query = (
        select(ScheduledSession)
        .join(Rsvp, Rsvp.session_id == ScheduledSession.id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .outerjoin(Series, Series.id == ScheduledSession.series_id)
        .where(Rsvp.person_id == person.id, Rsvp.answer != Answer.DECLINED, Invitation.withdrawn_at.is_(None))
        .where(ScheduledSession.state == SessionState.PUBLISHED, until > now)
        .where(ScheduledSession.starts_at > now, ScheduledSession.starts_at <= now + LONGEST_AHEAD)
        .where(or_(Series.id.is_(None), ~Series.keeps_group))  # a group that stays together takes nobody for one date
        .where(or_(ScheduledSession.capacity.is_(None), seated.scalar_subquery() < ScheduledSession.capacity))
    )
    return db.session.scalars(query.order_by(ScheduledSession.starts_at, ScheduledSession.id).limit(50)).unique().all()


def _topics(mentees: Sequence[Accompanied]) -> dict[int, list[str]]:
    query = select(Ask.person_id, Ask.topics).where(Ask.person_id.in_([one.mentorship.mentee_id for one in mentees]))
    return dict(db.session.execute(query).all())


def _asked_already(mentees: Sequence[Accompanied]) -> set[tuple[int, int]]:
    """Where one of the two has said "come with me": it stands on their page."""
    query = select(Outing.mentorship_id, Outing.session_id).where(
        Outing.mentorship_id.in_([one.mentorship.id for one in mentees])
    )
    return {(mentorship_id, session_id) for mentorship_id, session_id in db.session.execute(query)}
