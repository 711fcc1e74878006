"""Reads for pages of coffee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from champions.models_coffee import CircleState, CoffeeCircle, CoffeeGuest, CoffeeMeeting, CoffeeSeat, CoffeeTurn
from database import db
from people import privacy
from people.models import Person
from sessions.models import Answer

SHOWN_AFTER = timedelta(days=14)  # a coffee stays on the page that long, so that one can say whether they met


@dataclass(frozen=True, slots=True)
class Told:
    """What a community manager reads of a circle. `people`: how many take part, None for too few; `met`: of the newest turn that is over."""

    people: int | None
    is_pairing: bool
    met: privacy.Share


def circles(*, with_ended: bool = False) -> Sequence[CoffeeCircle]:
    """Every circle that goes on, by name; with those that have ended for who looks after them."""
    query = select(CoffeeCircle).order_by(CoffeeCircle.state == CircleState.ENDED, CoffeeCircle.name, CoffeeCircle.id)
    return db.session.scalars(query if with_ended else query.where(CoffeeCircle.state != CircleState.ENDED)).all()


def circle(circle_id: int) -> CoffeeCircle | None:
    """The circle of this number."""
    return db.session.get(CoffeeCircle, circle_id)


def mine(person: Person) -> dict[int, CoffeeGuest]:
    """How this person takes part, by circle."""
    query = select(CoffeeGuest).where(CoffeeGuest.person_id == person.id).order_by(CoffeeGuest.id)
    return {guest.circle_id: guest for guest in db.session.scalars(query)}


def my_coffees(person: Person, *, now: datetime) -> Sequence[CoffeeSeat]:
    """The coffees of this person that lie ahead or were lately, but for those that are off; in order of time."""
    return coffees_after(person, now - SHOWN_AFTER)


def coffees_after(person: Person, at: datetime) -> Sequence[CoffeeSeat]:
    """Those that end after this moment, but for those that are off or that they said no to; in order of time. A constant number of queries."""
    query = (
        select(CoffeeSeat)
        .join(CoffeeMeeting, CoffeeMeeting.id == CoffeeSeat.meeting_id)
        .where(CoffeeSeat.person_id == person.id, CoffeeSeat.answer != Answer.DECLINED)
        .where(CoffeeMeeting.cancelled_at.is_(None), CoffeeMeeting.ends_at > at)
        .order_by(CoffeeMeeting.starts_at, CoffeeSeat.id)
    )
    return [seat for seat in db.session.scalars(query) if seat.others]


def all_coffees(person: Person) -> Sequence[CoffeeSeat]:
    """Every coffee this person ever had or was to have, oldest first."""
    query = select(CoffeeSeat).where(CoffeeSeat.person_id == person.id).order_by(CoffeeSeat.id)
    return db.session.scalars(query).all()


def told_of(found: CoffeeCircle, *, now: datetime) -> Told:
    """What may be told of a circle: nobody's name, and no number that says what one of a few did."""
    query = select(CoffeeTurn).where(CoffeeTurn.circle_id == found.id).order_by(CoffeeTurn.number.desc())
    turns = db.session.scalars(query.limit(2)).all()
    over = next((turn for turn in turns if turn.last_on < (now - timedelta(days=7)).date()), None)
    return Told(
        people=found.shown_count,
        is_pairing=any(turn.pairing_asked_at is not None for turn in turns),
        met=_met_in(over) if over else privacy.Share(),
    )


def _met_in(turn: CoffeeTurn) -> privacy.Share:
    """Nobody is asked any more by then, so that no later answer can be told from the next number."""
    query = (
        select(CoffeeSeat.met)
        .join(CoffeeMeeting, CoffeeMeeting.id == CoffeeSeat.meeting_id)
        .where(CoffeeMeeting.turn_id == turn.id, CoffeeSeat.met.is_not(None))
    )
    said = list(db.session.scalars(query))
    return privacy.share(sum(map(bool, said)), of=len(said))
