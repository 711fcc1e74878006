"""Answers lie in the order of their random keys, written at one moment with their neighbours, so that no order and no `xmin` tells of anybody.

Like the tokens (`people.blind_tokens`): two rows of one person would be told by the transaction that wrote them, and the order of answers.
"""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from database import db
from onboarding.surveys.models import SurveyAnswer

NEIGHBOURS = 100  # on either side of a new row
TABLE = SurveyAnswer.metadata.tables[SurveyAnswer.__tablename__]


def lay(rows: Sequence[dict[str, object]]) -> None:
    """Each new row is written together with those beside it. The row of their wave must be locked."""
    beside: dict[str, dict[str, object]] = {}
    for row in rows:
        of_wave = select(TABLE).where(TABLE.c.wave_id == row["wave_id"])
        before = of_wave.where(TABLE.c.id < row["id"]).order_by(TABLE.c.id.desc()).limit(NEIGHBOURS)
        after = of_wave.where(TABLE.c.id > row["id"]).order_by(TABLE.c.id).limit(NEIGHBOURS)
        for query in (before, after):
            beside.update({one["id"]: dict(one) for one in db.session.execute(query).mappings()})
    _anew([*beside], [*beside.values(), *rows])


def lie_anew(wave_id: int) -> None:
    """All rows of a wave are written at one moment. Its row must be locked."""
    db.session.flush()
    found = [dict(one) for one in db.session.execute(select(TABLE).where(TABLE.c.wave_id == wave_id)).mappings()]
    db.session.execute(delete(TABLE).where(TABLE.c.wave_id == wave_id))
    _anew([], found)


def _anew(gone: Sequence[str], rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(gone), 500):
        db.session.execute(delete(TABLE).where(TABLE.c.id.in_(gone[start : start + 500])))
    if rows:
        db.session.execute(insert(TABLE), sorted(rows, key=lambda one: str(one["id"])))
    db.session.expire_all()
