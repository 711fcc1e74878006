"""Compiled translations for the tests, as `./run` makes them for people."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[2] / "translations"


def compile_translations() -> None:
    """Every messages.mo is as new as its messages.po."""
    for source in FOLDER.glob("*/LC_MESSAGES/*.po"):
        target, unfinished = source.with_suffix(".mo"), source.with_suffix(".mo.new")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text, unfinished.open("wb") as compiled:
            write_mo(compiled, read_po(text, locale=source.parents[1].name))
        unfinished.replace(target)
