"""Thanking somebody in words; the thanked person says whether others read it, and each of the two can make it go away."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from champions import signing
from champions.errors import LinkInvalid
from champions.thanks import notices, subjects
from champions.thanks.errors import ThanksError, ThanksMissing, ThanksTakenOff
from champions.thanks.models import LONGEST_WORDS, Thanks, ThanksState
from champions.thanks.subjects import Subject
from database import db
from networks.models import Group
from people.models import Person
from people.plain_text import can_be_seen

ABOUT = "thanks"
MOST_A_DAY = 5  # of one writer: thanks are for something in particular
DAY = timedelta(days=1)


def thank(to: Person, words: str, subject: Subject, *, by: Person, now: datetime) -> Thanks:
    """The two of them can read it, and nobody else; the thanked person gets a mail. Raises ThanksError naming the field."""
    db.session.execute(select(Person.id).where(Person.id == by.id).with_for_update())
    _guard_whom(to, by)
    _guard_words(words)
    subjects.check(subject, by=by, to=to, now=now)
    today = select(func.count()).where(Thanks.by_id == by.id, Thanks.thanked_at > now - DAY)
    if (db.session.scalar(today) or 0) >= MOST_A_DAY:
        raise ThanksError(
            "That is a lot of thanks for one day. Go on tomorrow: what is said slowly is read gladly.", field="words"
        )
    thanks = Thanks(
        by_id=by.id,
        to_id=to.id,
        words=words.strip(),
        session_id=subject.session_id,
        group_id=subject.group_id,
        thanked_at=now,
        state=ThanksState.WAITING,
        token=signing.new_token(),
    )
    db.session.add(thanks)
    db.session.flush()
    db.session.refresh(thanks)
    notices.thanked(thanks, now=now)
    return thanks


def decide(thanks_id: int, *, shared: bool, by: Person, now: datetime) -> Thanks:
    """Others read it, or do not; the later word counts. Only the thanked person says so.

    Raises ThanksMissing, ThanksTakenOff for what was taken off the page on which others would read it.
    """
    thanks = _locked(thanks_id)
    if thanks is None or thanks.to_id != by.id:
        raise ThanksMissing("These thanks are not here any more.")
    if shared and thanks.taken_off_at is not None:
        raise ThanksTakenOff("It was taken off the page where others read it, and stays between the two of you.")
    thanks.state = ThanksState.SHARED if shared else ThanksState.KEPT
    thanks.decided_at = now
    db.session.flush()
    return thanks


def may_take_off(group: Group | None, person: Person) -> bool:
    """Whether this person looks after the page on which others read thanks of this group, or of none."""
    return person.may_manage if group is None else group.is_looked_after_by(person)


def take_off(thanks_id: int, *, by: Person, now: datetime) -> Thanks:
    """Others read it no more, and it cannot be shared again; the two keep it, and the thanked person reads why.

    For who looks after the page. Raises ThanksMissing for anybody else, and for what is not shared.
    """
    thanks = _locked(thanks_id)
    if thanks is None or not thanks.is_shared or not may_take_off(thanks.group, by):
        raise ThanksMissing("These thanks are not here any more.")
    thanks.taken_off_at = now
    db.session.flush()
    return thanks


def remove(thanks_id: int, *, by: Person) -> None:
    """It is gone for everybody; either of the two may do that, and nobody is told. Raises ThanksMissing."""
    thanks = _locked(thanks_id)
    if thanks is None or by.id not in {thanks.by_id, thanks.to_id}:
        raise ThanksMissing("These thanks are not here any more.")
    db.session.delete(thanks)
    db.session.flush()


def path_of(thanks: Thanks) -> str:
    """The path of the page that asks the thanked person."""
    return f"/m/thanks/{signing.sign(ABOUT, thanks.id, thanks.token)}"


def read(token: str) -> Thanks:
    """The thanks behind a link. Raises LinkInvalid, also for what was taken back."""
    thanks_id, start = signing.read(ABOUT, token)
    thanks = db.session.get(Thanks, thanks_id)
    if thanks is None or thanks.token[: signing.START] != start or not thanks.to.active:
        raise LinkInvalid("These thanks are not here any more. Nothing is expected of you.")
    return thanks


def _guard_whom(to: Person, by: Person) -> None:
    if to.id == by.id:
        raise ThanksError("That is you. Whom else would you like to thank?", field="who")
    if not to.active:
        raise ThanksError("%(name)s does not work here any more.", field="who", name=to.name)


def _guard_words(words: str) -> None:
    if not can_be_seen(words):
        raise ThanksError("Say in a sentence what for.", field="words")
    if len(words.strip()) > LONGEST_WORDS:
        raise ThanksError("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_WORDS)


def _locked(thanks_id: int) -> Thanks | None:
    query = select(Thanks).where(Thanks.id == thanks_id).with_for_update(of=Thanks)
    return db.session.scalar(query.execution_options(populate_existing=True))
