"""Promise 7, attacked at random: what stands in a person's calendar and in Foyer are the same, or Foyer says that a message is on its way.

Four people with calendars of their own answer through every door, while the host moves, renames, fills, empties, withdraws, calls off,
and mail leaves now and then. After each step every calendar is held against Foyer.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from database import db, transaction
from people import people as everybody
from people.models import Person
from sessions import queries_mine
from sessions.errors import SessionError
from sessions.models import Answer, Rsvp, ScheduledSession, Seat, Via
from sessions.precedence import CalendarReply
from tests.infra.post import vevent

PARTSTAT = {"accepted": "ACCEPTED", "tentative": "TENTATIVE", "declined": "DECLINED", "needs-action": "NEEDS-ACTION"}


@dataclass
class Calendar:
    """As much of a calendar program as matters: takes what is not older than what it has, and answers what it has."""

    id: int
    email: str
    read: int = 0
    event: dict[str, str] | None = None
    seen: int = -1

    def read_mail(self, sink):
        mails = sink.to(self.email)
        for mail in mails[self.read :]:
            event = vevent(mail)
            sequence = int(event["SEQUENCE"])
            assert sequence >= self.seen, "an older state came last"
            self.seen = sequence
            self.event = None if event["METHOD"] == "CANCEL" else event
            if self.event:
                self.event["PARTSTAT"] = event["ATTENDEE"].partition("PARTSTAT=")[2].partition(";")[0]
        self.read = len(mails)

    def press(self, word):
        self.event["PARTSTAT"] = PARTSTAT[word]
        return CalendarReply(
            sequence=int(self.event["SEQUENCE"]), dtstamp=datetime.now(UTC).replace(microsecond=0), received_at=datetime.now(UTC)
        )

    def says(self):
        """What a person reads in it."""
        if self.event is None:
            return None
        declined = self.event["PARTSTAT"] == "DECLINED"  # struck out: its title may be an older one
        kept = ("DTSTART", "LOCATION", "PARTSTAT") if declined else ("DTSTART", "LOCATION", "PARTSTAT", "STATUS", "SUMMARY")
        return {name: self.event[name] for name in kept}


def truth(rsvp):
    """What should stand in the person's calendar."""
    session = rsvp.session
    if rsvp.is_withdrawn or not session.is_published:
        return None
    waits = rsvp.seat is Seat.WAITING
    starts_at = session.starts_at.astimezone(session.zone)
    facts = {
        "DTSTART": f"{starts_at:%Y%m%dT%H%M%S}",
        "LOCATION": session.place,
        "PARTSTAT": "TENTATIVE" if waits else PARTSTAT[rsvp.answer.value],
    }
    if rsvp.answer is Answer.DECLINED:
        return facts
    return {**facts, "STATUS": "TENTATIVE" if waits else "CONFIRMED", "SUMMARY": session.title}


