"""One reused SMTP connection: encryption, sign-in, and what each answer of a server means."""

import socket
import threading
import time
from dataclasses import replace

import pytest
from pydantic import SecretStr

from mail import transports
from mail.transports import Interrupted, PermanentRefusal, SmtpTransport, TemporaryRefusal, Unreachable, transport_of
from tests.infra import certificates
from tests.infra.smtp_sink import SmtpSink, send

RAW = b"Subject: x\r\n\r\n.one dot\r\n"
ADA = "ada@brink-waal.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificates.make(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def start():
    """`start(certificate=..., password=...)`: a mail server of that kind."""
    sinks = []

    def build(**fields):
        sinks.append(SmtpSink(**fields))
        sinks[-1].start()
        return sinks[-1]

    yield build
    for sink in sinks:
        sink.stop()


@pytest.fixture
def through():
    """`through(url)`: one message over a connection of its own."""
    opened = []

    def open_and_send(url, *, recipient=ADA):
        opened.append(SmtpTransport(url))
        send(opened[-1], RAW, recipient)

    yield open_and_send
    for transport in opened:
        transport.close()


def refusal(kind, step, *arguments) -> str:
    with pytest.raises(kind) as error:
        step(*arguments)
    assert type(error.value) is kind
    return str(error.value)


@pytest.mark.parametrize(("starttls", "way"), [("required", "encrypted"), ("opportunistic", "encrypted"), ("off", "open")])
def test_starttls_encrypts_where_the_server_offers_it_unless_it_is_off(start, through, certificate, starttls, way):
    # given
    sink = start(certificate=certificate)

    # when
    through(f"{sink.url}?starttls={starttls}&cafile={certificate.authority}")

    # then
    assert (sink.ways, sink.received[0].raw) == ([way], RAW)


@pytest.mark.parametrize("starttls", ["opportunistic", "off"])
def test_without_an_offer_mail_leaves_in_the_open_unless_starttls_is_required(start, through, starttls):
    # given
    sink = start()

    # when
    through(f"{sink.url}?starttls={starttls}")

    # then
    assert sink.ways == ["open"]


@pytest.mark.parametrize("starttls", ["required", "requierd"])
def test_without_an_offer_nothing_leaves_when_starttls_is_required_or_misspelt(start, through, starttls):
    # given
    sink = start()

    # when
    said = refusal(Unreachable, through, f"{sink.url}?starttls={starttls}")

    # then
    assert said == "The mail server cannot be reached: it offers no STARTTLS, and FOYER_SMTP_URL requires it"
    assert sink.received == []


def test_a_certificate_nobody_vouches_for_is_refused_when_starttls_is_required(start, through, certificate):
    # given
    sink = start(certificate=certificate)

    # when
    said = refusal(Unreachable, through, f"{sink.url}?starttls=required")

    # then
    assert "CERTIFICATE_VERIFY_FAILED" in said
    assert sink.received == []


def test_a_relay_beside_us_may_sign_its_own_certificate(start, through, certificate):
    # given
    sink = start(certificate=certificate)

    # when
    through(sink.url)

    # then
    assert sink.ways == ["encrypted"]


def test_a_certificate_for_another_server_is_refused(start, through, tmp_path):
    # given
    elsewhere = certificates.make(tmp_path, "DNS:elsewhere.example")
    sink = start(certificate=elsewhere, implicit_tls=True)

    # when
    said = refusal(Unreachable, through, f"{sink.url}?cafile={elsewhere.authority}")

    # then
    assert "certificate is not valid for '127.0.0.1'" in said


def test_smtps_is_encrypted_from_the_first_byte(start, through, certificate):
    # given
    sink = start(certificate=certificate, implicit_tls=True)

    # when
    through(f"{sink.url}?cafile={certificate.authority}")

    # then
    assert sink.ways == ["encrypted"]


def test_smtps_trusts_only_what_somebody_vouches_for_whatever_starttls_says(start, through, certificate):
    # given
    sink = start(certificate=certificate, implicit_tls=True)

    # then
    assert "CERTIFICATE_VERIFY_FAILED" in refusal(Unreachable, through, f"{sink.url}?starttls=opportunistic")


def test_an_authority_that_is_not_there_is_said(start, through, certificate):
    # given
    sink = start(certificate=certificate)

    # then
    assert "No such file" in refusal(Unreachable, through, f"{sink.url}?cafile=/nowhere/ca.pem")


def test_a_password_signs_in(start, through, certificate):
    # given
    sink = start(certificate=certificate, password="s%3Cret")

    # when
    through(f"{replace(sink, password='s%253Cret').url}?cafile={certificate.authority}")

    # then
    assert (len(sink.received), sink.ways) == (1, ["encrypted"])


