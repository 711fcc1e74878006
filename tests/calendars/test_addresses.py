"""Whom a mail is from decides whose answer counts: read the same on every version of Python, and never out of a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars import mime
from calendars.addresses import mailboxes


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
