"""Answers of PostgreSQL whose columns have their names when somebody asks: SQLAlchemy knows them from the last time it asked the same."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, overload

from sqlalchemy import Engine, event


@event.listens_for(Engine, "connect")
def _name_columns_later(dbapi_connection: Any, _record: object) -> None:
    if hasattr(dbapi_connection, "cursor_factory"):
        dbapi_connection.cursor_factory = _cursor()


class Names(Sequence[Any]):
    """The columns of an answer, as the driver describes them: it makes an object for each, a tenth of what a short page costs."""

    def __init__(self, described: Callable[[], Any]) -> None:
        self._described = described

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return self._described()[place]

    def __len__(self) -> int:
        return len(self._described())


@cache
def _cursor() -> type[Any]:
    from psycopg import Cursor  # nobody on SQLite loads it

    class Unnamed(Cursor[Any]):
        @property
        def description(self) -> Any:
            result = self.pgresult
            return Names(lambda: super(Unnamed, self).description) if result and result.nfields else super().description

    return Unnamed
