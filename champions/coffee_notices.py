"""Which mail about a coffee is due to whom: rules post here, `coffee_mails.py` writes the words when it leaves.

None has a topic: with whom somebody has a coffee is on no page of mails.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from champions.models_coffee import CoffeeGuest, CoffeeMeeting, CoffeeSeat, CoffeeTurn
from mail import outbox

INVITED, CHANGED, OFF, ALONE, MET = "coffee.invited", "coffee.changed", "coffee.off", "coffee.alone", "coffee.met"
UNCLEAR, WORDS = "coffee.unclear", "coffee.words"


def invited(meeting: CoffeeMeeting, *, now: datetime) -> None:
    """Everybody has an invitation in their calendar."""
    outbox.post_many([_post(INVITED, seat, f"{meeting.sequence}") for seat in meeting.coming], now=now)


def changed(meeting: CoffeeMeeting, *, news: str, about: CoffeeSeat, now: datetime) -> None:
    """Everybody who comes has the coffee in their calendar as it is now; `news` says what `about` made of it."""
    payload = {"news": news, "about": about.id}
    seats = meeting.coming
    outbox.post_many([_post(CHANGED, seat, f"{meeting.sequence}", payload=payload) for seat in seats], now=now)


def again(seat: CoffeeSeat, *, occasion: str, now: datetime) -> None:
    """Their calendar asked how it stands."""
    outbox.post(_post(CHANGED, seat, occasion, payload={"news": "refreshed", "about": seat.id}), now=now)


def off(seats: Iterable[CoffeeSeat], *, now: datetime) -> None:
    """The coffee is not in these calendars any more."""
    outbox.post_many([_post(OFF, seat, f"{seat.meeting.sequence}") for seat in seats], now=now)


def alone(turn: CoffeeTurn, guests: Sequence[CoffeeGuest], *, now: datetime) -> None:
    """Nobody was found for these people this time. Said once a turn."""
    outbox.post_many(
        [
            outbox.Post(
                kind=ALONE,
                topic="",
                stream=f"coffee-turn:{turn.id}:person:{guest.person_id}",
                person_id=guest.person_id,
                recipient=guest.person.email,
                key=f"{ALONE}:{turn.id}:{turn.circle.created_at.isoformat()}:{turn.began_on}:{guest.person_id}",
                payload={"turn": turn.id},
            )
            for guest in guests
        ],
        now=now,
    )


def ask_whether_met(seat: CoffeeSeat, *, now: datetime, due_at: datetime) -> None:
    """Did you meet?"""
    outbox.post(_post(MET, seat, "", replaceable=False, due_at=due_at), now=now)


def unclear(seat: CoffeeSeat, *, occasion: str, now: datetime) -> None:
    """An answer came that may be somebody else's, or that nobody could read: only its owner can say."""
    outbox.post(_post(UNCLEAR, seat, occasion, replaceable=False), now=now)


def pass_on(seat: CoffeeSeat, words: str, *, occasion: str, now: datetime) -> None:
    """What this person wrote in answer reaches those who have a coffee with them."""
    payload = {"words": words, "about": seat.id}
    outbox.post_many([_post(WORDS, other, occasion, replaceable=False, payload=payload) for other in seat.others], now=now)


def _post(
    kind: str,
    seat: CoffeeSeat,
    occasion: str,
    *,
    replaceable: bool = True,
    payload: dict[str, object] | None = None,
    due_at: datetime | None = None,
) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",
        stream=seat.stream,
        person_id=seat.person_id,
        recipient=seat.person.email,
        key=f"{kind}:{seat.token}:{occasion}",
        revision=seat.meeting.sequence,
        replaceable=replaceable,
        payload={"seat": seat.id, **(payload or {})},
        due_at=due_at,
    )
