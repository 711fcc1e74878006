"""An attendee's calendar as RFC 5546 describes it, independent of Foyer's code: what stands in it after the mails it got.

Two clients, as CALENDAR.md measured them. `replaces_all=False`: a REQUEST with only a RECURRENCE-ID changes that date and leaves the rest
(Outlook, Exchange, Thunderbird). `replaces_all=True`: whatever arrives takes the place of all there was of the UID, and a CANCEL of one
date cancels all of them (plain sabre/vobject).
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import aliased

from database import db
from sessions.copies import PARTSTAT
from sessions.models import Answer, Delegation, Invitation, Rsvp, ScheduledSession, Seat, SessionState

Entry = tuple[datetime, datetime, str, str]  # start, end (UTC), PARTSTAT, STATUS
LONG_AGO = datetime.min.replace(tzinfo=UTC)
PRODIDS = {False: "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN", True: "-//Sabre//Sabre VObject 4.6.0//EN"}


@dataclass
class ModelCalendar:
    """One person's calendar: by UID the master (None) and the dates that differ from it (RECURRENCE-ID in UTC)."""

    email: str
    replaces_all: bool = False
    objects: dict[str, dict[datetime | None, Event]] = field(default_factory=dict)
    cancelled: dict[str, int] = field(default_factory=dict)  # UID: SEQUENCE of the CANCEL that took it out

    def receive(self, raw: bytes) -> None:
        """The mail is processed as an attendee's client does (RFC 5546 section 3.2.2, 3.2.5)."""
        for calendar in _calendars(raw):
            events = [item for item in calendar.subcomponents if isinstance(item, Event)]
            {"REQUEST": self._request, "CANCEL": self._cancel}[str(calendar["METHOD"])](events)

    def _request(self, events: list[Event]) -> None:
        uid, sequence = str(events[0]["UID"]), max(int(event["SEQUENCE"]) for event in events)
        if sequence < self.cancelled.get(uid, 0):
            return
        known = self.objects.get(uid, {})
        whole = any(_rid(event) is None for event in events)
        if whole or self.replaces_all:
            if known and sequence < max(int(event["SEQUENCE"]) for event in known.values()):
                return
            self.objects[uid] = {_rid(event): event for event in events}
            return
        for event in events:
            older = known.get(_rid(event)) or known.get(None)
            if older is None or int(event["SEQUENCE"]) >= int(older["SEQUENCE"]):
                self.objects.setdefault(uid, {})[_rid(event)] = event

    def _cancel(self, events: list[Event]) -> None:
        for event in events:
            uid, rid = str(event["UID"]), _rid(event)
            if rid is None or self.replaces_all:
                self.objects.pop(uid, None)
                self.cancelled[uid] = int(event["SEQUENCE"])
            elif uid in self.objects:
                event["STATUS"] = "CANCELLED"
                self.objects[uid][rid] = event

    def press(
        self, uid: str, partstat: str, *, rid: datetime | None = None, now: datetime, to: str = ""
    ) -> tuple[bytes, str, str]:
        """The person answers, for all dates or for one; raw mail, envelope sender and recipient. Their own copy says so at once.

        `to` is who comes instead (PARTSTAT=DELEGATED).
        """
        entry = self.objects[uid]
        if rid is not None and rid not in entry:
            entry[rid] = _instance(entry[None], rid)
        event = entry[rid]
        event["ATTENDEE"].params["PARTSTAT"] = partstat
        said = f'{partstat};DELEGATED-TO="mailto:{to}"' if to else partstat
        return self._reply(event, rid, said, now)

    def _reply(self, event: Event, rid: datetime | None, said: str, now: datetime) -> tuple[bytes, str, str]:
        partstat = said.partition(";")[0]
        organizer = str(event["ORGANIZER"]).removeprefix("mailto:")
        lines = [f"UID:{event['UID']}", f"SEQUENCE:{event['SEQUENCE']}", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"]
        if rid is not None:
            lines.append(f"RECURRENCE-ID:{rid:%Y%m%dT%H%M%SZ}")
        lines += [f"ORGANIZER:mailto:{organizer}", f"ATTENDEE;PARTSTAT={said}:mailto:{self.email}"]
        head = [f"From: {self.email}", f"To: {organizer}", "Subject: answer", f"Date: {format_datetime(now.astimezone(UTC))}"]
        head += [f"Message-ID: <{now.timestamp()}-{partstat}-{rid}@client.example>".replace(" ", "-"), "MIME-Version: 1.0"]
        body = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODIDS[self.replaces_all]}", "METHOD:REPLY", "BEGIN:VEVENT"]
        body += [*lines, "END:VEVENT", "END:VCALENDAR", ""]
        mail = [*head, "Content-Type: text/calendar; charset=UTF-8; method=REPLY", "", *body]
        return "\r\n".join(mail).encode(), self.email, organizer

    def dates(self, uid: str) -> list[datetime]:
        """Every RECURRENCE-ID that stands in the calendar, in order."""
        entry = self.objects.get(uid, {})
        rids = {*_expanded(entry[None])} if None in entry and "RRULE" in entry[None] else set()
        return sorted(rids | {rid for rid in entry if rid is not None})

    def is_off(self, uid: str, rid: datetime) -> bool:
        """Whether this date is struck out."""
        event = self.objects[uid].get(rid)
        return event is not None and str(event.get("STATUS", "")) == "CANCELLED"

    def contents(self, *, ends_after: datetime = LONG_AGO) -> set[Entry]:
        """What the person sees: every date that is not off, and not over at that instant."""
        return {shown for uid in self.objects for shown in self._shown(uid) if shown[1] > ends_after}

    def _shown(self, uid: str) -> set[Entry]:
        entry = self.objects[uid]
        master = entry.get(None)
        if master is None or "RRULE" not in master:
            events = list(entry.values())
        else:
            events = [entry.get(rid) or _instance(master, rid) for rid in self.dates(uid)]
        return {_entry(event) for event in events if str(event.get("STATUS", "")) != "CANCELLED"}


