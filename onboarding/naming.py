"""Whether a text names a colleague."""

import re

from sqlalchemy import func, or_, select

from database import db
from people.models import Person

MOST_WORDS = 5  # of a name


def named_in(words: str) -> str:
    """The name of a colleague that stands in the text in full, first and last; "" for none. One query."""
    found = re.findall(r"[\w'’\-]+", words)
    runs = {
        " ".join(found[start : start + length]) for length in range(2, MOST_WORDS + 1) for start in range(len(found) - length + 1)
    }
    lower = {run.lower() for run in runs}
    if not runs:
        return ""
    query = select(Person.name).where(Person.active, or_(Person.name.in_(runs), func.lower(Person.name).in_(lower)))
    return db.session.scalar(query.order_by(Person.name).limit(1)) or ""
