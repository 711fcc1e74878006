"""Where the series of a group goes on as another (`sessions/series/splits.py`), the group meets at the dates of the new one."""

from collections.abc import Collection

from sqlalchemy import select, update

from database import db
from sessions.rounds.models import RoundGroup
from sessions.series.models import Series


def follow(series_id: int, new_id: int) -> None:
    """Whose dates were those of the one series: from now on they are those of the new one."""
    db.session.execute(update(RoundGroup).where(RoundGroup.series_id == series_id).values(series_id=new_id))


def all_of(series_ids: Collection[int]) -> dict[int, int]:
    """Each of these series and every one it went on from, with the one of these that it became. One query."""
    first = select(Series.id.label("series_id"), Series.id.label("became"), Series.continues_id.label("before"))
    line = first.where(Series.id.in_(series_ids)).cte("group_series", recursive=True)
    earlier = select(Series.id, line.c.became, Series.continues_id).join(line, Series.id == line.c.before)
    whole = line.union_all(earlier)
    return dict(db.session.execute(select(whole.c.series_id, whole.c.became)).tuples().all())
