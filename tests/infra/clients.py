"""Test clients that share nothing with the test but the database, as real ones do.

The test holds an application context open for its own reads. Flask would reuse it for requests and commands, and with it `g` (who is
signed in) and the SQLAlchemy session (what has been read).
"""

from contextvars import Context
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient, FlaskCliRunner

from database import db, in_transaction


class IsolatedClient(FlaskClient):
    """Each request in an empty context; afterwards the test reads anew."""

    def open(self, *args: Any, **options: Any) -> Any:
        options.setdefault("buffered", True)  # what is streamed is made in the same context
        try:
            return Context().run(super().open, *args, **options)
        finally:
            _forget_reads()


class IsolatedRunner(FlaskCliRunner):
    """Each command in an empty context; afterwards the test reads anew."""

    def invoke(self, cli: Any = None, args: Any = None, **options: Any) -> Any:
        try:
            return Context().run(super().invoke, cli, args, **options)
        finally:
            _forget_reads()


def _forget_reads() -> None:
    # A redirect that is followed is a request inside the empty context of the first.
    if has_app_context() and not in_transaction():
        db.session.rollback()
        db.session.expire_all()
