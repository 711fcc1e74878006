import re
from datetime import timedelta

from database import transaction
from people import my_data, profile_parts, sign_in, tokens
from people.models import Person
from tests.infra.pages import text

SECRETS = {"password_hash", "sign_in_version", "feed_token"}  # keys to the person's own door, of no meaning to them
DERIVED = {"id", "search_text", "manager_id"}  # the manager is told by address


def test_every_column_of_a_person_is_told_or_stated_here():
    """Who adds a column decides what the person sees of it."""
    assert {column.name for column in Person.__table__.columns} == set(my_data.SHOWN) | SECRETS | DERIVED


def test_links_tokens_and_imports_are_told_with_their_times(ada, begin, now):
    # given
    with transaction():
        sign_in.make_link(ada, now=now)
        tokens.issue(ada, "Payroll", now=now)
    begin("mail;name\neve@x.org;Eve\n", by=ada)

    # when
    data = profile_parts.data_of(ada)

    # then
    told = {name: data[name] for name in ("api_tokens", "sign_in_links", "imports")}
    at = now.isoformat()
    assert told == {
        "api_tokens": [{"label": "Payroll", "created_at": at, "revoked_at": None}],
        "sign_in_links": [{"created_at": at, "expires_at": (now + timedelta(minutes=30)).isoformat(), "used_at": None}],
        "imports": [{"file_name": "people.csv", "created_at": at, "done_at": None}],
    }


def test_mail_is_told_to_whom_it_went_and_from_whom_it_came(meetup, answer, comes_in, deliver, smtp_sink, client_of, ada, now):
    # given
    session = meetup(invited=[ada])
    deliver()
    comes_in(answer(session, ada, properties=["COMMENT:I bring soup"]))

    # when
    browser = client_of(ada)
    data, page = browser.get("/me/data.json").json, text(browser.get("/me/data"))

    # then
    (invited,) = data["mail"]
    (came,) = data["mail_from_me"]
    assert {name: invited[name] for name in ("kind", "about", "state", "created_at")} == {
        "kind": "sessions.invitation",
        "about": "Lunch and learn",
        "state": "sent",
        "created_at": now.isoformat(),
    }
    assert set(invited) == {"subject", "kind", "about", "state", "created_at", "sent_at", "answered_at"}
    assert (bool(invited["sent_at"]), bool(invited["answered_at"])) == (True, True)
    assert {name: value for name, value in came.items() if name != "received_at"} == {
        "subject": "Accepted: Lunch and learn",
        "sender": "ada@brink-waal.example",
        "about": "Lunch and learn",
        "state": "applied",
        "text": "I bring soup",
    }
    assert [words in page for words in ("Mail we sent you", "Kind: invitation", "State: sent", "Mail that came from you")] == [
        True
    ] * 4


def test_each_part_has_a_title_in_words(client_of, ada):
    # when
    page = client_of(ada).get("/me/data").text

    # then
    titles = dict(re.findall(r'<h2 id="data-(\w+)">([^<]*)</h2>', page))
    assert list(titles) == list(profile_parts.data_of(ada))
    assert [name for name, title in titles.items() if title == name] == []


def test_nobody_is_told_what_is_anothers(ada, dana, begin, now):
    # given
    with transaction():
        sign_in.make_link(ada, now=now)
        tokens.issue(ada, "Payroll", now=now)
    begin("mail;name\neve@x.org;Eve\n", by=ada)

    # when
    data = profile_parts.data_of(dana)

    # then
    assert [
        data[name] for name in ("api_tokens", "sign_in_links", "imports", "invitations", "hosted", "mail", "mail_from_me")
    ] == [[]] * 7
    assert "ada" not in str(data).lower()
