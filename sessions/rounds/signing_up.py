"""What people say when they sign up, change it, withdraw. Three doors, the link in a mail, the page and the poster, end here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from database import db
from people.models import Person
from sessions.errors import DetailsInvalid
from sessions.rounds import notices, placing, rounds, seating
from sessions.rounds.errors import RoundClosed, RoundMissing
from sessions.rounds.models import Companion, KeptApart, Round, RoundState, SignUp, SignUpPlace, SignUpTime
from sessions.rounds.offers import LANGUAGES

LONGEST_WISH, MOST_COMPANIONS, MOST_KEPT_APART = 1000, 3, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one person says: ids of times, places and people. `wish` and `kept_apart` None keep what stands."""

    times: Collection[int]
    places: Collection[int]
    languages: Collection[str]
    wish: str | None = ""
    companions: Sequence[int] = ()
    kept_apart: Sequence[int] | None = ()
    manager_welcome: bool = False
    with_ambassador: bool = False


def sign_up(round_id: int, person: Person, said: Said, *, now: datetime, asks_companions: bool = True) -> SignUp:
    """This person is in the round, as `said` says; they get a mail that confirms it. Said again, the last word holds.

    Who would come with a colleague: that colleague is asked, if they signed up too (not `asks_companions`: they were asked before). A
    place that is proposed and does not fit any more is given up. Raises DetailsInvalid naming the field, RoundClosed.
    """
    found = rounds.lock(round_id)
    before = _of(found, person)
    if before is None and not found.takes_sign_ups(now):
        raise RoundClosed("Sign-up is closed.")
    if not (found.takes_changes() or (before is not None and before.takes_changes)):
        raise RoundClosed("The groups are settled. Nothing was changed.")
    said = _checked(found, person, said)
    kept = before or SignUp(round_id=found.id, person_id=person.id, signed_up_at=now, remedies=[])
    kept.languages, kept.manager_welcome = list(said.languages), said.manager_welcome
    kept.with_ambassador = said.with_ambassador
    kept.wish = kept.wish if said.wish is None else said.wish
    db.session.add(kept)
    db.session.flush()
    _write(kept, said)
    if before is None:
        notices.signed_up(found, kept, now=now)
    if asks_companions:
        notices.companions_asked(found, kept, _to_ask(found, kept, said.companions), now=now)
    placing.give_up_unfit(found, kept, now=now)
    return kept


def withdraw(round_id: int, person: Person, *, now: datetime) -> None:
    """This person is in the round no more, and nothing of what they said is kept. It needs no reason. Raises RoundMissing, RoundClosed."""
    found = rounds.lock(round_id)
    kept = _of(found, person)
    if kept is None:
        raise RoundMissing("You are not in this round.")
    if not (found.takes_changes() or kept.waits or found.state is RoundState.CANCELLED or seating.has_left(kept)):
        raise RoundClosed("You are in a group. Leave it first; nobody asks why.")
    notices.withdrawn(found, kept, now=now)
    db.session.delete(kept)
    db.session.flush()


def said_of(kept: SignUp) -> Said:
    """What stands. Four queries."""
    return Said(
        times=tuple(db.session.scalars(select(SignUpTime.time_id).where(SignUpTime.sign_up_id == kept.id))),
        places=tuple(db.session.scalars(select(SignUpPlace.place_id).where(SignUpPlace.sign_up_id == kept.id))),
        languages=tuple(kept.languages),
        wish=kept.wish,
        companions=tuple(person.id for person in companions_of(kept)),
        kept_apart=tuple(person.id for person in kept_apart_of(kept)),
        manager_welcome=kept.manager_welcome,
        with_ambassador=kept.with_ambassador,
    )


