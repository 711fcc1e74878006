"""Whom a mail is from decides whose answer counts: read the same on every version of Python, and never out of a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars import mime
from calendars.addresses import mailboxes, of_uri, same_address


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("ada@brink-waal.example", ("ada@brink-waal.example",)),
        ("Ada Okafor <ada@brink-waal.example>", ("ada@brink-waal.example",)),
        ("Okafor, Ada <ada@brink-waal.example>", ("ada@brink-waal.example",)),
        ('"Okafor, Ada" <Ada@Brink-Waal.Example>', ("Ada@Brink-Waal.Example",)),
        ("ada@brink-waal.example (Ada <dana@evil.example>)", ("ada@brink-waal.example",)),
        ('"ada@brink-waal.example (Google Calendar)" <calendar-notification@google.com>', ("calendar-notification@google.com",)),
        ("ada@brink-waal.example <dana@evil.example>", ("dana@evil.example",)),
        (r'"ada@brink-waal.example\" <x@y>" <dana@evil.example>', ("dana@evil.example",)),
        ("<ada@brink-waal.example> <dana@evil.example>", ("ada@brink-waal.example", "dana@evil.example")),
        ("ada@brink-waal.example, dana@evil.example", ("ada@brink-waal.example", "dana@evil.example")),
        ("Fitters: ada@brink-waal.example, bo@brink-waal.example;", ("ada@brink-waal.example", "bo@brink-waal.example")),
        ("ada@brink-waal.example)dana@evil.example", ()),
        ("ada@brink-waal.example@evil.example", ()),
        ("undisclosed-recipients:;", ()),
        ("((((((((ada@brink-waal.example", ()),
        ("", ()),
    ],
)
def test_mailboxes_are_what_stands_outside_names_and_comments(written, found):
    assert mailboxes(written) == found


def test_addresses_come_from_every_header_of_the_name_in_any_charset():
    # given
    message = mime.parse("From: Ada <ada@x.example>\r\nfrom: Zoë <zoë@x.example>\r\nReply-To: bo@x.example\r\n\r\n".encode())

    # when
    found = (mime.addresses(message, "From"), mime.addresses(message, "Reply-To"), mime.addresses(message, "Sender"))

    # then
    assert found == (("ada@x.example", "zoë@x.example"), ("bo@x.example",), ())


@given(st.text(alphabet='ab@<>(),;:"\\ \x00é', max_size=60))
def test_mailboxes_hold_one_at_sign_and_no_delimiter_whatever_is_written(written):
    # when
    found = mailboxes(written)

    # then
    assert [address for address in found if address.count("@") != 1 or set(address) & set('<>(),;:"\\ ')] == []


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("mailto:ada@x.example", "ada@x.example"),
        ("MAILTO:Ada@X.Example", "Ada@X.Example"),
        ("mailto: ada@x.example ", "ada@x.example"),
        ("mailto:ada%2Bfoyer%40x.example", "ada+foyer@x.example"),
        ("mailto%3Aada@x.example", "ada@x.example"),
        ("mailto:ada@x.example?subject=Yes", "ada@x.example"),
        ("mailto:a%25a%3Fa@x.example", "a%a?a@x.example"),
        ("ada@x.example", "ada@x.example"),
        ("urn:uuid:17", "urn:uuid:17"),
        ("mailto:<ada@x.example>", "ada@x.example"),
        ("mailto:" + "a" * 2_000_000, "a" * 320),
        ("", ""),
    ],
)
def test_address_of_a_uri_is_decoded(uri, address):
    assert of_uri(uri) == address


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ada@x.example", "ADA@X.EXAMPLE", True),
        ("mailto:ada@x.example", "ada@x.example", False),
        ("mailto%3Aada%40x.example%3F@evil.example", "ada@x.example", False),
        ("ada%40x.example", "ada@x.example", False),
        ("ada@bäckerei.example", "ada@xn--bckerei-5wa.example", True),
        ("ada@BÄCKEREI.example", "ada@xn--bckerei-5wa.example", True),
        ("ada@straße.example", "ada@xn--strae-oqa.example", True),
        ("ada@straße.example", "ada@strasse.example", False),  # two owners
        ("weiß@x.example", "weiss@x.example", False),
        ("ada+foyer@x.example", "ada@x.example", False),
        ("ada@x.example.evil", "ada@x.example", False),
        ("ada@x.example", "", False),
        ("", "", False),
        ("аda@x.example", "ada@x.example", False),  # a Cyrillic letter
    ],
)
def test_same_address_whatever_the_spelling(one, other, same):
    assert same_address(one, other) is same
