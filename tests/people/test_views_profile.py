import json
import re
from html import unescape

import pytest

from database import db, transaction
from people import passwords, tokens
from people.models import Person, Theme
from sessions import feeds
from tests.infra import pages

PASSWORD = "correct horse battery"
NEW = "another horse altogether"


@pytest.fixture
def browser(client_of, ada):
    return client_of(ada)


def kept(person, *names):
    db.session.rollback()
    row = db.session.get(Person, person.id, populate_existing=True)
    return tuple(getattr(row, name) for name in names)


def said(answer):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def test_own_page_is_ones_own(browser, dana, client_of, ada):
    # when
    pages = {"ada": browser.get("/me"), "dana": client_of(dana).get("/me")}

    # then
    assert ("Ada Okafor" in pages["ada"].text, "Ada Okafor" in pages["dana"].text) == (True, False)
    assert "Only you see this page." in said(pages["ada"])


def test_time_zone_language_and_theme_hold_from_the_next_page_on(browser, ada):
    # when
    answer = browser.post("/me", data={"timezone": "America/New_York", "language": "nl", "theme": "dark"})

    # then
    assert (answer.status_code, answer.location) == (303, "/me")
    assert kept(ada, "timezone", "language", "theme") == ("America/New_York", "nl", Theme.DARK)
    assert '<html lang="nl" data-bs-theme="dark">' in browser.get("/me").text


def test_as_the_company_does_is_a_choice_to_come_back_to(browser, ada):
    # given
    browser.post("/me", data={"timezone": "Asia/Tokyo", "language": "nl", "theme": "light"})

    # when
    browser.post("/me", data={"timezone": "", "language": "", "theme": "system"})

    # then
    assert kept(ada, "timezone", "language", "theme") == ("", "", Theme.SYSTEM)
    assert "data-bs-theme" not in browser.get("/me").text


@pytest.mark.parametrize(
    "changes",
    [
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"timezone": None},
        {"language": "tlh"},
        {"theme": "sepia"},
        {"theme": None},
        {"theme": ""},
    ],
)
def test_what_cannot_be_chosen_is_refused_and_changes_nothing(browser, ada, changes):
    # given
    fields = {"timezone": "Asia/Tokyo", "language": "nl", "theme": "dark", **changes}

    # when
    answer = browser.post("/me", data={name: value for name, value in fields.items() if value is not None})

    # then
    assert (answer.status_code, kept(ada, "timezone", "language", "theme")) == (422, ("", "", Theme.SYSTEM))


def test_a_zone_that_is_no_place_to_choose_stays_chosen(browser, ada):
    # given
    with transaction():
        ada.timezone = "CET"

    # when
    answer = browser.post("/me", data={"timezone": "CET", "language": "", "theme": "system"})

    # then
    assert (answer.status_code, kept(ada, "timezone")) == (303, ("CET",))


def test_reminders_nudges_and_quiet_hours_are_switched_and_set(browser, ada):
    # when
    answer = browser.post("/me/reminders", data={"wants_nudges": "y", "quiet_from_hour": "22", "quiet_until_hour": "0"})

    # then
    assert answer.location == "/me#reminders"
    assert kept(ada, "wants_reminders", "wants_nudges", "quiet_from_hour", "quiet_until_hour") == (False, True, 22, 0)


def test_quiet_hours_go_back_to_the_companys(browser, ada):
    # given
    browser.post("/me/reminders", data={"quiet_from_hour": "22", "quiet_until_hour": "6"})

    # when
    browser.post(
        "/me/reminders", data={"wants_reminders": "y", "wants_nudges": "y", "quiet_from_hour": "", "quiet_until_hour": ""}
    )

    # then
    assert kept(ada, "wants_reminders", "wants_nudges", "quiet_from_hour", "quiet_until_hour") == (True, True, None, None)


@pytest.mark.parametrize("hour", ["24", "-1", "x", "7.5"])
def test_an_hour_that_no_clock_has_is_refused(browser, ada, hour):
    # when
    answer = browser.post("/me/reminders", data={"quiet_from_hour": hour, "quiet_until_hour": "7"})

    # then
    assert (answer.status_code, "Not a valid choice" in said(answer)) == (422, True)
    assert kept(ada, "wants_reminders", "quiet_from_hour", "quiet_until_hour") == (True, None, None)


def test_a_first_password_needs_no_current_one(browser, client, ada):
    # when
    answer = browser.post("/me/password", data={"password": NEW, "again": NEW})

    # then
    assert (answer.status_code, client.post("/sign-in", data={"email": ada.email, "password": NEW}).status_code) == (303, 303)


def test_a_new_password_signs_other_browsers_out_and_keeps_this_one(client_of, client, ada):
    # given
    with transaction():
        passwords.set_password(ada, PASSWORD)
    here, there = client_of(ada), client_of(ada)

    # when
    here.post("/me/password", data={"current": PASSWORD, "password": NEW, "again": NEW})

    # then
    assert [browser.get("/me").status_code for browser in (here, there)] == [200, 303]
    answers = [client.post("/sign-in", data={"email": ada.email, "password": word}).status_code for word in (PASSWORD, NEW)]
    assert answers == [422, 303]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"current": "wrong, but long enough"}, "This is not your current password."),
        ({"current": ""}, "This is not your current password."),
        ({"password": "short", "again": "short"}, "At least 10 characters."),
        ({"again": "not the same"}, "The two are not the same."),
        ({"password": "", "again": ""}, "Choose a password."),
        ({"password": "x" * 501, "again": "x" * 501}, "At least 10 characters."),
    ],
)
def test_a_password_is_not_changed_by_mistake(browser, ada, changes, words):
    # given
    with transaction():
        passwords.set_password(ada, PASSWORD)
    before = kept(ada, "password_hash", "sign_in_version")

    # when
    answer = browser.post("/me/password", data={"current": PASSWORD, "password": NEW, "again": NEW, **changes})

    # then
    assert (answer.status_code, words in said(answer)) == (422, True)
    assert kept(ada, "password_hash", "sign_in_version") == before


