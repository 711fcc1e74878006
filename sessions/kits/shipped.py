"""The formats that come with Foyer: one file for each, with what it says in each language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from sessions.models import SessionKind

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = ("en", "nl")


@dataclass(frozen=True, slots=True, kw_only=True)
class KitText:
    """What a format says in one language. `agenda` are lines of minutes and words, `title` and `purpose` plain, all else Markdown."""

    title: str
    purpose: str = ""
    description: str = ""
    agenda: str = ""
    preparation: str = ""
    materials: str = ""
    first_time: str = ""
    follow_up: str = ""


TEXTS = tuple(field.name for field in fields(KitText))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a format is in any language. `seats`: how many it is good for; `dates`: how often it usually meets."""

    kind: SessionKind
    seats: int | None
    dates: int


@dataclass(frozen=True, slots=True)
class ShippedFormat:
    """A format that comes with Foyer; `texts` by language."""

    key: str
    order: int
    shape: Shape
    texts: Mapping[str, KitText]


@cache
def formats() -> Mapping[str, ShippedFormat]:
    """Every shipped format by its key, in the order in which they are shown."""
    found = [_read(path) for path in FOLDER.glob("*.toml")]
    return {one.key: one for one in sorted(found, key=lambda one: one.order)}


def _read(path: Path) -> ShippedFormat:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    shape = Shape(kind=SessionKind(content["kind"]), seats=content["seats"], dates=content["dates"])
    texts = {name: KitText(**{key: text.strip() for key, text in content[name].items()}) for name in LANGUAGES}
    return ShippedFormat(path.stem, content["order"], shape, texts)
