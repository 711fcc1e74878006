"""What many threads ask for at the same moment is done in one go, by one of them: the disk is written once for all."""

import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Generic, TypeVar

from turnstile import give_way

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
MOST = 64  # at a time: who comes first does not wait for hundreds


class _One(Generic[Asked, Answer]):
    """What one thread asks for. `news` says True when it is this thread's turn to do it for all who wait, False when it is done."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.answer: Answer | None = None
        self.news: SimpleQueue[bool] = SimpleQueue()


class Together(Generic[Asked, Answer]):
    """`do` gives an answer to each that is asked, in their order. Whoever comes while it runs waits, and the first of them does it next.

    It runs in the thread of somebody who asked. What it raises, that thread raises, and the others get None.
    """

    def __init__(self, do: Callable[[Sequence[Asked]], Sequence[Answer | None]]) -> None:
        self._do = do
        self._lock = threading.Lock()
        self._waiting: list[_One[Asked, Answer]] = []
        self._is_done_by_somebody = False

    def ask(self, asked: Asked, before_waiting: Callable[[], None] = lambda: None) -> Answer | None:
        """The answer to this. `before_waiting` lets go of what others may need meanwhile."""
        mine: _One[Asked, Answer] = _One(asked)
        with self._lock:
            self._waiting.append(mine)
            waits, self._is_done_by_somebody = self._is_done_by_somebody, True
        if waits:
            before_waiting()
            give_way()
        if not waits or mine.news.get():
            self._do_for_all(mine)
        return mine.answer

    def _do_for_all(self, mine: _One[Asked, Answer]) -> None:
        with self._lock:
            pile, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            for one, answer in zip(pile, self._do([one.asked for one in pile]), strict=True):
                one.answer = answer
        finally:
            self._pass_on()
            for one in pile:
                if one is not mine:
                    one.news.put(False)

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting[0].news.put(True)
            else:
                self._is_done_by_somebody = False
