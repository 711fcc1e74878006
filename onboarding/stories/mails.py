"""Mails about stories, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from champions import queries as ambassadors
from champions import signing
from champions.mails import rendering
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from onboarding.stories import links, missing, notices, words
from onboarding.stories.missing import Gap
from onboarding.stories.models import StoryDraft, StoryQuestion
from people import nudges
from people.models import Person


def drafts(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """To tellers, each in their language. A constant number of queries."""
    query = select(StoryDraft).where(StoryDraft.id.in_({mail.payload.get("draft_id") for mail in mails}))
    found = {draft.id: draft for draft in db.session.scalars(query).unique()}
    return [_drafted(mail, found.get(mail.payload.get("draft_id", 0))) for mail in mails]


def _drafted(mail: OutgoingMail, draft: StoryDraft | None) -> Rendering | None:
    if draft is None or not _is_of(mail, draft.token) or not draft.story.by.active:
        return None
    with force_locale(_language(draft.story.by)):
        return rendering(words.drafted(draft), draft.story.by, links.path_to_draft(draft))


def questions(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """To tellers and to who asked, each in their language. A constant number of queries."""
    query = select(StoryQuestion).where(StoryQuestion.id.in_({mail.payload.get("question_id") for mail in mails}))
    found = {question.id: question for question in db.session.scalars(query).unique()}
    return [_about_question(mail, found.get(mail.payload.get("question_id", 0))) for mail in mails]


def _about_question(mail: OutgoingMail, question: StoryQuestion | None) -> Rendering | None:
    if question is None or not _is_of(mail, question.token):
        return None
    return _asked(question) if mail.kind == notices.ASKED else _answered(question)


def _asked(question: StoryQuestion) -> Rendering | None:
    teller = question.story.by
    if not (question.story.is_published and question.story.takes_questions and question.by.active) or question.answered_at:
        return None
    with force_locale(_language(teller)):
        return rendering(words.asked(question), teller, links.path_to_question(question))


def _answered(question: StoryQuestion) -> Rendering | None:
    asker, teller = question.by, question.story.by
    if question.answered_at is None or not asker.active or not teller.active:
        return None
    with force_locale(_language(asker)):
        letter = rendering(words.answered(question), asker, "/me/stories")
    return replace(letter, from_name=teller.name, reply_to=teller.email)


def missing_ones(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """To ambassadors: only who still is one and wants nudges, and only while it is missing."""
    gaps = {gap.key: gap for gap in missing.gaps()}
    helping = {one.person_id: one.person for one in ambassadors.active()}
    return [_missing(helping.get(mail.person_id or 0), gaps.get(f"{mail.payload['side']}:{mail.payload['value']}"), now) for mail in mails]  # fmt: skip


def _missing(person: Person | None, gap: Gap | None, now: datetime) -> Rendering | None:
    if person is None or gap is None or not nudges.is_welcome(person, now=now):
        return None
    with force_locale(_language(person)):
        return rendering(words.missing(gap), person, "/stories/for-a-colleague", pause_url=nudges.pause_url(person))


def _is_of(mail: OutgoingMail, token: str) -> bool:
    """A new row may have the number of one that is gone."""
    return mail.key.endswith(f":{token[: signing.START]}")


def _language(person: Person) -> str:
    return person.language or settings().language


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(notices.DRAFTED)(drafts)
    renders(notices.ASKED, notices.ANSWERED)(questions)
    renders(notices.MISSING)(missing_ones)