def companions_of(kept: SignUp) -> list[Person]:
    """With whom this person would like to come, by name."""
    query = select(Person).join(Companion, Companion.person_id == Person.id).where(Companion.sign_up_id == kept.id, Person.active)
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def kept_apart_of(kept: SignUp) -> list[Person]:
    """With whom this person would rather not be. For their own eyes."""
    query = select(Person).join(KeptApart, KeptApart.person_id == Person.id).where(KeptApart.sign_up_id == kept.id, Person.active)
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def wish_to_come_with(kept: SignUp) -> list[Person]:
    """Who would like to come with this person and signed up too, and whom this person has not named."""
    named = select(Companion.person_id).where(Companion.sign_up_id == kept.id)
    query = (
        select(Person)
        .join(SignUp, SignUp.person_id == Person.id)
        .join(Companion, Companion.sign_up_id == SignUp.id)
        .where(SignUp.round_id == kept.round_id, Companion.person_id == kept.person_id, Person.active, Person.id.not_in(named))
    )
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def _of(found: Round, person: Person) -> SignUp | None:
    query = select(SignUp).where(SignUp.round_id == found.id, SignUp.person_id == person.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _checked(found: Round, person: Person, said: Said) -> Said:
    """The same, without what the round does not offer. Raises DetailsInvalid."""
    times = {one.id for one in found.times} & set(said.times)
    places = {one.id for one in found.places} & set(said.places)
    languages = [language for language in LANGUAGES if language in said.languages]
    companions, apart = _people(said.companions, but=person), _people(said.kept_apart or (), but=person)
    chosen = replace(said, times=times, places=places, languages=languages, companions=companions, kept_apart=apart)
    for field, wrong, message in _faults(chosen):
        if wrong:
            raise DetailsInvalid(field, message)
    wish = said.wish if said.wish is None else said.wish.strip()
    return replace(chosen, wish=wish, kept_apart=None if said.kept_apart is None else apart)


def _faults(said: Said) -> Iterable[tuple[str, bool, str]]:
    yield "times", not said.times, "Choose at least one time at which you can."
    yield "places", not said.places, "Choose at least one place you can come to."
    yield "languages", not said.languages, "Choose at least one language."
    yield "wish", len(said.wish or "") > LONGEST_WISH, "This is too long: at most 1,000 characters."
    yield "companions", len(said.companions) > MOST_COMPANIONS, "Three colleagues at most."
    yield "kept_apart", len(said.kept_apart or ()) > MOST_KEPT_APART, "Ten people at most."
    yield (
        "kept_apart",
        bool(set(said.companions) & set(said.kept_apart or ())),
        "Somebody stands in both: with whom you would like to come, and with whom rather not.",
    )


def _people(ids: Iterable[int], *, but: Person) -> list[int]:
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_ != but.id]
    known = set(db.session.scalars(select(Person.id).where(Person.id.in_(wanted), Person.active)))
    return [id_ for id_ in wanted if id_ in known]


def _write(kept: SignUp, said: Said) -> None:
    _replace(SignUpTime, kept, "time_id", said.times)
    _replace(SignUpPlace, kept, "place_id", said.places)
    _replace(Companion, kept, "person_id", said.companions)
    if said.kept_apart is not None:
        _replace(KeptApart, kept, "person_id", said.kept_apart)


def _replace(
    table: type[SignUpTime] | type[SignUpPlace] | type[Companion] | type[KeptApart],
    kept: SignUp,
    column: str,
    values: Iterable[int],
) -> None:
    db.session.execute(delete(table).where(table.sign_up_id == kept.id))
    rows: list[dict[str, Any]] = [{"sign_up_id": kept.id, column: value} for value in sorted(set(values))]
    if rows:
        db.session.execute(insert(table), rows)


def _to_ask(found: Round, kept: SignUp, companions: Sequence[int]) -> list[SignUp]:
    """The sign-ups of those companions who have not named this person."""
    back = select(Companion.sign_up_id).where(Companion.person_id == kept.person_id)
    query = select(SignUp).where(SignUp.round_id == found.id, SignUp.person_id.in_(companions), SignUp.id.not_in(back))
    return list(db.session.scalars(query.order_by(SignUp.id)))
