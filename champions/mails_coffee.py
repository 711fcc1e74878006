"""Mails about a coffee, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import render_template
from flask_babel import force_locale
from sqlalchemy import select

from calendars import invitations as format_
from champions import coffee_links, coffee_notices, coffee_words, seats
from champions.coffee_words import Words
from champions.models_coffee import CoffeeGuest, CoffeeSeat, CoffeeTurn
from config import settings
from database import db
from mail import outbox
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people import nudges
from people.models import Person
from sessions.models import Answer


def requests(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """The coffee as it stands, for each one's calendar."""
    found = _seats(mails)
    return [_request(mail, found, now) for mail in mails]


def cancels(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """CANCELs: to whoever was ever told of it; nobody else needs one."""
    found = _seats(mails)
    told = outbox.told_in({seat.stream for seat in found.values()})
    return [_cancel(mail, found.get(mail.payload["seat"]), told, now) for mail in mails]


def asides(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Did you meet? And what somebody wrote, or what we could not count."""
    found = _seats(mails)
    return [_aside(mail, found, now) for mail in mails]


def alone(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """To whom nobody was found for; not if somebody was meanwhile."""
    turns = {
        turn.id: turn
        for turn in db.session.scalars(select(CoffeeTurn).where(CoffeeTurn.id.in_({mail.payload["turn"] for mail in mails})))
    }
    query = select(CoffeeGuest).where(
        CoffeeGuest.seeks_in_id.in_(turns), CoffeeGuest.person_id.in_({mail.person_id for mail in mails})
    )
    seeking = {(guest.seeks_in_id, guest.person_id): guest for guest in db.session.scalars(query)}
    written: list[Rendering | None] = []
    for mail in mails:
        guest, turn = seeking.get((mail.payload["turn"], mail.person_id or 0)), turns.get(mail.payload["turn"])
        if guest is None or turn is None or not guest.person.active:
            written.append(None)
            continue
        with force_locale(_language(guest.person)):
            url = f"{settings().base_url}/coffee/{turn.circle_id}"
            written.append(_rendering(coffee_words.alone(turn), guest.person, url, label=True))
    return written


def _seats(mails: Sequence[OutgoingMail]) -> dict[int, CoffeeSeat]:
    """Those that the mails are for, and those they are about."""
    ids = {mail.payload.get(name) for mail in mails for name in ("seat", "about")} - {None}
    return {seat.id: seat for seat in db.session.scalars(select(CoffeeSeat).where(CoffeeSeat.id.in_(ids)))}


def _is_for(seat: CoffeeSeat | None, mail: OutgoingMail) -> bool:
    """Whether it is still theirs: a number may be given anew on SQLite, so the key names the token."""
    return seat is not None and seat.person.active and f":{seat.token}:" in mail.key


def _request(mail: OutgoingMail, found: dict[int, CoffeeSeat], now: datetime) -> Rendering | None:
    seat = found.get(mail.payload["seat"])
    if seat is None or not _is_for(seat, mail):
        return None
    is_needless = not seat.meeting.is_open(now) or seat.answer is Answer.DECLINED or not seat.others
    if is_needless or mail.revision < seat.meeting.sequence:
        return None
    with force_locale(_language(seat.person)):
        if mail.kind == coffee_notices.INVITED:
            text = coffee_words.invited(seat)
        else:
            text = coffee_words.changed(seat, str(mail.payload.get("news", "")), found.get(mail.payload.get("about", 0)))
        calendar = format_.request(_event(seat, now, coffee_words.description(seat, _url(seat))))
        return _rendering(text, seat.person, _url(seat), seat=seat, calendar=calendar, method="REQUEST")


def _cancel(mail: OutgoingMail, seat: CoffeeSeat | None, told: set[str], now: datetime) -> Rendering | None:
    if seat is None or not _is_for(seat, mail) or seat.stream not in told or seat.meeting.ends_at <= now:
        return None
    if seat.meeting.cancelled_at is None and seat.answer is not Answer.DECLINED:
        return None
    with force_locale(_language(seat.person)):
        is_off = seat.meeting.cancelled_at is not None
        calendar = format_.cancel(_event(seat, now, ""), whole_event=is_off)
        text = coffee_words.off(seat, seat.meeting.turn.circle.name)
        url = f"{settings().base_url}/coffee"
        return _rendering(text, seat.person, url, seat=seat, label=True, calendar=calendar, method="CANCEL")


def _aside(mail: OutgoingMail, found: dict[int, CoffeeSeat], now: datetime) -> Rendering | None:
    seat, about = found.get(mail.payload["seat"]), found.get(mail.payload.get("about", 0))
    if seat is None or not _is_for(seat, mail) or seat.meeting.cancelled_at is not None or not seat.others:
        return None
    with force_locale(_language(seat.person)):
        if mail.kind == coffee_notices.MET:
            is_welcome = seat.met is None and nudges.is_welcome(seat.person, now=now)
            text = coffee_words.did_you_meet(seat) if is_welcome else None
            return _rendering(text, seat.person, _url(seat), pause_url=nudges.pause_url(seat.person)) if text else None
        if not seat.meeting.is_open(now):
            return None
        if mail.kind == coffee_notices.UNCLEAR:
            return _rendering(coffee_words.unclear(seat), seat.person, _url(seat))
        text = coffee_words.passed_on(seat, about, str(mail.payload["words"])) if about else None
        return _rendering(text, seat.person, _url(seat)) if text else None


def _event(seat: CoffeeSeat, now: datetime, text: str) -> format_.Event:
    meeting = seat.meeting
    slot = seats.Slot(
        starts_at=meeting.starts_at, ends_at=meeting.ends_at, title=coffee_words.title(seat), description=text, url=_url(seat)
    )
    return seats.event(seat.person, seat.token, seat.answer, meeting.revision, slot, now=now)


def _rendering(
    text: Words,
    person: Person,
    url: str,
    *,
    seat: CoffeeSeat | None = None,
    label: bool = False,
    pause_url: str = "",
    calendar: bytes | None = None,
    method: str | None = None,
) -> Rendering:
    """`label`: one button leads to the page of coffee, behind signing in."""
    buttons = [(words, url + more) for words, more in text.buttons]
    context: dict[str, Any] = {
        "words": text,
        "person": person,
        "language": _language(person),
        "buttons": [(coffee_words.page_words(), url)] if label else buttons,
        "is_signed": not label and bool(buttons),
        "pause_url": pause_url,
        "company": settings().company_name,
    }
    return Rendering(
        subject=text.subject,
        text=render_template("mails/coffee.txt", **context),
        html=render_template("mails/coffee.html", **context),
        calendar=calendar,
        method=method,
        reply_to=seats.answer_address(seat.token) if seat else "",
        language=_language(person),
    )


def _url(seat: CoffeeSeat) -> str:
    return settings().base_url + coffee_links.path_of(seat)


def _language(person: Person) -> str:
    return person.language or settings().language


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(coffee_notices.INVITED, coffee_notices.CHANGED)(requests)
    renders(coffee_notices.OFF)(cancels)
    renders(coffee_notices.ALONE)(alone)
    renders(coffee_notices.MET, coffee_notices.UNCLEAR, coffee_notices.WORDS)(asides)
