"""The demo's calendar that somebody handed over, with proposals that wait. Written through the rules."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from database import db, transaction
from networks.discovery import hand_overs, recognition, word_lists
from networks.discovery.topics import Topics
from people.models import Person

ZONE, DOMAIN = ZoneInfo("Europe/Amsterdam"), "brink-waal.example"
PUMP_ROUND = ("bo", "kasper.holm", "samuel.osei", "jeroen.de.wit", "koen.verbruggen", "joost.blaauw")
HAVE_READ = ("bo", "dana", "priya.raman", "wanjiru.kamau", "chiara.conti", "amira.saleh", "agency.temp")


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """Bo's calendar was read a day ago and waits for him."""
    handed_at = now - timedelta(days=1)
    octets = _calendar(now).encode()
    with transaction():
        bo = db.session.get_one(Person, ids["bo"])
        handed = hand_overs.take_file(bo, BytesIO(octets), "bo-calendar.ics", now=handed_at)
        topics = Topics(word_lists.words())
        findings = recognition.findings_of(BytesIO(octets), handed.name, ZONE, topics, today=handed_at.date())
        hand_overs.keep_findings(handed.id, findings)


def _calendar(now: datetime) -> str:
    pumps = _weekday(now - timedelta(days=7 * 60), 1)
    books = _weekday((now - timedelta(days=30 * 9)).replace(day=7), 2)  # the first Wednesday of its month
    events = [
        _event("pumps", "Pump round", "RRULE:FREQ=WEEKLY;INTERVAL=2", pumps, PUMP_ROUND, "Hall 2"),
        _event("books", "Have you read", "RRULE:FREQ=MONTHLY;BYDAY=1WE", books, HAVE_READ, "Library, Zwolle"),
        _event("physio", "Physio", "CLASS:PRIVATE", books, ("dana",), ""),
        *[_event(f"talk{number}", "Quick talk", "", books + timedelta(days=number), ("dana",), "") for number in range(14)],
    ]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])


def _weekday(day: datetime, number: int) -> datetime:
    """The last such day up to this one; 0 is Monday."""
    return day - timedelta(days=(day.weekday() - number) % 7)


def _event(uid: str, title: str, line: str, at: datetime, people: tuple[str, ...], place: str) -> str:
    asked = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{name}@{DOMAIN}" for name in people]
    start = f"DTSTART;TZID=W. Europe Standard Time:{at:%Y%m%d}T120000"
    lines = ["BEGIN:VEVENT", f"UID:{uid}", start, f"SUMMARY:{title}", f"ORGANIZER:mailto:bo@{DOMAIN}", *asked, line]
    return "\r\n".join([*(one for one in lines if one), *([f"LOCATION:{place}"] if place else []), "END:VEVENT"])
