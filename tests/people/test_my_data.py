from datetime import timedelta

from database import transaction
from people import my_data, profile_parts, sign_in, tokens
from people.models import Person

SECRETS = {"password_hash", "sign_in_version", "feed_token"}  # keys to the person's own door, of no meaning to them
DERIVED = {"id", "search_text"}


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


def test_nobody_is_told_what_is_anothers(ada, dana, begin, now):
    # given
    with transaction():
        sign_in.make_link(ada, now=now)
        tokens.issue(ada, "Payroll", now=now)
    begin("mail;name\neve@x.org;Eve\n", by=ada)

    # when
    data = profile_parts.data_of(dana)

    # then
    assert [data[name] for name in ("api_tokens", "sign_in_links", "imports", "invitations", "hosted")] == [[]] * 5
    assert "ada" not in str(data).lower()
