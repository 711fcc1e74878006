"""The blueprint of sessions; its pages stand in `views_*.py`."""

from flask import Blueprint
from flask_babel import gettext as _

from sessions.errors import SessionError

blueprint = Blueprint("sessions", __name__)


def in_words(error: SessionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)
