"""Which mail about a round is due to whom: rules post here, `mails.py` writes the words when it leaves.

Only what goes to many whoever they are, the word that people can sign up, names its round on the mail page. All other mails would tell
there who signed up: they name none, like a link to sign in.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mail import outbox
from people.models import Person
from sessions.rounds.models import Round, RoundHost, SignUp

TOLD = "sessions.round"
LINK = "sessions.round_link"  # asked for at the poster
SIGNED_UP = "sessions.round_sign_up"
COMPANION = "sessions.round_companion"  # somebody who signed up would like to come with them
PLACE = "sessions.round_place"  # a place in a group, yes or no
NO_PLACE = "sessions.round_no_place"
WITHDRAWN = "sessions.round_withdrawal"
CANCELLED = "sessions.round_cancelled"
HOST = "sessions.round_host"
ABOUT_ROUNDS = (TOLD, LINK, SIGNED_UP, COMPANION, PLACE, NO_PLACE, WITHDRAWN, CANCELLED, HOST)


def told(found: Round, people: Iterable[Person], *, now: datetime) -> int:
    """These people hear that they can sign up, once a round; returns how many are new."""
    posts = [_post(TOLD, found, person, "told", topic=found.topic) for person in people]
    return outbox.post_many(posts, now=now)


def link_asked(found: Round, person: Person, *, now: datetime) -> None:
    """Their own link is on its way."""
    outbox.post(_post(LINK, found, person, now.isoformat(), aside=":link"), now=now)


def signed_up(found: Round, kept: SignUp, *, now: datetime) -> None:
    """It is confirmed."""
    outbox.post(_post(SIGNED_UP, found, kept.person, f"signed-up:{now.isoformat()}"), now=now)


def companions_asked(found: Round, kept: SignUp, others: Iterable[SignUp], *, now: datetime) -> None:
    """Those who signed up too hear that somebody would like to come with them. Once for each who would."""
    posts = [_post(COMPANION, found, other.person, f"companion:{kept.id}", aside=":companion") for other in others]
    outbox.post_many(posts, now=now)


def withdrawn(found: Round, kept: SignUp, *, now: datetime) -> None:
    """They know that it is done, if it was they."""
    outbox.post(_post(WITHDRAWN, found, kept.person, f"withdrawn:{now.isoformat()}"), now=now)


def places_proposed(found: Round, sign_ups: Iterable[SignUp], *, now: datetime) -> int:
    """Everybody named is asked whether their place suits."""
    posts = [_post(PLACE, found, kept.person, f"place:{kept.group_id}:{now.isoformat()}") for kept in sign_ups]
    return outbox.post_many(posts, now=now)


def without_place(found: Round, sign_ups: Iterable[SignUp], *, now: datetime) -> int:
    """Everybody named hears that there is no group for them this time."""
    return outbox.post_many([_post(NO_PLACE, found, kept.person, "no-place") for kept in sign_ups], now=now)


def cancelled(found: Round, sign_ups: Iterable[SignUp], *, now: datetime) -> int:
    """Everybody named hears that it is off."""
    return outbox.post_many([_post(CANCELLED, found, kept.person, "cancelled") for kept in sign_ups], now=now)


def hosts_told(found: Round, hosts: Iterable[RoundHost], *, now: datetime) -> int:
    """Those who host a group know which."""
    return outbox.post_many([_post(HOST, found, host.person, "host", aside=":host") for host in hosts], now=now)


def stream_of(round_id: int, person_id: int) -> str:
    """Mails to one person about one round leave in order, and a newer one takes the place of one that has not left."""
    return f"round:{round_id}:person:{person_id}"


def _post(kind: str, found: Round, person: Person, occasion: str, *, topic: str = "", aside: str = "") -> outbox.Post:
    payload: dict[str, Any] = {"round_id": found.id}
    return outbox.Post(
        kind=kind,
        topic=topic,
        stream=stream_of(found.id, person.id) + aside,
        person_id=person.id,
        recipient=person.email,
        key=f"{kind}:{found.token[:8]}:{person.id}:{occasion}",
        payload=payload,
    )
