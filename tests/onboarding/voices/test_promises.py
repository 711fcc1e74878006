"""An administrator with the whole database, the secret key and every line of every log cannot tell who wrote, nor who agrees."""

import ast
import random
import re
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import LargeBinary, String, cast, select, text

from config import settings
from database import Base, db
from onboarding.voices import days
from onboarding.voices.models import Voice
from people import blind
from people.models_blind import BlindGrant, SpentToken
from tests.infra.sources import shipped, tree

AUTHORS = 10


def tokens_through_the_door(app, client_of, person, purpose):
    """As the browser does it: the key, a blinded token, its signature."""
    browser = client_of(person)
    key = browser.post("/voices/signature", data={"purpose": purpose}).json
    public = rsa.RSAPublicNumbers(int(key["exponent"], 16), int(key["modulus"], 16)).public_key()
    prepared = blind.prepare(random.randbytes(32))
    blinded = blind.blind(public, prepared)
    answer = browser.post("/voices/signature", data={"purpose": purpose, "blinded": blinded.message.hex()}).json
    signature = blind.finalize(public, prepared, bytes.fromhex(answer["signature"]), blinded.inverse)
    return {"prepared": prepared.hex(), "signature": signature.hex()}


@pytest.fixture
def week(app, client_of, client, add_person, now, capfd):
    """Ten people open the board and write, in one order, and one of them agrees; returns who wrote what, and what was logged."""
    people = [add_person(f"Author{number} Person") for number in range(AUTHORS)]
    capfd.readouterr()
    purpose = days.purpose_of(days.today(now))
    wrote = {}
    for number, person in enumerate(people):
        token = tokens_through_the_door(app, client_of, person, purpose)
        said = client.post("/v/hand-in", data={**token, "kind": "concern", "words": f"Worry {chr(65 + number)}"})
        wrote[int(said.json["url"].rpartition("/")[2])] = person.id
        if number == 3:
            client.post("/v/me-too", data={**token, "voice": next(iter(wrote))})
    return wrote, "".join(capfd.readouterr())


def as_it_lies(table):
    """The rows as the database file has them."""
    order = "ORDER BY ctid" if db.engine.dialect.name == "postgresql" else ""
    db.session.rollback()
    return db.session.execute(text(f"SELECT * FROM {table} {order}")).mappings().all()


def test_no_value_leads_from_what_was_said_to_a_person(week):
    """Whatever stands beside a wish (numbers, hashes, days) stands beside no person, and the other way round."""
    # given
    wrote, _log = week
    db.session.rollback()
    voices = {voice.id: voice for voice in db.session.scalars(select(Voice))}

    # when
    values = {str(value) for voice in voices.values() for value in (voice.id, voice.secret_hash, voice.words)}
    elsewhere = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        if table.name != "voices"
        for column in table.columns
        if not isinstance(column.type, LargeBinary)
        for value in db.session.scalars(select(cast(column, String)))
        if value in values
    ]

    # then
    assert (set(voices), {voice.person_id for voice in voices.values()}, elsewhere) == (set(wrote), {None}, [])


def test_all_that_is_the_same_for_all_says_nothing(week):
    """What does differ between two texts is random, or was written by the author."""
    # given
    db.session.rollback()
    rows = db.session.execute(select(Voice.__table__)).mappings().all()

    # when
    differing = {name for one, other in pairwise(rows) for name in one if one[name] != other[name]}

    # then
    assert differing - {"me_toos"} == {"id", "words", "secret_hash"}


def test_an_order_links_nobody(week):
    """The attacker pairs the rows of people with the texts as both lie there, and by each column in turn: no better than chance.

    By chance one of ten is right; seven or more would happen once in twelve thousand times.
    """
    # given
    wrote, _log = week
    grants, voices = as_it_lies("blind_grants"), as_it_lies("voices")
    people_orders = [
        [grant["person_id"] for grant in grants],
        *[[grant["person_id"] for grant in sorted(grants, key=lambda row: row[name])] for name in ("id", "blinded_hash")],
    ]
    voice_orders = [
        [voice["id"] for voice in voices],
        *[[voice["id"] for voice in sorted(voices, key=lambda row: row[name])] for name in ("id", "secret_hash", "words")],
    ]

    # when
    right = [
        sum(wrote[number] == person for number, person in zip(numbers, people, strict=True))
        for people in people_orders
        for numbers in voice_orders
    ]

    # then
    assert (len(grants), max(right) < 7) == (AUTHORS, True)


def test_the_attack_would_find_an_order(week):
    """With row numbers, or a moment, it does."""
    wrote, _log = week
    assert sum(person == number for person, number in zip(wrote.values(), sorted(wrote.values()), strict=True)) == AUTHORS


def test_signing_and_what_is_used_do_not_meet(week):
    """The key opens what is sealed, and still: what was signed is a random number, what is used a hash of another."""
    # given
    db.session.rollback()
    signed = {grant.blinded_hash for grant in db.session.scalars(select(BlindGrant))}
    used = {spent.token_hash for spent in db.session.scalars(select(SpentToken))}

    # then: ten texts and one "me too"
    assert (len(signed), len(used), signed & used) == (AUTHORS, AUTHORS + 1, set())


def test_nothing_is_logged(week):
    _wrote, log = week
    assert log == ""


def test_the_web_process_keeps_no_log_of_requests():
    (conf,) = (name for name in shipped() if name.name == "gunicorn.conf.py")
    names = {node.id for node in ast.walk(tree(conf)) if isinstance(node, ast.Name)}
    assert names & {"accesslog", "access_log_format", "logger_class"} == set()


def test_what_is_handed_in_goes_without_a_cookie_and_gets_none(app, client_of, ada, client, now):
    """A browser that sends one all the same is treated as any other, and what is kept does not know of it."""
    # given
    token = tokens_through_the_door(app, client_of, ada, days.purpose_of(days.today(now)))

    # when
    with_cookie = client_of(ada).post("/v/hand-in", data={**token, "kind": "wish", "words": "With a cookie"})
    without = client.post("/v/hand-in", data={**token, "kind": "wish", "words": "Without"})

    # then
    assert [answer.headers.getlist("Set-Cookie") for answer in (with_cookie, without)] == [[], []]
    assert {voice.person_id for voice in db.session.scalars(select(Voice))} == {None}


def test_no_filter_and_no_page_goes_by_a_person(client_of, said, whispered, ada, chen, admin, dana):
    """Neither the board nor the desk takes a name; the person page does not know that somebody said something."""
    # given
    said("I would like a quiet hour.")
    whispered("Somebody laughs at my Dutch.")

    # when
    browsers = [client_of(person) for person in (chen, admin, dana)]
    plain = [re.sub(r'name="csrf_token"[^>]*>', "", browser.get("/voices").text) for browser in browsers]
    asked = [
        re.sub(r'name="csrf_token"[^>]*>', "", browser.get(f"/voices?person={ada.id}&author=Ada&by=ada&text=Ada").text)
        for browser in browsers
    ]

    # then
    assert plain == asked
    assert all("quiet hour" not in browser.get(f"/people/{ada.id}").text for browser in browsers[:2])
    assert settings().secret_key.get_secret_value() not in "".join(plain)