def test_everything_wrong_with_a_new_password_is_said_at_once(browser, ada):
    # given
    with transaction():
        passwords.set_password(ada, PASSWORD)

    # when
    answer = browser.post("/me/password", data={"current": "wrong, but long enough", "password": "short", "again": "other"})

    # then
    assert pages.words(answer, "div", "invalid-feedback") == [
        "This is not your current password.",
        "At least 10 characters.",
        "The two are not the same.",
    ]


def test_what_cannot_be_undone_is_asked_first(browser, ada, now):
    # given
    with transaction():
        tokens.issue(ada, "Payroll", now=now)
        feeds.renew(ada)

    # when
    page = browser.get("/me")

    # then
    assert pages.words(page, "details", "ask-first") == [
        (
            "Renew the address The address above leads nowhere from then on: every calendar that follows it needs the new one. "
            "Give me a new one"
        ),
        "Revoke Programs that use “Payroll” are shut out at once. It cannot be brought back. Revoke it",
        "Sign out everywhere Every browser is signed out, this one too. You then sign in anew. Sign out of all",
    ]


def test_a_token_is_shown_once(browser, ada):
    # when
    shown = browser.post("/me/tokens", data={"label": "Payroll"})
    secret = re.search(r"<code>(foyer_[^<]+)</code>", shown.text).group(1)
    after = browser.get("/me")

    # then
    assert (tokens.person_of(secret).id, secret in after.text, "Payroll" in after.text) == (ada.id, False, True)
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_token_needs_a_name(browser, ada):
    # when
    answer = browser.post("/me/tokens", data={"label": " "})

    # then
    assert (answer.status_code, "Give it a name, so that you know it again." in said(answer)) == (422, True)
    assert tokens.tokens_of(ada) == []


def test_a_revoked_token_works_no_more(browser, ada, now):
    # given
    with transaction():
        secret = tokens.issue(ada, "Payroll", now=now)
    id_ = tokens.tokens_of(ada)[0].id

    # when
    answer = browser.post(f"/me/tokens/{id_}/revocation")

    # then
    assert (answer.location, tokens.person_of(secret), "Payroll" in browser.get("/me").text) == ("/me#tokens", None, False)


def test_dana_cannot_revoke_the_token_of_another(client_of, ada, dana, now):
    # given
    with transaction():
        secret = tokens.issue(ada, "Payroll", now=now)
    id_, browser = tokens.tokens_of(ada)[0].id, client_of(dana)

    # when
    browser.post(f"/me/tokens/{id_}/revocation")

    # then
    assert (tokens.person_of(secret).id, "There is no such token." in said(browser.get("/me"))) == (ada.id, True)


def test_my_data_holds_what_is_kept_and_nothing_secret(browser, ada, now):
    # given
    with transaction():
        passwords.set_password(ada, PASSWORD)
        secret = tokens.issue(ada, "Payroll", now=now)
        tokens.revoke(tokens.tokens_of(ada)[0].id, person=ada, now=now)

    # when
    answer = browser.get("/me/data.json")

    # then
    data = json.loads(answer.text)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="foyer-about-me.json"'
    assert data["person"] == {
        "email": "ada@brink-waal.example",
        "name": "Ada Okafor",
        "department": "Door seals",
        "function": "Fitter",
        "location": "Deventer",
        "timezone": "",
        "language": "",
        "active": True,
        "role": "employee",
        "theme": "system",
        "wants_reminders": True,
        "wants_nudges": True,
        "nudges_paused_until": None,
        "quiet_from_hour": None,
        "quiet_until_hour": None,
        "created_at": "2026-12-01T09:00:00+00:00",
        "has_password": True,
        "manager": "",
    }
    assert data["api_tokens"] == [{"label": "Payroll", "created_at": now.isoformat(), "revoked_at": now.isoformat()}]
    assert (secret in answer.text, "argon2" in answer.text, data["sign_in_links"], data["imports"]) == (False, False, [], [])


def test_my_data_reads_as_a_page(browser, ada, meetup):
    # given
    meetup(invited=[ada], title="Soup <&> bread")

    # when
    page = browser.get("/me/data")

    # then
    words = said(page)
    assert all(word in words for word in ("What Foyer knows about me", "Okafor", "Door seals", "Soup <&> bread", "Take it along"))


def test_my_data_holds_nothing_of_another(client_of, ada, dana, meetup):
    # given
    meetup(invited=[ada])

    # when
    text = client_of(dana).get("/me/data.json").text

    # then
    assert ("ada" in text.lower(), json.loads(text)["invitations"]) == (False, [])


def test_a_visitor_signs_in_first(client, ada):
    # given
    posts = ["/me", "/me/reminders", "/me/password", "/me/tokens", "/me/tokens/1/revocation"]

    # when
    led = [client.get(path).location for path in ("/me", "/me/data", "/me/data.json")] + [
        client.post(path).location for path in posts
    ]

    # then
    assert {target.partition("?")[0] for target in led} == {"/sign-in"}
