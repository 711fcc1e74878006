"""The words of which none may stand in the title of what is looked at: those that come with Foyer until somebody changes them."""

from collections.abc import Sequence
from datetime import datetime

from database import db
from networks.discovery.errors import HandOverInvalid
from networks.discovery.models import TopicList
from networks.discovery.topics import BEGINNING, LONGEST, MOST
from people.plain_text import one_line

ONLY = 1


def words() -> Sequence[str]:
    """The words that count now, as they were written."""
    kept = db.session.get(TopicList, ONLY)
    return kept.words if kept is not None else BEGINNING


def is_changed() -> bool:
    """Whether they are others than those that came with Foyer."""
    return db.session.get(TopicList, ONLY) is not None


def change(lines: str, *, now: datetime) -> None:
    """These words count from now on, one a line. Raises HandOverInvalid."""
    kept = list(dict.fromkeys(word for line in lines.splitlines() if (word := one_line(line)).strip("* ")))
    if long := next((word for word in kept if len(word) > LONGEST), None):
        raise HandOverInvalid(
            "“%(word)s” is too long: at most %(most)s characters.", field="words", word=long[:LONGEST], most=LONGEST
        )
    if len(kept) > MOST:
        raise HandOverInvalid("That are too many words: at most %(most)s.", field="words", most=MOST)
    if not kept:
        raise HandOverInvalid("Without any word nothing is kept from anybody's eyes. Leave some.", field="words")
    reset()
    db.session.add(TopicList(id=ONLY, words=kept, changed_at=now))
    db.session.flush()


def reset() -> None:
    """The words that come with Foyer count again."""
    kept = db.session.get(TopicList, ONLY)
    if kept is not None:
        db.session.delete(kept)
        db.session.flush()
