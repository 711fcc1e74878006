"""A round begins, changes and ends: draft, change, open, close its sign-up, cancel, throw away."""

import base64
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, func, select, update

from calendars.timezones import is_zone
from database import db
from people.models import Person
from people.plain_text import can_be_seen, one_line
from sessions.errors import DetailsInvalid
from sessions.instants import YEARS
from sessions.rounds import notices
from sessions.rounds.errors import RoundClosed, RoundMissing
from sessions.rounds.models import PlaceAnswer, Round, RoundGroup, RoundMove, RoundState, RoundTime, SignUp

LONGEST_MINUTES, MOST_DATES, MOST_WEEKS, LARGEST = 8 * 60, 52, 8, 30
UNPLACED: dict[str, object] = {"group_id": None, "answer": PlaceAnswer.NONE, "asked_at": None, "why_unplaced": "", "remedies": []}
RUNNING = {RoundState.OPEN, RoundState.COMPOSING, RoundState.PROPOSED, RoundState.ASKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDetails:
    """What a community manager decides about a round, but for times, places and hosts. `sign_up_until` is aware UTC, or None."""

    title: str
    timezone: str
    first_on: date
    minutes: int
    dates: int
    purpose: str = ""
    smallest: int = 6
    largest: int = 10
    most_groups: int | None = None
    every_weeks: int = 1
    sign_up_until: datetime | None = None


def details_of(round_: Round) -> RoundDetails:
    """The details as they stand."""
    return RoundDetails(**{name: getattr(round_, name) for name in RoundDetails.__dataclass_fields__})


def faults(details: RoundDetails) -> list[DetailsInvalid]:
    """Everything that is wrong with these details; `draft` and `change` raise the first."""
    return [DetailsInvalid(field, message) for field, wrong, message in _faults(details) if wrong]


def _faults(details: RoundDetails) -> Iterable[tuple[str, bool, str]]:
    yield "title", not can_be_seen(one_line(details.title)), "Give the round a title."
    yield "title", len(one_line(details.title)) > 200, "The title is too long: at most 200 characters."
    yield "purpose", len(details.purpose) > 20_000, "The description is too long: at most 20,000 characters."
    yield "timezone", not is_zone(details.timezone), "Choose a time zone from the list."
    yield "first_on", details.first_on.year not in YEARS, "Choose a day in a year that people can plan for."
    yield "minutes", not 0 < details.minutes <= LONGEST_MINUTES, "Choose a length from one minute to eight hours."
    yield "dates", not 0 < details.dates <= MOST_DATES, "Choose 1 to 52 dates."
    yield "every_weeks", not 0 < details.every_weeks <= MOST_WEEKS, "Choose every week, or up to every eighth."
    yield "smallest", not 2 <= details.smallest <= LARGEST, "A group has two people at least."
    yield (
        "largest",
        not details.smallest <= details.largest <= LARGEST,
        "The largest group has as many as the smallest at least, and thirty at most.",
    )
    yield (
        "most_groups",
        details.most_groups is not None and not 0 < details.most_groups <= 1000,
        "Choose 1 to 1,000 groups, or leave it open.",
    )


def lock(round_id: int) -> Round:
    """The round as it is now, its row held until the transaction ends. Raises RoundMissing."""
    query = select(Round).where(Round.id == round_id).with_for_update(of=Round)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise RoundMissing("There is no such round.")
    return found


def draft(details: RoundDetails, *, by: Person, now: datetime) -> Round:
    """A new round exists that nobody has been told about. Raises DetailsInvalid."""
    made = Round(created_by_id=by.id, created_at=now, token=_new_token(), times=[], places=[], figures={})
    _apply(made, _checked(details))
    db.session.add(made)
    db.session.flush()
    return made


def change(round_id: int, details: RoundDetails, *, now: datetime) -> Round:
    """The round is as `details` says; nobody is told, its page shows it. Raises DetailsInvalid, RoundClosed.

    Once people sign up, what they said yes to stays: the time zone, how long and how often, and from which day on.
    """
    found = lock(round_id)
    if found.state not in {RoundState.DRAFT, RoundState.OPEN}:
        raise RoundClosed("Groups are being put together. What is offered cannot change any more.")
    details = _checked(details)
    if found.state is RoundState.OPEN:
        _guard_offer(found, details, now=now)
    _apply(found, details)
    db.session.flush()
    return found


def _guard_offer(found: Round, details: RoundDetails, *, now: datetime) -> None:
    for field in ("timezone", "first_on", "minutes", "dates", "every_weeks"):
        if getattr(details, field) != getattr(found, field):
            raise DetailsInvalid(
                field, "People are signing up for this, so it stays. To offer something else, begin another round."
            )
    if details.sign_up_until != found.sign_up_until and details.sign_up_until is not None and details.sign_up_until <= now:
        raise DetailsInvalid("sign_up_until", "This day has passed. To end sign-up now, close it.")


def open_(round_id: int, *, now: datetime) -> Round:
    """People can sign up. Nobody hears of it by that. Raises RoundClosed when it is open already, or lacks what people choose from."""
    found = lock(round_id)
    if found.state is not RoundState.DRAFT:
        raise RoundClosed("This round has been opened already.")
    if missing := what_is_missing(found, now=now):
        raise missing
    found.state, found.began_at = RoundState.OPEN, now
    db.session.flush()
    return found


def what_is_missing(found: Round, *, now: datetime) -> RoundClosed | None:
    """Why it cannot be opened yet; None when it can."""
    if not found.times:
        return RoundClosed("Add at least one time at which groups can meet.")
    if not found.places:
        return RoundClosed("Add at least one place.")
    if first_date(found, found.times[0]) <= now or found.first_on <= now.astimezone(found.zone).date():
        return RoundClosed("The day from which groups begin has passed. Choose a later one.")
    if found.sign_up_until is not None and found.sign_up_until <= now:
        return RoundClosed("The day on which sign-up closes has passed. Choose a later one, or none.")
    return None


def close_sign_up(round_id: int, *, now: datetime) -> Round:
    """Nobody new can sign up; whoever did can still change what they said, or withdraw. Raises RoundClosed."""
    found = lock(round_id)
    if not found.takes_sign_ups(now):
        raise RoundClosed("Sign-up is closed already.")
    found.sign_up_until = now
    db.session.flush()
    return found


def reopen_sign_up(round_id: int, *, now: datetime) -> Round:
    """People can sign up again, until it is closed. What was proposed to nobody yet goes. Raises RoundClosed once people were asked."""
    found = lock(round_id)
    if found.state not in {RoundState.OPEN, RoundState.COMPOSING, RoundState.PROPOSED} or found.takes_sign_ups(now):
        raise RoundClosed("Sign-up cannot be opened again.")
    forget_proposal(found)
    found.state, found.sign_up_until = RoundState.OPEN, None
    db.session.flush()
    return found


def cancel(round_id: int, *, now: datetime) -> Round:
    """The round is off; whoever signed up is told. Raises RoundClosed for a draft, and when groups exist or it is off already."""
    found = lock(round_id)
    if found.state not in RUNNING:
        raise RoundClosed("Only a round that takes sign-ups, or that was not published yet, can be called off.")
    found.state = RoundState.CANCELLED
    db.session.flush()
    notices.cancelled(found, signed_up(found), now=now)
    return found


def close(round_id: int, *, now: datetime) -> Round:
    """The round is over: its groups go on, and nobody comes into one by it any more. A place that was proposed and not answered lapses.

    Who is in no group hears so, once in a round. Raises RoundClosed for anything but a published round that is not closed.
    """
    found = lock(round_id)
    if found.state is not RoundState.PUBLISHED or found.is_closed:
        raise RoundClosed("Only a round whose groups are published can be closed.")
    waiting = [kept for kept in signed_up(found) if kept.waits]
    for kept in waiting:
        kept.group, kept.group_id, kept.answer, kept.asked_at = None, None, PlaceAnswer.NONE, None
    found.closed_at = now
    db.session.flush()
    notices.without_place(found, waiting, now=now)
    return found


def reopen(round_id: int) -> Round:
    """It is not over: who waits can be placed again. Raises RoundClosed."""
    found = lock(round_id)
    if not found.is_closed:
        raise RoundClosed("This round is not closed.")
    found.closed_at = None
    db.session.flush()
    return found


def discard(round_id: int) -> None:
    """The draft is gone; nobody had been told. Raises RoundClosed for anything but a draft."""
    found = lock(round_id)
    if found.state is not RoundState.DRAFT:
        raise RoundClosed("Only a draft can be thrown away. Call the round off instead.")
    db.session.delete(found)
    db.session.flush()


def forget_proposal(found: Round) -> None:
    """No group is proposed any more, and nobody is in one."""
    db.session.execute(delete(RoundMove).where(RoundMove.round_id == found.id))
    db.session.execute(update(SignUp).where(SignUp.round_id == found.id).values(UNPLACED))
    db.session.execute(delete(RoundGroup).where(RoundGroup.round_id == found.id))
    found.figures = {}
    db.session.flush()


def signed_up(found: Round) -> list[SignUp]:
    """Everybody who signed up and is still here, in the order in which they did."""
    query = select(SignUp).join(SignUp.person).where(SignUp.round_id == found.id, Person.active)
    return list(db.session.scalars(query.order_by(SignUp.signed_up_at, SignUp.id)))


def count_signed_up(found: Round) -> int:
    """How many of them there are."""
    query = select(func.count()).select_from(SignUp).join(SignUp.person).where(SignUp.round_id == found.id, Person.active)
    return db.session.scalar(query) or 0


def first_date(found: Round, at: RoundTime) -> datetime:
    """When a group that meets at this time begins: aware UTC, the first such weekday from `first_on` on."""
    day = found.first_on + timedelta(days=(at.weekday - found.first_on.weekday()) % 7)
    return datetime.combine(day, at.starts, tzinfo=found.zone).astimezone(UTC)


def _checked(details: RoundDetails) -> RoundDetails:
    for fault in faults(details):
        raise fault
    return replace(details, title=one_line(details.title), purpose=details.purpose.strip())


def _apply(found: Round, details: RoundDetails) -> None:
    for name, value in asdict(details).items():
        setattr(found, name, value)


def _new_token() -> str:
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()
