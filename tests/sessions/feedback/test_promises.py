"""Nobody learns who said what: attempts to link an answer to a person, with the whole database in hand."""

import re

import pytest
from sqlalchemy import select, text

from database import Base, db
from people.models import Person
from sessions.feedback import links
from sessions.feedback.models import FeedbackAnswer


def database():
    """Every row of every table, as text."""
    db.session.rollback()
    return {
        table.name: sorted(tuple(map(str, row)) for row in db.session.execute(select(table)))
        for table in Base.metadata.sorted_tables
    }


@pytest.fixture
def asked(had_lunch, colleagues, ask, deliver, smtp_sink, link_in, clock):
    """Ten people with the mail in hand: the lunch, and the link of each."""
    people = colleagues(10)
    session = had_lunch(*people)
    ask()
    deliver()
    return session, [next(filter(None, map(link_in, smtp_sink.to(person.email)))) for person in people]


def test_these_columns_and_no_others_are_kept():
    assert {name: [column.name for column in Base.metadata.tables[name].columns] for name in (
        "feedbacks", "feedback_answers", "feedback_spent_links",
    )} == {
        "feedbacks": ["session_id", "state", "questions", "closes_on", "asked", "answered"],
        "feedback_answers": ["id", "session_id", "question", "choice", "text"],
        "feedback_spent_links": ["secret_hash", "session_id"],
    }  # fmt: skip


def test_an_answer_changes_nothing_about_anybody(asked, client):
    """Neither mails nor people nor anything else moves: who answered cannot be told from who did not."""
    # given
    _session, tokens = asked
    before = database()

    # when
    client.post(f"/f/{tokens[3]}", data={"question-0": "no", "question-2": "Everything."})

    # then
    after = database()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"feedbacks", "feedback_answers", "feedback_spent_links"}


def test_the_link_in_a_mail_is_kept_nowhere(asked):
    """Neither the link nor its secret nor the hash stands beside the person who got it; what a used link leaves leads to nobody."""
    # given
    _session, tokens = asked

    # when
    traces = [trace for token in tokens for trace in (token, links.read(token).secret_hash)]
    everything = str(database())

    # then
    assert [trace for trace in traces if trace in everything] == []


def test_answers_lie_in_no_order(asked, answer, close):
    # given
    _session, tokens = asked
    for number, token in enumerate(tokens):
        answer(token, "yes", f"Text {number}")

    # when
    close()
    order = (
        "ORDER BY ctid" if db.engine.dialect.name == "postgresql" else ""
    )  # as it lies there; SQLite has it from a table or an index
    rows = db.session.execute(text(f"SELECT question, id FROM feedback_answers {order}")).all()

    # then: to each question in the order of random keys
    for question in range(2):
        keys = [key for place, key in rows if place == question]
        assert (len(keys), keys) == (10, sorted(keys))
    by_key = [row.text for row in db.session.scalars(select(FeedbackAnswer).order_by(FeedbackAnswer.id)) if row.text]
    assert (len(by_key), by_key == sorted(by_key)) == (10, False)  # once in 3,628,800 it would be


def test_answers_lie_in_no_order_while_they_come_in(asked, answer):
    """PostgreSQL keeps the transaction that wrote a row, and the place it was put at: neither pairs two rows, nor a row with its writer."""
    # given
    _session, tokens = asked

    # when
    for number, token in enumerate(tokens[:7]):
        answer(token, "yes", f"Text {number}")

    # then: as they lie there, everything was written by one transaction, in the order of random keys
    postgres = db.engine.dialect.name == "postgresql"
    order, written_by = ("ORDER BY ctid", "xmin::text") if postgres else ("", "session_id")
    db.session.rollback()
    for table, key, count in (("feedback_answers", "id", 14), ("feedback_spent_links", "secret_hash", 7)):
        rows = db.session.execute(text(f"SELECT {key}, {written_by} FROM {table} {order}")).all()
        keys = [key for key, _transaction in rows]
        assert (len(keys), sorted(keys), len({transaction for _key, transaction in rows})) == (
            count,
            keys if postgres else sorted(keys),
            1,
        )


def test_the_answers_of_one_person_do_not_stand_together(asked, answer):
    # given
    _session, tokens = asked

    # when
    answer(tokens[0], "no", "Mine too")

    # then: nothing in the two rows is the same but the date
    first, second = db.session.execute(select(FeedbackAnswer.__table__)).mappings().all()
    assert {name for name in first if first[name] == second[name]} == {"session_id"}


def test_the_page_of_the_host_does_not_move_with_an_answer(asked, client_of, bo, answer):
    """Who looks after each answer learns nothing of it before all are read together."""
    # given
    session, tokens = asked
    browser = client_of(bo)

    def page():
        return re.sub(r'name="csrf_token"[^>]*>', "", browser.get(f"/sessions/{session.id}/feedback").text)

    before = page()

    # when
    for token in tokens[:6]:
        answer(token, "yes")

    # then
    assert page() == before


def test_an_answer_that_is_left_over_is_not_told_apart(asked, client_of, client, bo, answer, close, clock, now):
    """Five have answered and are shown; the sixth comes too late to be the difference of two figures."""
    # given
    session, tokens = asked
    for token in tokens[:5]:
        answer(token, "yes")
    close()
    before = client_of(bo).get(f"/sessions/{session.id}/feedback").text

    # when
    late = client.post(f"/f/{tokens[5]}", data={"question-0": "no"})

    # then
    assert (late.status_code, client_of(bo).get(f"/sessions/{session.id}/feedback").text == before) == (410, True)


def test_nothing_is_written_to_the_log(asked, client, capfd):
    # given
    _session, tokens = asked
    capfd.readouterr()

    # when
    client.get(f"/f/{tokens[0]}")
    client.post(f"/f/{tokens[0]}", data={"question-0": "no", "question-2": "Everything."})
    client.post(f"/f/{tokens[0]}", data={"question-0": "no"})

    # then
    assert capfd.readouterr() == ("", "")


def test_sqlite_keeps_no_row_numbers_of_them():
    """They would be the order in which answers came."""
    options = {name: Base.metadata.tables[name].dialect_options["sqlite"]["with_rowid"] for name in Base.metadata.tables}
    assert {name for name, with_rowid in options.items() if not with_rowid} == {
        "blind_grants",
        "blind_spent_tokens",
        "feedback_answers",
        "feedback_spent_links",
        "question_words",
        "survey_answers",
    }


@pytest.mark.parametrize("who", ["chen", "admin", "bo"])
def test_nobody_else_reads_who_was_asked(asked, client_of, request, who):
    """The mail says who came: it stands on no page of mails, and beside nobody's name."""
    # given
    session, _tokens = asked
    browser = client_of(request.getfixturevalue(who))

    # when
    paths = ["/mail", "/mail?state=sent", f"/sessions/{session.id}/roster", f"/sessions/{session.id}"]
    pages = [browser.get(path).text for path in paths]

    # then
    assert [path for path, page in zip(paths, pages, strict=True) if "How was it" in page] == []


def test_the_person_reads_what_was_sent_to_them(asked, client_of):
    # given
    person = db.session.scalars(select(Person).where(Person.name.startswith("P000"))).one()

    # then
    assert "How was it? Lunch and learn" in client_of(person).get("/me/data").text
