"""While people say yes through every door, others give their seat back, rows of chairs are added, invitations are taken back."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import create_engine, func, select

from database import db
from mail.models import IncomingMail
from sessions.models import Answer, AnswerRecord, Invitation, Rsvp, ScheduledSession, Seat, Via
from tests.infra.installation import PATIENCE, until
from tests.infra.post import vevent

SEED, PEOPLE, SEATS, MORE_SEATS, WITHDRAWN = 7, 120, 10, 6, 12
DOORS = (Via.CALENDAR, Via.LINK, Via.WEB, Via.API, Via.HOST)


@pytest.mark.settings(web_threads=16)
def test_never_a_seat_too_many_never_one_empty_while_somebody_waits(
    app, foyer, settings, smtp_sink, meetup, crowd, doors_of, on_its_way, fresh
):
    # given
    chance = random.Random(SEED)
    for name in ("web", "worker", "mail"):
        foyer.start(name)
    people = crowd(PEOPLE)
    session = meetup(invited=people, capacity=SEATS)
    doors = doors_of(session, people)
    foyer.ready("web", "mail")
    invitations = {mail.recipients[0]: mail.raw for mail in smtp_sink.wait_for(PEOPLE, PATIENCE)}
    plans = {person.email: _plan(chance) for person in people}
    leaving = [email for email, plan in plans.items() if len(plan) == 1 and plan[0][0] is not Via.CALENDAR][:WITHDRAWN]
    said_yes = {email: threading.Event() for email in leaving}

    # when
    def follow(email):
        for via, answer in plans[email]:
            assert doors.press(via, email, invitations[email], answer)() in {200, 303, None}
        if email in said_yes:
            said_yes[email].set()

    def withdraw(email):
        assert said_yes[email].wait(PATIENCE)
        assert doors.call("DELETE", f"/invitations/{email}").status == 204

    def add_seats():
        for number in range(1, MORE_SEATS + 1):
            assert doors.call("PATCH", "", {"capacity": SEATS + number}).status == 200

    watch = _Watch(settings.database_url, session.id)
    watch.start()
    with ThreadPoolExecutor(24) as pool:
        doing = [pool.submit(follow, email) for email in plans]
        doing += [pool.submit(add_seats), *(pool.submit(withdraw, email) for email in leaving)]
        wait(doing)
    until(lambda: on_its_way() == 0, "everything has left")
    seen = watch.stopped()
    fresh()

    # then: whoever looked in at any moment saw a room that was right
    assert [done.exception() for done in doing] == [None] * len(doing)
    assert [line for line in seen if not _is_right(*line)] == []
    assert {capacity for capacity, _seated, _waiting in seen} <= set(range(SEATS, SEATS + MORE_SEATS + 1))

    # then: and the history tells how everybody came to sit where they sit, nobody before their turn
    seated, waiting = _replayed()
    rsvps = db.session.scalars(select(Rsvp).order_by(Rsvp.waiting_number)).all()
    assert seated == {rsvp.id for rsvp in rsvps if rsvp.seat is Seat.SEATED}
    assert waiting == [rsvp.id for rsvp in rsvps if rsvp.seat is Seat.WAITING]
    assert (len(seated), bool(waiting)) == (SEATS + MORE_SEATS, True)

    # then: what each said last counts
    last = {email: plan[-1][1] for email, plan in plans.items()} | dict.fromkeys(leaving, Answer.NEEDS_ACTION)
    assert {rsvp.person.email: rsvp.answer for rsvp in rsvps} == last
    assert set(db.session.scalars(select(IncomingMail.reason))) == {"answer"}
    withdrawn = db.session.scalars(select(Invitation).where(Invitation.withdrawn_at.is_not(None)))
    assert sorted(invitation.person.email for invitation in withdrawn) == sorted(leaving)

    # then: everybody's calendar has heard
    told = {email: vevent(smtp_sink.to(email)[-1]) for email in plans}
    assert {email for email, event in told.items() if event["METHOD"] == "CANCEL"} == set(leaving)
    coming = {rsvp.person.email: rsvp.seat is Seat.WAITING for rsvp in rsvps if rsvp.answer is Answer.ACCEPTED}
    assert {email: told[email]["STATUS"] == "TENTATIVE" for email in coming} == coming


def _plan(chance: random.Random) -> list[tuple[Via, Answer]]:
    """A yes; for some a change of mind; for a few another one."""
    answers = [Answer.ACCEPTED]
    if chance.random() < 0.4:
        answers.append(chance.choice((Answer.DECLINED, Answer.TENTATIVE)))
        if chance.random() < 0.3:
            answers.append(Answer.ACCEPTED)
    doors = [chance.choice(DOORS) for _answer in answers]
    if (
        len(answers) > 1
    ):  # a mail is read a little later than it is taken: who answers again does it the same way, or was first on a page
        doors = [door if door is not Via.CALENDAR else Via.LINK for door in doors[:-1]] + doors[-1:]
    return list(zip(doors, answers, strict=True))


def _is_right(capacity: int, seated: int, waiting: int) -> bool:
    return seated == capacity if waiting else seated <= capacity


class _Watch(threading.Thread):
    """Looks in again and again: capacity, how many sit, how many wait, as they stand at one moment."""

    def __init__(self, url: str, session_id: int) -> None:
        super().__init__(daemon=True)
        self._engine = create_engine(url)
        count = select(func.count()).select_from(Rsvp).where(Rsvp.session_id == session_id)
        numbers = (count.where(Rsvp.seat == seat).scalar_subquery() for seat in (Seat.SEATED, Seat.WAITING))
        self._query = select(ScheduledSession.capacity, *numbers).where(ScheduledSession.id == session_id)
        self._over = threading.Event()
        self._seen: Counter[tuple[int, int, int]] = Counter()

    def run(self) -> None:
        while not self._over.wait(0.01):
            with self._engine.connect() as connection:
                self._seen[tuple(connection.execute(self._query).one())] += 1

    def stopped(self) -> list[tuple[int, int, int]]:
        self._over.set()
        self.join()
        self._engine.dispose()
        return list(self._seen)


def _replayed() -> tuple[set[int], list[int]]:
    """Who sits and who waits, in line, by the records alone. Each step must be a fair one."""
    seated, waiting = set(), []
    for record in db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id)):
        match (record.seat_before, record.seat):
            case (Seat.NONE, Seat.SEATED):
                assert waiting == []
                seated.add(record.rsvp_id)
            case (Seat.NONE, Seat.WAITING):
                waiting.append(record.rsvp_id)
            case (Seat.WAITING, Seat.SEATED):
                assert waiting.pop(0) == record.rsvp_id
                seated.add(record.rsvp_id)
            case (Seat.WAITING, Seat.NONE):
                waiting.remove(record.rsvp_id)
            case (Seat.SEATED, Seat.NONE):
                seated.remove(record.rsvp_id)
            case (before, after):
                assert before is after
        assert len(seated) <= SEATS + MORE_SEATS
    return seated, waiting
