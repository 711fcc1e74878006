"""An administrator with the whole database, the secret key and every line of every log cannot tell who answered what (see also the same test of voices)."""

import random
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import LargeBinary, String, cast, select, text

from database import Base, db
from onboarding.surveys.models import SurveyAnswer
from onboarding.surveys.questions import Wanted
from people import blind
from people.models_blind import BlindGrant, SpentToken

PEOPLE = 10
THREE = Wanted(own=("One", "Two"), comment=True)


def token_by(browser, url, fields):
    """As the browser does it: the key, a blinded token, its signature."""
    key = browser.post(url, data=fields).json
    public = rsa.RSAPublicNumbers(int(key["exponent"], 16), int(key["modulus"], 16)).public_key()
    prepared = blind.prepare(random.randbytes(32))
    blinded = blind.blind(public, prepared)
    answer = browser.post(url, data={**fields, "blinded": blinded.message.hex()}).json
    signature = blind.finalize(public, prepared, bytes.fromhex(answer["signature"]), blinded.inverse)
    return {"prepared": prepared.hex(), "signature": signature.hex()}


@pytest.fixture
def week(client_of, client, started, crowd, capfd):
    """Ten people of one department open the questions and answer at once, in one order; who wrote what, and what was logged."""
    people = crowd(PEOPLE, "Works")
    _number, wave = started(THREE)
    capfd.readouterr()
    wrote = {}
    for number, person in enumerate(people):
        token = token_by(client_of(person), "/surveys/signature", {"wave": wave})
        words = f"Word {chr(65 + number)}"
        said = {"q0": number % 5 + 1, "q1": (number + 2) % 5 + 1, "q2": words, "department": "Works"}
        assert client.post("/s/hand-in", data={**token, **said, "wave": wave}).json == {"done": True}
        wrote[words] = person.id
    return wrote, "".join(capfd.readouterr())


def as_it_lies(table):
    """The rows as the database file has them."""
    order = "ORDER BY ctid" if db.engine.dialect.name == "postgresql" else ""
    db.session.rollback()
    return db.session.execute(text(f"SELECT * FROM {table} {order}")).mappings().all()


def test_these_columns_and_no_others_are_kept():
    """No person, no moment, no token, nothing that holds the answers of one person together."""
    columns = [column.name for column in Base.metadata.tables["survey_answers"].columns]
    assert columns == ["id", "wave_id", "question", "step", "words", "department"]


def test_no_value_leads_from_an_answer_to_a_person(week):
    """What an answer has for itself stands nowhere else."""
    # given
    wrote, _log = week
    db.session.rollback()
    rows = list(db.session.scalars(select(SurveyAnswer)))

    # when
    values = {value for row in rows for value in (row.id, row.words) if value}
    elsewhere = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        if table.name != "survey_answers"
        for column in table.columns
        if not isinstance(column.type, LargeBinary)
        for value in db.session.scalars(select(cast(column, String)))
        if value in values
    ]

    # then
    assert (len(rows), len(wrote), elsewhere) == (3 * PEOPLE, PEOPLE, [])


def test_an_order_links_nobody(week):
    """The attacker pairs people with what was written, as both lie there and by each column in turn: no better than chance.

    By chance one of ten is right; seven or more would happen once in twelve thousand times.
    """
    # given
    wrote, _log = week
    grants = as_it_lies("blind_grants")
    answers = [row for row in as_it_lies("survey_answers") if row["words"]]
    people_orders = [
        [grant["person_id"] for grant in grants],
        *[[grant["person_id"] for grant in sorted(grants, key=lambda row: row[name])] for name in ("id", "blinded_hash")],
    ]
    words_orders = [[row["words"] for row in answers], [row["words"] for row in sorted(answers, key=lambda row: row["id"])]]

    # when
    right = [
        sum(wrote[words] == person for words, person in zip(words_order, people_order, strict=True))
        for people_order in people_orders
        for words_order in words_orders
    ]

    # then
    assert (len(grants), max(right) < 7) == (PEOPLE, True)


def test_the_attack_would_find_an_order(week):
    wrote, _log = week
    assert sum(person == number for person, number in zip(wrote.values(), sorted(wrote.values()), strict=True)) == PEOPLE


def test_the_answers_of_one_person_do_not_stand_together(week):
    """In the order in which they lie, two answers of one person are neighbours no more often than by chance."""
    # given
    rows = as_it_lies("survey_answers")
    by_words = {f"Word {chr(65 + number)}": (number % 5 + 1, (number + 2) % 5 + 1) for number in range(PEOPLE)}

    # when
    together = sum(
        bool(one["words"] and other["step"] == by_words[one["words"]][other["question"]])
        for one, other in pairwise(rows)
        if not other["words"]
    )

    # then: keys are random, so all ten would be a rare thing indeed
    assert (len({row["id"] for row in rows}), [row["id"] for row in rows], together < PEOPLE) == (
        3 * PEOPLE,
        sorted(row["id"] for row in rows),
        True,
    )


def test_postgresql_knows_one_transaction_of_all_answers(week):
    """`xmin` would hold the three of one person together, and tell their order."""
    if db.engine.dialect.name != "postgresql":
        assert Base.metadata.tables["survey_answers"].dialect_options["sqlite"]["with_rowid"] is False
        return
    db.session.rollback()
    numbers = set(db.session.scalars(text("SELECT xmin::text FROM survey_answers")))
    assert len(numbers) == 1


def test_signing_and_what_is_used_do_not_meet(week):
    db.session.rollback()
    signed = {grant.blinded_hash for grant in db.session.scalars(select(BlindGrant))}
    used = {spent.token_hash for spent in db.session.scalars(select(SpentToken))}
    assert (len(signed), len(used), signed & used) == (PEOPLE, PEOPLE, set())


def test_whoever_reads_the_tokens_cannot_tell_the_only_one_of_a_department(week):
    """The first four of a department answered while its tokens would have told them; nothing stands beside their answers."""
    _wrote, _log = week
    departments = [row["department"] for row in as_it_lies("survey_answers") if row["question"] == 0]
    assert sorted(departments) == [""] * 4 + ["Works"] * 6


def test_nothing_is_logged(week):
    _wrote, log = week
    assert log == ""


def test_what_is_handed_in_gets_no_cookie(client_of, started, crowd):
    # given
    (person, *_others) = crowd(6)
    _number, wave = started(THREE)
    browser = client_of(person)
    token = token_by(browser, "/surveys/signature", {"wave": wave})

    # when
    answer = browser.post("/s/hand-in", data={**token, "q0": "3", "wave": wave})

    # then
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, [])


def test_no_field_names_anybody_by_what_they_think():
    """Promise 1: no table of surveys holds an opinion beside a person."""
    beside_people = {
        table.name: {column.name for column in table.columns}
        for table in Base.metadata.sorted_tables
        if table.name.startswith("survey") and any(key.column.table.name == "people" for key in table.foreign_keys)
    }
    assert beside_people["survey_asked"] == {"wave_id", "person_id", "told"}
    assert beside_people["survey_stops"] == {"survey_id", "person_id"}
    assert set(beside_people) == {"surveys", "survey_asked", "survey_stops"}
