"""The words of templates in the reader's language: `_()` and `ngettext()` as Jinja and Flask-Babel have them, looked up once.

Theirs asks for the catalogue at each word, and for the request at each step of that: half the time of a page went there.
"""

from typing import Any

from flask import Flask
from flask_babel import get_locale, get_translations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

# By language, and whether it is markup. What templates say is written in them: these stay as small as the catalogues.
_known: dict[tuple[str, bool], dict[str, str]] = {}


def init_app(app: Flask) -> None:
    """Templates say it through these. After Flask-Babel, whose own they replace."""
    app.jinja_env.globals.update({"_": phrase, "gettext": phrase, "ngettext": counted})


@pass_context
def phrase(context: Context, text: str, /, **values: Any) -> str:
    """The text in the reader's language, with `values` in it; as markup where the template makes HTML."""
    known = _known.setdefault((context.get("language") or _language(), context.eval_ctx.autoescape), {})
    words = known.get(text) or known.setdefault(text, _written(context, get_translations().ugettext(text)))
    return words % values if values or "%" in words else words  # a percent sign is written twice in every text


@pass_context
def counted(context: Context, singular: str, plural: str, number: int, /, **values: Any) -> str:
    """The same of a text about one or several."""
    return _written(context, get_translations().ungettext(singular, plural, number)) % {"num": number, **values}


def _language() -> str:
    """Of what is drawn without the variables that every page has."""
    locale = get_locale()
    return locale.language if locale else ""


def _written(context: Context, words: str) -> str:
    return Markup(words) if context.eval_ctx.autoescape else words  # noqa: S704  (the words are ours)
