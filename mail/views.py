"""The blueprint of mail; its pages stand in `views_*.py`."""

from flask import Blueprint

blueprint = Blueprint("mail", __name__)
