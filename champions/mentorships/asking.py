"""Asking for an ambassador. The words are the person's own; community managers see who looks and for what topics."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from champions import signing, weeks
from champions.errors import AskInvalid, WrongStanding
from champions.mentorships.models import Ask, AskState
from champions.offers import LANGUAGES, chosen_words
from database import db
from people.models import Person
from people.plain_text import can_be_seen

LONGEST_WISH = 1000
NO_MATTER = 50  # of the dial


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for. `times` are parts of the week (`weeks.py`), none: no matter; `resemblance` 0 to 100."""

    words: str
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    times: tuple[int, ...] = ()
    resemblance: int = NO_MATTER


def ask(person: Person, wish: Wish, *, now: datetime) -> Ask:
    """This person looks for an ambassador; asked again, the last word holds. Raises AskInvalid, WrongStanding for who has one."""
    lock_people([person.id])
    found = of(person.id)
    if found is not None and found.state is AskState.ACCOMPANIED:
        raise WrongStanding("You have an ambassador. End that first, at any time and without a reason, and then ask again.")
    _check(wish)
    if found is None:
        found = Ask(person_id=person.id, asked_at=now, token=signing.new_token())
        db.session.add(found)
    elif found.state is AskState.DECIDES:
        found.asked_at = now
    found.state = AskState.LOOKING
    found.wish, found.resemblance = wish.words.strip(), wish.resemblance
    found.topics = chosen_words(wish.topics, "topics")
    found.languages = [code for code in LANGUAGES if code in wish.languages]
    found.times = weeks.known(wish.times)
    db.session.flush()
    db.session.refresh(found)
    return found


def look_again(person: Person, *, now: datetime) -> Ask:
    """Their ambassador stopped, and they would like another one, with the same wish. Raises WrongStanding."""
    lock_people([person.id])
    found = of(person.id)
    if found is None or found.state is AskState.ACCOMPANIED:
        raise WrongStanding("This question is not open any more.")
    if found.state is AskState.DECIDES:
        found.state, found.asked_at = AskState.LOOKING, now
        db.session.flush()
    return found


def forget(person: Person) -> None:
    """Nothing of the ask is kept. The rule is `proposals.withdraw`; this is its first half.

    Raises WrongStanding for who has an ambassador; whoever asks for nothing has nothing to withdraw, and that is fine.
    """
    lock_people([person.id])
    found = of(person.id)
    if found is None:
        return
    if found.state is AskState.ACCOMPANIED:
        raise WrongStanding("You have an ambassador. You can end that at any time, without a reason.")
    db.session.delete(found)
    db.session.flush()


def of(person_id: int) -> Ask | None:
    """What this person asks for."""
    query = select(Ask).where(Ask.person_id == person_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def lock_people(person_ids: Collection[int]) -> None:
    """Whatever is decided about who accompanies these people is decided one by one. In the order of their numbers: no two wait for each other."""
    query = select(Person.id).where(Person.id.in_(set(person_ids))).order_by(Person.id)
    db.session.execute(query.with_for_update())


def _check(wish: Wish) -> None:
    if not can_be_seen(wish.words):
        raise AskInvalid("Say in a sentence what you would like to be able to do.", field="words")
    if len(wish.words.strip()) > LONGEST_WISH:
        raise AskInvalid("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_WISH)
    if not 0 <= wish.resemblance <= 100:
        raise AskInvalid("Choose one of these.", field="resemblance")
