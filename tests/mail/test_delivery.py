"""A message on its way out: its words, its envelope, its bytes; and what cannot be written holds up nothing else."""

import re
from datetime import timedelta

import pytest

from database import transaction
from mail import delivery, queries
from mail.delivery import wire_address
from tests.infra.letters import BROKEN, mail_of, post


def written(*keys, now):
    """Subjects of what is ready, keys of what is needless, reasons of what could not be written."""
    ready, needless, unwritten = delivery.write([mail_of(key) for key in keys], now=now)
    return [one.subject for one in ready], [mail.key for mail in needless], [fault.reason for fault in unwritten]


def test_write_gives_each_message_a_bounce_address_and_message_id_of_its_own(app, now):
    # given
    token = post("a").token

    # when
    (first,), _, _ = delivery.write([mail_of("a")], now=now)
    (again,), _, _ = delivery.write([mail_of("a")], now=now + timedelta(hours=1))

    # then
    assert (first.envelope_from, first.recipient) == (f"bounce+{token}@brink-waal.example", "ada@brink-waal.example")
    assert f"Message-ID: {delivery.message_id(token)}".encode() in first.raw
    assert f"Message-ID: {delivery.message_id(token)}".encode() in again.raw
    assert re.fullmatch(r"<[0-9a-f]{32}@brink-waal\.example>", delivery.message_id(token))
    assert delivery.message_id(token) != delivery.message_id(post("b").token)
    assert [token.encode() in written.raw for written in (first, again)] == [False, False]


def test_write_keeps_the_order_over_kinds(app, now):
    # given
    post("a", stream="1")
    post("b", stream="2", kind=BROKEN)
    post("c", stream="3")

    # when
    found = written("c", "b", "a", now=now)

    # then
    assert found == (["Letter c", "Whole", "Letter a"], [], [])


def test_write_leaves_out_what_is_needless(app, now):
    # given
    post("a", stream="1", needless=True)
    post("b", stream="2")

    # then
    assert written("a", "b", now=now) == (["Letter b"], ["a"], [])


def test_one_message_that_cannot_be_written_holds_up_no_other(app, now):
    # given
    post("a", kind=BROKEN, stream="1", breaks=True)
    post("b", kind=BROKEN, stream="2")
    post("c", kind="tests.nobody", stream="3")

    # when
    ready, needless, reasons = written("a", "b", "c", now=now)

    # then
    assert (ready, needless) == (["Whole"], [])
    assert reasons == [
        "It could not be written (ZeroDivisionError: division by zero). This is a fault of Foyer.",
        "It could not be written (LookupError: nobody writes messages of the kind tests.nobody). This is a fault of Foyer.",
    ]


def test_words_that_cannot_be_put_into_a_mail_stop_that_message_alone(app, now):
    # given
    post("a", stream="1", kind=BROKEN, is_nonsense=True)
    post("b", stream="2")

    # when
    ready, _, reasons = written("a", "b", now=now)

    # then
    assert (ready, len(reasons)) == (["Letter b"], 1)
    assert reasons[0].startswith("It could not be written (AttributeError")


def test_an_address_that_needs_another_kind_of_mail_is_said_to_be_one(app, now):
    # given
    post("a", to="jürgen@brink-waal.example")

    # then
    assert written("a", now=now) == ([], [], ["This address cannot be written to: jürgen@brink-waal.example"])


@pytest.mark.parametrize(
    ("address", "on_the_wire"),
    [
        ("ada@brink-waal.example", "ada@brink-waal.example"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("Ada.O'Kafor+work@Brink-Waal.Example", "Ada.O'Kafor+work@Brink-Waal.Example"),
    ],
)
def test_wire_address_is_ascii(address, on_the_wire):
    assert wire_address(address) == on_the_wire


@pytest.mark.parametrize("address", ["jürgen@brink-waal.example", f"ada@{'ü' * 70}.example", "ada@ü..example"])
def test_wire_address_refuses_what_no_server_would_take(address):
    with pytest.raises(UnicodeError):
        wire_address(address)


def test_keep_in_postbox_keeps_one_of_a_message_that_is_sent_again(app, now):
    # given
    post("a")
    ready, _, _ = delivery.write([mail_of("a")], now=now)

    # when
    for minutes in (0, 5):
        with transaction():
            delivery.keep_in_postbox(ready, now=now + timedelta(minutes=minutes))

    # then
    kept = queries.postbox("ada@brink-waal.example", 1).items
    assert [(mail.subject, mail.kept_at) for mail in kept] == [("Letter a", now + timedelta(minutes=5))]
    assert queries.postbox_mail(kept[0].id).raw == ready[0].raw
