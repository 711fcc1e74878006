"""Mails about mentorships, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from champions.mails import rendering
from champions.mentorships import asking, links, notices, queries, words
from champions.mentorships.models import AskState, Mentorship, Outing, PairAnswer, Proposal
from champions.signing import START
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people.models import Person

MY_AMBASSADOR, MY_MENTEES = "/me/mentorship", "/me/mentees"


def about_proposals(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language."""
    query = select(Proposal).where(Proposal.id.in_({mail.payload.get("proposal_id") for mail in mails}))
    found = {proposal.id: proposal for proposal in db.session.scalars(query)}
    sides = {
        (proposal.id, mail.person_id): (proposal, mail.person_id or 0)
        for mail in mails
        if (proposal := _proposal_of(mail, found))
    }
    asked = dict(zip(sides, queries.in_detail(list(sides.values())), strict=True))
    return [_about(mail, asked.get((mail.payload.get("proposal_id", 0), mail.person_id)), now) for mail in mails]


def about_outings(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """The same. One query."""
    query = select(Outing).where(Outing.id.in_({mail.payload.get("outing_id") for mail in mails}))
    found = {outing.id: outing for outing in db.session.scalars(query)}
    return [_outing(mail, found.get(mail.payload.get("outing_id", 0)), now) for mail in mails]


def _outing(mail: OutgoingMail, outing: Outing | None, now: datetime) -> Rendering | None:
    if outing is None or outing.answer is not PairAnswer.NONE or not outing.mentorship.goes_on:
        return None
    mentorship, session = outing.mentorship, outing.session
    to_mentee = mail.person_id == mentorship.mentee_id
    person = mentorship.mentee if to_mentee else mentorship.ambassador
    if person is None or not person.active or mail.person_id != person.id or outing.asked_by_id == person.id:
        return None
    if not session.is_published or session.answers_until <= now:
        return None
    with force_locale(person.language or settings().language):
        return rendering(words.come_with_me(outing, to_mentee=to_mentee), person, f"/mentorships/{mentorship.id}#together")


def _proposal_of(mail: OutgoingMail, found: Mapping[int, Proposal]) -> Proposal | None:
    """A row that was deleted and a new one may share a number on SQLite: the key names the token too."""
    proposal = found.get(mail.payload.get("proposal_id", 0))
    return proposal if proposal is not None and f":{proposal.token[:START]}:" in mail.key else None


def about_mentorships(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """The same."""
    query = select(Mentorship).where(Mentorship.id.in_({mail.payload.get("mentorship_id") for mail in mails}))
    found = {mentorship.id: mentorship for mentorship in db.session.scalars(query)}
    return [_of(mail, found.get(mail.payload.get("mentorship_id", 0))) for mail in mails]


def _about(mail: OutgoingMail, asked: queries.Asked | None, now: datetime) -> Rendering | None:
    if asked is None:
        return None
    person = asked.proposal.mentee if asked.is_mentee else asked.proposal.ambassador
    if not person.active:
        return None
    with force_locale(person.language or settings().language):
        if mail.kind == notices.OVER:
            return _over(asked, person)
        if asked.proposal.is_open(now) and asked.said is PairAnswer.NONE:
            return rendering(words.proposal(asked), person, links.path_of(asked.proposal, person.id))
    return None


def _over(asked: queries.Asked, person: Person) -> Rendering | None:
    if not asked.is_mentee:
        return rendering(words.over(asked), person, MY_MENTEES)
    ask = asking.of(person.id)
    return rendering(words.over(asked), person, MY_AMBASSADOR) if ask and ask.state is AskState.LOOKING else None


def _of(mail: OutgoingMail, mentorship: Mentorship | None) -> Rendering | None:
    if mentorship is None or mail.person_id not in {mentorship.mentee_id, mentorship.ambassador_id}:
        return None
    to_mentee = mail.person_id == mentorship.mentee_id
    person = mentorship.mentee if to_mentee else mentorship.ambassador
    if person is None or not person.active:
        return None
    with force_locale(person.language or settings().language):
        if mail.kind == notices.BEGAN and mentorship.goes_on:
            return rendering(words.began(mentorship, to_mentee=to_mentee), person, f"/mentorships/{mentorship.id}")
        if mail.kind == notices.ENDED and not mentorship.goes_on:
            return rendering(words.ended(mentorship, queries.goes_on_with(mentorship)), person, MY_MENTEES)
        return _stopped(mentorship, person) if mail.kind == notices.STOPPED else None


def _stopped(mentorship: Mentorship, person: Person) -> Rendering | None:
    ask = asking.of(person.id)
    if ask is None or ask.state is not AskState.DECIDES:
        return None
    return rendering(words.stopped(mentorship), person, links.path_to_another(ask))


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(notices.PROPOSAL, notices.OVER)(about_proposals)
    renders(notices.COME_WITH_ME)(about_outings)
    renders(notices.BEGAN, notices.ENDED, notices.STOPPED)(about_mentorships)