def _calendars(raw: bytes) -> list[Calendar]:
    message = message_from_bytes(raw, policy=policy.default)
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return [Calendar.from_ical(part.get_payload(decode=True)) for part in parts[:1]]


def _rid(event: Event) -> datetime | None:
    return event["RECURRENCE-ID"].dt.astimezone(UTC) if "RECURRENCE-ID" in event else None


def _expanded(master: Event) -> list[datetime]:
    """RRULE without EXDATE, wall-clock time kept (RFC 5545 section 3.3.10, 3.8.5.1)."""
    start = master["DTSTART"].dt
    zone = start.tzinfo if start.tzinfo is UTC else ZoneInfo(str(start.tzinfo))
    until = master["RRULE"]["UNTIL"][0].astimezone(zone).replace(tzinfo=None)
    rule = ";".join(part for part in master["RRULE"].to_ical().decode().split(";") if not part.startswith("UNTIL"))
    local = rrulestr(rule, dtstart=start.replace(tzinfo=None)).between(start.replace(tzinfo=None), until, inc=True)
    lines = master.get("EXDATE", [])
    left_out = {one.dt.astimezone(UTC) for line in (lines if isinstance(lines, list) else [lines]) for one in line.dts}
    found = [at.replace(tzinfo=zone).astimezone(UTC) for at in local]
    return [at for at in found if at not in left_out]


def _instance(master: Event, rid: datetime) -> Event:
    """One date of the series as the master says it."""
    event = deepcopy(master)
    lasts = master["DTEND"].dt - master["DTSTART"].dt
    for name in ("RRULE", "EXDATE", "DTSTART", "DTEND"):
        event.pop(name, None)
    event.add("DTSTART", rid)
    event.add("DTEND", rid + lasts)
    event.add("RECURRENCE-ID", rid)
    return event


def _entry(event: Event) -> Entry:
    start, end = (event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND"))
    return start, end, str(event["ATTENDEE"].params["PARTSTAT"]), str(event.get("STATUS", "CONFIRMED"))


def in_foyer(person, *, ends_after: datetime = LONG_AGO) -> set[Entry]:
    """What should stand in this person's calendar, of what is not over at that instant."""
    db.session.expire_all()
    query = (
        select(Rsvp)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(Rsvp.person_id == person.id, Invitation.withdrawn_at.is_(None), ScheduledSession.state == SessionState.PUBLISHED)
    )
    return {_truth(rsvp) for rsvp in db.session.scalars(query) if rsvp.session.ends_at > ends_after}


def _truth(rsvp):
    waits = rsvp.seat is Seat.WAITING
    partstat = "TENTATIVE" if waits else "DELEGATED" if _sends_somebody(rsvp) else PARTSTAT[rsvp.answer].value
    session = rsvp.session
    return session.starts_at.astimezone(UTC), session.ends_at.astimezone(UTC), partstat, "TENTATIVE" if waits else "CONFIRMED"


def _sends_somebody(rsvp):
    delegate = aliased(Rsvp)
    query = (
        select(Delegation.id)
        .join(delegate, delegate.id == Delegation.delegate_rsvp_id)
        .join(Invitation, Invitation.id == delegate.invitation_id)
        .where(Delegation.delegator_rsvp_id == rsvp.id, Delegation.ended_at.is_(None), Invitation.withdrawn_at.is_(None))
    )
    return rsvp.answer is Answer.DECLINED and db.session.scalar(query.limit(1)) is not None
