"""Mails about groups, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from networks import links, notices, words
from networks.models import Group, Membership, MembershipState, Steward
from networks.words import Words
from people.models import Person

LONGEST_LIST = 20


def register() -> None:
    """The outbox knows who writes mails about groups."""
    renders(notices.INVITED, notices.LET_IN)(to_people)
    renders(notices.ASKED)(to_stewards)


def to_people(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Each in its reader's language; a constant number of queries."""
    found = _memberships(mails)
    groups = _groups(mails)
    return [_to_person(mail, found.get(_id(mail, "membership_id")), groups.get(_id(mail, "group_id"))) for mail in mails]


def _to_person(mail: OutgoingMail, membership: Membership | None, group: Group | None) -> Rendering | None:
    # A row that was deleted and a new one may share a number on SQLite: the key names the token too.
    if membership is None or group is None or f":{membership.token[:8]}:" not in mail.key or not membership.person.active:
        return None
    with force_locale(membership.person.language or settings().language):
        if mail.kind == notices.INVITED:
            waits = membership.state is MembershipState.INVITED and not group.is_closed
            host = membership.asked_by
            return (
                rendering(words.invited(group, membership), membership.person, links.path_of(membership), host) if waits else None
            )
        if not membership.is_member:
            return None
        return rendering(words.let_in(group), membership.person, f"/groups/{group.id}", _first_steward(group))


def to_stewards(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """One mail names everybody who asks by the time it leaves."""
    groups = _groups(mails)
    waiting = _asking(groups)
    return [_to_steward(mail, groups.get(_id(mail, "group_id")), waiting) for mail in mails]


def _to_steward(mail: OutgoingMail, group: Group | None, waiting: dict[int, list[str]]) -> Rendering | None:
    steward = _steward(group, mail.person_id)
    if group is None or steward is None or group.is_closed or not waiting.get(group.id):
        return None
    with force_locale(steward.person.language or settings().language):
        text = words.asked(group, tuple(waiting[group.id][:LONGEST_LIST]))
        return rendering(text, steward.person, f"/groups/{group.id}/people", None)


def rendering(text: Words, person: Person, path: str, sender: Person | None, *, pause_url: str = "") -> Rendering:
    """One mail of this package, in the language that is set. `pause_url`: only in nudges."""
    base, language = settings().base_url, person.language or settings().language
    context = {
        "words": text,
        "person": person,
        "language": language,
        "url": base + path,
        "reminders_url": f"{base}/me#reminders",
        "pause_url": pause_url,
        "company": settings().company_name,
        "sender": sender.name if sender else "",
    }
    return Rendering(
        subject=text.subject,
        text=render_template("mails/group.txt", **context),
        html=render_template("mails/group.html", **context),
        from_name=sender.name if sender else "",
        reply_to=sender.email if sender else "",
        language=language,
    )


def _memberships(mails: Sequence[OutgoingMail]) -> dict[int, Membership]:
    ids = {_id(mail, "membership_id") for mail in mails}
    query = select(Membership).options(joinedload(Membership.asked_by)).where(Membership.id.in_(ids))
    return {membership.id: membership for membership in db.session.scalars(query)}


def _groups(mails: Sequence[OutgoingMail]) -> dict[int, Group]:
    query = select(Group).where(Group.id.in_({_id(mail, "group_id") for mail in mails}))
    return {group.id: group for group in db.session.scalars(query)}


def _asking(groups: dict[int, Group]) -> dict[int, list[str]]:
    query = (
        select(Membership.group_id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.group_id.in_(groups), Membership.state == MembershipState.ASKED, Person.active)
        .order_by(Membership.asked_at, Membership.id)
    )
    found: dict[int, list[str]] = {}
    for group_id, name in db.session.execute(query):
        found.setdefault(group_id, []).append(name)
    return found


def _steward(group: Group | None, person_id: int | None) -> Steward | None:
    stewards = group.stewards if group else []
    return next((one for one in stewards if one.person_id == person_id and one.person.active), None)


def _first_steward(group: Group) -> Person | None:
    return next((one.person for one in group.stewards if one.person.active), None)


def _id(mail: OutgoingMail, name: str) -> int:
    return int(mail.payload.get(name) or 0)
