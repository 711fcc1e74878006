"""Each letter in its words, and none that has become untrue."""

import pytest

from database import db, transaction
from people.models import Person
from sessions.rounds import notices, placing, proposing, publishing, rounds, signing_up
from tests.infra.sign_ups import round_link, sign_up_of


@pytest.fixture
def left(deliver, smtp_sink):
    """`left()`: everything that is due leaves; subject and first name of the reader, in order."""

    def read():
        deliver()
        db.session.rollback()
        return sorted((mail.message["Subject"], mail.recipients[0].partition("@")[0]) for mail in smtp_sink.received)

    return read


def told(made, people, now):
    with transaction():
        return notices.told(rounds.lock(made.id), [db.session.merge(one) for one in people], now=now)


def test_whoever_signed_up_meanwhile_is_not_invited(round_, sign_up, left, smtp_sink, words_of, ada, bo, now, clock):
    # given
    made = round_()
    told(made, [ada, bo], now)

    # when
    sign_up(made, bo, companions=[ada])
    letters = left()

    # then
    assert letters == [("Would you like to join? Getting started", "ada"), ("You signed up: Getting started", "bo")]
    text = words_of(next(mail for mail in smtp_sink.received if "ada" in mail.recipients[0]))
    assert (round_link(made, ada) in text, "6 dates of 60 minutes, every week" in text) == (True, True)


def test_companion_and_withdrawal(round_, sign_up, left, ada, bo, now, clock):
    # given
    made = round_()
    sign_up(made, bo)
    sign_up(made, ada, companions=[bo])

    # when
    first = left()
    with transaction():
        signing_up.withdraw(made.id, ada, now=now)

    # then
    assert ("Together with Ada Okafor? Getting started", "bo") in first
    assert set(left()) - set(first) == {("You are out: Getting started", "ada")}


def test_proposed_group_is_dated_by_itself(
    round_, sign_up, propose, left, smtp_sink, words_of, client, crowd, meetup, ada, now, clock
):
    # given: something else in the house comes first
    made, (eve, finn) = round_(hosts=[ada]), crowd[:2]
    meetup()
    sign_up(made, eve)
    sign_up(made, finn)
    propose(made, [[eve, finn]], hosts=[ada])

    # when
    with transaction():
        proposing.ask(made.id, now=now)
    left()
    mail = words_of(next(mail for mail in smtp_sink.received if "eve" in mail.recipients[0]))
    page = client.get(round_link(made, eve)).text

    # then
    assert ["Tuesday 16:00, from Tuesday 12 January" in text for text in (mail, page)] == [True, True]


def test_proposal_in_dutch_then_the_end_of_it(round_, sign_up, propose, left, smtp_sink, words_of, crowd, ada, chen, now, clock):
    # given
    made, (eve, finn, gus) = round_(hosts=[ada]), crowd[:3]
    with transaction():
        db.session.get_one(Person, eve.id).language = "nl"
    for person in (eve, finn, gus):
        sign_up(made, person)
    propose(made, [[eve, finn]], hosts=[ada])

    # when
    with transaction():
        proposing.ask(made.id, now=now)
    asked = left()
    with transaction():
        placing.answer(made.id, sign_up_of(made, finn).id, yes=False, now=now)
    with transaction():
        publishing.publish(made.id, by=chen, now=now)

    # then
    assert [reader for _subject, reader in asked] == ["finn", "eve", "gus"]  # in order of the subject, one of them Dutch
    text = words_of(next(mail for mail in smtp_sink.received if "eve" in mail.recipients[0]))
    assert ("Dinsdag 16:00, vanaf dinsdag 12 januari" in text, "Ada Okafor" in text) == (True, True)
    news = set(left()) - set(asked)
    assert {("No group this time: Getting started", reader) for reader in ("finn", "gus")} | {
        ("Your group: Getting started", "ada")
    } <= news
