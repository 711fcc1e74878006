"""Who comes while something is done waits, and is seen to in one go with all others who came."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

import together
from together import Together

WAIT = 10  # seconds; more than anything here takes


class Counter:
    """Doubles what it is asked; `opens` when somebody lets it. `piles` are what it was asked at a time."""

    def __init__(self) -> None:
        self.piles: list[list[int]] = []
        self.opens = threading.Event()
        self.begun = threading.Event()

    def __call__(self, asked: Sequence[int]) -> list[int | None]:
        self.piles.append(list(asked))
        self.begun.set()
        self.opens.wait(WAIT)
        if 13 in asked:
            raise ValueError("no thirteen")
        return [2 * one if one != 7 else None for one in asked]


@pytest.fixture
def counter() -> Counter:
    return Counter()


def first_then(counter: Counter, first: int, *others: int) -> list[Future[int | None]]:
    """The first is being done when the others come, one after the other."""
    counted: Together[int, int] = Together(counter)
    pool = ThreadPoolExecutor(1 + len(others))
    futures = [pool.submit(counted.ask, first)]
    counter.begun.wait(WAIT)
    for other in others:
        came = threading.Event()
        futures.append(pool.submit(counted.ask, other, came.set))
        came.wait(WAIT)
    counter.opens.set()
    pool.shutdown()
    return futures


def test_who_comes_alone_is_done_alone(counter):
    counter.opens.set()
    counted = Together(counter)
    assert [counted.ask(1), counted.ask(2)] == [2, 4]
    assert counter.piles == [[1], [2]]


def test_who_comes_meanwhile_is_done_together_and_each_has_their_own_answer(counter):
    futures = first_then(counter, 1, 2, 3, 7)
    assert [future.result() for future in futures] == [2, 4, 6, None]
    assert counter.piles == [[1], [2, 3, 7]]


def test_never_more_than_so_many_at_a_time(counter, monkeypatch):
    monkeypatch.setattr(together, "MOST", 2)
    futures = first_then(counter, 1, 2, 3, 4, 5, 6)
    assert [future.result() for future in futures] == [2, 4, 6, 8, 10, 12]
    assert counter.piles == [[1], [2, 3], [4, 5], [6]]


@pytest.mark.parametrize("fails", [pytest.param((13, 2), id="alone"), pytest.param((1, 13, 2), id="with another")])
def test_what_is_raised_reaches_one_and_the_next_goes_on(counter, fails):
    *_before, raising, last = futures = first_then(counter, *fails)
    with pytest.raises(ValueError, match="no thirteen"):
        raising.result()
    assert last.result() == (None if len(fails) == 3 else 4)
    assert len(futures) == len(fails)


def test_who_need_not_wait_lets_go_of_nothing(counter):
    lets_go: list[str] = []
    counted: Together[int, int] = Together(counter)
    counter.opens.set()
    counted.ask(1, lambda: lets_go.append("nobody to wait for"))
    assert lets_go == []


def test_many_threads_at_once_lose_nothing():
    counted: Together[int, int] = Together(lambda asked: [2 * one for one in asked])
    work: Callable[[int], int | None] = counted.ask
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(work, range(2000))) == [2 * one for one in range(2000)]
