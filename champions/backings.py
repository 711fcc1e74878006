"""Backing: an ambassador who likes asks their line manager whether the time is fine. Only the ambassador reads the answer."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from champions import signing
from champions.errors import ChampionError, LinkInvalid, WrongStanding
from champions.models import Ambassador, Standing
from champions.models_backings import Backing, BackingAnswer
from database import db
from mail import outbox
from mail.models import OutgoingMail, OutgoingState
from people import reporting_lines
from people.models import Person
from people.quiet_hours import after_quiet_hours

ASKED = "champions.backing"
ABOUT = "backing"
MAY_ASK = (Standing.INTERESTED, Standing.ACTIVE, Standing.RESTING)
ASKS_ANEW_AFTER = timedelta(days=90)  # a "not now", or no answer
LONGEST_WORDS = 500


def ask(person: Person, words: str, *, now: datetime) -> Backing:
    """The line manager of this person gets the question by mail, after quiet hours.

    One question at a time. Raises ChampionError without a line manager or soon after a question to the same one, also one that was taken
    back once the mail had left; WrongStanding for who is no ambassador.
    """
    ambassador = _locked(person.id)
    manager = _manager_of(person)
    if len(words.strip()) > LONGEST_WORDS:
        raise ChampionError("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_WORDS)
    before = _of(ambassador)
    is_the_same = before is not None and before.manager_id == manager.id and before.asked_at > now - ASKS_ANEW_AFTER
    if is_the_same or _got_it_lately(person.id, manager.id, now=now):
        raise ChampionError("You asked %(name)s not long ago.", name=manager.name)
    if before is not None:
        db.session.delete(before)
        db.session.flush()
    backing = Backing(
        ambassador_id=ambassador.id,
        manager_id=manager.id,
        words=words.strip(),
        asked_at=now,
        answer=BackingAnswer.OPEN,
        token=signing.new_token(),
    )
    db.session.add(backing)
    db.session.flush()
    db.session.refresh(backing)
    outbox.post(_post(backing, now), now=now)
    return backing


def take_back(person: Person) -> None:
    """The question is not open any more, nor is an answer kept. Nobody is told."""
    ambassador = db.session.scalar(select(Ambassador).where(Ambassador.person_id == person.id))
    if ambassador is not None:
        forget(ambassador)


def forget(ambassador: Ambassador) -> None:
    """Who is no ambassador any more needs no backing."""
    db.session.execute(delete(Backing).where(Backing.ambassador_id == ambassador.id))
    db.session.flush()


def answer(backing: Backing, said: BackingAnswer, *, now: datetime) -> None:
    """The line manager says yes or not now; the later word counts. Raises LinkInvalid for a question that was taken back."""
    found = db.session.get(Backing, backing.id, with_for_update=True, populate_existing=True)
    if found is None or not is_open(found):
        raise LinkInvalid("This question is not open any more. Nothing is expected of you.")
    found.answer, found.answered_at = said, now
    db.session.flush()


def is_open(backing: Backing) -> bool:
    """Whether it may still be answered: both are here, and the one is an ambassador, or would like to be."""
    return backing.manager.active and backing.person.active and backing.ambassador.standing in MAY_ASK


def path_of(backing: Backing) -> str:
    """The path of the page that asks the line manager."""
    return f"/m/backing/{signing.sign(ABOUT, backing.id, backing.token)}"


def read(token: str) -> Backing:
    """The question behind a link. Raises LinkInvalid, also for one that was taken back."""
    backing_id, start = signing.read(ABOUT, token)
    backing = db.session.get(Backing, backing_id)
    if backing is None or backing.token[: signing.START] != start or not is_open(backing):
        raise LinkInvalid("This question is not open any more. Nothing is expected of you.")
    return backing


def _manager_of(person: Person) -> Person:
    manager = reporting_lines.of(person)
    if manager is None or not manager.active:
        raise ChampionError("Nobody is known here as your line manager. A community manager can add who it is.")
    return manager


def _locked(person_id: int) -> Ambassador:
    query = select(Ambassador).where(Ambassador.person_id == person_id).with_for_update(of=Ambassador)
    ambassador = db.session.scalar(query.execution_options(populate_existing=True))
    if ambassador is None or ambassador.standing not in MAY_ASK:
        raise WrongStanding("First say that you would like to be an ambassador.")
    return ambassador


def _of(ambassador: Ambassador) -> Backing | None:
    return db.session.scalar(select(Backing).where(Backing.ambassador_id == ambassador.id))


def _got_it_lately(person_id: int, manager_id: int, *, now: datetime) -> bool:
    """Whether a mail with the question has left for this line manager: they would get one each time it is taken back and asked again."""
    query = select(OutgoingMail.id).where(
        OutgoingMail.stream == _stream(person_id, manager_id),
        OutgoingMail.state == OutgoingState.SENT,
        OutgoingMail.sent_at > now - ASKS_ANEW_AFTER,
    )
    return db.session.scalar(query.limit(1)) is not None


def _stream(person_id: int, manager_id: int) -> str:
    return f"{ASKED}:{person_id}:{manager_id}"


def _post(backing: Backing, now: datetime) -> outbox.Post:
    return outbox.Post(
        kind=ASKED,
        topic="",  # a matter between the two: no page of mails shows it
        stream=_stream(backing.ambassador.person_id, backing.manager_id),
        person_id=backing.manager_id,
        recipient=backing.manager.email,
        key=f"{ASKED}:{backing.token[: signing.START]}",
        payload={"backing_id": backing.id},
        due_at=after_quiet_hours(now, backing.manager),
    )
