"""Nobody is labelled, nobody is watched: attacks on the first two promises, from the side of people."""

import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import String, cast, select

from database import Base, db, transaction
from openapi import spec
from people import csv_files, forms, forms_people, my_data, sign_in, tokens
from people.api import PersonBody, PersonShape
from people.import_lines import FIELDS
from people.models import ImportPart, Person
from people.people import Details

WHO = ("email", "name", "department", "function", "location", "timezone", "language")
MANAGER = "manager"  # who may not be in one training group with them, unless both like it
LABELS = re.compile(
    r"skept|scept|resist|attitude|sentiment|mood|score|rank|points?$|badge|level|segment|risk|tag(s|ged)?$|rating|engage|maturity|persona$"
)
WATCHES = re.compile(
    r"last_(seen|login|sign|active|visit)|sign_in_count|login|visits?$|clicks?$|opens?(ed)?_|viewed|read_at|ip_address|user_agent"
)


def fields_of(form) -> set[str]:
    """The names a form takes from a browser."""
    return {name for name in dir(form) if hasattr(getattr(form, name), "field_class")}


def everything_kept() -> Iterator[str]:
    """Every value of every table, as text."""
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            yield from (value for value in db.session.scalars(select(cast(column, String))) if value)


def test_a_person_has_exactly_these_columns():
    assert {column.name for column in Person.__table__.columns} == {
        *WHO,
        "id",
        "search_text",
        "theme",
        "active",
        "role",
        "password_hash",
        "sign_in_version",
        "wants_reminders",
        "wants_nudges",
        "nudges_paused_until",
        "quiet_from_hour",
        "quiet_until_hour",
        "feed_token",
        "created_at",
        "manager_id",
    }


def test_no_column_anywhere_labels_or_watches_anybody():
    # when
    names = [f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns]

    # then
    assert [name for name in names if LABELS.search(name) or WATCHES.search(name)] == []


def test_the_patterns_above_would_find_one():
    assert all(LABELS.search(name) for name in ("is_skeptic", "resistance", "engagement_score", "tags", "risk_level"))
    assert all(WATCHES.search(name) for name in ("last_seen_at", "last_login", "visits", "opened_at", "user_agent"))


def test_forms_take_exactly_these_fields():
    assert {name: fields_of(getattr(module, name)) for module, name in (
        (forms_people, "PersonForm"),
        (forms_people, "NewPersonForm"),
        (forms_people, "RoleForm"),
        (forms_people, "ImportForm"),
        (forms, "ProfileForm"),
        (forms, "RemindersForm"),
        (forms, "PasswordForm"),
        (forms, "TokenForm"),
        (forms, "SetupForm"),
    )} == {
        "PersonForm": {*WHO, MANAGER} - {"email"},
        "NewPersonForm": {*WHO, MANAGER},
        "RoleForm": {"role"},
        "ImportForm": {"file"},
        "ProfileForm": {"timezone", "language", "theme"},
        "RemindersForm": {"wants_reminders", "wants_nudges", "nudges_paused_until", "quiet_from_hour", "quiet_until_hour"},
        "PasswordForm": {"current", "password", "again"},
        "TokenForm": {"label"},
        "SetupForm": {"code", "name", "email", "password"},
    }  # fmt: skip


def test_import_and_api_know_nothing_but_who_somebody_is():
    # then
    imported = {*WHO, MANAGER, "first_name", "last_name"}
    assert (set(FIELDS), set(forms_people.FIELD_WORDS), set(csv_files.HEADINGS)) == (imported, imported, imported)
    assert set(Details.__dataclass_fields__) == set(PersonBody.model_fields) == {*WHO, MANAGER} - {"email"}
    assert set(PersonShape.model_fields) == {*WHO, MANAGER, "role", "active"}


def test_no_heading_of_a_label_is_taken_for_a_field():
    # given
    headings = [
        "Skeptic",
        "Attitude",
        "Resistance",
        "Engagement score",
        "Change readiness",
        "Segment",
        "Notes",
        "Opmerkingen",
        "Houding",
    ]

    # then
    assert csv_files.guess(headings) == {}


