"""The weekly mail about one's groups: only to who chose it, at their hour, and only in a week in which there is something to read.

When it comes is reckoned as for the mail of ambassadors (`champions.mentorships.weekly`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select

from champions.mentorships.weekly import TOO_LATE_AFTER, WEEK, latest_time, next_time
from champions.thanks import queries as thanks
from champions.thanks.models import Thanks
from database import db
from mail import outbox
from onboarding import days, digest_parts
from onboarding.questions import notices, preferences, queries, readers
from onboarding.questions.models import Kind, Question, QuestionPreference
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours, zone_of

BATCH = 100
MOST = 5  # of each, in one mail


@dataclass(frozen=True, slots=True)
class Week:
    """What there is to read. Nothing in it says who wrote how much."""

    questions: tuple[Question, ...] = ()
    works: tuple[Question, ...] = ()
    summed_up: tuple[Question, ...] = ()
    thanks: tuple[Thanks, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.questions or self.works or self.summed_up or self.thanks or self.texts)


def choose(person: Person, weekday: int, hour: int, *, now: datetime) -> None:
    """From now on they get a mail a week, Monday is 0, at this hour on their own clock."""
    chosen = preferences.locked(person)
    chosen.weekday, chosen.hour = weekday % 7, hour % 24
    chosen.next_at = next_time(chosen.weekday, chosen.hour, zone_of(person), after=now)
    db.session.flush()


def stop(person: Person) -> None:
    """No weekly mail any more."""
    chosen = preferences.locked(person)
    chosen.weekday, chosen.hour, chosen.next_at = None, None, None
    db.session.flush()


def post_due(*, now: datetime) -> int:
    """Mails that are due are on their way; returns how many. One a week and person, whatever runs twice."""
    query = select(QuestionPreference).where(QuestionPreference.next_at <= now).order_by(QuestionPreference.next_at).limit(BATCH)
    due = db.session.scalars(query.with_for_update(of=QuestionPreference, skip_locked=True)).all()
    posts = [post for one in due if (post := _post(one, now=now))]
    for one in due:
        one.next_at = next_time(one.weekday or 0, one.hour or 0, zone_of(one.person), after=now)
    db.session.flush()
    return outbox.post_many(posts, now=now)


def _post(chosen: QuestionPreference, *, now: datetime) -> outbox.Post | None:
    person, zone = chosen.person, zone_of(chosen.person)
    at = latest_time(chosen.weekday or 0, chosen.hour or 0, zone, until=now)
    if now >= at + TOO_LATE_AFTER or not is_welcome(person, now=now) or week_of(person, now=now).is_empty:
        return None
    return notices.weekly(person, at.astimezone(zone).strftime("%G-W%V"), due_at=after_quiet_hours(now, person))


def is_welcome(person: Person, *, now: datetime) -> bool:
    """Whether they want it still: whoever is here, and has not paused what is not asked of them (promise 5)."""
    return person.active and not nudges.is_paused(person, now=now)


def week_of(person: Person, *, now: datetime) -> Week:
    """The last seven days of this person's groups and of what is for everybody, as they read it. A constant number of queries."""
    since = now - WEEK
    here = queries.newest(person).where(or_(Question.group_id.is_(None), readers.inside(person)))
    # Of a pseudonym the day alone is known: what was asked after last week's mail of that day is news too.
    unknown = and_(Question.secret_hash.is_not(None), Question.asked_at >= days.beginning(since))
    others = here.where(or_(and_(Question.by_id != person.id, Question.asked_at > since), unknown))
    shared = [one.thanks for one in thanks.shared(person)]
    return Week(
        questions=_some(others.where(Question.kind == Kind.QUESTION, Question.answered_at.is_(None))),
        works=_some(others.where(Question.kind == Kind.WORK)),
        summed_up=_some(here.where(Question.summarised_at > since)),
        thanks=tuple(one for one in shared if one.decided_at is not None and one.decided_at > since)[:MOST],
        texts=tuple(digest_parts.texts_of(person, now.astimezone(zone_of(person)).date() - timedelta(days=1))),
    )


def _some(query: Select[Question]) -> tuple[Question, ...]:
    return tuple(db.session.scalars(queries.with_names(query.limit(MOST))))
