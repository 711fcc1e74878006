"""Finding questions by their words: each word of a question, its answers and its summary is a row, and so the same index serves every
database. Names of people are not among them: what somebody asks and answers is not to be listed (promise 2).
"""

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import Select, delete, func, insert, select

from database import db
from onboarding.questions import readers
from onboarding.questions.models import LONGEST_WORD, Kind, Question, QuestionWord, Reply, ReplyKind
from people.models import Person

MOST_TERMS = 8
SHORTEST = 2
MOST_WORDS = 1000  # of one question with everything said to it
TITLE, TOPIC, SUMMARY, TEXT, SAID = 8, 6, 5, 2, 1
EVERYWHERE = frozenset(
    """a aan al an and are as at be bij but by de dat die dit do does een en er for from had have heb hebben heeft het hij hoe how i
    if ik in is it je maar me met mijn my naar niet of om on ons op or our te that the then this to uit van voor was wat we what
    when where which who wie will with you your zijn""".split()  # noqa: SIM905
)


def words_in(text: str) -> list[str]:
    """As they are searched, in their order: without accents and capitals, and without those that stand in every text."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word[:LONGEST_WORD] for word in re.findall(r"\w+", plain) if len(word) >= SHORTEST and word not in EVERYWHERE]


def index(question: Question) -> None:
    """The question is found by what stands there now."""
    db.session.flush()
    db.session.execute(delete(QuestionWord).where(QuestionWord.question_id == question.id))
    kinds = (ReplyKind.ANSWER, ReplyKind.DONE)
    said = (
        select(Reply.text).where(Reply.question_id == question.id, Reply.kind.in_(kinds), ~Reply.held).order_by(Reply.replied_at)
    )
    weights = _weights(
        [
            (TITLE, [question.title]),
            (TOPIC, question.topics),
            (SUMMARY, [question.summary]),
            (TEXT, [question.text, *(one["text"] for one in question.additions or ())]),
            (SAID, db.session.scalars(said)),
        ]
    )
    if weights and not question.held:
        rows = [{"word": word, "question_id": question.id, "weight": weight} for word, weight in weights.items()]
        db.session.execute(insert(QuestionWord), rows)


def _weights(parts: Iterable[tuple[int, Iterable[str]]]) -> dict[str, int]:
    """Each word by where it stands first in this order, which is where it counts most."""
    weights: dict[str, int] = {}
    for weight, texts in parts:
        for word in (word for text in texts for word in words_in(text)):
            if len(weights) < MOST_WORDS:
                weights.setdefault(word, weight)
    return weights


def found(words: str, reader: Person, *, kind: Kind | None = None) -> Select[Question] | None:
    """What this person reads and holds every word, or begins like it, what fits best first. None: nothing to look for."""
    terms = list(dict.fromkeys(words_in(words)))[:MOST_TERMS]
    if not terms:
        return None
    query, weights = select(Question).where(readers.readable(reader)), []
    for term in terms:
        begins = (QuestionWord.word >= term, QuestionWord.word < term + "\U0010ffff")
        fitting = select(QuestionWord.question_id, func.max(QuestionWord.weight).label("weight")).where(*begins)
        part = fitting.group_by(QuestionWord.question_id).subquery()
        query = query.join(part, part.c.question_id == Question.id)
        weights.append(part.c.weight)
    if kind is not None:
        query = query.where(Question.kind == kind)
    return query.order_by(sum(weights[1:], start=weights[0]).desc(), Question.asked_at.desc(), Question.id)
