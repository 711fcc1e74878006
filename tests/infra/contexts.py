"""Work in other threads, each with a context, and so a database session, of its own: as other requests have."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask

T = TypeVar("T")


def in_its_own_context(app: Flask, work: Callable[..., T]) -> Callable[..., T]:
    """`work`, to be called in another thread."""

    def run(*args: object) -> T:
        with app.app_context():
            return work(*args)

    return run
