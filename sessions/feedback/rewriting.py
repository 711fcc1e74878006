"""Rows that lie together, written at one moment and in the order of their random keys.

PostgreSQL keeps rows where they were first put, and beside each the number of the transaction that wrote it (`xmin`): two rows of one
person would be told by it, and the order of answers. Written anew with each answer, all of a date carry the number of the latest one.
"""

from sqlalchemy import delete, insert, select

from database import db
from sessions.feedback.models import FeedbackAnswer, SpentLink


def lie_anew(table: type[FeedbackAnswer] | type[SpentLink], session_id: int) -> None:
    """The rows of this date are gone and come again. The row of its feedback must be locked."""
    db.session.flush()
    columns = table.metadata.tables[table.__tablename__]
    (key,) = columns.primary_key.columns
    rows = db.session.execute(select(columns).where(columns.c.session_id == session_id).order_by(key)).mappings().all()
    db.session.execute(delete(columns).where(columns.c.session_id == session_id))
    if rows:
        db.session.execute(insert(columns), [dict(row) for row in rows])
    db.session.expire_all()
