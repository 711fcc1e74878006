"""Questions under a pseudonym: a blind token asks them (`people.blind_tokens`), and nothing that is kept says whose they are.

Who asked comes back with a secret that is kept nowhere. Whatever they do then is kept with the day alone: a moment would tell who was here.
"""

import secrets
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import func, select

from champions import offers
from database import db
from networks.models import Group, Membership, MembershipState
from onboarding import days
from onboarding.naming import named_in
from onboarding.questions import answers, asking, editing, moderation, searching
from onboarding.questions.asking import Asked
from onboarding.questions.errors import NotPossible, QuestionError, QuestionMissing
from onboarding.questions.models import (
    LONGEST_PSEUDONYM,
    LONGEST_REPLY,
    LONGEST_TEXT,
    Kind,
    Question,
    QuestionHold,
    Reply,
    ReplyKind,
    new_number,
)
from people import blind_tokens, privacy
from people.blind_tokens import Token
from people.models import Person
from people.plain_text import can_be_seen, one_line

MOST_A_WEEK = 3
MOST_ADDITIONS = 20
FEWEST = privacy.COMMENTS_FLOOR  # people in a group, so that a pseudonym in it says little


def purpose_of(day: date, group_id: int | None = None) -> str:
    """What a token is for that asks everybody, or this group, on this day: 'questions:2026-Q4', 'questions:2026-Q4:7'."""
    return f"questions:{days.quarter_of(day)}" + (f":{group_id}" if group_id is not None else "")


def groups_of(person: Person) -> list[Group]:
    """Those of this person's groups that are large enough for a pseudonym, by name."""
    groups = asking.groups_of(person)
    sizes = _sizes([group.id for group in groups])
    return [group for group in groups if sizes.get(group.id, 0) >= FEWEST]


def purposes_of(person: Person, day: date) -> list[str]:
    """What this person may have tokens for on this day."""
    return [purpose_of(day), *(purpose_of(day, group.id) for group in groups_of(person))]


def ask(asked: Asked, pseudonym: str, token: Token, *, now: datetime) -> tuple[Question, str]:
    """Colleagues read it under the pseudonym; returns the secret that leads its asker back. Names nobody, and calls nobody.

    Raises QuestionError and OfferInvalid naming the field, TokenInvalid; QuestionError when the token has asked enough this week.
    """
    _check(token, asked.group_id, now)
    group = db.session.get(Group, asked.group_id) if asked.group_id is not None else None
    if asked.group_id is not None and (group is None or group.is_closed or _sizes([group.id]).get(group.id, 0) < FEWEST):
        raise QuestionError(
            "In this group a pseudonym would say who you are. Choose another one, or every colleague.", field="where"
        )
    guard(asking.title_of(asked.title), "title")
    guard(asking.text_of(asked.text, LONGEST_TEXT, "text", needed=False), "text")
    guard("; ".join(offers.chosen_words(asked.topics, "topics")), "topics")
    secret = secrets.token_urlsafe(24)
    question = Question(id=_free_number(), kind=Kind.QUESTION, asked_at=days.beginning(now), secret_hash=_hash(secret))
    question.pseudonym = _pseudonym(pseudonym)
    _use(token, asked.group_id, now)
    asking.put(question, asked, group)
    return question, secret


def guard(words: str, field: str) -> None:
    """Raises QuestionError for what names a colleague: nobody is there to answer for it."""
    name = named_in(words)
    if name:
        raise QuestionError("This names %(name)s. Under a pseudonym, leave names of colleagues out.", field=field, name=name)


def of_secret(secret: str) -> Question:
    """What was asked by whoever has this secret, and nobody else changes it meanwhile. Raises QuestionMissing."""
    query = select(Question).where(Question.secret_hash == _hash(secret.strip()[:200])).with_for_update(of=Question)
    question = db.session.scalar(query.execution_options(populate_existing=True))
    if question is None:
        raise QuestionMissing("This key leads to nothing. The question may have been taken back.")
    return question


