"""Which format a session, or a series with all its dates, was planned from; and what the session is like, for who asks for another."""

from database import db
from sessions.kits import formats
from sessions.kits.formats import OfferedFormat
from sessions.models import ScheduledSession
from sessions.series.models import Series


def key_of(session: ScheduledSession) -> str:
    """The format of the session; of a date under one rhythm that of its series. "" when it has none."""
    series = series_of(session)
    return session.format_key if series is None or series.is_course else series.format_key


def series_of(session: ScheduledSession) -> Series | None:
    """The series or course it is a date of."""
    return db.session.get(Series, session.series_id) if session.series_id is not None else None


def kit_of(session: ScheduledSession, language: str) -> OfferedFormat | None:
    """The format of the session in this language if there is one; None without a format."""
    key = key_of(session)
    return formats.find(key, language) if formats.exists(key) else None


def follow_up_of(session: ScheduledSession, language: str) -> str:
    """What a mail after the session may say, in Markdown; "" without a format."""
    kit = kit_of(session, language)
    return kit.text.follow_up if kit else ""


def plan_from(planned: ScheduledSession | Series, key: str | None) -> None:
    """It is of this format from now on; of none when there is no such format."""
    planned.format_key = key if key and formats.exists(key) else ""
    db.session.flush()


def choose(session: ScheduledSession, key: str) -> None:
    """The session, or the whole series it is a date of, is of this format; "" takes the format away."""
    series = series_of(session)
    plan_from(session if series is None or series.is_course else series, key)


def follow(copy: ScheduledSession, original: ScheduledSession) -> None:
    """A copy is of the same format, and like what it was copied from: who asked for another one asked for this."""
    copy.format_key, copy.like_topic = key_of(original), topic_of(original)
    db.session.flush()


def topic_of(session: ScheduledSession) -> str:
    """What it is one more of: `session:ID` or `series:ID` of the first of its kind; parallel groups of a course are of one kind."""
    series = series_of(session)
    if series is None:
        return session.like_topic or session.topic
    if series.programme_id is not None:
        return f"series:{series.programme_id}"
    return series.like_topic or series.topic
