"""What the application itself decides: who is asked through a proxy, which numbers are rows."""

import pytest
import structlog
from flask import request
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from database import db, transaction
from look import unbroken
from people import tokens
from security import public

SPOOFED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
DIRECT = ("192.0.2.1", "http", "localhost")


@pytest.fixture
def asked(app, client):
    """How Foyer sees a request that came from 192.0.2.1 with these headers: address, scheme, host."""

    @app.get("/seen")
    @public
    def seen():
        return {"seen": [request.remote_addr, request.scheme, request.host]}

    def ask(**headers: str):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return tuple(client.get("/seen", headers=names, environ_base={"REMOTE_ADDR": "192.0.2.1"}).json["seen"])

    return ask


def test_without_proxies_nobody_says_where_they_come_from(asked):
    assert asked(**SPOOFED) == DIRECT


@pytest.mark.settings(proxies=1)
def test_the_one_proxy_is_believed_and_nobody_before_it(asked):
    # when
    answers = [
        asked(**SPOOFED),
        asked(
            X_Forwarded_For="198.51.100.7, 203.0.113.9",
            X_Forwarded_Proto="http, https",
            X_Forwarded_Host="a.example, foyer.example",
        ),
        asked(),
    ]

    # then
    assert answers == [
        ("203.0.113.9", "https", "evil.example"),
        ("203.0.113.9", "https", "foyer.example"),
        DIRECT,
    ]


@pytest.mark.settings(proxies=2)
def test_two_proxies_are_counted_from_the_near_end(asked):
    # when
    behind = asked(X_Forwarded_For="198.51.100.7, 203.0.113.9, 10.0.0.1", X_Forwarded_Proto="ftp, https, http")
    too_few = asked(X_Forwarded_For="203.0.113.9")

    # then
    assert (behind, too_few) == (("203.0.113.9", "https", "localhost"), DIRECT)


def guess(client, number: int) -> int:
    """One wrong password for somebody, as if from another machine each time; the status."""
    headers = {"X-Forwarded-For": f"203.0.113.{number}"}
    data = {"email": f"p{number}@brink-waal.example", "password": ""}
    return client.post("/sign-in", data=data, headers=headers).status_code


def test_made_up_addresses_do_not_get_round_the_limit(client, ada):
    assert [guess(client, number) for number in range(32)] == [422] * 30 + [429] * 2


@pytest.mark.settings(proxies=1)
def test_people_behind_a_proxy_are_limited_one_by_one(client, ada):
    assert [guess(client, number) for number in range(32)] == [422] * 32


@pytest.mark.settings(proxies=1, base_url="https://foyer.example")
def test_api_behind_a_proxy_leads_on_at_our_address(client, chen, colleagues):
    # given
    with transaction():
        token = tokens.issue(chen, "HR", now=chen.created_at)
    headers = {"Authorization": f"Bearer {token}", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    colleagues(2)

    # when
    answer = client.get("/api/v1/people?per_page=2", headers=headers)

    # then
    assert answer.json["next"] == "https://foyer.example/api/v1/people?per_page=2&page=2"


@pytest.mark.parametrize("number", ["1000000000", "2147483648", "9223372036854775808", "9" * 40, "-1", "1.0", "0x1"])
def test_number_that_no_row_can_have_leads_nowhere(client_of, chen, number):
    # given
    client = client_of(chen)

    # then
    assert [client.get(f"/{place}/{number}").status_code for place in ("sessions", "people", "incoming")] == [404] * 3


def _fail_over(secret: str):
    raise ValueError("no good")


@pytest.mark.settings(log_level="WARNING")
def test_the_log_says_what_failed_where_and_never_with_what(app, capsys):
    # given
    log = structlog.get_logger()

    # when
    log.info("all_is_well")
    try:
        _fail_over("open-sesame")
    except ValueError:
        log.exception("failed", mail=7)

    # then
    printed = capsys.readouterr().out
    assert "all_is_well" not in printed
    assert "ValueError: no good" in printed
    assert "_fail_over" in printed
    assert "secret = " not in printed
    assert "'open-sesame'" not in printed


def test_an_error_of_the_database_never_says_with_what(app):
    with pytest.raises(DBAPIError) as caught:
        db.session.execute(text("SELECT * FROM nowhere WHERE word = :word"), {"word": "open-sesame"})
    assert "nowhere" in str(caught.value)
    assert "open-sesame" not in str(caught.value)


def test_no_more_than_some_statements_are_kept_ready(app):
    assert app.config["SQLALCHEMY_ENGINE_OPTIONS"]["query_cache_size"] == 64


def test_times_stay_on_one_line_and_other_text_is_escaped():
    assert unbroken("<b> at 12:00–13:00.") == '&lt;b&gt; at <span class="nowrap">12:00–13:00</span>.'
