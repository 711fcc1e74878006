"""Who may send what, now: order within a stream, leases, back-off, and several workers at once."""

import threading
from datetime import timedelta

import pytest

from database import db, transaction
from mail import claims
from mail.models import OutgoingState
from tests.infra.letters import mail_of, post, states


def claim(count, *, at):
    with transaction():
        mails = claims.claim(count, now=at)
    db.session.expunge_all()
    return mails


def keys(mails) -> list[str]:
    return [mail.key for mail in mails]


def settle(rule, *arguments, **options):
    with transaction():
        return rule(*arguments, **options)


def test_claim_takes_what_is_due_oldest_first_for_the_length_of_a_lease(app, now):
    # given
    for number in range(3):
        post(f"k{number}", stream=f"s{number}", at=now)
    post("later", stream="later", at=now, due_at=now + timedelta(minutes=1))

    # when
    mails = claim(2, at=now)

    # then
    assert keys(mails) == ["k0", "k1"]
    assert [(mail.state, mail.attempts, mail.lease_until) for mail in mails] == [
        (OutgoingState.SENDING, 1, now + timedelta(seconds=120))
    ] * 2
    assert states() == {"k0": "sending", "k1": "sending", "k2": "queued", "later": "queued"}


def test_two_claims_never_hold_the_same_message(app, now):
    # given
    for number in range(7):
        post(f"k{number}", stream=f"s{number}", at=now)

    # when
    first, second = keys(claim(4, at=now)), keys(claim(4, at=now))

    # then
    assert (first, second) == (["k0", "k1", "k2", "k3"], ["k4", "k5", "k6"])


def test_of_a_stream_only_the_oldest_can_be_claimed_and_only_while_none_is_being_sent(app, now):
    # given
    for number in range(3):
        post(f"k{number}", at=now, replaceable=False)

    # when
    rounds = []
    for _round in range(2):
        mails = claim(10, at=now)
        rounds.append((keys(mails), keys(claim(10, at=now))))
        settle(claims.mark_sent, [(mail, "s") for mail in mails], now=now)

    # then
    assert rounds == [(["k0"], []), (["k1"], [])]
    assert states() == {"k0": "sent", "k1": "sent", "k2": "queued"}


def test_a_message_that_waits_for_another_try_holds_back_the_rest_of_its_stream(app, now):
    # given
    post("first", at=now, replaceable=False)
    settle(claims.put_off, claim(1, at=now)[0], "451 later", now=now)
    post("second", at=now, replaceable=False)

    # when
    early, late = keys(claim(10, at=now)), keys(claim(10, at=now + timedelta(minutes=2)))

    # then
    assert (early, late) == ([], ["first"])


def test_a_message_that_failed_for_good_holds_back_nobody(app, now):
    # given
    post("first", at=now, replaceable=False)
    settle(claims.mark_failed, claim(1, at=now)[0], "550 no such user")
    post("second", at=now, replaceable=False)

    # then
    assert keys(claim(10, at=now)) == ["second"]


def test_what_a_dead_worker_held_is_free_after_its_lease(app, now):
    # given
    post("a", at=now)
    claim(1, at=now)

    # when
    before, after = claim(1, at=now + timedelta(seconds=119)), claim(1, at=now + timedelta(seconds=121))

    # then
    assert (keys(before), keys(after), mail_of("a").attempts) == ([], ["a"], 2)


def test_what_took_long_to_write_is_held_for_another_lease(app, now):
    # given
    for key in ("a", "b"):
        post(key, stream=key, at=now)
    mails = claim(2, at=now)
    settle(claims.drop, mails[:1])

    # when
    with transaction():
        still = claims.renew(mails, now=now + timedelta(seconds=100))

    # then
    assert (still, keys(claim(2, at=now + timedelta(seconds=219)))) == ({mails[1].id}, [])
    assert keys(claim(2, at=now + timedelta(seconds=221))) == ["b"]


def test_a_message_in_hand_gives_way_to_a_newer_one_that_says_what_it_had_to_say(app, now):
    # given
    for key in ("a", "b"):
        post(key, stream=key, at=now, changed=["place"])
    mails = claim(2, at=now)
    post("newer", stream="a", at=now, changed=["starts_at"])

    # when
    overtaken = settle(claims.give_way, mails)

    # then
    assert (overtaken, states()) == ({mails[0].id}, {"a": "replaced", "b": "sending", "newer": "queued"})
    assert (mail_of("newer").payload, mail_of("a").attempts) == ({"changed": ["place", "starts_at"]}, 0)
    assert keys(claim(2, at=now)) == ["newer"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        pytest.param({"replaceable": False}, {}, id="an older one that stays"),
        pytest.param({}, {"replaceable": False}, id="a newer one that replaces nothing"),
        pytest.param({"slot": "3"}, {"slot": "4"}, id="another part of the stream"),
        pytest.param({"slot": ""}, {"slot": "4"}, id="a part of what the older is about"),
        pytest.param({}, {"stream": "other"}, id="another stream"),
    ],
)
def test_a_message_in_hand_does_not_give_way_to(app, now, older, newer):
    # given
    post("older", at=now, **older)
    mails = claim(1, at=now)
    post("newer", at=now, **newer)

    # when
    overtaken = settle(claims.give_way, mails)

    # then
    assert (overtaken, states()["older"]) == (set(), "sending")


