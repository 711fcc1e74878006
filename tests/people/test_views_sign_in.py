import re
import time
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from database import db, transaction
from mail.models import OutgoingMail
from people import passwords, people, sign_in
from people.models import Person, SignInLink
from people.views_sign_in import EVEN_SECONDS
from tests.people.conftest import signed_in_as

PASSWORD = "correct horse battery"
WRONG = "Address and password do not fit together. A link by mail works without a password."


@pytest.fixture
def ada(ada):
    with transaction():
        passwords.set_password(ada, PASSWORD)
    return ada


@pytest.fixture
def link_of(now):
    def path(person):
        with transaction():
            link = sign_in.make_link(person, now=now)
        return "/sign-in/" + sign_in.address_of(link).rpartition("/")[2]

    return path


def test_address_and_password_sign_in(client, ada):
    # when
    answer = client.post("/sign-in", data={"email": " ADA@Brink-Waal.example", "password": PASSWORD})

    # then
    assert (answer.status_code, answer.location, signed_in_as(client)) == (303, "/", "Ada Okafor")


def test_signing_in_goes_on_to_the_page_that_was_asked_for(client, ada):
    # given
    asked = client.get("/me/data?x=1").location

    # when
    action = unescape(re.search(r'<form class="form stack" method="post" action="([^"]+)"', client.get(asked).text).group(1))
    answer = client.post(action, data={"email": ada.email, "password": PASSWORD})

    # then
    assert answer.location == "/me/data?x=1"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/\tevil", "javascript:alert(1)"]
)
def test_signing_in_never_leads_elsewhere(client, client_of, ada, target):
    # when
    answer = client.post("/sign-in", query_string={"next": target}, data={"email": ada.email, "password": PASSWORD})
    already = client_of(ada).get("/sign-in", query_string={"next": target})

    # then
    assert (answer.location, already.location) == ("/", "/")


def test_wrong_password_and_unknown_address_read_the_same(client, ada, bo):
    # given
    given = [(ada.email, "wrong, but long enough"), ("nobody@brink-waal.example", PASSWORD), (bo.email, PASSWORD), ("x", "x")]

    # when
    answers = [client.post("/sign-in", data={"email": email, "password": password}) for email, password in given]

    # then
    pages = [answer.text.replace(email, "ADDRESS") for answer, (email, _password) in zip(answers[:3], given[:3], strict=True)]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert (pages[0] == pages[1] == pages[2], WRONG in pages[0], signed_in_as(client)) == (True, True, None)
    assert [list(answer.headers.keys()) for answer in answers] == [list(answers[0].headers.keys())] * 4


def test_somebody_who_left_reads_the_same_too(client, ada):
    # given
    with transaction():
        people.deactivate(ada)

    # when
    answer = client.post("/sign-in", data={"email": ada.email, "password": PASSWORD})

    # then
    assert (answer.status_code, WRONG in answer.text, signed_in_as(client)) == (422, True, None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Enter your e-mail address."),
        ({"email": "ada@brink-waal.example"}, "Enter your password."),
        ({"email": "x" * 300, "password": PASSWORD}, "254"),
        ({"email": "ada@brink-waal.example", "password": "x" * 100_000}, "500"),
    ],
)
def test_an_incomplete_form_says_what_is_missing(client, ada, data, said):
    # when
    answer = client.post("/sign-in", data=data)

    # then
    assert (answer.status_code, said in answer.text) == (422, True)


def test_what_was_typed_comes_back_as_text(client, ada):
    # when
    answer = client.post("/sign-in", data={"email": '"><script>x</script>', "password": "x"})

    # then
    assert ("<script>x" in answer.text, "&lt;script&gt;x" in answer.text) == (False, True)


@pytest.mark.settings(base_url="https://foyer.example")
def test_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(client, ada):
    # when
    answer = client.post("/sign-in", data={"email": ada.email, "password": PASSWORD}, base_url="https://foyer.example")

    # then
    name, *flags = answer.headers["Set-Cookie"].split("; ")
    assert (
        name.partition("=")[0],
        {flag.partition("=")[0]: flag.partition("=")[2] for flag in flags if "Expires" not in flag},
    ) == (
        "foyer",
        {"Secure": "", "HttpOnly": "", "Path": "/", "SameSite": "Lax"},
    )


def test_nothing_of_a_visitors_session_becomes_a_persons(client, ada):
    """Who plants a cookie in somebody's browser learns nothing, and keeps no hold, once they sign in."""
    # given
    with client.session_transaction() as cookie:
        cookie["planted"] = "by a stranger"
        cookie["csrf_token"] = "known to a stranger"
    planted = client.get_cookie("foyer").value

    # when
    client.post("/sign-in", data={"email": ada.email, "password": PASSWORD})

    # then
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    assert (kept.get("planted"), kept.get("csrf_token"), kept["_user_id"]) == (None, None, ada.get_id())
    assert client.get_cookie("foyer").value != planted


