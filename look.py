"""The look: words for dates, times and numbers in the reader's language; Markdown; assets; error pages.

Everything here is for eyes. Rules never import it.
"""

import hashlib
import io
import os
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flask_bootstrap
import nh3
from babel.dates import format_date, format_timedelta
from flask import Flask, current_app, has_request_context, render_template, request
from flask import url_for as flask_url_for
from flask_babel import Babel, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markdown_it import MarkdownIt
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from whitenoise import WhiteNoise

import phrases
from config import settings

LANGUAGES = ("en", "nl")
ROOT = Path(__file__).parent
STATIC = ROOT / "static"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
_YEAR = 31_536_000
_NUMBERS = (
    _l("none"), _l("one"), _l("two"), _l("three"), _l("four"), _l("five"), _l("six"),
    _l("seven"), _l("eight"), _l("nine"), _l("ten"), _l("eleven"), _l("twelve"),
)  # fmt: skip
_ORDINALS = (
    _l("first"), _l("second"), _l("third"), _l("fourth"), _l("fifth"), _l("sixth"),
    _l("seventh"), _l("eighth"), _l("ninth"), _l("tenth"), _l("eleventh"), _l("twelfth"),
)  # fmt: skip
_TAGS = {"p", "br", "strong", "em", "del", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "h5", "h6", "hr"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("strikethrough")


def _zone(zone: ZoneInfo | str) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def language() -> str:
    """The reader's: "en", "nl"."""
    locale = get_locale()
    return str(locale.language) if locale else "en"


@lru_cache(maxsize=2000)  # a list says the same few days again and again
def _day_in(day: date, pattern: str, tongue: str) -> str:
    return str(format_date(day, pattern, locale=tongue))


def date_words(at: datetime, zone: ZoneInfo | str, *, year: bool = False) -> str:
    """'Tuesday 8 December', 'dinsdag 8 december': the day of an instant in a zone."""
    return _day_in(at.astimezone(_zone(zone)).date(), "EEEE d MMMM y" if year else "EEEE d MMMM", language())


def day_in_words(day: date) -> str:
    """'Friday 4 December'."""
    return _day_in(day, "EEEE d MMMM", language())


def day_words(at: datetime, zone: ZoneInfo | str) -> dict[str, str]:
    """The parts of a date for its doorway: weekday, day, month, and the date for machines."""
    return _day_parts(at.astimezone(_zone(zone)).date(), language())


def _day_parts(day: date, tongue: str) -> dict[str, str]:
    weekday, month = (_day_in(day, pattern, tongue).rstrip(".") for pattern in ("EEE", "MMM"))
    return {"weekday": weekday, "day": str(day.day), "month": month, "iso": day.isoformat()}


@lru_cache(maxsize=2000)
def doorway(day: date, state: str, tongue: str, *, large: bool = False) -> Markup:
    """The date in its doorway, drawn. `state`: open, waits, in; `tongue`: the reader's language."""
    kind = (" door-large" if large else "") + ("" if state == "open" else f" door-{state}")
    drawn = Markup('<time class="door{kind}" datetime="{iso}">{weekday}<b>{day}</b>{month}</time>')
    return drawn.format(kind=kind, **_day_parts(day, tongue))


def door(at: datetime, zone: ZoneInfo | str, state: str = "open", *, large: bool = False) -> Markup:
    """The day of an instant in a zone, in its doorway."""
    return doorway(at.astimezone(_zone(zone)).date(), state, language(), large=large)


def month_words(at: datetime) -> str:
    """'December 2026'."""
    return _day_in(at.date(), "LLLL y", language()).capitalize()


def weekday_words(day: date) -> str:
    """'Monday'."""
    return _day_in(day, "EEEE", language()).capitalize()


def clock_words(at: datetime, zone: ZoneInfo | str) -> str:
    """'12:00', in a zone."""
    return _clock(at.astimezone(_zone(zone)))


def _clock(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def span_words(start: datetime, end: datetime, zone: ZoneInfo | str) -> str:
    """'12:00–13:00'; with the last day when it is another one."""
    first, last = start.astimezone(_zone(zone)), end.astimezone(_zone(zone))
    if last.date() != first.date() and last - first > timedelta(hours=12):
        return f"{_clock(first)} – {date_words(end, zone)}, {_clock(last)}"
    return f"{_clock(first)}–{_clock(last)}"


def time_words(start: datetime, end: datetime, zone: ZoneInfo | str, reader_zone: ZoneInfo | str) -> str:
    """'Tuesday 8 December, 12:00–13:00'; and the reader's own time when theirs differs."""
    there = f"{date_words(start, zone)}, {span_words(start, end, zone)}"
    reader = _zone(reader_zone)
    if start.astimezone(reader).utcoffset() == start.astimezone(_zone(zone)).utcoffset():
        return there
    same_day = start.astimezone(reader).date() == start.astimezone(_zone(zone)).date()
    mine = span_words(start, end, reader) if same_day else f"{date_words(start, reader)}, {span_words(start, end, reader)}"
    return str(_("%(there)s in %(place)s (%(mine)s your time)", there=there, place=zone_words(zone), mine=mine))


def zone_words(zone: ZoneInfo | str) -> str:
    """'Amsterdam' of Europe/Amsterdam."""
    return str(zone).rpartition("/")[2].replace("_", " ")


def moment_words(text: str, zone: ZoneInfo | str) -> str:
    """'Tuesday 8 December 2026, 12:00' of an instant as data holds it (ISO 8601); other words stay as they are."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{date_words(at, zone, year=True)}, {clock_words(at, zone)}" if at.tzinfo else text


def since_words(at: datetime, now: datetime) -> str:
    """'2 hours ago', 'in 3 days'."""
    return str(format_timedelta(at - now, add_direction=True, locale=language()))


def in_words(number: int) -> str:
    """Numbers up to twelve as words."""
    return str(_NUMBERS[number] if 0 <= number < len(_NUMBERS) else number)


def capital(text: str) -> str:
    """To begin a sentence with. Dutch één loses an accent by it: Eén."""
    return ("E" if text.startswith("éé") else text[:1].upper()) + text[1:]


def ordinal_words(number: int) -> str:
    """'first' to 'twelfth'; after that 'number 13'."""
    return str(_ORDINALS[number - 1] if 1 <= number <= len(_ORDINALS) else _("number %(number)s", number=number))


@lru_cache(maxsize=128)  # the same few descriptions, page after page
def markdown(text: str) -> Markup:
    """Markdown as safe HTML: no script, no image, no raw HTML; links of http, https and mailto only."""
    html = _markdown.render(text)
    html = re.sub(r"<(/?)h[12]>", r"<\1h3>", html)
    return Markup(nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}))  # noqa: S704


def qr_code(address: str) -> Markup:
    """As large as it is given room: a drawing with a size of its own would be cut off, and no camera read it."""
    import segno  # 0.4 MB, of which only pages with a code to scan have any use

    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", omitsize=True, xmldecl=False, svgns=True, title=_("QR code"))
    return Markup(drawn.getvalue().decode())  # noqa: S704  (drawn here, of an address of ours)


def unbroken(text: str, *, in_mail: bool = False) -> Markup:
    """The text with each '12:00–13:00' kept on one line. A mail has no stylesheet."""
    keep = Markup('<span style="white-space:nowrap;">{}</span>') if in_mail else Markup('<span class="nowrap">{}</span>')
    parts = re.split(r"(\d\d:\d\d–\d\d:\d\d)", text)
    return Markup("").join(keep.format(part) if number % 2 else part for number, part in enumerate(parts))


def plain_text(text: str) -> str:
    """Markdown as words, for mails and calendars: links keep their address."""
    linked = re.sub(r"!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)", r"\1 (\2)", text)
    return re.sub(r"(\*\*|__|~~|`)", "", linked).strip()


def initials(name: str) -> str:
    """'AO' of Ada Okafor."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@cache
def assets_version() -> str:
    """A hash of every file of ours that browsers load: part of their address, so that they may keep them for ever."""
    digest = hashlib.sha256(version("bootstrap-flask").encode())
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(STATIC)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _stylesheet() -> str:
    """foyer.css, its parts in place of their imports: a browser asks for it once instead of forty times."""
    css = STATIC / "css"
    return re.sub(r'@import url\("([\w-]+\.css)"\);', lambda found: (css / found[1]).read_text(), (css / "foyer.css").read_text())


def _stylesheet_folder(instance_dir: Path) -> Path:
    """Where foyer.css stands, whole. Processes that start together write the same, each in one piece."""
    folder = instance_dir / "css" / assets_version()
    if not (folder / "foyer.css").exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"{os.getpid()}.new"
        unfinished.write_text(_stylesheet())
        unfinished.replace(folder / "foyer.css")
    return folder


def asset(name: str) -> str:
    """The address of a static file."""
    return f"/static/{assets_version()}/{name}"


@cache
def icon(name: str) -> Markup:
    """A drawing of Bootstrap's, for eyes only: what it stands beside says it in words."""
    address = asset("bootstrap/icons/bootstrap-icons.svg")
    return Markup('<svg class="bi" aria-hidden="true"><use href="{}#{}"/></svg>').format(address, name)


def addresses() -> Callable[..., str]:
    """`url_for` for templates: the same few thousand addresses again and again, so that each is put together once."""

    @lru_cache(maxsize=10_000, typed=True)  # 1 and True are two addresses
    def known(_root: str, endpoint: str, names: tuple[str, ...], *values: Any) -> str:
        return flask_url_for(endpoint, **dict(zip(names, values, strict=True)))

    def address(endpoint: str, **values: Any) -> str:
        if not has_request_context() or endpoint.startswith(".") or "_external" in values:
            return flask_url_for(endpoint, **values)
        try:
            return known(request.environ.get("SCRIPT_NAME", ""), endpoint, tuple(values), *values.values())
        except TypeError:  # several values of one name stand in a list
            return flask_url_for(endpoint, **values)

    return address


def address_of(endpoint: str, **values: Any) -> str:
    """The same for code that asks as often as templates do."""
    known: Callable[..., str] = current_app.extensions["addresses"]
    return known(endpoint, **values)


def _fixed_address(endpoint: str) -> str | None:
    """The address of a page that there is one of; None for what is only known when it is asked for."""
    return flask_url_for(endpoint) if has_request_context() and not endpoint.startswith(".") else None


def choose_language() -> str:
    """The signed-in person's language; a visitor's browser decides for a visitor."""
    chosen = getattr(current_user._get_current_object(), "language", "")  # noqa: SLF001
    return chosen or request.accept_languages.best_match(LANGUAGES) or settings().language


def csrf_field() -> Markup:
    """The hidden field that every form of ours carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def init_app(app: Flask) -> None:
    """Templates have their words and assets, errors their pages."""
    Babel(app, default_locale=app.config["FOYER"].language, locale_selector=choose_language)
    phrases.init_app(app)
    files = WhiteNoise(app.wsgi_app, max_age=_YEAR, immutable_file_test=lambda _path, _url: True)
    files.add_files(str(STATIC), prefix=f"static/{assets_version()}/")
    files.add_files(
        str(_stylesheet_folder(app.config["FOYER"].instance_dir)), prefix=f"static/{assets_version()}/css/"
    )  # in place of the one that imports
    files.add_files(str(BOOTSTRAP), prefix=f"static/{assets_version()}/bootstrap/")
    app.wsgi_app = files  # type: ignore[method-assign]
    words = (
        date_words,
        day_words,
        month_words,
        weekday_words,
        clock_words,
        span_words,
        time_words,
        moment_words,
        since_words,
        zone_words,
        in_words,
        ordinal_words,
    )
    for function in (*words, capital, plain_text, initials, unbroken):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["markdown"] = markdown
    app.jinja_env.globals.update({function.__name__: function for function in (*words, asset, csrf_field, door, icon)})
    app.jinja_env.globals["url_for"] = app.extensions["addresses"] = addresses()
    app.jinja_env.fixed = {"asset": asset, "icon": icon, "url_for": _fixed_address}  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_context)
    app.register_error_handler(HTTPException, error_page)


def _context() -> dict[str, Any]:
    reader = current_user._get_current_object()  # noqa: SLF001
    me = reader if reader is not None and reader.is_authenticated else None
    company = settings()
    return {
        "me": me,
        "company_name": company.company_name,
        "company_timezone": company.timezone,
        "demo_postbox": company.postbox,
        "language": language(),
        "theme": me.theme.value if me else "system",
    }


def error_page(error: HTTPException) -> Any:
    """What went wrong and what to do, in the look; redirects and finished answers pass."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    response = error.get_response()
    response.set_data(render_template("errors/error.html", code=error.code, told=getattr(error, "description", "") or ""))
    response.content_type = "text/html; charset=utf-8"
    return response