class World:
    """The session, its people and everything that can happen to them."""

    def __init__(self, dice, session, people, sink, doors):
        self.dice, self.session, self.sink, self.doors = dice, session, sink, doors
        self.calendars = [Calendar(person.id, person.email) for person in people]
        self.steps = [
            *[self.answer_by_calendar] * 5,
            *[self.answer_on_page] * 3,
            *[self.send_mail] * 6,
            self.record,
            self.move,
            self.rename,
            self.place,
            self.capacity,
            self.withdraw,
            self.invite,
            self.invite,
            self.leave_or_come_back,
        ]

    def step(self):
        happens, self.last = self.dice.choice(self.steps), ""
        try:
            happens()
        except SessionError:
            return f"{happens.__name__} {self.last} refused"
        return f"{happens.__name__} {self.last}"

    def someone(self):
        calendar = self.dice.choice(self.calendars)
        self.last = calendar.email[:4]
        return calendar

    def word(self):
        return self.dice.choice(["accepted", "accepted", "accepted", "tentative", "declined"])

    def now(self):
        return {"at": datetime.now(UTC)}

    def answer_by_calendar(self):
        calendar = self.someone()
        if calendar.event is not None:
            word = self.word()
            reply = calendar.press(word)
            self.doors["say"](self.session, calendar, word, via=Via.CALENDAR, reply=reply, **self.now())

    def answer_on_page(self):
        self.doors["say"](self.session, self.someone(), self.word(), via=Via.WEB, **self.now())

    def record(self):
        host = self.doors["host"]
        self.doors["say"](self.session, self.someone(), self.word(), via=Via.HOST, by=host, **self.now())

    def move(self):
        self.doors["change"](self.session, moved_by=timedelta(hours=self.dice.choice([-1, 1, 24])), **self.now())

    def rename(self):
        self.doors["change"](self.session, title=f"Lunch {self.dice.randrange(100)}", **self.now())

    def place(self):
        self.doors["change"](self.session, place=f"Hall {self.dice.randrange(9)}", **self.now())

    def capacity(self):
        self.doors["change"](self.session, capacity=self.dice.choice([1, 2, 3]), **self.now())

    def withdraw(self):
        self.doors["withdraw"](self.session, self.someone(), **self.now())

    def invite(self):
        self.doors["invite"](self.session, *self.calendars, **self.now())

    def leave_or_come_back(self):
        with transaction() as work:
            person = work.get_one(Person, self.someone().id)
            (everybody.deactivate if person.active else everybody.reactivate)(person)

    def send_mail(self):
        self.doors["deliver"]()
        for calendar in self.calendars:
            calendar.read_mail(self.sink)

    def rsvps(self):
        db.session.expire_all()
        query = select(Rsvp).where(Rsvp.session_id == self.session.id)
        return {rsvp.person_id: rsvp for rsvp in db.session.scalars(query)}

    def lies(self):
        """Every calendar that says something else than Foyer, without a message on its way."""
        rsvps = self.rsvps()
        found = []
        for calendar in self.calendars:
            rsvp = rsvps[calendar.id]
            if not rsvp.person.active or queries_mine.calendar_message(rsvp) == "on-its-way":
                continue
            if calendar.says() != truth(rsvp):
                found.append((rsvp.person.name, calendar.says(), truth(rsvp)))
        return found

    def seats_are_right(self):
        """Never one seat too many, never one empty while somebody waits."""
        capacity = db.session.scalar(select(ScheduledSession.capacity).where(ScheduledSession.id == self.session.id))
        seats = [rsvp.seat for rsvp in self.rsvps().values()]
        seated, waiting = seats.count(Seat.SEATED), seats.count(Seat.WAITING)
        gone = [rsvp.seat for rsvp in self.rsvps().values() if rsvp.is_withdrawn or not rsvp.person.active]
        return seated <= capacity and (not waiting or seated == capacity) and set(gone) <= {Seat.NONE}


@pytest.mark.parametrize("seed", range(6))
def test_no_calendar_says_anything_else_than_foyer(
    meetup, say, change, withdraw, invite, cancel, deliver, smtp_sink, clock, colleagues, bo, now, seed
):
    # given
    people = colleagues(4)
    starts_at = now + timedelta(days=40)
    session = meetup(invited=people, capacity=2, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    doors = {
        "say": say,
        "change": change,
        "withdraw": withdraw,
        "invite": invite,
        "deliver": deliver,
        "host": SimpleNamespace(id=bo.id),
    }
    world = World(random.Random(seed), SimpleNamespace(id=session.id), people, smtp_sink, doors)

    # when
    past: list[str] = []
    for _number in range(60):
        clock.shift(timedelta(minutes=1))
        past.append(world.step())
        assert (world.lies(), world.seats_are_right()) == ([], True), ", ".join(past[-25:])

    # then: at the end everybody is told, and all calendars are empty once it is called off
    world.send_mail()
    assert world.lies() == []
    for calendar in world.calendars:
        with transaction() as work:
            everybody.reactivate(work.get_one(Person, calendar.id))
    cancel(world.session, "Snow.", **world.now())
    world.send_mail()
    assert [calendar.event for calendar in world.calendars] == [None] * 4
