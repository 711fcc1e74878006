"""One session, Ada who is invited, Dana who is not; and how things stand after a message: for tables of cases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail import inbox
from mail.models import IncomingMail, OutgoingMail
from people.models import Person
from sessions.models import Rsvp, ScheduledSession

MINUTE = timedelta(minutes=1)


class Scene:
    """One session and whoever a case needs; `given` are the fixtures of the test, `people` ids by name."""

    def __init__(self, given: dict, people: dict[str, int], now: datetime) -> None:
        self.given, self.people, self.now = given, people, now
        self.session: ScheduledSession = given["meetup"](invited=[self.ada], rsvp_until=None)

    @property
    def ada(self) -> Person:
        return db.session.get_one(Person, self.people["ada"])

    @property
    def dana(self) -> Person:
        return db.session.get_one(Person, self.people["dana"])

    @property
    def chen(self) -> Person:
        return db.session.get_one(Person, self.people["chen"])

    def __getattr__(self, name: str):
        return self.given[name]

    def says(self, partstat="ACCEPTED", *, at=None, by=None, **changes) -> IncomingMail:
        """Ada's calendar answers; the row as Foyer took it."""
        said = self.answer(self.session, self.ada, partstat, **{"stamped": at or self.now, **changes})
        return self.comes_in(said, envelope_from=(by or self.ada).email, at=at)

    def danas(self, partstat="ACCEPTED", *, at=None, **changes) -> IncomingMail:
        return self.says(partstat, at=at, by=self.dana, **{"attendee": self.dana.email, "sender": self.dana.email, **changes})

    def delegates(self, to="dana@brink-waal.example", *, at=None, **changes) -> IncomingMail:
        return self.says("DELEGATED", at=at, parameters=f';DELEGATED-TO="mailto:{to}"', **changes)

    def danas_own(self, parameters: str, *, at) -> IncomingMail:
        """Dana delegates the invitation that is hers."""
        said = self.answer(self.session, self.dana, "DELEGATED", stamped=at, parameters=parameters)
        return self.comes_in(said, envelope_from=self.dana.email, at=at)

    def mail(self, *head: str, body: str = "Yes") -> IncomingMail:
        raw = "\r\n".join([f"From: {self.ada.email}", *head, "", body, ""]).encode()
        return self.comes_in(raw, token=self.invitation_of(self.session, self.ada).token)

    @property
    def from_ada(self) -> str:
        return f';DELEGATED-FROM="mailto:{self.ada.email}"'

    def outcome(self, incoming: IncomingMail, *more: str) -> str:
        db.session.rollback()
        db.session.expire_all()
        row = db.session.get_one(IncomingMail, incoming.id)
        stands = []
        for rsvp in db.session.scalars(select(Rsvp).where(Rsvp.session_id == self.session.id).order_by(Rsvp.id)):
            name = "" if rsvp.person_id == self.people["ada"] else f"{rsvp.person.name.split()[0]} "
            guests = f"{rsvp.guests} guests" if rsvp.guests else ""
            stands += filter(None, [f"{name}{rsvp.answer.value}/{rsvp.seat.value}", rsvp.comment, guests])
        return "; ".join([f"{row.state.value}: {row.reason}", *stands, *more])

    def last_posted(self) -> str:
        query = select(OutgoingMail.kind).where(OutgoingMail.topic == self.session.topic).order_by(OutgoingMail.id.desc())
        session = db.session.get_one(ScheduledSession, self.session.id, populate_existing=True)
        return f"{db.session.scalars(query).first().removeprefix('sessions.')} at {session.starts_at:%H:%M}"

    def comes_back(self) -> str:
        """The invitation has left, and a mail server returns it to its bounce address."""
        self.deliver()
        query = select(OutgoingMail).where(OutgoingMail.topic == self.session.topic)
        mail = db.session.scalars(query.execution_options(populate_existing=True)).one()
        status = "Final-Recipient: rfc822; ada@brink-waal.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        raw = (
            "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{status}\r\n--b--\r\n"
        ).encode()
        to = f"bounce+{mail.token}@brink-waal.example"
        with transaction():
            receipt = inbox.receive(raw, door="lmtp", envelope_from="", recipients=[to], now=self.now)
        self.read_in()
        incoming = db.session.get_one(IncomingMail, receipt.incoming_id)
        return self.outcome(incoming, db.session.get_one(OutgoingMail, mail.id, populate_existing=True).state.value)


DOERS = (
    "meetup", "answer", "comes_in", "invitation_of", "say", "change", "cancel", "withdraw", "posted", "deliver", "read_in", "weekly",
    "dates",
)  # fmt: skip


@pytest.fixture
def scene(
    request: pytest.FixtureRequest, smtp_sink, ada: Person, dana: Person, chen: Person, now: datetime
) -> Callable[[], Scene]:
    """A new session, and everything one can do with it."""
    people = {"ada": ada.id, "dana": dana.id, "chen": chen.id}
    given = {name: request.getfixturevalue(name) for name in DOERS}
    return lambda: Scene(given, people, now)
