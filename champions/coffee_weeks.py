"""What is known of the weeks of people who have a coffee: what they said, their sessions, whom else they meet, their calendar if
they connected one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from champions.coffee_times import Span, Week, Window
from champions.mentorships import meetings
from champions.models_coffee import CoffeeGuest, CoffeeMeeting, CoffeeSeat, CoffeeTurn
from database import db
from people.quiet_hours import zone_of
from sessions import clashes
from sessions.busy import sources
from sessions.models import Answer

NOTICE = timedelta(hours=18)  # nobody is asked for a coffee within the next hour


def window_of(turn: CoffeeTurn, *, now: datetime) -> Window:
    """When coffees of this turn can still be."""
    return Window(turn.began_on + timedelta(days=1), turn.last_on, turn.circle.minutes, now + NOTICE)


def weeks_of(guests: Sequence[CoffeeGuest], *, now: datetime, until: datetime, but_not: int = 0) -> dict[int, Week]:
    """The week of each of these guests, by person, as it stands between `now` and `until`; `but_not` this coffee. Four queries."""
    ids = [guest.person_id for guest in guests]
    found = [
        clashes.taken(ids, now, until),
        sources.times_between(ids, now, until),
        meetings.taken(ids, now, until),
        _coffees(ids, now, until, but_not),
    ]
    return {
        guest.person_id: Week(
            zone=zone_of(guest.person),
            parts=frozenset(guest.times),
            busy=tuple(span for spans in found for span in spans.get(guest.person_id, ())),
        )
        for guest in guests
    }


def _coffees(person_ids: Sequence[int], start: datetime, end: datetime, but_not: int) -> dict[int, list[Span]]:
    """Of other circles too."""
    query = (
        select(CoffeeSeat.person_id, CoffeeMeeting.starts_at, CoffeeMeeting.ends_at)
        .join(CoffeeMeeting, CoffeeMeeting.id == CoffeeSeat.meeting_id)
        .where(CoffeeSeat.person_id.in_(person_ids), CoffeeSeat.answer != Answer.DECLINED)
        .where(CoffeeMeeting.cancelled_at.is_(None), CoffeeMeeting.id != but_not)
        .where(CoffeeMeeting.starts_at < end, CoffeeMeeting.ends_at > start)
    )
    found: dict[int, list[Span]] = {}
    for person_id, began_at, ended_at in db.session.execute(query):
        found.setdefault(person_id, []).append((began_at, ended_at))
    return found
