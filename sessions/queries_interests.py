"""Reads for the pages of the interest list: what each topic is called."""

from collections.abc import Collection

from sqlalchemy import select

from database import db
from sessions.kits import formats
from sessions.models import ScheduledSession
from sessions.series.models import Series


def titles_of(topics: Collection[str], language: str) -> dict[str, str]:
    """The title of each topic, in this language where it has one. Up to four queries, however many there are."""
    ids = {
        kind: [int(topic.removeprefix(f"{kind}:")) for topic in topics if topic.startswith(f"{kind}:")]
        for kind in ("session", "series")
    }
    found: dict[str, str] = {}
    if ids["session"]:
        rows = db.session.execute(
            select(ScheduledSession.id, ScheduledSession.title).where(ScheduledSession.id.in_(ids["session"]))
        )
        found |= {f"session:{id_}": title for id_, title in rows}
    if ids["series"]:
        named = db.session.execute(select(Series.id, Series.title).where(Series.id.in_(ids["series"])))
        found |= {f"series:{id_}": title for id_, title in named}
    if any(topic.startswith("format:") for topic in topics):
        for put_away in (False, True):
            offered = formats.list_of(language, put_away=put_away)
            found |= {f"format:{one.key}": one.text.title for one in offered if f"format:{one.key}" in topics}
    return found
