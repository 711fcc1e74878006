"""A poll begins, changes and ends: draft, change, ask, close, throw away."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from database import db
from people.models import Person
from people.plain_text import one_line
from sessions import details as session_checks
from sessions.details import SessionDetails
from sessions.errors import DetailsInvalid
from sessions.models import SessionKind
from sessions.polls import notices
from sessions.polls.errors import PollClosed, PollMissing
from sessions.polls.models import Poll, PollDate, PollPerson, PollState

LEAST_DATES, MOST_DATES = 2, 20
LONGEST_MINUTES = 13 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PollDetails:
    """What a person decides about a poll, but for its dates and whom it asks."""

    title: str
    timezone: str
    minutes: int
    host_id: int
    kind: SessionKind = SessionKind.MEETUP
    description: str = ""
    place: str = ""
    address: str = ""
    online_url: str = ""
    shows_marks: bool = False
    answer_until: datetime | None = None


def details_of(poll: Poll) -> PollDetails:
    """The details as they stand."""
    return PollDetails(**{name: getattr(poll, name) for name in PollDetails.__dataclass_fields__})


def session_details(details: PollDetails, starts_at: datetime) -> SessionDetails:
    """The session that a date of this poll would be."""
    same = {name: getattr(details, name) for name in ("title", "kind", "description", "place", "address", "online_url")}
    ends_at = starts_at + timedelta(minutes=details.minutes)
    return SessionDetails(**same, timezone=details.timezone, starts_at=starts_at, ends_at=ends_at, host_ids=(details.host_id,))


def faults(details: PollDetails) -> list[DetailsInvalid]:
    """Everything that is wrong with these details; `draft` and `change` raise the first."""
    if not 0 < details.minutes <= LONGEST_MINUTES:
        return [DetailsInvalid("minutes", "Choose a length from one minute to less than two weeks.")]
    return session_checks.faults(session_details(details, datetime(2000, 1, 1, tzinfo=UTC)))


def lock(poll_id: int) -> Poll:
    """The poll as it is now, its row held until the transaction ends. Raises PollMissing."""
    query = select(Poll).where(Poll.id == poll_id).with_for_update(of=Poll)
    poll = db.session.scalar(query.execution_options(populate_existing=True))
    if poll is None:
        raise PollMissing("There is no such poll.")
    return poll


def draft(details: PollDetails, *, by: Person, now: datetime) -> Poll:
    """A new poll exists that nobody has been told about. Raises DetailsInvalid."""
    poll = Poll(created_by_id=by.id, created_at=now, dates=[])
    _apply(poll, _checked(details))
    db.session.add(poll)
    db.session.flush()
    return poll


def change(poll_id: int, details: PollDetails, *, now: datetime) -> Poll:
    """The poll is as `details` says; nobody is told, the page behind each link shows it. Raises DetailsInvalid, PollClosed.

    In a draft another zone keeps the hours on the clock; an open poll keeps its zone and its length. Marks that people gave for the
    host alone stay so: once asked, they are never opened to others.
    """
    poll = lock(poll_id)
    guard_not_closed(poll)
    details = _checked(details)
    if poll.is_open:
        _guard_question(poll, details, now=now)
    elif details.timezone != poll.timezone:
        _keep_hours(poll, details.timezone)
    _apply(poll, details)
    db.session.flush()
    return poll


def _guard_question(poll: Poll, details: PollDetails, *, now: datetime) -> None:
    if details.timezone != poll.timezone:
        raise DetailsInvalid("timezone", "People have been asked about these hours. To change the time zone, begin another poll.")
    if details.minutes != poll.minutes:
        raise DetailsInvalid("minutes", "People have been asked about this length. To change it, begin another poll.")
    if details.shows_marks and not poll.shows_marks:
        raise DetailsInvalid("shows_marks", "People were told that only the host sees what they mark, and so it stays.")
    if details.answer_until != poll.answer_until and details.answer_until is not None and details.answer_until <= now:
        raise DetailsInvalid("answer_until", "This day has passed. To end the poll now, close it.")


def _keep_hours(poll: Poll, timezone: str) -> None:
    """The dates are written anew, for there are no marks yet: moved one by one, one could land where the next still stands."""
    hours = [date.starts_at.astimezone(poll.zone).replace(tzinfo=None) for date in poll.dates]
    poll.dates, poll.timezone = [], timezone
    db.session.flush()
    poll.dates = [PollDate(starts_at=hour.replace(tzinfo=poll.zone).astimezone(UTC)) for hour in hours]


def open_(poll_id: int, *, now: datetime) -> Poll:
    """Everybody on the list is asked. Raises PollClosed when it has been opened, or lacks dates or people."""
    poll = lock(poll_id)
    if poll.state is not PollState.DRAFT:
        raise PollClosed("This poll has been opened already." if poll.is_open else "This poll is closed.")
    if len(poll.ahead(now)) < LEAST_DATES:
        raise PollClosed("A poll needs two dates or more that lie ahead.")
    if poll.answer_until is not None and poll.answer_until <= now:
        raise PollClosed("The day to answer by has passed. Choose a later one, or none.")
    people = asked_people(poll)
    if not people:
        raise PollClosed("Nobody is on the list yet.")
    poll.state, poll.began_at = PollState.OPEN, now
    for asked in people:
        asked.asked_at = now
    db.session.flush()
    notices.asked(poll, people, now=now)
    return poll


def close(poll_id: int, *, word: str, now: datetime) -> Poll:
    """The poll takes no more marks and no date was chosen; whoever was asked is told. Raises PollClosed."""
    poll = lock(poll_id)
    if not poll.is_open:
        raise PollClosed("This poll is not open.")
    poll.state, poll.closed_at, poll.closing_word = PollState.CLOSED, now, word.strip()
    db.session.flush()
    notices.closed(poll, asked_people(poll), now=now)
    return poll


def reopen(poll_id: int) -> Poll:
    """The poll asks on: its date had been chosen, and the draft that this made was thrown away. Nobody had been told, nobody is now.

    Raises PollClosed for any other end: people know of it.
    """
    poll = lock(poll_id)
    if not was_taken_back(poll):
        raise PollClosed("Only a poll whose draft was thrown away can be opened again.")
    poll.state, poll.closed_at, poll.chosen_starts_at = PollState.OPEN, None, None
    db.session.flush()
    return poll


def was_taken_back(poll: Poll) -> bool:
    """Whether a date was chosen and nothing is left of it."""
    return poll.state is PollState.CLOSED and poll.chosen_starts_at is not None and poll.session_id is None


def discard(poll_id: int) -> None:
    """The draft is gone; nobody had been told. Raises PollClosed for anything but a draft."""
    poll = lock(poll_id)
    if poll.state is not PollState.DRAFT:
        raise PollClosed("Only a draft can be thrown away. Close the poll instead.")
    db.session.delete(poll)
    db.session.flush()


def asked_people(poll: Poll) -> list[PollPerson]:
    """Everybody who is asked and still here, in the order in which they were."""
    query = select(PollPerson).join(PollPerson.person).where(PollPerson.poll_id == poll.id, Person.active)
    return list(db.session.scalars(query.order_by(PollPerson.id)))


def guard_not_closed(poll: Poll) -> None:
    """Raises PollClosed for what has come to an end."""
    if poll.state is PollState.CLOSED:
        raise PollClosed("This poll is closed.")


def _checked(details: PollDetails) -> PollDetails:
    for fault in faults(details):
        raise fault
    trimmed = {name: getattr(details, name).strip() for name in ("description", "place", "address", "online_url")}
    return replace(details, title=one_line(details.title), **trimmed)


def _apply(poll: Poll, details: PollDetails) -> None:
    for name, value in asdict(details).items():
        setattr(poll, name, value)
