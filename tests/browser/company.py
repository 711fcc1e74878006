"""A company in the middle of its work, so that every page has something to show, in every state it knows."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import select

from calendars import attendee
from database import db, transaction
from mail import inbox
from mail.models import IncomingMail, OutgoingMail, OutgoingState, PostboxMail
from people import addresses, imports, jobs_imports, nudges, sign_in, tokens
from people.models import Person
from sessions import attendance, checkin, checkin_codes, feeds, interests, links, scheduling
from sessions.details import details_of
from sessions.kits import uses
from sessions.models import AnswerRecord, Rsvp, ScheduledSession
from sessions.polls import choosing, polls
from sessions.polls.models import Poll
from tests.infra.polls import link_in

FILE = b"Name;E-mail;Department\nAda;ada@brink-waal.example;Sheet metal\nNora Vos;nora@brink-waal.example;Planning\nX;nowhere;\n"
HOUR = timedelta(hours=1)
DESCRIPTION = "Bring a question. We look for the **answer** together.\n\n- Ground floor\n- [The menu](https://menu.example/today)"


@dataclass(frozen=True)
class House:
    """Who is who, and what the addresses of the pages are made of."""

    people: dict[str, Person]
    crowd: list[int]
    sessions: dict[str, int]
    answers: dict[str, str]
    sign_in: str
    letters: dict[str, int]
    incoming: list[int]
    imports: dict[str, int]
    address: str  # the link that confirms a further address of Ada
    proposed: int  # the message that proposes a time
    taken_back: int  # the answer at lunch that a host may take back
    polls: dict[str, tuple[int, list[int]]]  # and their dates
    marking: dict[str, str]  # links to mark dates, by poll
    code: str  # in the room of the session that is about to start
    nudges: str  # where Ada pauses nudges


def furnish(
    people: dict[str, Person],
    crowd: list[Person],
    *,
    meetup: Callable,
    say: Callable,
    poll: Callable,
    mark: Callable,
    deliver: Callable,
    read_in: Callable,
    now: datetime,
) -> House:
    """The company; the fixtures it is made with come along."""
    sessions = _sessions(people, crowd, meetup, say, now)
    deliver()
    _changes(sessions, people["chen"], now)
    deliver()
    incoming = _incoming(crowd[3], read_in, now)
    made = _polls(people, crowd, poll, mark, now)
    deliver()
    _trouble()
    with transaction():
        feeds.renew(people["ada"])
        tokens.issue(people["ada"], "My calendar script", now=now)
        link = sign_in.address_of(sign_in.make_link(people["ada"], now=now))
        address = addresses.link_to(addresses.add(people["ada"], "ada@private.example", now=now))
    return House(
        people=people,
        crowd=[person.id for person in crowd],
        sessions={name: session.id for name, session in sessions.items()},
        answers={name: _answer_token(sessions[name], people["ada"]) for name in ("lunch", "seat", "line", "cancelled")},
        sign_in=link.rpartition("/")[2],
        letters={
            "invitation": _letter(people["ada"], "Lunch"),
            "cancellation": _letter(people["bo"], "Cancelled"),
            "poll": _letter(people["ada"], "Which date suits you? Winter walk"),
        },
        polls={name: (one.id, [date.id for date in one.dates]) for name, one in made.items()},
        marking={
            name: link_in(one, people["ada"]).removeprefix("/d/") for name, one in made.items() if name not in {"draft", "empty"}
        },
        code=checkin_codes.url_of(sessions["now"], now=now).rpartition("/")[2],
        nudges=nudges.pause_url(people["ada"]).rpartition("/")[2],
        incoming=incoming,
        address=address.rpartition("/")[2],
        proposed=db.session.scalars(select(IncomingMail.id).where(IncomingMail.reason == "counter")).one(),
        imports=_imports(people["chen"], now),
        taken_back=db.session.scalars(
            select(AnswerRecord.id).where(AnswerRecord.session_id == sessions["lunch"].id).order_by(AnswerRecord.id)
        ).first()
        or 0,
    )


def _sessions(
    people: dict[str, Person], crowd: list[Person], meetup: Callable, say: Callable, now: datetime
) -> dict[str, ScheduledSession]:
    ada, bo, soon = people["ada"], people["bo"], now + timedelta(minutes=20)
    past = {
        "at": now - timedelta(days=20),
        "starts_at": now - timedelta(days=7),
        "ends_at": now - timedelta(days=7) + timedelta(hours=1),
    }
    made = {
        "lunch": meetup(
            title="Lunch and learn: finding who knows what",
            invited=[ada, *crowd],
            capacity=2,
            rsvp_until=now + timedelta(days=3),
            shows_who_comes=True,
            address="Ground floor, step-free from the main gate. Hearing loop at the window tables.",
            description=DESCRIPTION,
        ),
        "seat": meetup(title="First hour on the Square", invited=[ada, bo]),
        "moved": meetup(title="Profile clinic", invited=[ada, *crowd[:2]]),
        "line": meetup(
            title="Ask the board", invited=[ada, *crowd], capacity=1, online_url="https://meet.brink-waal.example/board"
        ),
        "cancelled": meetup(title="Early-shift coffee", invited=[ada, bo]),
        "over": meetup(title="Asking out loud", invited=[ada, bo, *crowd], **past),
        "now": meetup(
            title="Coffee and a question", invited=[ada, *crowd[:2]], **{**past, "starts_at": soon, "ends_at": soon + HOUR}
        ),
        "draft": meetup(title="Winter meetup", invited=[ada], publish=False),
    }
    with transaction():
        uses.choose(made["seat"], "first-steps")
        for person in (ada, bo, *crowd):
            interests.ask("format:first-steps", person, now=now)
    for person, word in zip(crowd, ("accepted", "accepted", "accepted", "declined"), strict=True):
        say(made["lunch"], person, word, comment="I come five minutes late.", shows_name=True)
    for name, person, word in (("seat", ada, "accepted"), ("seat", bo, "tentative"), ("moved", ada, "accepted")):
        say(made[name], person, word)
    say(made["line"], crowd[0], "accepted")
    say(made["line"], ada, "accepted")
    for name, person in (("over", ada), ("over", crowd[0]), ("now", ada), ("now", crowd[0])):
        say(made[name], person, "accepted", at=now - timedelta(days=19))
    with transaction():
        here = attendance.Tick(ada.id, True, made["over"].starts_at)
        attendance.tick(made["over"].id, [here], by=bo, now=made["over"].starts_at)
        attendance.walk_in(made["over"].id, people["dana"].id, by=bo, now=made["over"].starts_at)
        checkin.close(made["over"].id, by=bo, now=made["over"].ends_at)
    return made


def _polls(people: dict[str, Person], crowd: list[Person], poll: Callable, mark: Callable, now: datetime) -> dict[str, Poll]:
    ada, everybody = people["ada"], [people["ada"], people["dana"], *crowd]
    made = {
        "open": poll(asked=everybody, title="Winter walk", answer_until=now + timedelta(days=4), address="From the main gate."),
        "shown": poll(asked=everybody, title="Breakfast", shows_marks=True),
        "closed": poll(asked=[ada], title="Summer walk"),
        "draft": poll(asked=everybody, title="Spring walk", opened=False),
        "empty": poll(title="Autumn walk", opened=False, days=()),
        "chosen": poll(asked=[ada], title="Evening walk"),
        "taken back": poll(asked=[ada], title="Morning walk"),
    }
    for name in ("open", "shown"):
        mark(made[name], crowd[0], "yes", "no", "if-need-be", comment="I come from the early shift, which ends at two o’clock.")
        mark(made[name], crowd[1], "yes", "if-need-be")
    mark(made["shown"], ada, "yes", "no", "if-need-be")
    with transaction():
        polls.close(made["closed"].id, word="Too **hot**.", now=now)
        drafts = [
            choosing.choose(made[name].id, made[name].dates[0].id, by=people["chen"], now=now, publish=False)
            for name in ("chosen", "taken back")
        ]
        scheduling.discard(drafts[1].id, by=people["chen"])
    return made


def _changes(sessions: dict[str, ScheduledSession], by: Person, now: datetime) -> None:
    with transaction():
        before, shift = details_of(scheduling.lock(sessions["moved"].id)), timedelta(hours=2)
        moved = replace(before, starts_at=before.starts_at + shift, ends_at=before.ends_at + shift)
        scheduling.change(sessions["moved"].id, moved, by=by, now=now)
        scheduling.cancel(sessions["cancelled"].id, reason="The host is **ill**. A new date follows.", by=by, now=now)


def _trouble() -> None:
    """Of the first messages one could not be sent, one came back, one is still on its way."""
    states = (OutgoingState.FAILED, OutgoingState.BOUNCED, OutgoingState.QUEUED)
    with transaction():
        for mail, state in zip(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)), states, strict=False):
            mail.state, mail.error = state, "550 5.1.1 No such person here"


def _incoming(person: Person, read_in: Callable, now: datetime) -> list[int]:
    """An answer from another address, words for the host, a time proposed, a stranger and a colleague who would come. All wait."""
    request = db.session.scalars(
        select(PostboxMail.raw).where(PostboxMail.recipient == person.email).order_by(PostboxMail.id)
    ).first()
    answer, sender, address = attendee.reply_mail(request or b"", "ACCEPTED", now=now)
    words = b"From: " + sender.encode() + b"\r\nSubject: A question\r\n\r\nIs there a vegetarian soup?\r\n\r\nUntil then.\r\n"
    early = attendee.reply(attendee.calendar_of(request or b"") or b"", "TENTATIVE", now=now - timedelta(hours=1))
    counter = re.sub(rb"(DTSTART):(\d{8})T\d\d", rb"\1:\g<2>T15", early).replace(b"REPLY", b"COUNTER", 1)
    late = attendee.reply(attendee.calendar_of(request or b"") or b"", "DELEGATED", now=now)
    delegated = late.replace(b"PARTSTAT=DELEGATED", b'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:eve@elsewhere.example"')
    guest = late.replace(b"\r\n ", b"").replace(b"DELEGATED", b"ACCEPTED").replace(sender.encode(), b"dana@brink-waal.example")
    calendars = ((sender, counter), (sender, delegated), ("dana@brink-waal.example", guest))
    more = [f"From: {by}\r\nSubject: Lunch\r\nContent-Type: text/calendar\r\n\r\n".encode() + said for by, said in calendars]
    with transaction():
        for raw in (answer.replace(b"From: ", b"From: somebody@elsewhere.example\r\nX-From: ", 1), words, *more):
            inbox.receive(raw, door="lmtp", envelope_from=sender, recipients=[address], now=now)
    read_in()
    return list(db.session.scalars(select(IncomingMail.id).order_by(IncomingMail.id)))


def _letter(person: Person, subject: str) -> int:
    query = select(PostboxMail.id).where(PostboxMail.recipient == person.email, PostboxMail.subject.startswith(subject))
    return db.session.scalars(query.order_by(PostboxMail.id)).first() or 0


def _answer_token(session: ScheduledSession, person: Person) -> str:
    query = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id)
    return links.answer_path(db.session.scalars(query).one()).removeprefix("/a/")


def _imports(by: Person, now: datetime) -> dict[str, int]:
    made = {}
    for name in ("mapping", "checking", "checked", "done"):
        with transaction():
            made[name] = imports.start(BytesIO(FILE), "people.csv", by=by, now=now).id
        if name != "mapping":
            with transaction():
                imports.choose_columns(made[name], {"name": 0, "email": 1, "department": 2})
    jobs_imports.work_on(made["checked"])
    jobs_imports.work_on(made["done"])
    with transaction():
        imports.confirm(made["done"])
    jobs_imports.work_on(made["done"])
    return made
