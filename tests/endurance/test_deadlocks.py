"""Transactions that want the same rows. PostgreSQL lets them meet; on SQLite one waits for the other from the start."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

from flask import request
from sqlalchemy import select, text

from calendars import attendee
from database import db, repeated, transaction
from mail import claims, inbox, outbox
from mail.models import IncomingMail, OutgoingMail, OutgoingState
from people.models import Person
from security import public
from sessions import reminders, told
from sessions.courses import makeups
from sessions.errors import SessionMissing
from sessions.models import Answer, Invitation, Rsvp, Via
from tests.infra.contexts import in_its_own_context
from tests.infra.installation import PATIENCE, until


def until_it_waits(work: Future) -> None:
    """Returns when a transaction waits for another one, or `work` is done without. SQLite does not say who waits."""

    def waits() -> bool:
        with db.engine.connect() as connection:
            return bool(
                connection.scalar(
                    text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                )
            )

    if db.engine.dialect.name == "postgresql":
        until(lambda: work.done() or waits(), "somebody waits")


def lock(table: str, id_: int) -> None:
    """What a rule does when it writes the row: on SQLite the transaction holds everything anyway."""
    db.session.execute(text(f"UPDATE {table} SET id = id WHERE id = :id"), {"id": id_})


def test_marking_what_was_sent_and_inviting_anew_take_invitations_in_one_order(app, meetup, crowd, deliver, fresh):
    # given: mails that will be marked together in another order than that of their invitations
    session = meetup(invited=crowd(2))
    first, second = db.session.scalars(select(Invitation.id).order_by(Invitation.id)).all()
    mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).all()
    db.session.expunge_all()
    fresh()

    # when
    def mark():
        with transaction():
            told.keep(mails, now=datetime.now(UTC))

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            lock("invitations", first)
            marking = pool.submit(in_its_own_context(app, mark))
            until_it_waits(marking)
            lock("invitations", second)
        marking.result(PATIENCE)
    fresh()

    # then
    assert db.session.scalars(select(Invitation.told_sequence).order_by(Invitation.id)).all() == [0, 0]
    assert session.calendar_object.sequence == 0


def test_freeing_what_a_slow_worker_holds_does_not_wait_for_it(app, fresh):
    # given: a worker has sent two messages, but its lease ran out before it could mark them
    now = datetime.now(UTC)
    long_ago = now - timedelta(hours=1)
    with transaction():
        for key in ("one", "two"):
            outbox.post(
                outbox.Post(kind="tests", topic="t", stream=key, person_id=None, recipient="ada@brink-waal.example", key=key),
                now=long_ago,
            )
    with transaction():
        slow = claims.claim(2, now=long_ago)
    one, two = sorted(mail.id for mail in slow)
    db.session.expunge_all()

    # when: it marks them at last, while another worker looks for work
    def look():
        with transaction():
            return [mail.id for mail in claims.claim(2, now=now)]

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            lock("outgoing_mails", two)
            looking = pool.submit(in_its_own_context(app, look))
            until_it_waits(looking)
            lock("outgoing_mails", one)
            marked = [mail.id for mail in claims.mark_sent([(mail, "Subject") for mail in slow], now=now)]
        claimed = looking.result(PATIENCE)
    fresh()

    # then: each of the two has what the other has not
    states = dict(db.session.execute(select(OutgoingMail.id, OutgoingMail.state)).all())
    assert sorted(marked + claimed) == [one, two]
    assert {id_ for id_, state in states.items() if state is OutgoingState.SENT} == set(marked)


def test_reminding_does_not_wait_for_an_answer_that_is_being_written(app, meetup, say, crowd, fresh, now):
    # given
    people = crowd(2)
    session = meetup(invited=people, starts_at=now + timedelta(hours=20), ends_at=now + timedelta(hours=21))
    for person in people:
        say(session, person, "accepted")
    first, second = db.session.scalars(select(Rsvp.id).order_by(Rsvp.id)).all()
    fresh()

    # when: a rule writes the answers in another order than that of reminding
    def remind():
        with transaction():
            reminders.post_due(now=now)

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            lock("rsvps", second)
            reminding = pool.submit(in_its_own_context(app, remind))
            until_it_waits(reminding)
            lock("rsvps", first)
        reminding.result(PATIENCE)
    with transaction():
        reminders.post_due(now=now)
    fresh()

    # then
    kinds = select(OutgoingMail.recipient).where(OutgoingMail.kind == "sessions.reminder").order_by(OutgoingMail.id)
    assert sorted(db.session.scalars(kinds)) == [person.email for person in people]


def test_replies_to_several_sessions_and_somebody_who_holds_those_sessions(
    app, meetup, crowd, deliver, read_in, smtp_sink, fresh, now
):
    # given: two replies that will be read together, the later session's first
    person = crowd(1)[0]
    first, second = (meetup(invited=[person]).id for _session in range(2))
    deliver()
    for mail in reversed(smtp_sink.received):
        raw, sender, recipient = attendee.reply_mail(mail.raw, "ACCEPTED", now=datetime.now(UTC))
        with transaction():
            inbox.receive(raw, door="lmtp", envelope_from=sender, recipients=[recipient], now=datetime.now(UTC))
    fresh()

    # when: a rule holds the earlier session and wants the later one
    def hold_both(reading: Future) -> None:
        with transaction():
            lock("sessions", first)
            held.set()
            until_it_waits(reading)
            lock("sessions", second)

    held = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        reading: Future = Future()
        holding = pool.submit(in_its_own_context(app, lambda: repeated(lambda: hold_both(reading))))
        assert held.wait(PATIENCE)
        done = pool.submit(in_its_own_context(app, read_in))
        done.add_done_callback(lambda _done: reading.set_result(None))
        holding.result(PATIENCE)
        done.result(PATIENCE)
    fresh()

    # then: whoever gave way, both replies count
    assert db.session.scalars(select(Rsvp.answer)).all() == [Answer.ACCEPTED] * 2
    assert db.session.scalars(select(IncomingMail.reason)).all() == ["answer"] * 2


def test_a_request_that_gave_way_is_answered_all_the_same(app, client, add_person, fresh):
    # given: a page that holds Eve, and then wants Finn
    eve, finn = add_person("Eve One", sign_in_version=0).id, add_person("Finn Two", sign_in_version=0).id
    holds_eve, go_on = threading.Event(), threading.Event()
    runs = []

    @app.post("/take")
    @public
    def take():
        runs.append(request.files["file"].read())
        with transaction() as session:
            session.get(Person, eve, with_for_update=True).sign_in_version += 1
            session.flush()
            holds_eve.set()
            assert go_on.wait(PATIENCE)
            session.get(Person, finn, with_for_update=True).sign_in_version += 1
        return "taken"

    # when: somebody holds Finn and wants Eve
    def take_in_the_other_order():
        with transaction() as session:
            if db.engine.dialect.name == "postgresql":
                session.execute(text("SET LOCAL deadlock_timeout = '10min'"))  # the page is the one to find out
            for id_ in (finn, eve):
                session.get(Person, id_, with_for_update=True).sign_in_version += 1
                session.flush()

    upload = {"file": (BytesIO(b"name,email\r\n"), "people.csv")}
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(in_its_own_context(app, lambda: client.post("/take", data=upload).text))
        assert holds_eve.wait(PATIENCE)
        other = pool.submit(in_its_own_context(app, take_in_the_other_order))
        until_it_waits(other)
        go_on.set()
        answered = asked.result(PATIENCE)
        other.result(PATIENCE)
    fresh()

    # then: on PostgreSQL its transaction was ended and it ran anew, with the file from the start
    assert (answered, set(runs)) == ("taken", {b"name,email\r\n"})
    assert (len(runs) > 1) == (db.engine.dialect.name == "postgresql")
    assert dict(db.session.execute(select(Person.id, Person.sign_in_version)).all()) == {eve: 2, finn: 2}


def test_one_part_is_not_made_up_in_two_groups_at_once(app, course, parts, crowd, say_parts, row_in, now, fresh):
    # given: somebody misses a part that two other groups have
    (person,) = crowd(1)
    own = course(invited=[person], parts=2, minimum=1)
    groups = [course(like=own, parts=2, minimum=1, first=now + timedelta(days=days)) for days in (9, 10)]
    say_parts(own, person, "declined")
    dates, person_id = [parts(group)[0].id for group in groups], person.id
    fresh()

    # when: they press in two windows
    def take(session_id):
        with transaction():
            makeups.take(session_id, person_id, via=Via.WEB, now=now)

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            makeups.take(dates[0], person_id, via=Via.WEB, now=now)
            second = pool.submit(in_its_own_context(app, take), dates[1])
            until_it_waits(second)
        refused = second.exception(PATIENCE)

    # then
    assert isinstance(refused, SessionMissing)
    assert [row_in(group, person) for group in groups] == [[(1, "accepted", "seated")], []]