def test_a_form_without_its_hidden_field_is_refused(app, client, ada):
    # given
    app.config["WTF_CSRF_ENABLED"] = True

    # when
    answers = [
        client.post(path, data={"email": ada.email, "password": PASSWORD}) for path in ("/sign-in", "/sign-out", "/me/sign-outs")
    ]

    # then
    assert [answer.status_code for answer in answers] == [400, 400, 400]


def test_signing_out_ends_this_browser_only(client_of, ada):
    # given
    here, there = client_of(ada), client_of(ada)

    # when
    answer = here.post("/sign-out")

    # then
    assert (answer.location, signed_in_as(here), signed_in_as(there)) == ("/sign-in", None, "Ada Okafor")
    with here.session_transaction() as cookie:
        assert "_user_id" not in cookie


def test_signing_out_everywhere_ends_every_browser_of_this_person(client_of, ada, dana):
    # given
    here, there, of_dana = client_of(ada), client_of(ada), client_of(dana)

    # when
    answer = here.post("/me/sign-outs")

    # then
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert [signed_in_as(browser) for browser in (here, there, of_dana)] == [None, None, "Dana Petrov"]


def test_a_visitor_has_nowhere_to_sign_out_of(client, ada):
    assert [client.post("/sign-out").location, client.post("/me/sign-outs").location] == ["/sign-in", "/sign-in"]


def test_a_link_is_mailed_to_who_is_known(client, ada, now):
    # when
    answer = client.post("/sign-in/links", data={"email": "Ada@brink-waal.example "})

    # then
    mail = db.session.scalars(select(OutgoingMail)).one()
    link = db.session.scalars(select(SignInLink)).one()
    assert (answer.status_code, mail.recipient, mail.payload, link.person_id) == (200, ada.email, {"link_id": link.id}, ada.id)
    assert timedelta(minutes=29) < link.expires_at - now < timedelta(minutes=31)


def test_asking_for_a_link_tells_nobody_who_is_known(client, ada, bo):
    # given
    with transaction():
        people.deactivate(bo)
    asked = [ada.email, bo.email, "nobody@brink-waal.example", "no address at all"]

    # when
    answers = [client.post("/sign-in/links", data={"email": email}) for email in asked]

    # then
    pages = {answer.text.replace(email, "ADDRESS") for answer, email in zip(answers, asked, strict=True)}
    assert (len(pages), {answer.status_code for answer in answers}) == (1, {200})
    assert [mail.recipient for mail in db.session.scalars(select(OutgoingMail))] == [ada.email]


def test_asking_for_a_link_takes_as_long_for_nobody_as_for_somebody(client, ada):
    # when
    seconds = []
    for email in (ada.email, "nobody@brink-waal.example"):
        begun = time.perf_counter()
        client.post("/sign-in/links", data={"email": email})
        seconds.append(time.perf_counter() - begun)

    # then
    assert min(seconds) > EVEN_SECONDS


def test_opening_a_link_asks_for_one_press_more(client, ada, link_of):
    # given
    path = link_of(ada)

    # when
    seen = [client.get(path), client.head(path), client.get(path)]
    before = signed_in_as(client)
    answer = client.post(path)

    # then
    assert ([page.status_code for page in seen], "Welcome, Ada" in seen[2].text, before) == ([200, 200, 200], True, None)
    assert (answer.location, signed_in_as(client)) == ("/", "Ada Okafor")


def test_a_link_works_once(client, app, ada, link_of):
    # given
    path, other = link_of(ada), app.test_client()
    client.post(path)

    # when
    answers = [other.get(path), other.post(path)]

    # then
    assert [answer.status_code for answer in answers] == [410, 410]
    assert all("This link has been used or is too old." in unescape(answer.text) for answer in answers)
    assert signed_in_as(other) is None


def test_a_link_too_old_offers_a_new_one(client, clock, ada, link_of):
    # given
    path = link_of(ada)
    clock.shift(timedelta(minutes=31))

    # when
    answer = client.get(path)

    # then
    assert (answer.status_code, 'href="/sign-in"' in answer.text) == (410, True)


def test_a_link_opened_in_anothers_browser_signs_that_person_out_first(client_of, ada, dana, link_of):
    # given
    browser = client_of(dana)

    # when
    browser.post(link_of(ada))

    # then
    assert signed_in_as(browser) == "Ada Okafor"


def test_a_forged_link_signs_nobody_in(client, ada, dana, link_of):
    # given
    forged = link_of(ada).partition(".")[0] + "." + link_of(dana).partition(".")[2]

    # when
    answers = [client.get(forged), client.post(forged)]

    # then
    assert ([answer.status_code for answer in answers], signed_in_as(client)) == ([410, 410], None)


def test_nobody_is_made_by_signing_in(client, ada):
    # when
    client.post("/sign-in", data={"email": "new@example.org", "password": PASSWORD})
    client.post("/sign-in/links", data={"email": "new@example.org"})

    # then
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1
