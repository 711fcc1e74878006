"""Questions of the company: one that was answered and summed up, one that waits, one under a pseudonym, and what Bo works on."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from database import db, transaction
from onboarding import days
from onboarding.questions import answers, asking, editing, pseudonyms
from onboarding.questions.asking import Asked
from onboarding.questions.models import Kind, Question, Reply
from people import blind_tokens
from people.models import Person

ANSWERED = "Where do I find the form for travel costs?"
WAITING = "Who knows how the label printer in hall 3 is reset?"
UNKNOWN = "Whom do I ask when the portal does not know me?"
WORK = "A checklist for visitors to the test kitchen"


def furnish_questions(people: Mapping[str, Person], *, now: datetime) -> None:
    """Ada asks, Bo and Chen answer."""
    with transaction():
        ada, bo, chen = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "chen"))
        first = asking.ask(Kind.QUESTION, Asked(ANSWERED, "I looked on the portal.", ("Travel costs",)), by=ada, now=now)
        reply = answers.answer(first.id, "On the portal, under Travel.\nAsk Chen for the code.", by=bo, now=now)
        answers.mark(reply.id, helped=True, by=ada, now=now)
        answers.summarise(first.id, "On the portal, under Travel; the code comes from the team assistant.", by=chen, now=now)
        asking.ask(Kind.QUESTION, Asked(WAITING, topics=("Label printer",)), by=ada, now=now)
        editing.edit_reply(reply.id, "On the portal, under Travel.\nAsk Chen for the code of your team.", by=bo, now=now)
        asked = Asked(UNKNOWN, "My team thinks that I know it.")
        token = blind_tokens.token_for(ada, pseudonyms.purpose_of(days.today(now)))
        hidden, _secret = pseudonyms.ask(asked, "Heron", token, now=now)
        answers.answer(hidden.id, "Who looks after it, and nobody minds.", by=bo, now=now)
        asking.ask(Kind.WORK, Asked(WORK, "A page, no more."), by=bo, now=now)


def question_of(title: str) -> int:
    """The number of the question of this title."""
    return db.session.scalars(select(Question.id).where(Question.title == title)).one()


def reply_to(title: str) -> int:
    """The number of the answer to the question of this title."""
    return db.session.scalars(select(Reply.id).where(Reply.question_id == question_of(title))).one()
