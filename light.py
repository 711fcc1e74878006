"""Imported before everything else: what is imported here does without what it would load along and we never use.

Each of these libraries asks whether another one is there, and goes on without it where it is not: structlog has colours and frames for
tracebacks (we write plain lines), huey a queue on PostgreSQL (`jobs` brings the driver along where it is used). 12 MB in each process.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


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


with without("psycopg", "rich"):
    import_module("huey.api")
    import_module("structlog")
