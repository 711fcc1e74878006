"""What Foyer keeps about a person because of questions."""

from typing import Any

from sqlalchemy import select

from database import db
from onboarding.questions import preferences, queries, words
from onboarding.questions.models import Question, QuestionCall
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("questions", _questions)
    register_data("answers_to_questions", _replies)
    register_data("summaries_of_questions", _summaries)
    register_data("called_to_questions", _calls)
    register_data("mails_about_questions", _preference)


def _questions(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind.value,
            "title": one.title,
            "text": one.text,
            "topics": one.topics,
            "group": one.group.name if one.group else "",
            "asked_at": one.asked_at.isoformat(),
            "held_back": one.held,
            "said_before": _before(one, None),
        }
        for one in queries.asked_by(person)
    ]


def _replies(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind.value,
            "to": words.title_of(one.question),
            "text": one.text,
            "replied_at": one.replied_at.isoformat(),
            "said_as_management": one.as_leader,
            "held_back": one.held,
            "said_before": _before(one.question, one.id),
        }
        for one in queries.said_by(person)
    ]


def _before(question: Question, reply_id: int | None) -> list[str]:
    """What it said before it was changed, the newest first."""
    found = queries.versions(question).get(reply_id, [])
    return ["\n".join(filter(None, (version.title, version.text))) for version in found]


def _summaries(person: Person) -> list[dict[str, Any]]:
    query = select(Question).where((Question.summary_by_id == person.id) | (Question.answerer_id == person.id))
    return [
        {
            "question": words.title_of(one),
            "summary": one.summary if one.summary_by_id == person.id else "",
            "promised_on": one.promised_on.isoformat() if one.answerer_id == person.id and one.promised_on else None,
        }
        for one in db.session.scalars(query.order_by(Question.asked_at, Question.id))
    ]


def _calls(person: Person) -> list[dict[str, Any]]:
    """Those that the person was called to, and those to which they called others."""
    query = select(QuestionCall, Question).join(Question, Question.id == QuestionCall.question_id)
    query = query.where((QuestionCall.person_id == person.id) | (QuestionCall.by_id == person.id))
    return [
        {
            "kind": call.kind.value,
            "question": words.title_of(question),
            "by_me": call.by_id == person.id,
            "called_at": call.called_at.isoformat(),
        }
        for call, question in db.session.execute(query.order_by(QuestionCall.id))
    ]


def _preference(person: Person) -> dict[str, Any]:
    chosen = preferences.of(person.id)
    if chosen is None:
        return {}
    return {"hears_mentions": chosen.hears_mentions, "weekday": chosen.weekday, "hour": chosen.hour}