def test_a_wrong_password_stops_everything_and_says_so(start, through, certificate):
    # given
    sink = start(certificate=certificate, password="right")

    # when
    said = refusal(Unreachable, through, f"{sink.url.replace('right', 'wrong')}?cafile={certificate.authority}")

    # then
    assert said.startswith("The mail server refused the user or password: 535 ")


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_server_that_wants_a_password_nobody_gave_stops_everything(start, through):
    # given
    sink = start(password="right")

    # then
    said = refusal(Unreachable, through, sink.url.replace("foyer:right@", ""))
    assert said.startswith("The mail server wants another sign-in: 530 ")


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_password_is_never_sent_in_the_open(start, through):
    # given
    sink = start(password="right")

    # when
    said = refusal(Unreachable, through, sink.url)

    # then
    assert "it offers no STARTTLS" in said
    assert sink.received == []


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ("451 4.7.1 greylisted", TemporaryRefusal, f"The mail server did not take {ADA} yet: 451 4.7.1 greylisted"),
        ("550 5.1.1 no such user", PermanentRefusal, f"The mail server refused {ADA}: 550 5.1.1 no such user"),
        ("421 4.3.2 closing", Interrupted, "The mail server closed the connection: 421 4.3.2 closing"),
    ],
)
def test_an_answer_to_the_recipient_means_what_it_says(start, through, answer, kind, said):
    # given
    sink = start(answers={ADA: answer})

    # then
    assert refusal(kind, through, sink.url) == said


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ("452 4.3.1 disk full", TemporaryRefusal, "The mail server did not take the message yet: 452 4.3.1 disk full"),
        ("554 5.7.1 spam", PermanentRefusal, "The mail server refused the message: 554 5.7.1 spam"),
    ],
)
def test_an_answer_to_the_message_means_what_it_says(start, through, answer, kind, said):
    # given
    sink = start(data_answer=answer)

    # then
    assert refusal(kind, through, sink.url) == said


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ("451 4.3.0 later", TemporaryRefusal, "The mail server did not take our sender address yet: 451 4.3.0 later"),
        ("550 5.7.1 not you", Unreachable, "The mail server refused our sender address: 550 5.7.1 not you"),
    ],
)
def test_an_answer_to_the_sender_is_about_us(start, through, answer, kind, said):
    # given
    sink = start(sender_answer=answer)

    # then
    assert refusal(kind, through, sink.url) == said


def test_after_a_refusal_the_same_connection_takes_the_next_message(start):
    # given
    sink = start(answers={ADA: "550 5.1.1 no such user"})
    transport = SmtpTransport(sink.url)

    # when
    refusal(PermanentRefusal, send, transport, RAW, ADA)
    send(transport, RAW, "bo@brink-waal.example")
    transport.close()

    # then
    assert (sink.connections, [mail.recipients for mail in sink.received]) == (1, [("bo@brink-waal.example",)])


def test_a_connection_cut_in_the_middle_is_replaced_for_the_next_message(start):
    # given
    sink = start(drops=1)
    transport = SmtpTransport(sink.url)

    # when
    said = refusal(Interrupted, send, transport, RAW, ADA)
    send(transport, RAW, ADA)
    transport.close()

    # then
    assert said.startswith("The connection to the mail server broke: ")
    assert (sink.connections, len(sink.received)) == (2, 1)


def test_a_server_that_went_away_while_nothing_was_sent_and_is_back_costs_no_message(start):
    # given
    sink = start()
    transport = SmtpTransport(sink.url)
    send(transport, RAW, ADA)
    transport._used_at = time.monotonic() - transports.IDLE - 1

    # when
    sink.stop()
    away = refusal(Unreachable, send, transport, RAW, ADA)
    sink.start()
    send(transport, RAW, ADA)
    transport.close()

    # then
    assert away.startswith("The mail server cannot be reached: ")
    assert (sink.connections, len(sink.received)) == (2, 2)


def test_who_listens_but_speaks_no_smtp_is_unreachable(through):
    # given
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_greet_rudely, args=(server,), daemon=True).start()

        # when
        said = refusal(Unreachable, through, f"smtp://127.0.0.1:{server.getsockname()[1]}")

    # then
    assert said == "The mail server cannot be reached: 554 go away"


def _greet_rudely(server):
    connection, _address = server.accept()
    with connection:
        connection.sendall(b"554 go away\r\n")


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("smtp://mail.example", 25),
        ("smtp://foyer:secret@mail.example", 587),
        ("smtps://mail.example", 465),
        ("smtp://mail.example:2525", 2525),
    ],
)
def test_ports_are_the_usual_ones_unless_named(url, port):
    assert SmtpTransport(url)._port == port


@pytest.mark.settings(demo=True, smtp_url="", base_url="http://127.0.0.1:8000")
def test_the_demo_has_no_way_out(settings):
    assert transport_of(settings) is None


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("?starttls=required", []),
        ("?starttls=requierd", ["FOYER_SMTP_URL has a starttls that is not required, opportunistic or off."]),
        ("?cafile=/nowhere/ca.pem", ["FOYER_SMTP_URL names a cafile that is not there: /nowhere/ca.pem"]),
    ],
)
def test_foyer_does_not_start_with_an_smtp_url_that_means_something_else_than_it_says(settings, query, faults):
    # given
    url = SecretStr(f"smtp://foyer:secret@mail.example{query}")

    # then
    assert settings.model_copy(update={"smtp_url": url}).faults() == faults
