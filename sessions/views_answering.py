"""What the page and the signed link share: an answer of somebody who gives it by themselves.

Where many answer at the same moment, their answers are written together (`answers_together`); otherwise one by one, as everywhere.
"""

from collections.abc import Sequence

import structlog
from flask import current_app

from database import let_go, transaction
from sessions import answers_together
from sessions.answers_together import Given, Noted
from sessions.errors import SessionError
from together import Together

log = structlog.get_logger()
_Found = Noted | SessionError


def answer(given: Given) -> Noted:
    """The answer counts; it is committed when this returns. Raises as `rsvps.record_answer`."""
    together: Together[Given, _Found] = current_app.extensions["answers_together"]
    found = together.ask(given, let_go) or _alone(given)
    if isinstance(found, SessionError):
        raise found
    return found


def _alone(given: Given) -> Noted:
    with transaction():
        return answers_together.record(given)


def _all(givens: Sequence[Given]) -> list[_Found | None]:
    """None: to be written alone, by whoever gave it. Nothing here waits for who changes a session, or everybody would."""
    try:
        with transaction():
            return answers_together.record_all(givens)
    except Exception:  # whosever it is: each sees to their own
        log.warning("answers_apart", count=len(givens), exc_info=True)
        return [None] * len(givens)


def make() -> Together[Given, _Found]:
    """For one application."""
    return Together(_all)
