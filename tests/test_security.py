"""Marks of views, and what every answer tells a browser to forbid."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import session

from security import (
    MOST_BYTES,
    Access,
    administrator,
    bearer,
    bearer_manager,
    hosts,
    manager,
    public,
    rule_of,
    signed_in,
)

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FORBIDDEN = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def shown(answer, names=tuple(FORBIDDEN)):
    """The headers that matter here."""
    return {name: answer.headers.get(name) for name in names}


def test_each_mark_is_one_rule():
    # when
    marks = (public, signed_in, hosts, manager, administrator, bearer, bearer_manager)

    # then
    assert [rule_of(mark(lambda: "")) for mark in marks] == list(Access)


@pytest.mark.parametrize("said", ["public", "nonsense", None, True])
def test_a_rule_that_is_none_lets_nobody_in_by_mistake(said):
    # given
    def view():
        return ""

    view.access_rule = said

    # then
    assert rule_of(view) is Access.SIGNED_IN


def test_no_view_and_a_silent_view_are_for_whoever_is_signed_in():
    assert (rule_of(None), rule_of(lambda: "")) == (Access.SIGNED_IN, Access.SIGNED_IN)


@pytest.mark.parametrize(
    ("path", "status"), [("/sign-in", 200), ("/", 303), ("/nothing", 404), ("/api/v1/people", 401), ("/sign-in?x=%00", 400)]
)
def test_every_answer_forbids_what_no_page_of_ours_needs(client, ada, path, status):
    # when
    answer = client.get(path)

    # then
    assert (answer.status_code, shown(answer)) == (status, FORBIDDEN)


def test_page_about_a_fault_of_ours_forbids_the_same(app, client):
    # given
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/broken", "broken", public(lambda: 1 / 0))

    # when
    answer = client.get("/broken")

    # then
    assert (answer.status_code, shown(answer)) == (500, FORBIDDEN)


def test_a_page_that_says_more_keeps_what_it_says(app, client):
    # given
    own = {"Content-Security-Policy": "sandbox", "Cache-Control": "private"}
    app.add_url_rule("/own", "own", public(lambda: ("", 200, own)))

    # then
    assert shown(client.get("/own")) == {**FORBIDDEN, **own}


@pytest.mark.parametrize(
    ("base_url", "kept"),
    [
        pytest.param("https://foyer.example", "max-age=31536000", marks=pytest.mark.settings(base_url="https://foyer.example")),
        pytest.param("http://foyer.example", None, marks=pytest.mark.settings(base_url="http://foyer.example")),
    ],
)
def test_browsers_stay_with_https_where_that_is_the_address(client, ada, base_url, kept):
    assert client.get("/sign-in").headers.get("Strict-Transport-Security") == kept


@pytest.mark.settings(base_url="https://foyer.example")
def test_cookies_stay_with_https_away_from_scripts_and_from_other_sites(app, client):
    # given
    app.config["WTF_CSRF_ENABLED"] = True

    # when
    cookie = client.get("/setup").headers["Set-Cookie"]

    # then
    assert {part.strip() for part in cookie.split(";")} >= {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


@pytest.mark.parametrize("places", [{"query_string": {"x": "a\x00b"}}, {"method": "POST", "data": {"email": "a\x00b"}}])
def test_text_with_a_nul_is_refused(client, ada, places):
    assert client.open("/sign-in", **places).status_code == 400


def test_file_with_nuls_is_no_text(client_of, chen):
    # given
    file = {"file": (BytesIO(b"email;name\n\x00"), "people.csv")}

    # then
    assert client_of(chen).post("/people/imports", data=file).status_code != 400


@pytest.mark.parametrize("body", ['{"email": "ada@brink-waal.example", "password": "x"}', '{"email": {"a": 1}}', "[1]", '"x"'])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/links", "/setup", "/me/password", "/sessions"])
def test_a_form_comes_as_a_form(client, ada, path, body):
    assert client.post(path, data=body, content_type="application/json").status_code == 415


def test_a_form_larger_than_any_is_not_read(client, ada):
    # given
    body = b"email=ada@brink-waal.example&password=" + b"x" * MOST_BYTES

    # when
    answer = client.post("/sign-in", data=body, content_type="application/x-www-form-urlencoded")

    # then
    assert answer.status_code == 413


def test_what_the_cookie_keeps_reads_back_as_it_was(app):
    # given
    kept = {"_user_id": "7.1", "csrf_token": "token", "_flashes": [["success", "Noted, en “wel” bedankt."]], "_fresh": True}
    signer = app.session_interface.get_signing_serializer(app)

    # when
    cookie = signer.dumps(kept)

    # then
    assert signer.loads(cookie) == kept


def test_a_long_cookie_is_made_shorter(app):
    # given
    signer = app.session_interface.get_signing_serializer(app)
    much = {"_flashes": [["success", "Noted. " * 500]]}

    # when
    cookie = signer.dumps(much)

    # then
    assert (signer.loads(cookie), len(cookie) < 1000) == (much, True)


def test_a_cookie_that_was_altered_says_nothing(app):
    # given
    cookie = app.session_interface.get_signing_serializer(app).dumps({"_user_id": "7.1"})
    altered = f"{'f' if cookie[0] != 'f' else 'e'}{cookie[1:]}"

    # when
    found = []
    for value in (cookie, altered):
        with app.test_request_context("/", headers={"Cookie": f"foyer={value}"}):
            found.append(dict(session))

    # then
    assert found == [{"_user_id": "7.1"}, {}]


def test_a_cookie_lasts_again_on_the_first_page_of_a_day(client_of, ada, clock):
    # given
    browser = client_of(ada)
    with browser.session_transaction() as kept:
        kept.permanent = True

    # when
    given = []
    for hours in (0, 1, 23, 1):
        clock.shift(timedelta(hours=hours))
        given.append("Set-Cookie" in browser.get("/me").headers)

    # then
    assert given == [True, False, True, False]  # the first one also keeps the token of forms
