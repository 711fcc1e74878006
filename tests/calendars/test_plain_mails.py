"""The quick way and the library take a mail apart alike; what is not plain is left to the library."""

import email
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.plain_mails import read_plain
from tests.infra.corpus import as_mail, names

MIXED = "Content-Type: multipart/mixed; boundary=b\n\n"
INNER = "--b\nContent-Type: multipart/alternative; boundary=%s\n\n--%s\n\nx\n--%s--\n--b--"
# Pieces of which nearly every boundary goes wrong in some way.
PIECES = [
    "\n", "\r\n", "\r", "\n\n", "--b", "--b--", "--bb", "--b\n", "--b\r\n", "\n--b\n", "\n--b--\n", "--c\n", "\n--c--", MIXED,
    "Content-Type: multipart/mixed; boundary=c\n\n", 'Content-Type: multipart/alternative; boundary="bb"\r\n\r\n',
    "Content-Type: text/plain\n", "Content-Type: message/rfc822\n\n", "Content-Type: multipart/digest; boundary=c\n\n",
    "Content-Type:\n multipart/mixed;\n\tboundary=b\n", "Content-Transfer-Encoding: 8bit\n", " x\n", "A:\r\n", "A : b\n", "From x: y\n", "x", "A: b\n", ": y\n", " ", "\t", "From x\n", "\udce9",
]  # fmt: skip
MAILS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", MIXED, f"{MIXED}--b\n"]),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.sampled_from(["", "\n--b--", "\n--b--\n"]),
)


def tree(message: Message):
    content = message.get_payload()
    parts = [tree(part) for part in content] if isinstance(content, list) else content
    return list(message.raw_items()), message.get_unixfrom(), message.get_default_type(), parts


def test_corpus_is_taken_apart_as_by_the_library():
    # given
    mails = [as_mail(name) for name in names()]
    found = [(raw, read_plain(raw.decode("ascii", "surrogateescape"))) for raw in mails]
    plain = [(raw, message) for raw, message in found if message is not None]

    # then: and most of it is plain
    assert [tree(message) for _raw, message in plain] == [tree(email.message_from_bytes(raw)) for raw, _message in plain]
    assert len(plain) > len(mails) * 0.8


@given(MAILS)
def test_generated_mails_are_taken_apart_as_by_the_library(text):
    # when
    found = read_plain(text)

    # then
    assert found is None or tree(found) == tree(email.message_from_string(text))


def test_plain_mail_is_taken_apart():
    # when
    found = read_plain(f"Subject: Yes\n{MIXED}Hello\n--b \nA: 1\n\none\n--b\r\n\r\ntwo\r\n\r\n--b--\nbye")

    # then
    assert (found["Subject"], [(part["A"], part.get_payload()) for part in found.get_payload()]) == (
        "Yes", [("1", "one"), (None, "two\r\n")],
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A: b\rB: c\n\nx", id="a lone CR"),
        pytest.param("A: b\nx", id="a line that is no header"),
        pytest.param("Content-Type: message/rfc822\n\nA: b\n\nx", id="a mail in the mail"),
        pytest.param("Content-Type: multipart/digest; boundary=b\n\n--b\n\nx\n--b--", id="a digest"),
        pytest.param("Content-Type: multipart/mixed\n\nx", id="no boundary"),
        pytest.param('Content-Type: multipart/mixed; boundary="b b"\n\n--b b\n\nx\n--b b--', id="an odd boundary"),
        pytest.param(f"{MIXED}x", id="no part"),
        pytest.param(f"{MIXED}--b--", id="nothing but an end"),
        pytest.param(f"{MIXED}--b\n\nx", id="no end"),
        pytest.param(f"{MIXED}--b\n\nx\n--b--\n\n--b\n\ny\n--b--", id="two ends"),
        pytest.param(f"{MIXED}--b\n--b\n\nx\n--b--", id="a boundary twice"),
        pytest.param(MIXED + INNER % ("bb", "bb", "bb"), id="a boundary that begins as the outer one"),
        pytest.param(MIXED + INNER % ("c", "d", "c"), id="parts that are not plain"),
    ],
)
def test_what_is_not_plain_is_left_to_the_library(text):
    assert read_plain(text) is None


def test_what_is_nested_too_deep_is_left_to_the_library():
    # given
    text = "\nx"
    for boundary in "abcd":
        text = f"Content-Type: multipart/mixed; boundary={boundary}\n\n--{boundary}\n{text}\n--{boundary}--"

    # then
    assert read_plain(text) is None
    assert read_plain(text.partition("--d\n")[2].partition("\n--d--")[0]) is not None
