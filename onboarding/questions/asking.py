"""Questions, and what people work on, are put before colleagues, and taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, or_, select, update

from champions import offers
from database import db
from networks.models import Group, Membership, MembershipState, Visibility
from onboarding.questions import readers, searching
from onboarding.questions.errors import QuestionError, QuestionMissing
from onboarding.questions.models import LONGEST_TEXT, LONGEST_TITLE, Kind, Question, QuestionHold, QuestionVersion, Reply
from people.models import Person
from people.plain_text import can_be_seen, one_line

MOST_A_DAY = 20
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """As it was written. `group_id` None: for every colleague. `only_group`: who belongs to the group reads it, and nobody else."""

    title: str
    text: str = ""
    topics: tuple[str, ...] = ()
    group_id: int | None = None
    only_group: bool = False


def ask(kind: Kind, asked: Asked, *, by: Person, now: datetime) -> Question:
    """Colleagues read it, and find it. Raises QuestionError, or OfferInvalid for its topics, naming the field."""
    db.session.execute(select(Person.id).where(Person.id == by.id).with_for_update())
    today = select(func.count()).where(Question.by_id == by.id, Question.asked_at > now - DAY)
    if (db.session.scalar(today) or 0) >= MOST_A_DAY:
        raise QuestionError("That is a lot for one day. Go on tomorrow.", field="title")
    group = _group(asked.group_id, by)
    question = Question(kind=kind, by_id=by.id, asked_at=now)
    put(question, asked, group)
    return question


def put(question: Question, asked: Asked, group: Group | None) -> None:
    """It says this, and stands there. Raises QuestionError, or OfferInvalid for its topics, naming the field."""
    question.group_id = group.id if group is not None else None
    question.only_group = group is not None and (asked.only_group or group.visibility is Visibility.UNLISTED)
    question.title, question.text = title_of(asked.title), text_of(asked.text, LONGEST_TEXT, "text", needed=False)
    question.topics = offers.chosen_words(asked.topics, "topics")
    question.summary = ""
    db.session.add(question)
    searching.index(question)


def take_back(question_id: int, *, by: Person, now: datetime) -> None:  # noqa: ARG001
    """It is gone; where others have said something to it, only what its asker wrote is. Raises QuestionMissing for anybody else's."""
    place = readers.lock(question_id, by)
    if not place.is_asker:
        raise QuestionMissing("There is no such question, or it is not yours.")
    forget(place.question)


def forget(question: Question) -> None:
    """Nothing of what its asker wrote is left. What others said to it is theirs, and stays while there is any."""
    others = exists().where(Reply.question_id == question.id, Reply.by_id != question.by_id)
    summed_up = question.summary != "" and question.summary_by_id != question.by_id
    if not (summed_up or db.session.scalar(select(others))):
        db.session.execute(delete(Question).where(Question.id == question.id))
        return
    question.title, question.text, question.topics, question.by_id = "", "", [], None
    question.pseudonym, question.secret_hash, question.additions, question.edited_on = "", None, [], None
    db.session.execute(
        delete(QuestionVersion).where(QuestionVersion.question_id == question.id, QuestionVersion.reply_id.is_(None))
    )
    of_question = QuestionHold.question_id == question.id, QuestionHold.reply_id.is_(None)
    db.session.execute(update(QuestionHold).where(*of_question).values(appeal=""))
    db.session.execute(update(QuestionHold).where(*of_question, QuestionHold.decided_at.is_(None)).values(appealed_at=None))
    searching.index(question)


def title_of(given: str) -> str:
    """On one line. Raises QuestionError naming `title`."""
    title = one_line(given)
    if not can_be_seen(title):
        raise QuestionError("Say in a sentence what it is about.", field="title")
    if len(title) > LONGEST_TITLE:
        raise QuestionError("Too long: at most %(longest)s characters.", field="title", longest=LONGEST_TITLE)
    return title


def text_of(given: str, longest: int, field: str, *, needed: bool = True) -> str:
    """Without what no database keeps. Raises QuestionError naming the field."""
    text = given.replace("\x00", "").replace("\r\n", "\n").strip()
    if needed and not can_be_seen(text):
        raise QuestionError("A sentence is enough.", field=field)
    if len(text) > longest:
        raise QuestionError("Too long: at most %(longest)s characters.", field=field, longest=longest)
    return text


def groups_of(person: Person) -> list[Group]:
    """Where this person can ask: the groups that go on and that they belong to, by name."""
    member = select(Membership.group_id).where(Membership.person_id == person.id, Membership.state == MembershipState.MEMBER)
    looked_after = Group.stewards.any(person_id=person.id)
    query = select(Group).where(Group.closed_at.is_(None), or_(Group.id.in_(member), looked_after))
    return list(db.session.scalars(query.order_by(Group.name, Group.id)))


def _group(group_id: int | None, by: Person) -> Group | None:
    if group_id is None:
        return None
    group = next((one for one in groups_of(by) if one.id == group_id), None)
    if group is None:
        raise QuestionError("Choose one of your groups, or every colleague.", field="where")
    return group