def mark(secret: str, reply_id: int, *, helped: bool, now: datetime) -> None:
    """This helped, or did not after all. Raises QuestionMissing."""
    question = of_secret(secret)
    reply = db.session.get(Reply, reply_id, populate_existing=True)
    if reply is None or reply.question_id != question.id or reply.held or reply.kind is not ReplyKind.ANSWER:
        raise QuestionMissing("There is no such answer, or the question is not yours.")
    answers.set_help(question, reply, helped=helped, now=days.beginning(now))


def add(secret: str, words: str, *, now: datetime) -> None:
    """Its asker says more, below what they asked. Raises QuestionMissing, NotPossible, QuestionError naming `words`."""
    question = of_secret(secret)
    if question.held or (question.group is not None and question.group.is_closed):
        raise NotPossible("Nothing can be added to it as it stands.")
    if len(question.additions) >= MOST_ADDITIONS:
        raise NotPossible("Much was added already. Ask a new question.")
    said = asking.text_of(words, LONGEST_REPLY, "words")
    guard(said, "words")
    question.additions = [*question.additions, {"on": days.today(now).isoformat(), "text": said}]
    searching.index(question)


def edit(secret: str, title: str, text: str, *, now: datetime) -> None:
    """It reads like this from now on. Raises QuestionMissing, NotPossible, QuestionError naming the field."""
    question = of_secret(secret)
    guard(asking.title_of(title), "title")
    guard(asking.text_of(text, LONGEST_TEXT, "text", needed=False), "text")
    editing.write_question(question, title, text, tuple(question.topics), now=now)


def take_back(secret: str) -> None:
    """It is gone; what others said to it stays while there is any. Raises QuestionMissing."""
    asking.forget(of_secret(secret))


def appeal(secret: str, words: str, *, now: datetime) -> None:
    """Somebody else looks at what was held back. Raises QuestionMissing, NotPossible, QuestionError naming `words`."""
    question = of_secret(secret)
    moderation.put_appeal(moderation.locked(_hold(question)), words, now=days.beginning(now))


def _hold(question: Question) -> int:
    query = select(QuestionHold.id).where(QuestionHold.question_id == question.id, QuestionHold.reply_id.is_(None))
    number = db.session.scalar(query.order_by(QuestionHold.id.desc()).limit(1))
    if number is None or not question.held:
        raise NotPossible("It is not held back.")
    return number


def _check(token: Token, group_id: int | None, now: datetime) -> None:
    """Before anything is said of groups or names: who has neither token is perhaps nobody of us."""
    day = days.today(now)
    try:
        blind_tokens.check(purpose_of(day, group_id), token)
    except blind_tokens.TokenInvalid:
        blind_tokens.check(purpose_of(day), token)


def _use(token: Token, group_id: int | None, now: datetime) -> None:
    day = days.today(now)
    for number in range(MOST_A_WEEK):
        try:
            blind_tokens.spend(purpose_of(day, group_id), token, use=f"ask:{days.week_of(day)}:{number}")
        except blind_tokens.TokenSpent:
            continue
        return
    raise QuestionError(
        "Under a pseudonym, %(most)s a week can be asked. Next week there is room again.", field="title", most=MOST_A_WEEK
    )


def _pseudonym(given: str) -> str:
    name = one_line(given)
    if len(name) > LONGEST_PSEUDONYM:
        raise QuestionError("Too long: at most %(longest)s characters.", field="pseudonym", longest=LONGEST_PSEUDONYM)
    if named_in(name):
        raise QuestionError("That is the name of a colleague. Choose another one.", field="pseudonym")
    return name if can_be_seen(name) else ""


def _sizes(group_ids: list[int]) -> dict[int, int]:
    query = (
        select(Membership.group_id, func.count())
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.group_id.in_(group_ids), Membership.state == MembershipState.MEMBER, Person.active)
        .group_by(Membership.group_id)
    )
    return dict(db.session.execute(query).all()) if group_ids else {}


def _free_number() -> int:
    number = new_number()
    while db.session.get(Question, number) is not None:
        number = new_number()
    return number


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
