from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from database import db, transaction
from mail.models import OutgoingMail
from people import passwords

PASSWORD = "correct horse battery"
FIVE_MINUTES = timedelta(minutes=5, seconds=1)


def from_machine(number):
    return {"REMOTE_ADDR": f"192.0.2.{number}"}


def try_in(client, email, machine=1, password=""):
    """Without a password nothing is computed, and counted all the same."""
    return client.post("/sign-in", data={"email": email, "password": password}, environ_base=from_machine(machine)).status_code


def test_guessing_one_account_from_many_machines_is_one_guesser(client, ada):
    # when
    tries = [try_in(client, f" {ada.email.upper()} " if number % 2 else ada.email, number) for number in range(12)]

    # then
    assert tries == [422] * 10 + [429] * 2


def test_guessing_many_accounts_from_one_machine_is_one_guesser(client, ada):
    # when
    tries = [try_in(client, f"p{number}@brink-waal.example") for number in range(32)]

    # then
    assert tries == [422] * 30 + [429] * 2


def test_one_guesser_shuts_nobody_else_out(client, ada, bo):
    # given
    with transaction():
        passwords.set_password(bo, PASSWORD)
    for _ in range(11):
        try_in(client, ada.email)

    # then
    assert try_in(client, bo.email, 1, PASSWORD) == 303


def test_after_five_minutes_one_may_try_again(client, clock, ada):
    # given
    for _ in range(11):
        try_in(client, ada.email)

    # when
    clock.shift(FIVE_MINUTES)

    # then
    assert try_in(client, ada.email) == 422


def test_too_many_tries_get_a_page_in_the_look_with_words(client, ada):
    # given
    for _ in range(10):
        try_in(client, ada.email)

    # when
    answer = client.post("/sign-in", data={"email": ada.email, "password": ""}, environ_base=from_machine(1))

    # then
    page = unescape(answer.text)
    assert (answer.status_code, answer.content_type) == (429, "text/html; charset=utf-8")
    assert all(words in page for words in ("That was quick", "Wait a few minutes and try again.", "css/foyer.css"))


def test_a_mailbox_is_not_flooded_with_links(client, ada):
    # when
    answers = [
        client.post("/sign-in/links", data={"email": ada.email}, environ_base=from_machine(number)).status_code
        for number in range(5)
    ]

    # then
    assert answers == [200, 200, 200, 429, 429]
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 3


def test_the_code_of_the_set_up_cannot_be_guessed_for_long(client):
    # when
    answers = [client.post("/setup", data={"code": "x"}).status_code for _ in range(21)]

    # then
    assert answers == [422] * 20 + [429]


def test_the_current_password_cannot_be_guessed_for_long(client_of, ada):
    # given
    with transaction():
        passwords.set_password(ada, PASSWORD)
    client, fields = client_of(ada), {"current": "wrong", "password": "another long one", "again": "another long one"}

    # when
    answers = [client.post("/me/password", data=fields).status_code for _ in range(11)]

    # then
    assert answers == [422] * 10 + [429]


@pytest.mark.settings(proxies=1)
def test_behind_a_proxy_each_visitor_counts_alone(client, ada):
    # when
    answers = [
        client.post(
            "/sign-in",
            data={"email": f"p{number}@brink-waal.example", "password": ""},
            environ_base=from_machine(1),
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(32)
    ]

    # then
    assert answers == [422] * 32


def test_without_a_proxy_nobody_chooses_who_they_are(client, ada):
    # when
    answers = [
        client.post(
            "/sign-in",
            data={"email": f"p{number}@brink-waal.example", "password": ""},
            environ_base=from_machine(1),
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(31)
    ]

    # then
    assert answers == [422] * 30 + [429]
