"""What Foyer keeps about a person, from this package."""

from typing import Any

from sqlalchemy import select

from database import db
from mail import queries_person
from people import addresses, apart, reporting_lines
from people.models import ApiToken, EarlierName, Nudge, PeopleImport, Person, SignInLink
from people.profile_parts import register_data

SHOWN = ("email", "name", "department", "function", "location", "timezone", "language", "active", "role", "theme",
         "wants_reminders", "wants_nudges", "nudges_paused_until", "quiet_from_hour", "quiet_until_hour", "created_at")  # fmt: skip


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("person", _person)
    register_data("earlier_names", _earlier_names)
    register_data("nudges", _nudges)
    register_data("further_addresses", _addresses)
    register_data("api_tokens", _tokens)
    register_data("sign_in_links", _links)
    register_data("imports", _imports)
    register_data("kept_apart", _apart)
    register_data("mail", _mail)
    register_data("mail_from_me", _mail_from_me)


def _person(person: Person) -> dict[str, Any]:
    manager = reporting_lines.of(person)
    return {**_of(person, *SHOWN), "manager": manager.email if manager else "", "has_password": person.password_hash is not None}


def _nudges(person: Person) -> list[dict[str, Any]]:
    query = select(Nudge).where(Nudge.person_id == person.id).order_by(Nudge.id)
    return [_of(nudge, "kind", "nudged_at") for nudge in db.session.scalars(query)]


def _addresses(person: Person) -> list[dict[str, Any]]:
    return [_of(address, "email", "asked_at", "confirmed_at") for address in addresses.list_of(person)]


def _earlier_names(person: Person) -> list[dict[str, Any]]:
    """Until the worker has taken them out of what was written to others."""
    query = select(EarlierName).where(EarlierName.person_id == person.id).order_by(EarlierName.id)
    return [_of(earlier, "name") for earlier in db.session.scalars(query)]


def _tokens(person: Person) -> list[dict[str, Any]]:
    query = select(ApiToken).where(ApiToken.person_id == person.id).order_by(ApiToken.id)
    return [_of(token, "label", "created_at", "revoked_at") for token in db.session.scalars(query)]


def _links(person: Person) -> list[dict[str, Any]]:
    query = select(SignInLink).where(SignInLink.person_id == person.id).order_by(SignInLink.id)
    return [_of(link, "created_at", "expires_at", "used_at") for link in db.session.scalars(query)]


def _imports(person: Person) -> list[dict[str, Any]]:
    query = select(PeopleImport).where(PeopleImport.created_by_id == person.id).order_by(PeopleImport.id)
    return [_of(import_, "file_name", "created_at", "done_at") for import_ in db.session.scalars(query)]


def _apart(person: Person) -> list[dict[str, Any]]:
    return [_of(other, "name") for other in apart.list_of(person)]


def _mail(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "subject": mail.subject or "",
            "kind": mail.kind,
            "about": about,
            **_of(mail, "state", "created_at", "sent_at", "answered_at"),
        }
        for mail, about in queries_person.sent_to(person.id)
    ]


def _mail_from_me(person: Person) -> list[dict[str, Any]]:
    return [
        {"subject": mail.subject, "sender": mail.sender, "about": about, **_of(mail, "state", "received_at"), "text": text}
        for mail, about, text in queries_person.come_from(person.id, addresses.addresses_of(person))
    ]


def _of(row: object, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else getattr(value, "value", value)
