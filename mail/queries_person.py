"""Reads for a person's own page: the mail that is kept of them."""

from collections.abc import Collection

from sqlalchemy import or_, select

from database import db
from mail import inbox
from mail.models import IncomingMail, OutgoingMail


def sent_to(person_id: int) -> list[tuple[OutgoingMail, str]]:
    """Every message to this person with the title of what it is about, oldest first. Two queries."""
    query = select(OutgoingMail).where(OutgoingMail.person_id == person_id).order_by(OutgoingMail.id)
    mails = list(db.session.scalars(query))
    titles = _titles({mail.topic for mail in mails})
    return [(mail, titles.get(mail.topic, "")) for mail in mails]


def come_from(person_id: int, emails: Collection[str]) -> list[tuple[IncomingMail, str, str]]:
    """Every message that came from this person, or in their name: what it is about, what it says as far as we read it. Two queries."""
    theirs = or_(IncomingMail.person_id == person_id, IncomingMail.sender.in_(emails))
    mails = list(db.session.scalars(select(IncomingMail).where(theirs).order_by(IncomingMail.id)))
    titles = _titles({mail.topic for mail in mails})
    return [(mail, titles.get(mail.topic, ""), str(mail.details.get("text", ""))) for mail in mails]


def _titles(topics: set[str]) -> dict[str, str]:
    return {topic: title for topic, (title, _address) in inbox.describe_topics(topics).items()}