def test_a_column_of_labels_leaves_no_trace(bring_in):
    # given
    table = "mail;name;skeptic;attitude\neve@x.org;Eve Mulder;yes-skeptic;resists-everything\nnonsense;Bad;no-skeptic;likes-it\n"

    # when
    bring_in(table, columns={"email": 0, "name": 1, "skeptic": 2, "attitude": 3})

    # then
    assert [value for value in everything_kept() if re.search(r"resists|likes-it|yes-skeptic|no-skeptic", value)] == []
    assert db.session.scalars(select(ImportPart)).all() == []


def test_filters_of_the_people_page_are_about_the_work(client_of, chen, ada):
    # when
    page = client_of(chen).get("/people").text

    # then
    form = re.search(r'<form class="filter-row".*?</form>', page, re.DOTALL).group(0)
    assert set(re.findall(r' name="(\w+)"', form)) == {"text", "department", "function", "location", "inactive"}


@pytest.mark.parametrize("query", ["skeptic=1", "role=employee", "wants_nudges=0", "answered=no", "attitude=bad"])
def test_no_other_filter_finds_anybody(client_of, chen, ada, dana, query):
    # given
    browser = client_of(chen)

    # then
    assert browser.get(f"/people?{query}").text == browser.get("/people").text


def without_tokens(text):
    return re.sub(r'name="csrf_token"[^>]*>', "", text)


def test_nothing_a_person_does_changes_what_others_see_of_them(client_of, client, chen, admin, ada, meetup, say, now):
    """The person page, the list and the API are the same before and after a busy week, to the byte."""
    # given
    session = meetup(invited=[ada], title="Soup and questions")
    with transaction():
        bearer = {"Authorization": f"Bearer {tokens.issue(chen, 'test', now=now)}"}
    watchers = [client_of(chen), client_of(admin)]
    paths = [f"/people/{ada.id}", "/people", "/people?text=ada&inactive=1"]

    def seen():
        pages = [without_tokens(browser.get(path).text) for browser in watchers for path in paths]
        return [*pages, client.get(f"/api/v1/people/{ada.email}", headers=bearer).json]

    before = seen()

    # when
    browser = client_of(ada)
    for path in ("/", "/calendar", "/me", "/me/data", f"/sessions/{session.id}"):
        assert browser.get(path).status_code == 200
    say(session, ada, "declined", comment="I would rather not.")
    browser.post("/me/reminders", data={"quiet_from_hour": "", "quiet_until_hour": ""})
    browser.post("/me/password", data={"password": "a long enough one", "again": "a long enough one"})
    browser.post("/me/tokens", data={"label": "mine"})
    with transaction():
        sign_in.mail_link(db.session.get_one(Person, ada.id), now=now)
    browser.post("/me/sign-outs")

    # then
    assert seen() == before


def test_what_a_person_sees_of_themselves_is_more(client_of, ada, chen, meetup, say):
    """The comparison above compares pages on which nothing could show: here it would."""
    # given
    session = meetup(invited=[ada], title="Soup and questions")
    before = client_of(ada).get("/me/data").text

    # when
    say(session, ada, "declined", comment="I would rather not.")

    # then
    assert ("I would rather not." in client_of(ada).get("/me/data").text, client_of(ada).get("/me/data").text == before) == (
        True,
        False,
    )


def test_own_pages_have_no_address_for_others(app):
    """Own page and own data take no number of a person: there is no address that could be changed to another's."""
    # when
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/me")]

    # then
    assert ([rule for rule in rules if "person" in rule], len(rules) > 5) == ([], True)


def test_the_api_describes_no_other_field_of_a_person(app):
    # when
    shape = json.loads(json.dumps(spec.spec))["components"]["schemas"]["PersonShape"]

    # then
    assert set(shape["properties"]) == {*WHO, MANAGER, "role", "active"}


def test_my_data_is_everything_that_is_about_a_person():
    assert set(my_data.SHOWN) >= {*WHO, "role", "active", "wants_reminders", "wants_nudges"}
