"""Octets become text, whatever they claim to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.charsets import text_of, words_of


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("één".encode(), "utf-8", "één"),
        ("één".encode("latin-1"), "iso-8859-1", "één"),
        ("één".encode(), "us-ascii", "één"),  # says less than it is
        ("één".encode("cp1252"), "utf-8", "één"),  # says more than it is
        ("één".encode("utf-16"), "utf-16", "één"),
        (b"\xef\xbb\xbfBEGIN", "utf-8", "BEGIN"),
        ("één".encode(), "no-such-charset", "één"),
        ("één".encode(), "base64", "één"),  # a codec, but of octets
        (b"x-\x00", "nul\x00in-its-name", "x-\x00"),
        (b"ab-cde", "punycode", "ab-cde"),
        (rb"\ud800", "unicode_escape", r"\ud800"),
        (b"+2AA-", "utf-7", "?"),  # half a character, which no database takes
        (b"", "utf-8", ""),
    ],
)
def test_text_is_in_the_charset_named_or_in_one_that_fits(content, charset, text):
    assert text_of(content, charset) == text


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "utf-7", "utf-16", "punycode", "idna", "hz", "x", "", "rot13", "zlib"]))
def test_text_can_always_be_kept(content, charset):
    # when
    text = text_of(content, charset)

    # then
    assert text.encode().decode() == text


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Lunch", "Lunch"),
        ("=?utf-8?q?Geaccepteerd=3A_L=C3=BCnch?=", "Geaccepteerd: Lünch"),
        ("=?UTF-8?Q?Accepted=3A_?=\r\n =?UTF-8?B?wqtOb29yZMK7?=", "Accepted: «Noord»"),
        ("=?utf-8?q?L=C3=BCnch?=\r\n and learn", "Lünch and learn"),
        ("Re: =?iso-8859-1?q?caf=E9?= at noon", "Re: café at noon"),
        ("=?no-such?q?x?=", "x"),
        ("=?utf-8?b?not base64!?=", "=?utf-8?b?not base64!?="),
        ("=?utf-8?q?unended", "=?utf-8?q?unended"),
    ],
)
def test_words_of_a_header_are_decoded(header, words):
    assert words_of(header) == words
