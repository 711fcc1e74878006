"""An administrator with the whole database, the secret key and every line of every log cannot tell who asked (see also the same test of voices)."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import LargeBinary, String, cast, select, text

from database import Base, db
from onboarding import days
from onboarding.questions import pseudonyms
from onboarding.questions.models import Question
from people import blind
from people.models_blind import BlindGrant, SpentToken

ASKERS = 10


def token_by(browser, purpose):
    """As the browser does it: the key, a blinded token, its signature."""
    key = browser.post("/questions/signature", data={"purpose": purpose}).json
    public = rsa.RSAPublicNumbers(int(key["exponent"], 16), int(key["modulus"], 16)).public_key()
    prepared = blind.prepare(random.randbytes(32))
    blinded = blind.blind(public, prepared)
    answer = browser.post("/questions/signature", data={"purpose": purpose, "blinded": blinded.message.hex()}).json
    signature = blind.finalize(public, prepared, bytes.fromhex(answer["signature"]), blinded.inverse)
    return {"prepared": prepared.hex(), "signature": signature.hex()}


@pytest.fixture
def week(app, client_of, client, clock, asked, add_person, now, capfd):
    """Ten people open the page and ask at once, in one order, a minute after each other; between them others ask with their name.

    Returns who asked what, and what was logged.
    """
    people = [add_person(f"Asker{number} Person") for number in range(ASKERS)]
    capfd.readouterr()
    purpose, wrote = pseudonyms.purpose_of(days.today(now)), {}
    for number, person in enumerate(people):
        token = token_by(client_of(person), purpose)
        said = client.post("/q/hand-in", data={**token, "title": f"Worry {chr(65 + number)}?"})
        wrote[said.json["number"]] = person.id
        asked(f"Named {number}?", at=now + timedelta(minutes=number))
        secret = said.json["secret"]
        client.post("/q/back/additions", data={"secret": secret, "words": f"Also {chr(65 + number)}"})
    return wrote, "".join(capfd.readouterr())


def as_it_lies(table):
    """The rows as the database file has them."""
    order = "ORDER BY ctid" if db.engine.dialect.name == "postgresql" else ""
    db.session.rollback()
    return db.session.execute(text(f"SELECT * FROM {table} {order}")).mappings().all()


def test_nothing_beside_a_question_leads_to_a_person(week):
    """Numbers, hashes and days stand beside no person; what differs was written or is random; the key opens nothing; no line is logged."""
    # given
    wrote, log = week
    db.session.rollback()
    unknown = Question.secret_hash.is_not(None)
    rows = db.session.execute(select(Question.__table__).where(unknown)).mappings().all()

    # when
    values = {str(row[name]) for row in rows for name in ("id", "secret_hash", "title")}
    elsewhere = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        if table.name != "questions"
        for column in table.columns
        if not isinstance(column.type, LargeBinary)
        for value in db.session.scalars(select(cast(column, String)))
        if value in values
    }
    differing = {name for one, other in pairwise(rows) for name in one if one[name] != other[name]}
    signed = {grant.blinded_hash for grant in db.session.scalars(select(BlindGrant))}
    used = {spent.token_hash for spent in db.session.scalars(select(SpentToken))}

    # then: beside the questions there are the words of the search, and none with a person
    assert ({row["id"] for row in rows}, {row["by_id"] for row in rows}) == (set(wrote), {None})
    assert (elsewhere, differing) == ({("question_words", "question_id")}, {"id", "title", "secret_hash", "additions"})
    assert (len(signed), len(used), signed & used, log) == (ASKERS, ASKERS, set(), "")


def test_an_order_links_nobody(week):
    """The attacker pairs the rows of people with the questions as both lie there, and by each column in turn: no better than chance.

    By chance one of ten is right; seven or more would happen once in twelve thousand times. With an order, all would be.
    """
    # given
    wrote, _log = week
    grants, words = as_it_lies("blind_grants"), as_it_lies("question_words")
    questions = [row for row in as_it_lies("questions") if row["secret_hash"]]
    people_orders = [
        [grant["person_id"] for grant in grants],
        *[[grant["person_id"] for grant in sorted(grants, key=lambda row: row[name])] for name in ("id", "blinded_hash")],
    ]
    orders = [
        [row["id"] for row in questions],
        *[[row["id"] for row in sorted(questions, key=lambda row: row[name])] for name in ("id", "secret_hash", "title")],
    ]

    # when
    def right(people, numbers):
        return sum(wrote[number] == person for number, person in zip(numbers, people, strict=True))

    # then: nor does the search say after which named question, with its moment, each was asked
    is_sorted = [(row["word"], row["question_id"]) for row in words] == sorted((row["word"], row["question_id"]) for row in words)
    assert (len(grants), right(wrote.values(), wrote)) == (ASKERS, ASKERS)
    assert max(right(people, numbers) for people in people_orders for numbers in orders) < 7
    assert is_sorted or db.engine.dialect.name == "postgresql"


def test_what_is_handed_in_gets_no_cookie_and_knows_of_none(client_of, client, ada, now):
    # given
    token = token_by(client_of(ada), pseudonyms.purpose_of(days.today(now)))

    # when
    with_cookie = client_of(ada).post("/q/hand-in", data={**token, "title": "With a cookie?"})
    without = client.post("/q/hand-in", data={**token, "title": "Without?"})
    looked = client.post("/q/back", data={"secret": without.json["secret"]})

    # then
    assert [answer.headers.getlist("Set-Cookie") for answer in (with_cookie, without, looked)] == [[], [], []]
    assert {one.by_id for one in db.session.scalars(select(Question))} == {None}


@pytest.mark.parametrize("where", ["x", "99999999999", "4"], ids=["no number", "too long", "no such group"])
def test_a_group_that_is_none_asks_nobody(where, client_of, client, ada, now):
    """Rather than every colleague."""
    token = token_by(client_of(ada), pseudonyms.purpose_of(days.today(now)))
    answer = client.post("/q/hand-in", data={**token, "title": "Soup?", "where": where})
    assert (answer.status_code, answer.json["field"], db.session.query(Question).count()) == (422, "where", 0)
