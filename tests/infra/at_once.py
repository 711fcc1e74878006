"""Two at the same instant: `at_once(first, second)`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier

import pytest
from flask import Flask

from database import db


@pytest.fixture
def at_once(app: Flask) -> Callable[..., list[object]]:
    """`at_once(first, second)`: each in a thread and a context of its own, begun together; what they return or raise, in order."""

    def run(*works: Callable[[], object]) -> list[object]:
        start = Barrier(len(works))

        def work_of(work: Callable[[], object]) -> object:
            start.wait()
            with app.app_context():
                try:
                    return work()
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(len(works)) as pool:
            running = [pool.submit(Context().run, work_of, work) for work in works]
            found = [done.exception() or done.result() for done in running]
        db.session.rollback()
        db.session.expire_all()
        return found

    return run
