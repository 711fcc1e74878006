"""The outbox and the worker, against a real SMTP server."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from config import settings as current_settings
from database import db, transaction
from mail import claims, jobs_delivery, outbox
from mail.models import OutgoingMail, OutgoingState
from mail.rendering import Rendering, renders
from mail.transports import SmtpTransport, Unreachable

KIND = "tests.letter"
BROKEN = "tests.broken"


@renders(KIND)
def letters(mails, *, now):
    return [
        None if mail.payload.get("needless") else Rendering(subject=f"Letter {mail.key}", text="Dear", html="<p>Dear</p>")
        for mail in mails
    ]


@renders(BROKEN)
def broken(mails, *, now):
    return [1 / 0 if mail.payload.get("breaks") else Rendering(subject="Whole", text="a", html="b") for mail in mails]


def post(key, *, stream="s", to="ada@brink-waal.example", kind=KIND, due_at=None, **payload):
    now = datetime.now(UTC)
    with transaction():
        return outbox.post(
            outbox.Post(
                kind=kind, topic="t", stream=stream, person_id=None, recipient=to, key=key, payload=payload, due_at=due_at
            ),
            now=now,
        )


def states() -> dict[str, str]:
    db.session.rollback()
    db.session.expire_all()
    return {mail.key: mail.state.value for mail in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))}


def mail_of(key) -> OutgoingMail:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == key)).one()


def test_a_message_leaves_once_with_a_bounce_address_of_its_own(app, smtp_sink, deliver):
    # given
    token = post("a").token

    # when
    first, second = deliver(), deliver()

    # then
    assert (first, second, states()) == (1, 0, {"a": "sent"})
    assert [(mail.envelope_from, mail.recipients) for mail in smtp_sink.received] == [
        (f"bounce+{token}@brink-waal.example", ("ada@brink-waal.example",))
    ]
    assert smtp_sink.received[0].message["Message-ID"] == f"<{token}@brink-waal.example>"
    assert mail_of("a").subject == "Letter a"


def test_posting_the_same_key_twice_is_one_message(app, smtp_sink, deliver):
    # when
    post("a", stream="1")
    post("a", stream="1")
    deliver()

    # then
    assert len(smtp_sink.received) == 1


def test_a_newer_message_takes_the_place_of_one_that_has_not_left(app, smtp_sink, deliver):
    # when
    post("a")
    post("b")
    post("other", stream="other")
    deliver()

    # then
    assert states() == {"a": "replaced", "b": "sent", "other": "sent"}


def test_within_a_stream_nothing_overtakes(app, smtp_sink, deliver):
    # given
    smtp_sink.answers["ada@brink-waal.example"] = "451 4.3.0 later"
    post("a")
    deliver()
    with transaction():
        db.session.scalars(select(OutgoingMail)).one().replaceable = False
    post("b", to="bo@brink-waal.example")

    # when
    deliver()

    # then
    assert (states(), smtp_sink.received) == ({"a": "queued", "b": "queued"}, [])


def test_all_messages_leave_over_one_connection(app, smtp_sink, deliver):
    # given
    for number in range(120):
        post(f"k{number}", stream=f"s{number}")

    # when
    deliver()

    # then
    assert (len(smtp_sink.received), smtp_sink.connections) == (120, 1)


def test_a_temporary_refusal_is_tried_again_later_and_holds_up_nobody_else(app, smtp_sink, deliver):
    # given
    smtp_sink.answers["ada@brink-waal.example"] = "451 4.7.1 greylisted"
    post("a")
    post("b", stream="b", to="bo@brink-waal.example")

    # when
    deliver()

    # then
    mail = mail_of("a")
    assert states() == {"a": "queued", "b": "sent"}
    assert "451 4.7.1 greylisted" in mail.error
    assert timedelta(0) < mail.due_at - datetime.now(UTC) <= timedelta(minutes=1)

    # when
    smtp_sink.answers.clear()
    with transaction():
        outbox.retry(mail.id, now=datetime.now(UTC))
    deliver()

    # then
    assert states() == {"a": "sent", "b": "sent"}


def test_a_permanent_refusal_stops_and_shows_the_servers_words(app, smtp_sink, deliver):
    # given
    smtp_sink.answers["ada@brink-waal.example"] = "550 5.1.1 no such user"
    post("a")

    # when
    deliver()
    deliver()

    # then
    assert (states(), mail_of("a").attempts) == ({"a": "failed"}, 1)
    assert "550 5.1.1 no such user" in mail_of("a").error


def test_a_refused_message_text_stops_too(app, smtp_sink, deliver):
    # given
    smtp_sink.data_answer = "554 5.7.1 spam"
    post("a")

    # when
    deliver()

    # then
    assert states() == {"a": "failed"}


def test_a_server_that_is_away_loses_nothing(app, smtp_sink, deliver):
    # given
    smtp_sink.stop()
    for number in range(3):
        post(f"k{number}", stream=f"s{number}")

    # when
    deliver()

    # then
    assert set(states().values()) == {"queued"}
    assert "cannot be reached" in mail_of("k0").error


def test_a_cut_connection_is_tried_again(app, smtp_sink, deliver):
    # given
    smtp_sink.drops = 1
    post("a")
    deliver()
    with transaction():
        outbox.retry(mail_of("a").id, now=datetime.now(UTC))

    # when
    deliver()

    # then
    assert (states(), len(smtp_sink.received)) == ({"a": "sent"}, 1)


def test_a_repeat_after_an_answer_that_got_lost_is_recognisable(app, smtp_sink, deliver):
    # given
    smtp_sink.drops_after = 1
    post("a")
    deliver()
    with transaction():
        outbox.retry(mail_of("a").id, now=datetime.now(UTC))

    # when
    deliver()

    # then
    assert states() == {"a": "sent"}
    assert len({mail.message["Message-ID"] for mail in smtp_sink.received}) == 1


def test_what_is_needless_when_it_would_leave_is_dropped(app, smtp_sink, deliver):
    # given
    post("a", needless=True)

    # when
    deliver()

    # then
    assert (states(), smtp_sink.received) == ({"a": "dropped"}, [])


def test_a_message_that_cannot_be_written_holds_up_no_other(app, smtp_sink, deliver):
    # given
    post("a", kind=BROKEN, stream="1", breaks=True)
    post("b", kind=BROKEN, stream="2")
    post("c", kind="tests.nobody", stream="3")

    # when
    deliver()

    # then
    assert states() == {"a": "failed", "b": "sent", "c": "failed"}
    assert "division by zero" in mail_of("a").error


def test_what_is_not_due_yet_waits(app, smtp_sink, deliver):
    # given
    post("a", due_at=datetime.now(UTC) + timedelta(hours=1))

    # when
    deliver()

    # then
    assert states() == {"a": "queued"}


def test_a_dead_workers_message_is_free_again_after_its_lease(app, smtp_sink, deliver):
    # given
    post("a")
    with transaction():
        claims.claim(10, now=datetime.now(UTC) - timedelta(hours=1))

    # when
    deliver()

    # then
    assert (states(), mail_of("a").attempts) == ({"a": "sent"}, 2)


def test_two_workers_never_hold_the_same_message(app):
    # given
    for number in range(7):
        post(f"k{number}", stream=f"s{number}")
    post("next", stream="s0")

    # when
    with transaction():
        first = [mail.key for mail in claims.claim(4, now=datetime.now(UTC))]
    with transaction():
        second = [mail.key for mail in claims.claim(4, now=datetime.now(UTC))]

    # then
    assert (first, second) == (["k1", "k2", "k3", "k4"], ["k5", "k6", "next"])


def test_a_worker_whose_lease_ran_out_marks_nothing(app):
    # given
    post("a")
    with transaction():
        late = claims.claim(1, now=datetime.now(UTC) - timedelta(hours=1))
    db.session.expunge_all()
    with transaction():
        claims.claim(1, now=datetime.now(UTC))

    # when
    with transaction():
        marked = claims.mark_sent([(late[0], "s")], now=datetime.now(UTC))

    # then
    assert (marked, states()) == ([], {"a": "sending"})


def test_gives_up_after_two_days(app):
    # given
    post("a")
    with transaction():
        mail = claims.claim(1, now=datetime.now(UTC))[0]
    mail.attempts = 20

    # when
    db.session.expunge_all()
    with transaction():
        claims.put_off(mail, "451 later", now=mail.created_at + timedelta(hours=49))

    # then
    assert (states(), mail_of("a").error) == ({"a": "failed"}, "Tried for two days: 451 later")


def test_a_required_starttls_that_is_not_offered_sends_nothing(smtp_sink):
    # given
    transport = SmtpTransport(f"{smtp_sink.url}?starttls=required")

    # when
    with pytest.raises(Unreachable) as refusal:
        transport.send(b"Subject: x\r\n\r\n", envelope_from="a@x.example", recipient="b@x.example")

    # then
    assert "STARTTLS" in str(refusal.value)
    assert smtp_sink.received == []


def test_a_password_is_never_sent_in_the_open(smtp_sink):
    # given
    transport = SmtpTransport(smtp_sink.url.replace("smtp://", "smtp://foyer:secret@"))

    # then
    with pytest.raises(Unreachable):
        transport.send(b"Subject: x\r\n\r\n", envelope_from="a@x.example", recipient="b@x.example")


def test_an_idn_domain_travels_in_punycode(app, smtp_sink, deliver):
    # given
    post("a", to="ada@bücher.example")

    # when
    deliver()

    # then
    assert smtp_sink.received[0].recipients == ("ada@xn--bcher-kva.example",)


@pytest.mark.settings(demo=True, smtp_url="", base_url="http://127.0.0.1:8000")
def test_in_the_demo_mail_stays_in_the_postbox(app, deliver, client):
    # given
    post("a")

    # when
    deliver()

    # then
    assert current_settings().postbox
    assert states() == {"a": "sent"}
    assert b"Letter a" in client.get("/postbox").data


def test_mail_page_is_for_who_manages_and_tries_again(app, smtp_sink, deliver, client_of, chen, dana, bo):
    # given
    smtp_sink.answers["ada@brink-waal.example"] = "550 5.1.1 no such user"
    post("a")
    deliver()
    id_ = mail_of("a").id

    # when
    page = client_of(chen).get("/mail?state=look").text
    refused = [client_of(person).post(f"/mail/{id_}/retries").status_code for person in (dana, bo)]
    smtp_sink.answers.clear()
    client_of(chen).post(f"/mail/{id_}/retries")
    deliver()

    # then
    assert "no such user" in page
    assert refused == [403, 403]
    assert states() == {"a": "sent"}


def test_deliver_due_serves_who_asks_while_it_is_busy(app, smtp_sink):
    # given
    post("a")

    # when
    jobs_delivery.deliver_due()

    # then
    assert states() == {"a": OutgoingState.SENT.value}
