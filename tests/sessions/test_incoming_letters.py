"""Answering what came in: a mail of one's own to who wrote."""

import pytest

from tests.infra.pages import words


@pytest.mark.parametrize(
    ("sender", "subject", "label", "address"),
    [
        (
            "ada@brink-waal.example",
            "Soup & bread?",
            "Reply to Ada",
            "ada@brink-waal.example?subject=Re%3A%20Soup%20%26%20bread%3F",
        ),
        ("a&b@x.example", "RE: Soup", "Reply to a&b@x.example", "a%26b@x.example?subject=RE%3A%20Soup"),
    ],
)
def test_who_wrote_can_be_answered_by_mail(meetup, comes_in, invitation_of, client_of, ada, bo, sender, subject, label, address):
    # given
    lunch = meetup(invited=[ada])
    raw = f"From: {sender}\r\nSubject: {subject}\r\n\r\nIs there soup?\r\n".encode()
    incoming = comes_in(raw, token=invitation_of(lunch, ada).token)

    # when
    page = client_of(bo).get(f"/incoming/{incoming.id}")

    # then
    assert words(page, "a", "btn-primary") == [label]
    assert f'href="mailto:{address}"' in page.text


def test_what_nobody_wrote_is_answered_to_nobody(meetup, answer, comes_in, client_of, ada, bo):
    # given
    spoofed = comes_in(answer(meetup(invited=[ada]), ada, sender="ada@private.example"))

    # then
    assert "mailto:" not in client_of(bo).get(f"/incoming/{spoofed.id}").text
