"""A mail server in trouble is nobody's fault: everything waits and leaves when it is back; one message in trouble waits alone."""

from datetime import UTC, datetime, timedelta

from database import transaction
from mail import outbox
from tests.infra.letters import ADA, BO, mail_of, post, states


def retry(key):
    id_ = mail_of(key).id
    with transaction():
        outbox.retry(id_, now=datetime.now(UTC))


def subjects(sink) -> list[str]:
    return [mail.message["Subject"] for mail in sink.received]


def test_a_refused_sender_is_no_messages_fault_and_everything_waits(app, smtp_sink, deliver):
    # given
    smtp_sink.sender_answer = "553 5.7.1 not from here"
    for number in range(3):
        post(f"k{number}", stream=f"s{number}")

    # when
    deliver()
    waiting = [(mail_of(f"k{number}").attempts, mail_of(f"k{number}").error) for number in range(3)]
    smtp_sink.sender_answer = ""
    for number in range(3):
        retry(f"k{number}")
    deliver()

    # then
    assert waiting == [(0, "The mail server refused our sender address: 553 5.7.1 not from here")] * 3
    assert states() == {"k0": "sent", "k1": "sent", "k2": "sent"}


def test_a_server_that_is_away_loses_nothing_and_when_it_is_back_all_leaves(app, smtp_sink, deliver, clock):
    # given
    smtp_sink.stop()
    for number in range(60):
        post(f"k{number:02}", stream=f"s{number}")
    deliver()
    waiting = [mail_of(f"k{number:02}") for number in range(60)]

    # when
    smtp_sink.start()
    clock.shift(timedelta(minutes=3))
    deliver()

    # then
    assert {mail.attempts for mail in waiting} == {0}
    assert [bool(mail.error) for mail in waiting] == [True] * 30 + [False] * 30  # one worker takes half of the rest
    assert waiting[0].error.startswith("The mail server cannot be reached: ")
    assert set(states().values()) == {"sent"}
    assert sorted(subjects(smtp_sink)) == [f"Letter k{number:02}" for number in range(60)]


def test_a_cut_connection_is_that_messages_trouble_and_the_others_leave(app, smtp_sink, deliver):
    # given
    smtp_sink.drops = 1
    for number in range(4):
        post(f"k{number}", stream=f"s{number}")

    # when
    deliver()

    # then
    assert states() == {"k0": "queued", "k1": "sent", "k2": "sent", "k3": "sent"}
    assert mail_of("k0").error.startswith("The connection to the mail server broke: ")
    assert (mail_of("k0").attempts, smtp_sink.connections) == (1, 2)


def test_a_server_that_closes_with_421_gets_the_next_message_over_a_new_connection(app, smtp_sink, deliver):
    # given
    smtp_sink.answers[ADA] = "421 4.7.0 too many messages from you, closing"
    post("a", stream="1")
    post("b", stream="2", to=BO)

    # when
    deliver()

    # then
    assert states() == {"a": "queued", "b": "sent"}
    assert mail_of("a").error == "The mail server closed the connection: 421 4.7.0 too many messages from you, closing"


def test_connections_that_break_three_times_in_a_row_are_the_servers_trouble(app, smtp_sink, deliver):
    # given
    smtp_sink.drops = 100
    for number in range(6):
        post(f"k{number}", stream=f"s{number}")

    # when
    deliver()

    # then
    assert [mail_of(f"k{number}").attempts for number in range(6)] == [1, 1, 1, 0, 0, 0]
    assert (set(states().values()), smtp_sink.drops) == ({"queued"}, 97)
    assert {mail_of(f"k{number}").error.partition(":")[0] for number in range(6)} == {"The connection to the mail server broke"}


def test_a_repeat_after_an_answer_that_got_lost_is_recognisable(app, smtp_sink, deliver):
    # given
    smtp_sink.drops_after = 1
    post("a")
    deliver()
    retry("a")

    # when
    deliver()

    # then
    assert states() == {"a": "sent"}
    first, second = [mail.message["Message-ID"] for mail in smtp_sink.received]
    assert first == second
