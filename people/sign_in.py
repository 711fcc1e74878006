"""One-time sign-in links: mailed, valid half an hour, used once."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select, update

from config import settings
from database import db
from mail import outbox
from mail.models import OutgoingMail
from people.errors import LinkInvalid
from people.models import Person, SignInLink

VALID = timedelta(minutes=30)
MAIL = "people.sign_in_link"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.sign-in")


def make_link(person: Person, *, now: datetime) -> SignInLink:
    """A link that signs this person in once; older ones stop working, and nobody keeps when somebody signed in."""
    db.session.execute(delete(SignInLink).where(SignInLink.person_id == person.id))
    link = SignInLink(
        person_id=person.id, secret_hash=sha256(secrets.token_bytes(32)).hexdigest(), created_at=now, expires_at=now + VALID
    )
    db.session.add(link)
    db.session.flush()
    return link


def address_of(link: SignInLink) -> str:
    """The link as it is mailed: its row, signed, so that no secret has to stand in the outbox."""
    return f"{settings().base_url}/sign-in/{_serializer().dumps([link.id, link.secret_hash[:16]])}"


def mail_link(person: Person, *, now: datetime) -> None:
    """The person finds a link in their mail."""
    link = make_link(person, now=now)
    outbox.post(
        outbox.Post(
            kind=MAIL,
            topic="",
            stream=f"people.sign_in:{person.id}",
            person_id=person.id,
            recipient=person.email,
            key=mail_key(link),
            payload={"link_id": link.id},
        ),
        now=now,
    )


def mail_key(link: SignInLink) -> str:
    """The key of the mail with this link. It says whose link it is: numbers of deleted links are given again."""
    return f"{MAIL}:{link.secret_hash[:32]}"


def end_link_of(mail: OutgoingMail) -> None:
    """The link in a mail that came back signs nobody in: what comes back quotes it, and passes through other hands."""
    if mail.kind != MAIL:
        return
    link = db.session.scalar(select(SignInLink).where(SignInLink.id == mail.payload.get("link_id")))
    if link is not None and mail_key(link) == mail.key:
        db.session.execute(delete(SignInLink).where(SignInLink.id == link.id))


def forget_expired(*, now: datetime) -> None:
    """Links that sign nobody in any more are gone, and so are their mails: nobody keeps when somebody asked to sign in."""
    db.session.execute(delete(SignInLink).where(SignInLink.expires_at <= now))
    outbox.forget(MAIL, posted_before=now - VALID)


def person_of(token: str, *, now: datetime) -> Person:
    """Whom a link signs in; opening it uses nothing up. Raises LinkInvalid."""
    return _link(token, now=now)[1]


def use(token: str, *, now: datetime) -> Person:
    """The link is used up, and this is whom it signs in. Raises LinkInvalid."""
    link, person = _link(token, now=now)
    used = db.session.execute(
        update(SignInLink).where(SignInLink.id == link.id, SignInLink.used_at.is_(None)).values(used_at=now)
    )
    if getattr(used, "rowcount", 0) != 1:
        raise LinkInvalid("This link has been used already. Ask for a new one.")
    return person


def _link(token: str, *, now: datetime) -> tuple[SignInLink, Person]:
    try:
        id_, start = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    link = db.session.scalar(select(SignInLink).where(SignInLink.id == id_)) if isinstance(id_, int) else None
    if link is None or link.secret_hash[:16] != start or link.used_at is not None or link.expires_at <= now:
        raise LinkInvalid("This link has been used or is too old. Ask for a new one.")
    person = db.session.get(Person, link.person_id)
    if person is None or not person.active:
        raise LinkInvalid("This link has been used or is too old. Ask for a new one.")
    return link, person
