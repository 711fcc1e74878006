"""The mails with a link: to sign in, to confirm a further address."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people import addresses, sign_in
from people.models import FurtherAddress, Person, SignInLink


def register() -> None:
    """The outbox knows who writes it."""
    renders(sign_in.MAIL)(links)
    renders(addresses.CONFIRMATION, addresses.AGREEMENT)(further_addresses)


def links(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """A link that can still be used, for each; None where it cannot."""
    ids = {mail.payload.get("link_id") for mail in mails}
    rows = db.session.execute(
        select(SignInLink, Person).join(Person, Person.id == SignInLink.person_id).where(SignInLink.id.in_(ids), Person.active)
    )
    usable = [(link, person) for link, person in rows if link.used_at is None and link.expires_at > now]
    found = {sign_in.mail_key(link): (link, person) for link, person in usable}
    return [_mail(*found[key]) if (key := mail.key) in found else None for mail in mails]


def _mail(link: SignInLink, person: Person) -> Rendering:
    language = person.language or settings().language
    with force_locale(language):
        context = {
            "person": person,
            "language": language,
            "company": settings().company_name,
            "url": sign_in.address_of(link),
        }
        return Rendering(
            subject=_("Your link to sign in"),
            text=render_template("mails/sign_in.txt", **context),
            html=render_template("mails/sign_in.html", **context),
            language=language,
        )


def further_addresses(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """A link that can still be followed, for each; None where there is nothing to confirm any more."""
    ids = {mail.payload.get("address_id") for mail in mails}
    rows = db.session.execute(
        select(FurtherAddress, Person)
        .join(Person, Person.id == FurtherAddress.person_id)
        .where(FurtherAddress.id.in_(ids), FurtherAddress.confirmed_at.is_(None), Person.active)
    )
    usable = [(address, person) for address, person in rows if address.asked_at > now - addresses.VALID]
    found = {addresses.mail_key(address): (address, person) for address, person in usable}
    return [_address_mail(*found[key]) if (key := mail.key) in found else None for mail in mails]


def _address_mail(address: FurtherAddress, person: Person) -> Rendering:
    language = person.language or settings().language
    with force_locale(language):
        context = {
            "person": person,
            "language": language,
            "company": settings().company_name,
            "email": address.email,
            "asks_owner": address.asks_owner,
            "url": addresses.link_to(address),
        }
        return Rendering(
            subject=_("Is this address yours too?"),
            text=render_template("mails/address.txt", **context),
            html=render_template("mails/address.html", **context),
            language=language,
        )
