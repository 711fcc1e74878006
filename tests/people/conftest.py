"""What tests of people share: files of people, imports from beginning to end, statements counted, many at once."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import event, select

from database import db, transaction
from people import imports, jobs_imports
from people.models import PeopleImport, Person


@pytest.fixture
def statements(app: Flask) -> Callable[[], Iterator[list[str]]]:
    """`with statements() as sent:` what goes to the database meanwhile, BEGIN and COMMIT aside."""

    @contextmanager
    def listening() -> Iterator[list[str]]:
        sent: list[str] = []

        def keep(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("BEGIN", "PRAGMA")):
                sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", keep)
        yield sent
        event.remove(db.engine, "before_cursor_execute", keep)

    return listening


@pytest.fixture
def everybody(app: Flask) -> Callable[..., list[tuple[object, ...]]]:
    """`everybody("email", "name")`: these columns of all people, by address."""

    def read(*names: str) -> list[tuple[object, ...]]:
        db.session.rollback()
        columns = [getattr(Person, name) for name in names]
        return [tuple(row) for row in db.session.execute(select(*columns).order_by(Person.email))]

    return read


def file_of(text: str, encoding: str = "utf-8") -> BytesIO:
    """A file with this text in it."""
    return BytesIO(text.encode(encoding))


@pytest.fixture
def begin(app: Flask, now) -> Callable[..., PeopleImport]:
    """`begin("email;name\\n...")`: the file is kept, its columns guessed."""

    def start(text: str, encoding: str = "utf-8", by: Person | None = None) -> PeopleImport:
        with transaction():
            return imports.start(file_of(text, encoding), "people.csv", by=by, now=now)

    return start


@pytest.fixture
def check(begin) -> Callable[..., PeopleImport]:
    """`check("email;name\\n...")`: the file is compared with who is known; the preview waits."""

    def compare(text: str, encoding: str = "utf-8", *, columns: dict[str, int] | None = None) -> PeopleImport:
        import_ = begin(text, encoding)
        with transaction():
            imports.choose_columns(import_.id, import_.mapping if columns is None else columns)
        jobs_imports.work_on(import_.id)
        return fresh(import_)

    return compare


@pytest.fixture
def bring_in(check) -> Callable[..., PeopleImport]:
    """`bring_in("email;name\\n...")`: the whole import, done."""

    def import_all(text: str, encoding: str = "utf-8", *, columns: dict[str, int] | None = None) -> PeopleImport:
        import_ = check(text, encoding, columns=columns)
        with transaction():
            imports.confirm(import_.id)
        jobs_imports.work_on(import_.id)
        return fresh(import_)

    return import_all


def fresh(import_: PeopleImport) -> PeopleImport:
    """The import as it stands in the database now."""
    db.session.rollback()
    return db.session.get_one(PeopleImport, import_.id, populate_existing=True)


def counts(import_: PeopleImport) -> dict[str, int]:
    """What would happen, or has."""
    return {name: getattr(import_, name) for name in ("lines", "added", "changed", "unchanged", "refused")}


def signed_in_as(client):
    """The name on the visitor's own page; None for a visitor."""
    answer = client.get("/me")
    return unescape(re.search(r"<h1>(.*?)</h1>", answer.text).group(1)) if answer.status_code == 200 else None