@pytest.mark.parametrize(
    "rule", ["give_way", "mark_sent", "mark_failed", "put_off", "give_back", "drop", "wait_for_server", "renew"]
)
def test_a_worker_whose_lease_ran_out_changes_nothing(app, now, rule):
    # given
    post("a", at=now)
    late = claim(1, at=now)[0]
    later = now + timedelta(seconds=121)
    claim(1, at=later)
    post("newer", at=later)
    held = mail_of("a").claimed_by

    # when
    arguments = {
        "give_way": ([late],),
        "mark_sent": ([(late, "s")],),
        "mark_failed": (late, "no"),
        "put_off": (late, "no"),
        "give_back": ([late],),
        "drop": ([late],),
        "wait_for_server": ([late], "no"),
        "renew": ([late],),
    }[rule]
    options = {"now": later} if rule in {"mark_sent", "put_off", "wait_for_server", "renew"} else {}
    settle(getattr(claims, rule), *arguments, **options)

    # then
    mail = mail_of("a")
    assert (mail.state, mail.claimed_by, mail.attempts, mail.error) == (OutgoingState.SENDING, held, 2, None)


def test_mark_sent_returns_only_what_was_still_this_workers(app, now):
    # given
    for number in range(2):
        post(f"k{number}", stream=f"s{number}", at=now)
    mails = claim(2, at=now)
    settle(claims.give_back, mails[:1])

    # when
    marked = settle(claims.mark_sent, [(mail, f"About {mail.key}") for mail in mails], now=now + timedelta(seconds=5))

    # then
    assert (keys(marked), states()) == (["k1"], {"k0": "queued", "k1": "sent"})
    mail = mail_of("k1")
    assert (mail.subject, mail.sent_at, mail.claimed_by, mail.lease_until) == ("About k1", now + timedelta(seconds=5), None, None)


def test_put_off_waits_longer_each_time_and_after_two_days_stops(app, now):
    # given
    post("a", at=now)
    waits, at = [], now

    # when
    while mail_of("a").state is OutgoingState.QUEUED:
        settle(claims.put_off, claim(1, at=at)[0], "451 4.7.1 greylisted", now=at)
        due_at = mail_of("a").due_at
        waits.append(int((due_at - at).total_seconds() / 60))
        at = due_at

    # then
    assert waits == [1, 5, 15, 60, 180, 360, 720, 720, 720, 720, 0]
    mail = mail_of("a")
    assert (mail.state, mail.error) == (OutgoingState.FAILED, "Tried for two days: 451 4.7.1 greylisted")


def test_an_old_message_that_is_tried_again_by_hand_gets_its_back_off_anew(app, now):
    # given
    post("a", at=now - timedelta(days=9))

    # when
    settle(claims.put_off, claim(1, at=now)[0], "451 later", now=now)

    # then
    assert states() == {"a": "queued"}


def test_give_back_does_not_count_as_an_attempt(app, now):
    # given
    post("a", at=now)

    # when
    settle(claims.give_back, claim(1, at=now))

    # then
    mail = mail_of("a")
    assert (mail.state, mail.attempts, mail.due_at, mail.claimed_by) == (OutgoingState.QUEUED, 0, now, None)


def test_while_the_server_is_away_no_attempt_counts_and_the_wait_stays_short(app, now):
    # given
    post("a", at=now)
    at = now

    # when
    for _time in range(20):
        settle(claims.wait_for_server, claim(1, at=at), "The mail server cannot be reached: refused", now=at)
        at += timedelta(minutes=3)

    # then
    mail = mail_of("a")
    assert (mail.state, mail.attempts, mail.error) == (OutgoingState.QUEUED, 0, "The mail server cannot be reached: refused")
    assert mail.due_at < at


def test_next_due_at_is_the_soonest_of_what_waits(app, now):
    # given
    before = claims.next_due_at(now=now)
    post("a", stream="1", at=now, due_at=now + timedelta(hours=2))
    post("b", stream="2", at=now, due_at=now + timedelta(hours=1))
    soonest = claims.next_due_at(now=now)
    post("c", stream="3", at=now, due_at=now - timedelta(hours=1))

    # then
    assert (before, soonest, claims.next_due_at(now=now)) == (None, now + timedelta(hours=1), now)


def test_workers_at_the_same_time_hold_disjoint_messages_each_stream_in_order(app, now):
    # given
    for number in range(60):
        post(f"{number:02}", stream=f"s{number % 20}", at=now, replaceable=False)
    start, taken, lock = threading.Barrier(4), [], threading.Lock()

    def work():
        with app.app_context():
            start.wait()
            while len(taken) < 60:
                for mail in claim(3, at=now):
                    with lock:
                        taken.append(mail.key)
                    settle(claims.mark_sent, [(mail, "s")], now=now)
            db.session.remove()

    # when
    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    # then
    assert sorted(taken) == [f"{number:02}" for number in range(60)]
    streams = [[key for key in taken if int(key) % 20 == stream] for stream in range(20)]
    assert streams == [[f"{stream:02}", f"{stream + 20:02}", f"{stream + 40:02}"] for stream in range(20)]
