"""Imported before everything else: libraries do without what they would load or make along and we never use.

Two of them ask whether another one is there, and go on without it where it is not: structlog has colours and frames for
tracebacks (we write plain lines), huey a queue on PostgreSQL (`jobs` brings the driver along where it is used). 12 MB in each process.

A dataclass has a function made for it that shows it; one for all shows the same. 2.4 MB.

Babel knows of every language which countries speak it, and of those their money; we ask for the languages we write by name. 1.5 MB.
"""

import dataclasses
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from reprlib import recursive_repr
from typing import Any, cast

from babel.core import get_global
from sqlalchemy.orm import QueryableAttribute


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Inside, importing these modules fails as if they were not installed; those that are loaded already stay."""
    missing = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(missing))  # type: ignore[arg-type]  # None: the import system's own word for "not there"
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


@recursive_repr()
def shown(self: Any) -> str:
    """What a dataclass says of itself, as `dataclasses` makes it."""
    values = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(values)})"


if hasattr(dataclasses, "_repr_fn"):  # Python 3.11 and 3.12; others make theirs in another way
    dataclasses._repr_fn = lambda *_fields_and_globals: shown  # noqa: SLF001  (no public way leads there)

with without("psycopg", "rich"):
    import_module("huey.api")
    import_module("structlog")

COUNTRIES = (
    get_global("all_currencies"),
    get_global("likely_subtags"),
    get_global("territory_currencies"),
    get_global("territory_languages"),
)
for _known in COUNTRIES:
    cast("dict[str, Any]", _known).clear()
_found = QueryableAttribute.__getattr__


def _found_or_empty(self: QueryableAttribute[Any], key: str) -> Any:
    """SQLAlchemy asks each attribute whether it has listeners yet, and where it has none makes the expression of its column to look there too.

    1,300 expressions, of which most are used by no query: 4 MB in each process.
    """
    if key == "_slots_dispatch":
        raise AttributeError(key)
    return _found(self, key)


QueryableAttribute.__getattr__ = _found_or_empty  # type: ignore[method-assign]
