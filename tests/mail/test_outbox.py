"""Posting: once by key, newest in its stream, and no news lost."""

from datetime import timedelta

import pytest

from database import transaction
from mail import claims, outbox
from mail.models import OutgoingState
from mail.outbox import MailMissing
from tests.infra.letters import letter, mail_of, post, states


def test_post_keeps_what_the_message_says_and_to_whom(app, now):
    # when
    post("a", at=now, stream="one", to="bo@brink-waal.example", topic="session:7", revision=3, why="promoted")

    # then
    mail = mail_of("a")
    assert (mail.stream, mail.recipient, mail.topic, mail.revision) == ("one", "bo@brink-waal.example", "session:7", 3)
    assert (mail.payload, mail.state, mail.attempts) == ({"why": "promoted"}, OutgoingState.QUEUED, 0)
    assert (mail.created_at, mail.due_at) == (now, now)


def test_post_is_undone_with_the_change_that_made_it_necessary(app, now):
    # given
    def change_that_fails():
        with transaction():
            outbox.post(letter("a"), now=now)
            _ = 1 / 0

    # when
    with pytest.raises(ZeroDivisionError):
        change_that_fails()

    # then
    assert states() == {}


def test_posting_the_same_key_twice_is_one_message(app, now):
    # when
    first, second = post("a"), post("a", to="bo@brink-waal.example")

    # then
    assert (first.id, states(), mail_of("a").recipient) == (second.id, {"a": "queued"}, "ada@brink-waal.example")


def test_posting_the_same_key_again_does_not_bring_back_what_was_replaced(app):
    # given
    post("a")
    post("b")

    # when
    post("a")

    # then
    assert states() == {"a": "replaced", "b": "queued"}


def test_a_newer_message_takes_the_place_of_one_of_its_stream_that_has_not_left(app):
    # given
    post("older")
    post("elsewhere", stream="other")

    # when
    post("newer")

    # then
    assert states() == {"older": "replaced", "elsewhere": "queued", "newer": "queued"}


def test_a_message_in_a_workers_hands_is_not_replaced(app, now):
    # given
    post("older", at=now)
    with transaction():
        claims.claim(1, now=now)

    # when
    post("newer", at=now)

    # then
    assert states() == {"older": "sending", "newer": "queued"}


def test_a_message_that_is_not_replaceable_stays(app):
    # given
    post("older", replaceable=False)

    # when
    post("newer")

    # then
    assert states() == {"older": "queued", "newer": "queued"}


def test_the_news_of_a_replaced_message_goes_to_the_newer(app):
    # given
    post("a", changed=["starts_at"], why="edited", count=1)
    post("b", changed=["description"])

    # when
    post("c", changed=["place", "description"], why="promoted")

    # then
    assert mail_of("c").payload == {"changed": ["description", "place", "starts_at"], "why": "promoted"}


def test_news_that_has_left_is_not_told_again(app, smtp_sink, deliver):
    # given
    post("a", changed=["starts_at"])
    deliver()

    # when
    post("b", changed=["place"])

    # then
    assert mail_of("b").payload == {"changed": ["place"]}


def test_post_many_posts_what_is_new_and_gives_each_the_news_of_its_own_stream(app, now):
    # given
    post("ada-1", stream="ada", changed=["starts_at"])
    post("bo-1", stream="bo")

    # when
    with transaction():
        new = outbox.post_many([letter("ada-2", stream="ada"), letter("bo-1", stream="bo"), letter("bo-2", stream="bo")], now=now)

    # then
    assert (new, states()) == (2, {"ada-1": "replaced", "bo-1": "replaced", "ada-2": "queued", "bo-2": "queued"})
    assert (mail_of("ada-2").payload, mail_of("bo-2").payload) == ({"changed": ["starts_at"]}, {})


@pytest.mark.parametrize("count", [2, 450])
def test_post_many_takes_three_statements_for_any_number_up_to_five_hundred(app, now, count_queries, count):
    # given
    items = [letter(f"k{number}", stream=f"s{number}") for number in range(count)]

    # when
    with transaction(), count_queries() as statements:
        outbox.post_many(items, now=now)

    # then
    assert [statement.split()[0] for statement in statements] == ["SELECT", "UPDATE", "INSERT"]


def test_mark_answered_marks_the_newest_that_has_left(app, smtp_sink, deliver, now):
    # given
    post("a", stream="s")
    deliver()
    post("b", stream="s")
    deliver()
    post("c", stream="s")

    # when
    with transaction():
        outbox.mark_answered("s", at=now)

    # then
    assert [mail_of(key).answered_at for key in "abc"] == [None, now, None]


@pytest.mark.parametrize("state", [OutgoingState.FAILED, OutgoingState.BOUNCED, OutgoingState.QUEUED])
def test_retry_tries_again_at_once_with_its_back_off_anew(app, now, state):
    # given
    id_ = post("a", at=now).id
    with transaction() as session:
        mail = session.get(outbox.OutgoingMail, id_)
        mail.state, mail.attempts, mail.error, mail.due_at = state, 6, "451 later", now + timedelta(hours=6)

    # when
    with transaction():
        outbox.retry(id_, now=now + timedelta(minutes=1))

    # then
    mail = mail_of("a")
    assert (mail.state, mail.attempts, mail.error) == (OutgoingState.QUEUED, 1, None)
    assert mail.due_at == now + timedelta(minutes=1)


@pytest.mark.parametrize("state", [OutgoingState.SENT, OutgoingState.SENDING, OutgoingState.REPLACED, OutgoingState.DROPPED])
def test_retry_leaves_alone_what_needs_none(app, now, state):
    # given
    id_ = post("a").id
    with transaction() as session:
        session.get(outbox.OutgoingMail, id_).state = state

    # when
    with pytest.raises(MailMissing) as refusal, transaction():
        outbox.retry(id_, now=now)

    # then
    assert (str(refusal.value), states()) == ("This message does not wait for a retry.", {"a": state.value})


def test_retry_refuses_a_message_that_a_newer_one_has_overtaken(app, smtp_sink, deliver, now):
    # given
    smtp_sink.answers["ada@brink-waal.example"] = "550 5.1.1 no such user"
    id_ = post("older").id
    deliver()
    smtp_sink.answers.clear()
    post("newer")
    deliver()

    # when
    with pytest.raises(MailMissing) as refusal, transaction():
        outbox.retry(id_, now=now)

    # then
    assert str(refusal.value) == "A newer message has taken the place of this one. Try that one again."
    assert states() == {"older": "failed", "newer": "sent"}


def test_retry_of_a_message_nobody_knows_says_so(app, now):
    # when
    with pytest.raises(MailMissing) as refusal, transaction():
        outbox.retry(7, now=now)

    # then
    assert str(refusal.value) == "There is no such message."


def test_totals_count_a_topic_by_state(app, smtp_sink, deliver):
    # given
    post("a", stream="1", topic="session:1")
    post("b", stream="2", topic="session:1")
    deliver()
    post("c", stream="3", topic="session:1")
    post("d", stream="4", topic="session:2")

    # then
    assert outbox.totals("session:1") == {OutgoingState.SENT: 2, OutgoingState.QUEUED: 1}
