"""kill -9 of web, worker and mail door while five hundred people are invited and answer. Who got no answer tries again, as anybody would.

The moments are drawn from a seed, and counted in what has been done so far, not in seconds: a slow machine is hit as often as a fast one.
"""

import http.client
import random
import re
import smtplib
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import func, select

import jobs
from database import db
from mail import delivery
from mail.models import IncomingMail, IncomingState, OutgoingMail, OutgoingState
from sessions import links
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, Via
from sessions.queries_roster import history
from tests.infra.installation import Installation, until
from tests.infra.post import vevent
from tests.infra.smtp_sink import Received, SmtpSink
from tests.infra.visitors import Doors, answer_links

SEED, PEOPLE, SEATS, AT_ONCE, HANDS = 20261201, 500, 120, 25, 6
PATIENCE = 600
KILLS = {"worker": 4, "web": 3, "mail": 3}
UP_TO = {"worker": PEOPLE * 9 // 10, "web": 120, "mail": 200}  # mails sent, requests answered, replies taken: fewer than will be
GONE = (OSError, http.client.HTTPException, smtplib.SMTPException)


@dataclass
class World:
    """Everything outside Foyer: what people did, and how far things have come."""

    sink: SmtpSink
    done: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    last_answer: dict[str, Answer] = field(default_factory=dict)
    given: dict[str, list[object]] = field(default_factory=lambda: defaultdict(list))  # all they said, for when it went wrong
    read: dict[int, int] = field(default_factory=dict)  # how many of the mails each hand has looked at
    surprises: list[str] = field(default_factory=list)
    finished: threading.Event = field(default_factory=threading.Event)

    def persist(self, door: str, attempt: Callable[[], int | None]) -> None:
        """Again and again until the server has said yes; what it says instead of yes or nothing is a surprise."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                status = attempt()
            except GONE:
                time.sleep(0.05)
                continue
            with self.lock:
                self.done[door] += 1
                if status not in {200, 303, None}:
                    self.surprises.append(f"{door}: {status}")
            return
        self.surprises.append(f"{door}: nobody answered")

    def is_quiet(self) -> bool:
        """Everybody has answered, and every mail that came was looked at."""
        return len(self.last_answer) == PEOPLE and list(self.read.values()) == [len(self.sink.received)] * HANDS

    def progress(self, name: str) -> int:
        return len(self.sink.received) if name == "worker" else self.done[name]


def test_nothing_is_lost_or_doubled_when_processes_are_killed(
    app, foyer, settings, smtp_sink, meetup, crowd, doors_of, on_its_way, fresh
):
    # given
    world = World(smtp_sink)
    people = crowd(PEOPLE)
    emails = [person.email for person in people]
    session = meetup(capacity=SEATS)
    moved = (session.starts_at + timedelta(hours=2)).astimezone(session.zone)
    doors = doors_of(session, people)
    for name in KILLS:
        foyer.start(name)
    foyer.ready("web", "mail")

    # when
    hands = [
        threading.Thread(daemon=True, target=_answer_mail, args=(world, doors, set(emails[hand::HANDS]), moved, SEED + hand))
        for hand in range(HANDS)
    ]
    invites = threading.Thread(daemon=True, target=_invite_and_move, args=(world, doors, emails, moved))
    for thread in (*hands, invites):
        thread.start()
    _kill_at_random(foyer, world)
    invites.join(PATIENCE)
    time.sleep(settings.mail_lease_seconds)  # what the killed workers held is free again
    foyer.stop("worker")
    foyer.start("worker")
    until(lambda: world.is_quiet() and not on_its_way() and world.is_quiet(), lambda: _standing(fresh, world), PATIENCE)
    world.finished.set()
    for thread in hands:
        thread.join(PATIENCE)
    fresh()

    # then: everything that was asked for was done, and is over
    assert world.surprises == []
    queue = jobs.queue_of(app).storage
    until(lambda: queue.queue_size() == 0, lambda: f"{queue.queue_size()} wakes wait")  # each minute brings those of its sweeps
    assert set(db.session.scalars(select(OutgoingMail.state))) <= {OutgoingState.SENT, OutgoingState.REPLACED}
    assert set(db.session.scalars(select(IncomingMail.state))) <= {IncomingState.APPLIED, IncomingState.IGNORED}

    # then: everybody is invited once, and the last answer each gave is the one that counts
    rsvps = {rsvp.person.email: rsvp for rsvp in db.session.scalars(select(Rsvp))}
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == PEOPLE
    other = {email: rsvp.answer for email, rsvp in rsvps.items() if rsvp.answer is not world.last_answer[email]}
    assert {email: (answer, world.given[email], _history(rsvps[email])) for email, answer in other.items()} == {}
    seats = Counter(rsvp.seat for rsvp in rsvps.values())
    wanted = sum(rsvp.answer is Answer.ACCEPTED for rsvp in rsvps.values())
    assert (seats[Seat.SEATED], seats[Seat.WAITING]) == (SEATS, wanted - SEATS)

    # then: a mail that left twice is recognisably the same, and few did
    copies = defaultdict(list)
    for mail in smtp_sink.received:
        copies[_message_id(mail)].append(mail)
    assert {len({_identity(mail) for mail in mails}) for mails in copies.values()} == {
        1
    }  # but for the SEQUENCE: it may have moved
    assert len(smtp_sink.received) - len(copies) <= 5 * KILLS["worker"]

    # then: what the outbox says has left is what has arrived
    rows = db.session.execute(select(OutgoingMail.token, OutgoingMail.state, OutgoingMail.attempts)).all()
    sent = {delivery.message_id(token) for token, state, _attempts in rows if state is OutgoingState.SENT}
    tried = {delivery.message_id(token) for token, _state, attempts in rows if attempts}
    assert (sent - set(copies), set(copies) - tried) == (set(), set())

    # then: everybody holds exactly one current invitation, their own
    uid = db.session.get(ScheduledSession, session.id).calendar_object.uid
    assert {person.email: _held(smtp_sink.to(person.email)) for person in people} == {
        email: (rsvp.invitation.told_sequence, uid, f"{moved:%Y%m%dT%H%M%S}", [rsvp.id]) for email, rsvp in rsvps.items()
    }
    coming = {email: rsvp.seat is Seat.WAITING for email, rsvp in rsvps.items() if rsvp.answer is Answer.ACCEPTED}
    assert {email: _event(smtp_sink.to(email)[-1])["STATUS"] == "TENTATIVE" for email in coming} == coming


def _invite_and_move(world: World, doors: Doors, emails: list[str], moved: datetime) -> None:
    """The community manager invites them by twenty-fives, and moves the session in the middle of it."""
    for start in range(0, PEOPLE, AT_ONCE):
        body = {"people": emails[start : start + AT_ONCE]}
        world.persist("web", lambda body=body: doors.call("POST", "/invitations", body).status)
        if start == PEOPLE // 2:
            at = {"starts_at": f"{moved:%Y-%m-%dT%H:%M}"}
            world.persist("web", lambda at=at: doors.call("PATCH", "", at).status)


def _answer_mail(world: World, doors: Doors, mine: set[str], moved: datetime, seed: int) -> None:
    """People open each invitation that asks them, and answer by one door; some change their mind and answer by another."""
    chance = random.Random(seed)
    read, seen = 0, set()
    while not world.finished.is_set():
        for mail in world.sink.received[read:]:
            read += 1
            email = mail.recipients[0]
            if email not in mine or _message_id(mail) in seen:
                continue
            seen.add(_message_id(mail))
            for _time in range(_answers_to(mail, moved, chance)):
                answer = chance.choices((Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED), (5, 2, 3))[0]
                _give(world, doors, chance.choices((Via.CALENDAR, Via.LINK, Via.WEB, Via.API), (6, 2, 1, 1))[0], mail, answer)
                world.last_answer[email] = answer
                world.given[email].append((datetime.now(UTC), answer))
        world.read[seed] = read
        time.sleep(0.02)


def _give(world: World, doors: Doors, via: Via, mail: Received, answer: Answer) -> None:
    if via is Via.CALENDAR:
        hand_over = doors.press(
            via, mail.recipients[0], mail.raw, answer
        )  # the same bytes at every attempt, as from a mail server
        world.persist("mail", hand_over)
    else:
        world.persist("web", lambda: doors.press(via, mail.recipients[0], mail.raw, answer)())


def _message_id(mail: Received) -> str:
    return re.search(rb"(?im)^Message-ID: *(<[^>]+>)", mail.raw).group(1).decode()


@cache
def _event(mail: Received) -> dict[str, str]:
    return vevent(mail)


def _answers_to(mail: Received, moved: datetime, chance: random.Random) -> int:
    """None if it does not ask. Who is asked about the new time may change their mind; about the old one nobody does.

    (To have said no on the page, and then yes to the old time by mail, is to have said no: a reply to an earlier version does not count.)
    """
    event = _event(mail)
    if event["METHOD"] != "REQUEST" or "PARTSTAT=NEEDS-ACTION" not in event["ATTENDEE"]:
        return 0
    return 2 if event["DTSTART"] == f"{moved:%Y%m%dT%H%M%S}" and chance.random() < 0.25 else 1


def _kill_at_random(foyer: Installation, world: World) -> None:
    """Each process dies as often as KILLS says, at moments drawn from the seed, and is started again at once."""
    chance = random.Random(SEED)
    moments = {name: sorted(chance.sample(range(5, UP_TO[name]), times)) for name, times in KILLS.items()}
    end = time.monotonic() + PATIENCE
    while any(moments.values()):
        assert time.monotonic() < end, f"{moments} left at {dict(world.done)}, {len(world.sink.received)} sent\n{foyer.logs()}"
        for name, left in moments.items():
            if left and world.progress(name) >= left[0]:
                left.pop(0)
                time.sleep(chance.uniform(0, 0.03))
                foyer.kill(name)
                foyer.start(name)
        time.sleep(0.005)


def _standing(fresh, world: World) -> str:
    fresh()
    mails = db.session.execute(
        select(OutgoingMail.state, OutgoingMail.error, func.count()).group_by(OutgoingMail.state, OutgoingMail.error)
    )
    return f"{dict(world.done)}, {len(world.last_answer)} answered, {len(world.sink.received)} sent, {mails.all()}"


def _history(rsvp: Rsvp) -> list[object]:
    records = [line.record for line in history(rsvp.session, person_id=rsvp.person_id)]
    return [(record.at, record.via, record.outcome, record.answer, record.sequence, record.dtstamp) for record in records]


def _identity(mail: Received) -> tuple[object, ...]:
    event = _event(mail)
    return (mail.recipients, mail.envelope_from, event["METHOD"], event["UID"])


def _held(mails: list[Received]) -> tuple[object, ...]:
    """What a calendar makes of these: SEQUENCE, UID, start; and whose answer links came with it.

    A calendar that never saw a lower SEQUENCE after a higher one had nothing to sort out.
    """
    events = [_event(mail) for mail in mails]
    sequences = [int(event["SEQUENCE"]) for event in events]
    assert sequences == sorted(sequences)
    assert {event["METHOD"] for event in events} == {"REQUEST"}
    for mail, event in zip(mails, events, strict=True):
        assert event["ATTENDEE"].lower().endswith(f"mailto:{mail.recipients[0]}")
        assert event["ORGANIZER"] == f"mailto:{mail.message['Reply-To']}"
    owners = {_owner(link) for mail in mails for link in answer_links(mail.raw)}
    uids = {event["UID"] for event in events}
    return sequences[-1], uids.pop() if len(uids) == 1 else uids, events[-1]["DTSTART"], sorted(owners)


def _owner(link: str) -> int:
    return links._serializer().loads(link.rpartition("/")[2])[0]
