"""The fixtures keep what they promise."""

import smtplib
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from database import db, transaction
from people.models import Person
from security import public
from tests.infra import nursery


def test_cast_is_committed_for_other_threads(app, ada, chen):
    # when
    def read():
        with app.app_context():
            seen.extend(db.session.scalars(select(Person.name).order_by(Person.name)))

    seen: list[str] = []
    thread = threading.Thread(target=read)
    thread.start()
    thread.join()

    # then
    assert seen == ["Ada Okafor", "Chen Meijer"]


@pytest.mark.parametrize("round_", [1, 2])
def test_every_test_starts_with_an_empty_database(app, round_, add_person):
    # given
    before = db.session.scalar(select(func.count()).select_from(Person))

    # when
    person = add_person("Eve Mulder")

    # then
    assert (before, person.id) == (0, 1)


def test_client_sees_what_the_test_committed_and_the_test_what_the_client_did(app, client, ada):
    # given
    @app.post("/rename")
    @public
    def rename():
        with transaction() as session:
            session.get(Person, 1).name += " II"
        return ""

    # when
    client.post("/rename")
    client.post("/rename")

    # then
    assert ada.name == "Ada Okafor II II"


def test_clock_stands_at_now(clock, now):
    assert abs((datetime.now(UTC) - now).total_seconds()) < 5


@pytest.mark.settings(web_threads=3, language="nl")
def test_settings_can_differ_for_a_test(settings):
    assert (settings.web_threads, settings.language, settings.faults()) == (3, "nl", [])


def test_smtp_sink_keeps_and_refuses(smtp_sink, settings):
    # given
    smtp_sink.answers["dana@brink-waal.example"] = "550 5.1.1 nobody here"

    # when
    with smtplib.SMTP("127.0.0.1", smtp_sink.port) as smtp:
        smtp.sendmail("bounce+x@brink-waal.example", ["ada@brink-waal.example"], b"Subject: hello\r\n\r\nhello\r\n")
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
            smtp.sendmail("", ["dana@brink-waal.example"], b"Subject: no\r\n\r\nno\r\n")

    # then
    assert refusal.value.recipients == {"dana@brink-waal.example": (550, b"5.1.1 nobody here")}
    assert [(mail.envelope_from, mail.recipients, mail.message["Subject"]) for mail in smtp_sink.wait_for(1)] == [
        ("bounce+x@brink-waal.example", ("ada@brink-waal.example",), "hello")
    ]
    assert settings.smtp_url.get_secret_value() == smtp_sink.url


def test_smtp_sink_cuts_and_comes_back(smtp_sink):
    # given
    smtp_sink.drops = 1

    # when
    with pytest.raises(smtplib.SMTPServerDisconnected), smtplib.SMTP("127.0.0.1", smtp_sink.port) as smtp:
        smtp.sendmail("a@x.example", ["b@x.example"], b"Subject: lost\r\n\r\n")
    smtp_sink.stop()
    smtp_sink.start()
    with smtplib.SMTP("127.0.0.1", smtp_sink.port) as smtp:
        smtp.sendmail("a@x.example", ["b@x.example"], b"Subject: kept\r\n\r\n")

    # then
    assert [mail.message["Subject"] for mail in smtp_sink.received] == ["kept"]


def test_dovecot_delivers_moves_and_idles(dovecot, mailbox):
    # given
    dovecot.deliver(mailbox, b"Subject: one\r\n\r\nbody\r\n", delivered_to="rsvp+abc@brink-waal.example")

    # when
    with dovecot.imap(mailbox) as imap:
        capabilities = imap.capability()[1][0].decode().split()
        imap.create("Processed")
        imap.select("INBOX")
        imap.uid("MOVE", "1", "Processed")

    # then
    assert {"IDLE", "MOVE", "UIDPLUS"} <= set(capabilities)
    assert dovecot.messages(mailbox) == []
    assert dovecot.messages(mailbox, "Processed") == [
        b"Delivered-To: rsvp+abc@brink-waal.example\r\nSubject: one\r\n\r\nbody\r\n"
    ]


def test_page_walks_on_the_live_server(app, page):
    # given
    app.add_url_rule("/hello", view_func=public(lambda: "<!doctype html><title>Foyer</title><h1>Come in</h1>"), endpoint="hello")

    # when
    page.goto("/hello")

    # then
    assert page.text_content("h1") == "Come in"


def test_process_from_the_nursery_begins_as_the_procfile_starts_it(tmp_path):
    # given
    script = (
        "import os, sys; print(dict(os.environ), os.getcwd(), os.getpgid(0) == os.getsid(0) == os.getpid(), sys.flags.optimize)"
    )
    arguments = ["--number=1", "--repeat=1", script]

    # when
    process = nursery.start("timeit", arguments, folder=tmp_path, environment={"ONE": "1"}, log=tmp_path / "log")
    process.join(60)

    # then
    said = (tmp_path / "log").read_text().splitlines()[0]
    assert (process.exitcode, said) == (0, f"{{'ONE': '1'}} {tmp_path} True 2")


def test_process_from_the_nursery_says_how_it_ended(tmp_path):
    # when
    process = nursery.start("timeit", ["raise SystemExit"], folder=tmp_path, environment={}, log=tmp_path / "log")
    process.join(60)

    # then
    assert (process.exitcode, "raise SystemExit" in (tmp_path / "log").read_text()) == (1, True)
