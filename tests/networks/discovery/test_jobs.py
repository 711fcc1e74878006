import pytest
from sqlalchemy import func, select

from database import db, transaction
from networks.discovery import found_networks, hand_overs, jobs, word_lists
from networks.discovery.models import HandOver, HandOverPiece, HandOverState
from tests.networks.discovery.by_hand import event
from tests.networks.discovery.conftest import again, lunch, nowhere


def pieces() -> int:
    return db.session.scalar(select(func.count()).select_from(HandOverPiece))


def names(handed: HandOver) -> list[str]:
    return [proposal.name for _number, proposal in found_networks.of_hand_over(handed)]


def test_a_calendar_is_read_and_only_what_was_found_is_kept(hand, clock, ada):
    # given
    handed = hand(ada, lunch(event("Own", "CLASS:PRIVATE", uid="a"), event("HR", uid="b")))

    # when
    counts = [jobs.read_all(nowhere) for _time in range(2)]

    # then
    done = again(handed)
    assert (counts, done.state, done.done, done.events, done.dropped, pieces()) == (
        [1, 0], HandOverState.READ, done.size, 3, {"private": 1, "topic": 1}, 0,
    )  # fmt: skip
    assert (names(done), done.found) == (["Soup on Tuesday"], 1)


def test_a_large_file_is_read_piece_by_piece(hand, clock, ada):
    # given
    filling = event("Filling", "DESCRIPTION:" + "x" * 2_200_000, people=(), uid="f")
    handed = hand(ada, lunch(filling))

    # when
    jobs.read_all(nowhere)

    # then
    assert (handed.size > 2_200_000, names(again(handed)), pieces()) == (True, ["Soup on Tuesday"], 0)


@pytest.mark.parametrize(("content", "fault"), [("hello", "no-addresses"), ("%PDF-1.7", "wrong"), (" \n", "empty")])
def test_what_cannot_be_read_says_why_and_is_gone(read, ada, content, fault):
    # when
    done = read(ada, content)

    # then
    assert (done.state, done.fault, pieces()) == (HandOverState.FAILED, fault, 0)


def test_an_address_is_fetched_once_and_then_forgotten(app, calendar_server, clock, ada, now):
    # given
    calendar_server.answers["/mine.ics"] = (200, {}, lunch().encode())
    with transaction():
        handed = hand_overs.take_address(ada, calendar_server.url("/mine.ics"), now=now)

    # when
    for _time in range(2):
        jobs.read_all(calendar_server.fetcher().fetch)

    # then
    assert (names(again(handed)), again(handed).sealed_address, [path for path, _headers in calendar_server.asked]) == (
        ["Soup on Tuesday"], "", ["/mine.ics"],
    )  # fmt: skip


def test_an_address_that_does_not_answer_or_cannot_be_opened_says_so(app, clock, ada, now):
    # given
    with transaction():
        handed = [hand_overs.take_address(ada, f"https://calendar.example/{number}", now=now) for number in range(2)]
        handed[1].sealed_address = handed[1].sealed_address[:-4] + "AAA="

    # when
    jobs.read_all(nowhere)

    # then
    assert [again(one).fault for one in handed] == ["unreachable", "sealed"]


def test_one_that_ended_its_workers_is_not_tried_for_ever(hand, clock, ada):
    # given
    handed = hand(ada, lunch())
    with transaction() as session:
        session.get_one(HandOver, handed.id).attempts = hand_overs.MOST_ATTEMPTS

    # when
    jobs.read_all(nowhere)

    # then
    assert (again(handed).fault, pieces()) == ("too-much", 0)


def test_what_is_forgotten_while_it_is_read_leaves_nothing(app, clock, ada, now):
    # given
    with transaction():
        handed = hand_overs.take_address(ada, "https://calendar.example/", now=now)

    def fetch(_address):
        with transaction():
            hand_overs.forget(ada, handed.id)
        return lunch().encode()

    # when
    jobs.read_all(fetch)

    # then
    assert db.session.scalars(select(HandOver)).all() == []


def test_the_words_of_the_company_count(hand, clock, ada, now):
    # given
    with transaction():
        word_lists.change("soup\n*leek*", now=now)
    handed = hand(ada, lunch())

    # when
    jobs.read_all(nowhere)

    # then
    assert (names(again(handed)), again(handed).dropped) == ([], {"topic": 1})


def test_the_job_forgets_what_is_a_month_old(hand, clock, ada):
    # given
    hand(ada, lunch())
    clock.shift(31 * 24 * 3600)

    # when
    jobs.read_what_was_handed_over()

    # then
    assert (db.session.scalars(select(HandOver)).all(), pieces()) == ([], 0)
