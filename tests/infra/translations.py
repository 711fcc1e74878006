"""Translations: compiled for the tests as `./run` compiles them for people; brought up to date with the texts of the product.

    .venv/bin/python -m tests.infra.translations

adds new texts to every messages.po, empty, and takes away those that nobody says any more.
"""

import os
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parents[2] / "translations"


def sources() -> list[Path]:
    """Every messages.po."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/*.po"))


def read(source: Path) -> Catalog:
    """The translations in this file. Raises PoFileError for a file that is none."""
    with source.open("rb") as text:
        return read_po(text, locale=source.parents[1].name, abort_invalid=True)


def compile_translations() -> None:
    """Every messages.mo is as new as its messages.po."""
    for source in sources():
        target, unfinished = source.with_suffix(".mo"), source.with_suffix(f".{os.getpid()}.mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with unfinished.open("wb") as compiled:
            write_mo(compiled, read(source))
        unfinished.replace(target)


def update(source: Path, texts: Catalog) -> None:
    """The file holds exactly these texts, in their order, and keeps the translations it has."""
    catalog = read(source)
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    written = BytesIO()
    # Without line numbers: a change of code elsewhere is no change here.
    write_po(written, catalog, width=130, ignore_obsolete=True, include_lineno=False, omit_header=False)
    source.write_bytes(written.getvalue())


if __name__ == "__main__":
    from tests.infra.extraction import extracted

    found = extracted()
    for file in sources():
        update(file, found)
