"""Random histories of a series, held against an independent calendar: what an attendee's calendar contains after the mails it got is
what Foyer says, whatever was answered through which door, edited, moved, called off, repeated, overtaken or late.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from database import db, transaction
from mail import inbox
from mail.models import IncomingMail, IncomingState
from sessions import invitations, replies, rsvps
from sessions.details import details_of
from sessions.errors import SessionError
from sessions.models import Answer, Rsvp, ScheduledSession, Seat, SessionState, Via
from sessions.series import answers, edits, new_rhythms
from sessions.series.edits import Scope
from sessions.series.models import Series, SeriesRsvp
from sessions.series.plans import SeriesPlan
from sessions.series.rhythms import Every, Rhythm
from tests.infra.model_calendar import PRODIDS, ModelCalendar, in_foyer

FOUR_TUESDAYS = Rhythm(every=Every.WEEK, weekdays=(1,), count=4)
WORDS = ("accepted", "accepted", "tentative", "declined")
DOORS = (Via.WEB, Via.LINK, Via.API)
SCOPES = tuple(Scope)
NUMBER = st.integers(0, 11)
STEP = st.tuples(
    st.sampled_from(
        [
            "press",
            "press",
            "press",
            "press_all",
            "press_all",
            "delegate",
            "delegate",
            "delegate_all",
            "delegate_all",
            "arrive",
            "arrive",
            "arrive",
            "mail",
            "mail",
            "mail",
            "page",
            "page_all",
            "move",
            "rhythm",
            "place",
            "title",
            "seats",
            "call_off",
            "withdraw",
            "invite",
            "time",
        ]
    ),
    NUMBER,
    NUMBER,
    NUMBER,
)


class World:
    """A series, two people invited and two colleagues whom they may send, calendars of all, and the mails under way in both directions."""

    def __init__(self, series, people, planner, doors, clock):
        self.first, self.people, self.planner, self.doors, self.clock = series.id, people, planner, doors, clock
        self.calendars = [ModelCalendar(person.email, replaces_all=number % 2 == 1) for number, person in enumerate(people)]
        self.read = [0] * len(people)
        self.under_way: list[tuple[bytes, str, str]] = []
        self.arrived: list[tuple[bytes, str, str]] = []

    def now(self):
        return datetime.now(UTC)

    def dates(self, *, all_=False):
        """Every date of the series and of what it went on as."""
        db.session.expire_all()
        query = select(ScheduledSession).order_by(ScheduledSession.id)
        found = [session for session in db.session.scalars(query).unique() if all_ or session.state is SessionState.PUBLISHED]
        return [session for session in found if session.series_id and session.series_id >= self.first]

    def step(self, name, a, b, c):
        self.clock.shift(timedelta(seconds=90))
        try:
            getattr(self, f"do_{name}")(a, b, c)
        except SessionError:
            db.session.rollback()

    def do_press(self, a, b, c, *, whole=False, to=""):
        calendar = self.calendars[a % 4]
        uids = [uid for uid in calendar.objects if calendar.dates(uid)]
        if not uids:
            return
        uid = uids[b % len(uids)]
        shown = [rid for rid in calendar.dates(uid) if not calendar.is_off(uid, rid)]
        if not shown or (whole and None not in calendar.objects[uid]):
            return
        rid = None if whole else shown[c % len(shown)]
        partstat = "DELEGATED" if to else WORDS[b % 4].upper()
        self.under_way.append(calendar.press(uid, partstat, rid=rid, now=self.now(), to=to))

    def do_delegate(self, a, b, c):
        """A colleague comes instead, on one date."""
        self.do_press(a, b, c, to=self.people[2 + a // 4 % 2].email)

    def do_delegate_all(self, a, b, c):
        """A colleague comes instead, to all of it."""
        self.do_press(a, b, c, whole=True, to=self.people[2 + a // 4 % 2].email)

    def do_press_all(self, a, b, c):
        self.do_press(a, b, c, whole=True)

    def do_arrive(self, a, b, _c):
        """Any of the replies under way, or one that has arrived once more."""
        if self.under_way:
            mail = self.under_way.pop(a % len(self.under_way))
            self.arrived.append(mail)
            self.hand_over(mail)
        elif self.arrived and b % 3 == 0:
            self.hand_over(self.arrived[a % len(self.arrived)])

    def hand_over(self, mail):
        raw, sender, recipient = mail
        with transaction():
            inbox.receive(raw, door="lmtp", envelope_from=sender, recipients=[recipient], now=self.now())
        self.doors.read_in()

    def do_mail(self, *_):
        self.doors.deliver()
        for number, person in enumerate(self.people):
            mails = self.doors.sink.to(person.email)
            for mail in mails[self.read[number] :]:
                self.calendars[number].receive(mail.raw)
            self.read[number] = len(mails)

    def do_page(self, a, b, c):
        dates = self.dates()
        if dates:
            session, word = dates[c % len(dates)], Answer(WORDS[b % 4])
            with transaction():
                rsvps.record_answer(session.id, self.people[a % 4].id, word, via=DOORS[c % 3], now=self.now())

    def do_page_all(self, a, b, c):
        query = select(SeriesRsvp.series_id).where(SeriesRsvp.person_id == self.people[a % 4].id).order_by(SeriesRsvp.id)
        with transaction():
            ids = list(db.session.scalars(query))
            if ids:
                said = {"via": DOORS[c % 3], "now": self.now(), "every_date": c % 2 == 0}
                answers.record_answer(ids[b % len(ids)], self.people[a % 4].id, Answer(WORDS[b % 4]), **said)

    def edit(self, nth, scope, **fields):
        dates = self.dates()
        if not dates:
            return
        session = dates[nth % len(dates)]
        by = fields.pop("by", None)
        with transaction():
            details = details_of(session)
            if by is not None:
                fields = {"starts_at": details.starts_at + by, "ends_at": details.ends_at + by}
            edits.change(session.id, replace(details, **fields), scope=SCOPES[scope % 3], by=self.planner, now=self.now())

    def do_move(self, a, b, c):
        self.edit(a, b, by=timedelta(hours=(1, -1, 24, 2)[c % 4]))

    def do_rhythm(self, a, b, c):
        dates = self.dates()
        if dates and c % 3 == 0:
            session = dates[a % len(dates)]
            rhythm = Rhythm(every=Every.WEEK, between=1 + b % 2, weekdays=(1 + c % 2,), count=3)
            with transaction():
                plan = SeriesPlan(first=details_of(session), rhythm=rhythm)
                new_rhythms.go_on(session.id, plan, by=self.planner, now=self.now())

    def do_place(self, a, b, c):
        self.edit(a, b, place=f"Hall {c}")

    def do_title(self, a, b, c):
        self.edit(a, b, title=f"Lunch {c}")

    def do_seats(self, a, b, c):
        dates, capacity = self.dates(), (1, 2, None)[c % 3]
        if dates and db.session.get_one(Series, dates[a % len(dates)].series_id).keeps_group:
            with transaction():
                edits.resize_group(dates[a % len(dates)].series_id, capacity, by=self.planner, now=self.now())
        else:
            self.edit(a, b, capacity=capacity)

    def do_call_off(self, a, b, c):
        dates = self.dates()
        if len(dates) > 1 and c % 2:
            with transaction():
                edits.cancel(dates[a % len(dates)].id, scope=SCOPES[b % 2], reason="Snow.", by=self.planner, now=self.now())

    def do_withdraw(self, a, b, _c):
        dates = self.dates()
        if dates:
            with transaction():
                invitations.withdraw(dates[b % len(dates)].id, self.people[a % 4].id, by=self.planner, now=self.now())

    def do_invite(self, a, b, _c):
        dates = self.dates()
        if dates:
            with transaction():
                ids = [self.people[a % 4].id]
                invitations.invite(dates[b % len(dates)].id, ids, by=self.planner, now=self.now())

    def do_time(self, a, _b, _c):
        self.clock.shift(timedelta(days=a % 4))

    def overfull(self):
        """Dates ahead with more people than seats, and groups with more than theirs."""
        found = []
        for session in self.dates():
            series = db.session.get_one(Series, session.series_id)
            capacity = series.group_capacity if series.keeps_group else session.capacity
            seated = select(func.count()).select_from(Rsvp).where(Rsvp.session_id == session.id, Rsvp.seat == Seat.SEATED)
            in_group = select(func.count()).select_from(SeriesRsvp)
            in_group = in_group.where(SeriesRsvp.series_id == series.id, SeriesRsvp.seat == Seat.SEATED)
            counts = [db.session.scalar(seated), db.session.scalar(in_group) if series.keeps_group else 0]
            if capacity is not None and session.starts_at > self.now() and max(counts) > capacity:
                found.append((session.id, counts, capacity))
        return found

    def introduce(self):
        """Until a calendar has answered once, nobody knows what it understands: it is told of a single date as most read it."""
        self.do_mail()
        self.clock.shift(timedelta(seconds=90))
        self.do_press(1, 2, 0, whole=True)
        self.do_arrive(0, 1, 0)

    def decide(self):
        """Whoever cannot come instead does not: the host puts it aside."""
        for id_ in list(db.session.scalars(select(IncomingMail.id).where(IncomingMail.state == IncomingState.WAITING))):
            with transaction():
                replies.close(id_, by=self.planner, now=self.now())

    def settle(self):
        """Everything under way arrives, until nothing is."""
        for _round in range(20):
            while self.under_way:
                self.do_arrive(0, 1, 0)
            self.decide()
            self.clock.shift(timedelta(hours=2))
            before = list(self.read)
            self.do_mail()
            if not self.under_way and before == self.read:
                return
        raise AssertionError("mails go to and fro without an end")


def newcomer(add_person, email):
    """Somebody as tests may keep them, whatever became of the database session that read them."""
    person = add_person("Some Colleague", email=email)
    return SimpleNamespace(id=person.id, email=email)


def answered_once(meetup, person):
    """What this calendar understands is known from an earlier answer: to something else, which is over."""
    long_ago = datetime(2026, 11, 2, 9, tzinfo=UTC)
    session = meetup(invited=[person], at=long_ago, starts_at=long_ago + timedelta(days=1), ends_at=long_ago + timedelta(days=2))
    with transaction() as writing:
        rsvp = writing.scalars(select(Rsvp).where(Rsvp.session_id == session.id)).one()
        rsvp.reply_prodid, rsvp.answered_at = PRODIDS[True], long_ago


@pytest.mark.parametrize(
    ("capacity", "keeps_group"), [(None, False), (1, False), (1, True)], ids=["room", "one-seat", "group-of-one"]
)
@settings(
    max_examples=int(os.environ.get("FOYER_TEST_HISTORIES", "8")),
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a history is short, and shrinking it takes minutes
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@example(  # who sent a colleague says no as well, before either has arrived
    history=[("delegate", 4, 8, 4), ("time", 5, 9, 9), ("press", 6, 10, 10), ("press", 4, 7, 0)]
)
@given(history=st.lists(STEP, min_size=4, max_size=24))
def test_calendars_contain_what_foyer_says(
    weekly, meetup, add_person, deliver, read_in, smtp_sink, clock, planner, bo, now, capacity, keeps_group, history
):
    # given
    test_calendars_contain_what_foyer_says.number = getattr(test_calendars_contain_what_foyer_says, "number", 0) + 1
    number = test_calendars_contain_what_foyer_says.number
    clock.move_to(now)
    people = [newcomer(add_person, f"{name}{number}@brink-waal.example") for name in ("ada", "dana", "eva", "finn")]
    answered_once(meetup, people[3])
    series = weekly(invited=people[:2], rhythm=FOUR_TUESDAYS, capacity=capacity, plan={"keeps_group": keeps_group})
    doors = SimpleNamespace(deliver=deliver, read_in=read_in, sink=smtp_sink)
    world = World(SimpleNamespace(id=series.id), people, planner, doors, clock)

    world.introduce()

    # when
    for step in history:
        world.step(*step)
    world.settle()

    # then
    for calendar, person in zip(world.calendars, people, strict=True):
        told = calendar.contents(ends_after=world.now()), in_foyer(person, ends_after=world.now())
        assert told[0] == told[1], (calendar.replaces_all, history)
    assert world.overfull() == [], history
