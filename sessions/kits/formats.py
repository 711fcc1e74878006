"""Formats: those that are shipped, as the company changed them, and its own. Changing one copies it first; the shipped text can come back."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select

from database import db
from people.plain_text import can_be_seen, one_line
from sessions.errors import DetailsInvalid
from sessions.kits import agendas, shipped
from sessions.kits.agendas import Step
from sessions.kits.errors import FormatMissing
from sessions.kits.models import Format, FormatText
from sessions.kits.shipped import LANGUAGES, TEXTS, KitText, Shape

LONGEST_TEXT = 20_000
MOST_DATES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedFormat:
    """A format as it is read: `text` is in `language`, which may be another than was asked for when it has no other.

    `is_shipped`: it comes with Foyer; `is_changed`: the company says it in words of its own in this language.
    """

    key: str
    shape: Shape
    text: KitText
    language: str
    is_shipped: bool
    is_changed: bool
    is_put_away: bool = False

    @property
    def steps(self) -> list[Step]:
        return agendas.read(self.text.agenda)

    @property
    def minutes(self) -> int:
        return agendas.length(self.steps)


def list_of(language: str, *, put_away: bool = False) -> list[OfferedFormat]:
    """Every format that is offered (or `put_away`), shipped ones first, then by age. Two queries."""
    rows = {row.key: row for row in db.session.scalars(select(Format).order_by(Format.made_at, Format.key))}
    texts: dict[str, dict[str, FormatText]] = {}
    for text in db.session.scalars(select(FormatText)):
        texts.setdefault(text.format_key, {})[text.language] = text
    keys = dict.fromkeys([*shipped.formats(), *rows])
    found = [_offered(key, language, rows.get(key), texts.get(key, {})) for key in keys]
    return [one for one in found if one.is_put_away is put_away]


def find(key: str, language: str) -> OfferedFormat:
    """This format, also when it was put away. Raises FormatMissing. At most two queries."""
    row = db.session.get(Format, key)
    if row is None and key not in shipped.formats():
        raise FormatMissing("There is no such format.")
    texts = select(FormatText).where(FormatText.format_key == key)
    return _offered(key, language, row, {text.language: text for text in db.session.scalars(texts)} if row else {})


def exists(key: str) -> bool:
    """Whether there is such a format."""
    return key in shipped.formats() or (bool(key) and db.session.get(Format, key) is not None)


def _offered(key: str, language: str, row: Format | None, own: Mapping[str, FormatText]) -> OfferedFormat:
    come = shipped.formats().get(key)
    texts = {**(come.texts if come else {}), **{name: _text_of(text) for name, text in own.items()}}
    chosen = next(name for name in (language, *LANGUAGES) if name in texts)
    shape = Shape(kind=row.kind, seats=row.seats, dates=row.dates) if row else _shape_of(key)
    return OfferedFormat(
        key=key,
        shape=shape,
        text=texts[chosen],
        language=chosen,
        is_shipped=come is not None,
        is_changed=come is not None and chosen in own,
        is_put_away=row is not None and row.put_away_at is not None,
    )


def _shape_of(key: str) -> Shape:
    return shipped.formats()[key].shape


def _text_of(row: FormatText) -> KitText:
    return KitText(**{name: getattr(row, name) for name in TEXTS})


def checked(text: KitText, shape: Shape) -> KitText:
    """The same, trimmed. Raises DetailsInvalid naming the field."""
    trimmed = replace(text, **{name: _trimmed(getattr(text, name)) for name in TEXTS})
    trimmed = replace(trimmed, title=one_line(text.title), purpose=one_line(text.purpose))
    for field, wrong, message in _faults(trimmed, shape):
        if wrong:
            raise DetailsInvalid(field, message)
    agendas.read(trimmed.agenda)
    return trimmed


def _trimmed(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text).strip()


def _faults(text: KitText, shape: Shape) -> Iterable[tuple[str, bool, str]]:
    yield "title", not can_be_seen(text.title), "Give the format a title."
    yield "title", len(text.title) > 200, "The title is too long: at most 200 characters."
    yield "purpose", len(text.purpose) > 300, "This is too long: at most 300 characters."
    for name in TEXTS[2:]:
        yield name, len(getattr(text, name)) > LONGEST_TEXT, "This is too long: at most 20,000 characters."
    yield "seats", shape.seats is not None and not 0 < shape.seats <= 100_000, "Choose 1 to 100,000 seats, or no limit."
    yield "dates", not 0 < shape.dates <= MOST_DATES, "Choose 1 to 60 dates."


def create(text: KitText, shape: Shape, *, language: str, now: datetime) -> str:
    """A format of the company's own exists; returns its key. Raises DetailsInvalid."""
    text = checked(text, shape)
    key = f"own-{secrets.token_hex(6)}"
    db.session.add(Format(key=key, **asdict(shape), made_at=now))
    db.session.flush()
    _write(key, language, text, now=now)
    return key


def change(key: str, text: KitText, shape: Shape, *, language: str, now: datetime) -> None:
    """The company says it so, in this language; sessions planned from it show it from now on. Raises DetailsInvalid, FormatMissing."""
    text = checked(text, shape)
    guard_language(language)
    row = _row(key, now=now)
    row.kind, row.seats, row.dates = shape.kind, shape.seats, shape.dates
    _write(key, language, text, now=now)


def guard_language(language: str) -> None:
    """Raises FormatMissing for a language in which nobody could read it."""
    if language not in LANGUAGES:
        raise FormatMissing("There is no such format.")


def _write(key: str, language: str, text: KitText, *, now: datetime) -> None:
    query = select(FormatText).where(FormatText.format_key == key, FormatText.language == language)
    row = db.session.scalar(query)
    if row is None:
        row = FormatText(format_key=key, language=language)
        db.session.add(row)
    for name in TEXTS:
        setattr(row, name, getattr(text, name))
    row.changed_at = now
    db.session.flush()


def restore(key: str, *, language: str) -> None:
    """The text that comes with Foyer is back, in this language. Raises FormatMissing for what does not come with it."""
    if key not in shipped.formats():
        raise FormatMissing("This format is your own: there is no other text to go back to.")
    db.session.execute(delete(FormatText).where(FormatText.format_key == key, FormatText.language == language))


def put_away(key: str, *, now: datetime) -> None:
    """It is not offered any more; sessions planned from it keep their kit. Raises FormatMissing."""
    row = _row(key, now=now)
    row.put_away_at = row.put_away_at or now
    db.session.flush()


def offer_again(key: str, *, now: datetime) -> None:
    """It is offered again. Raises FormatMissing."""
    _row(key, now=now).put_away_at = None
    db.session.flush()


def _row(key: str, *, now: datetime) -> Format:
    """Its row, locked; a shipped format gets one when the company first touches it. Raises FormatMissing."""
    row = db.session.get(Format, key, with_for_update=True)
    if row is None:
        if key not in shipped.formats():
            raise FormatMissing("There is no such format.")
        row = Format(key=key, **asdict(_shape_of(key)), made_at=now)
        db.session.add(row)
        db.session.flush()
    return row
