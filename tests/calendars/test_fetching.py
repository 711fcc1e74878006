"""Calendars from outside: over https, from the public internet, whatever an address says or leads to."""

import socket
import time
from ipaddress import ip_address

import pytest

from calendars.fetching import Fetcher, FetchError, Place, Unfetched, is_public, place_of
from tests.infra.calendar_server import CALENDAR, HOST, slowly


def fault_of(fetcher, address):
    """What fetching it comes to."""
    with pytest.raises(FetchError) as raised:
        fetcher.fetch(address)
    return raised.value.fault


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::808:808", True),  # 8.8.8.8 behind NAT64
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # where clouds keep credentials
        ("100.64.0.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),  # 127.0.0.1 by 6to4
        ("2001:0:7f00:1::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("fec0::1", False),
        ("ff02::1", False),
    ],
)
def test_public_internet_is_none_of_ours(address, public):
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://calendar.example/a/b.ics?key=x y", Place("calendar.example", 443, "/a/b.ics?key=x%20y")),
        ("https://Bücher.example:8443", Place("xn--bcher-kva.example", 8443, "/")),
        ("https://calendar.example/%40me/é", Place("calendar.example", 443, "/%40me/%C3%A9")),
    ],
)
def test_address_leads_to_a_place(address, place):
    assert place_of(address) == place


@pytest.mark.parametrize(
    "address",
    [
        "",
        "calendar.example",
        "http://calendar.example/",
        "file:///etc/passwd",
        "https://",
        "https://ada:secret@calendar.example/",
        "https://ada@calendar.example/",
        "https://[::1/",
        "https://calendar.example:99999/",
    ],
)
def test_other_addresses_lead_nowhere(address):
    with pytest.raises(ValueError):
        place_of(address)


def test_calendar_is_fetched_without_telling_who_we_are(calendar_server):
    # when
    found = [calendar_server.fetcher().fetch(calendar_server.url("/calendar.ics")) for _time in range(2)]

    # then: no cookie comes back the second time
    assert found == [CALENDAR, CALENDAR]
    assert [path for path, _headers in calendar_server.asked] == ["/calendar.ics"] * 2
    names = [sorted(name.lower() for name in headers) for _path, headers in calendar_server.asked]
    assert names == [["accept", "accept-encoding", "connection", "host", "user-agent"]] * 2


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254"])
def test_name_that_leads_into_a_private_network_is_not_followed(calendar_server, address):
    # given: one of its addresses is public, which changes nothing
    fetcher = Fetcher(
        resolve=lambda _host, _port: ["8.8.8.8", address],
        ports=frozenset({calendar_server.port}),
        context=calendar_server.context,
    )

    # then
    assert fault_of(fetcher, calendar_server.url("/calendar.ics")) is Unfetched.UNREACHABLE
    assert calendar_server.connections == 0


def test_fetcher_of_the_worker_follows_no_address_of_this_machine(calendar_server):
    # given: as it is in production, but for the port
    fetcher = Fetcher(ports=frozenset({calendar_server.port}), context=calendar_server.context)

    # then
    hosts = ("127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]")
    assert [fault_of(fetcher, calendar_server.url("/calendar.ics", host)) for host in hosts] == [Unfetched.UNREACHABLE] * 6
    assert fault_of(Fetcher(), calendar_server.url("/calendar.ics")) is Unfetched.UNREACHABLE
    assert calendar_server.connections == 0


def test_what_was_checked_is_what_is_connected_to(calendar_server):
    # given: a name that leads elsewhere at each look-up
    leads = iter(["127.0.0.1", "127.0.0.2"])
    looked_up = []

    def resolve(host, port):
        looked_up.append((host, port))
        return [next(leads)]

    # when
    found = calendar_server.fetcher(resolve=resolve).fetch(calendar_server.url("/calendar.ics"))

    # then
    assert (found, looked_up) == (CALENDAR, [(HOST, calendar_server.port)])


