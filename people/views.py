"""The blueprint of people; its pages stand in `views_*.py`."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
