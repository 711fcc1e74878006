"""The blueprint of sessions; its pages stand in `views_*.py`."""

from flask import Blueprint

blueprint = Blueprint("sessions", __name__)