def test_redirects_are_followed_and_checked_anew(calendar_server):
    # given
    server = calendar_server
    server.answers["/old"] = (301, {"Location": "/calendar.ics"}, b"")
    server.answers["/inside"] = (302, {"Location": server.url("/calendar.ics", "intranet.example")}, b"")
    server.answers["/plain"] = (302, {"Location": "http://calendar.example/calendar.ics"}, b"")
    server.answers["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    server.answers["/port"] = (302, {"Location": "https://calendar.example:22/"}, b"")
    server.answers["/nowhere"] = (302, {}, b"")
    server.answers["/round"] = (307, {"Location": "/round"}, b"")
    inside = {"intranet.example": "10.0.0.1", HOST: "127.0.0.1"}
    fetcher = server.fetcher(resolve=lambda host, _port: [inside[host]], allows=lambda address: str(address) == "127.0.0.1")

    # then
    assert fetcher.fetch(server.url("/old")) == CALENDAR
    found = {path: fault_of(fetcher, server.url(path)) for path in ("/inside", "/plain", "/file", "/port", "/nowhere", "/round")}
    assert found == {
        "/inside": Unfetched.UNREACHABLE,
        "/plain": Unfetched.UNREACHABLE,
        "/file": Unfetched.UNREACHABLE,
        "/port": Unfetched.UNREACHABLE,
        "/nowhere": Unfetched.REFUSED,
        "/round": Unfetched.REFUSED,
    }


def test_certificate_has_to_be_of_the_host(calendar_server):
    # given
    other, untrusted = "other.example", Fetcher().context

    # then
    assert fault_of(calendar_server.fetcher(), calendar_server.url("/calendar.ics", other)) is Unfetched.UNREACHABLE
    assert fault_of(calendar_server.fetcher(context=untrusted), calendar_server.url("/calendar.ics")) is Unfetched.UNREACHABLE
    assert calendar_server.asked == []


def test_more_than_enough_is_too_large(calendar_server):
    # given: one says how long it is, one does not
    calendar_server.answers["/large"] = (200, {}, b"x" * 2000)
    calendar_server.answers["/endless"] = lambda handler: (handler.send_response(200), handler.end_headers(), pour(handler))

    # then
    fetcher = calendar_server.fetcher(most_bytes=1999)
    assert [fault_of(fetcher, calendar_server.url(path)) for path in ("/large", "/endless")] == [Unfetched.TOO_LARGE] * 2
    assert len(calendar_server.fetcher(most_bytes=2000).fetch(calendar_server.url("/large"))) == 2000


def pour(handler):
    for _number in range(10_000):
        try:
            handler.wfile.write(b"x" * 1000)
        except OSError:
            return


def test_server_that_only_drips_is_left_in_time(calendar_server):
    # given
    calendar_server.answers["/slow"] = slowly
    began = time.monotonic()

    # when
    fault = fault_of(calendar_server.fetcher(seconds=0.5), calendar_server.url("/slow"))

    # then
    assert fault is Unfetched.UNREACHABLE
    assert time.monotonic() - began < 5


def test_server_that_says_nothing_is_left_in_time():
    # given
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        fetcher = Fetcher(
            resolve=lambda _host, _port: ["127.0.0.1"], allows=lambda _address: True, ports=frozenset({port}), seconds=0.5
        )

        # then
        assert fault_of(fetcher, f"https://calendar.example:{port}/") is Unfetched.UNREACHABLE


@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, b"no"),
        (401, {"WWW-Authenticate": "Basic"}, b""),
        (500, {}, CALENDAR),
        (204, {}, b""),
        (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
    ],
)
def test_answer_without_a_calendar_is_a_refusal(calendar_server, answer):
    # given
    calendar_server.answers["/"] = answer

    # then
    assert fault_of(calendar_server.fetcher(), calendar_server.url("/")) is Unfetched.REFUSED


def test_host_that_nobody_knows_is_not_reached():
    # given
    def resolve(_host, _port):
        raise socket.gaierror("no such host")

    # then
    assert fault_of(Fetcher(resolve=resolve), "https://calendar.example/") is Unfetched.UNREACHABLE
