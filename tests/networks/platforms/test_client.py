"""HTTP as adapters speak it: what a platform says of when to ask again, faults, time."""

import gzip
import json
import traceback

import pytest

from networks.platforms.client import JsonClient, retry_after, words_of
from networks.platforms.protocol import AccessDenied, Garbled, Refused, RoomMissing, Unavailable
from tests.infra.failing_proxy import Exchange, in_front_of
from tests.infra.processes import free_port

DATE = "Tue, 01 Dec 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, None, id="nothing"),
        pytest.param({"Retry-After": "7"}, 7.0, id="seconds"),
        pytest.param({"Retry-After": "Tue, 01 Dec 2026 09:01:00 GMT", "Date": DATE}, 60.0, id="a date"),
        pytest.param({"Retry-After": "Tue, 01 Dec 2026 08:00:00 GMT", "Date": DATE}, 0.0, id="a date that is past"),
        pytest.param({"Retry-After": "Tue, 01 Dec 2026 09:01:00 GMT"}, None, id="a date of an unknown clock"),
        pytest.param({"Retry-After": "-3"}, None, id="less than nothing"),
        pytest.param({"Retry-After": "soon"}, None, id="a word"),
        pytest.param({"Retry-After": "9" * 400}, 24 * 3600.0, id="a year and more"),
        pytest.param({"Retry-After": "1e309"}, 24 * 3600.0, id="no end"),
    ],
)
def test_when_to_ask_again(headers, seconds):
    assert retry_after(headers) == seconds


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (None, ""),
        (["x"], ""),
        ({"detail": " no\n such "}, " It says: no such"),
        ({"error": {"message": "not you"}}, " It says: not you"),
        ({"errors": ["one.", "two."]}, " It says: one. two."),
        ({"error": 7}, ""),
        ({"message": "x" * 1000}, " It says: " + "x" * 300),
    ],
    ids=["nothing", "a list", "detail", "nested", "several", "a number", "long"],
)
def test_the_words_of_an_error_are_kept_short(said: object, words: str):
    assert words_of(said) == words


@pytest.mark.parametrize("address", ["", "scim.example", "ftp://scim.example", "file:///etc/passwd", "https://[", "https://"])
def test_an_address_that_is_not_of_the_web_is_refused(address: str):
    with pytest.raises(Refused, match="must begin with"):
        JsonClient(address, {})


@pytest.mark.parametrize(
    "secret", ["", "to ken\n", "tok\ren", "tökén", "token\x7f"], ids=["none", "end", "break", "letters", "signs"]
)
def test_a_secret_that_no_header_can_hold_is_no_access_and_is_not_named(secret: str):
    # given
    always, once = JsonClient("http://127.0.0.1:1", {"Authorization": f"Bearer {secret}"}), JsonClient("http://127.0.0.1:1", {})

    # when
    with pytest.raises(AccessDenied) as first:
        always.ask("GET", "x")
    with pytest.raises(AccessDenied) as second:
        once.ask("GET", "x", headers={"Authorization": f"Bearer {secret}"})

    # then
    told = "".join(traceback.format_exception(first.value) + traceback.format_exception(second.value))
    assert secret == "" or secret not in told


@pytest.mark.parametrize(
    ("status", "fault"),
    [(302, Refused), (404, RoomMissing), (400, Refused), (503, Unavailable)],
)
def test_a_status_is_the_fault_it_stands_for(status: int, fault: type[Exception]):
    with in_front_of(0) as proxy:
        # given
        proxy.before = lambda exchange: exchange.say(status, b"<html>", Location="http://127.0.0.1:1/elsewhere")
        client = JsonClient(f"http://127.0.0.1:{proxy.port}", {})

        # then
        with pytest.raises(fault):
            client.ask("GET", "x")
        client.close()


def test_who_does_not_answer_in_time_is_asked_later():
    # given
    with in_front_of(0) as proxy:

        def sleep(exchange: Exchange) -> None:
            proxy.waits.wait(5)
            exchange.say(200, {})

        proxy.before = sleep
        client = JsonClient(f"http://127.0.0.1:{proxy.port}", {}, seconds=0.05)

        # then
        with pytest.raises(Unavailable, match="did not answer in time"):
            client.ask("GET", "x")
        proxy.waits.set()
        client.close()


def test_where_nobody_listens_is_asked_later():
    client = JsonClient(f"http://127.0.0.1:{free_port()}", {})
    with pytest.raises(Unavailable, match="cannot be reached"):
        client.ask("GET", "x")
    client.close()


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800", "\\uDFFF"], ids=["nothing", "first half", "second half"])
def test_signs_that_are_none_come_through_as_marks(sign: str):
    with in_front_of(0) as proxy:
        # given
        body = f'{{"a{sign}": ["b{sign}c", {{"d": "{sign}"}}], "face": "\\ud83d\\ude00"}}'
        proxy.before = lambda exchange: exchange.say(200, body.encode())
        client = JsonClient(f"http://127.0.0.1:{proxy.port}", {})

        # when
        said = client.ask("GET", "x").json
        client.close()

        # then
        assert said == {"a\ufffd": ["b\ufffdc", {"d": "\ufffd"}], "face": "\U0001f600"}


def test_an_answer_that_is_packed_twice_is_not_unpacked():
    with in_front_of(0) as proxy:
        # given
        body = gzip.compress(gzip.compress(json.dumps({"a": " " * 100_000}).encode()))
        proxy.before = lambda exchange: exchange.say(200, body, **{"Content-Encoding": "gzip, gzip"})
        client = JsonClient(f"http://127.0.0.1:{proxy.port}", {})

        # then
        with pytest.raises(Garbled, match="too large"):
            client.ask("GET", "x")
        client.close()


@pytest.mark.parametrize("deep", [600, 100_000], ids=["to clean", "to read"])
def test_what_is_nested_too_deep_is_garbled(deep: int):
    with in_front_of(0) as proxy:
        # given
        proxy.before = lambda exchange: exchange.say(200, b"[" * deep + b'"\\ud800"' + b"]" * deep)
        client = JsonClient(f"http://127.0.0.1:{proxy.port}", {})

        # then
        with pytest.raises(Garbled):
            client.ask("GET", "x")
        client.close()
