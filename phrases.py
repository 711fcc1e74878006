"""The words of templates in the reader's language: `_()` and `ngettext()` as Jinja and Flask-Babel have them, looked up once.

Theirs asks for the catalogue at each word, and for the request at each step of that: half the time of a page went there. A text that says
the same to everybody who reads a language is put into the template when it is compiled, once for each language.
"""

import threading
from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_babel import get_locale, get_translations
from jinja2 import Template, meta, nodes, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

# By language, and whether it is markup. What templates say is written in them: these stay as small as the catalogues.
_known: dict[tuple[str, bool], dict[str, str]] = {}


class Templates(Environment):
    """Templates as Flask has them, compiled for each language that somebody reads."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.language = ""  # of those compiled here: none
        self.fixed: dict[
            str, Callable[[str], str | None]
        ] = {}  # what is called by this name gives the same for the same text, or None
        self._spoken: dict[str, Templates] = {}
        self._compiling = threading.RLock()

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002  (Jinja's name)
        # Who asks for the same meanwhile waits: compiling it eight times at once takes eight times the memory.
        with self._compiling:
            here = self if self.language else self._in(_language())
            return super(Templates, here)._load_template(name, globals)

    def _in(self, language: str) -> "Templates":
        spoken = self._spoken.get(language)
        if spoken is None:
            spoken = self.overlay()
            spoken.language = language
            self._spoken[language] = spoken
        return spoken

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        return _Settled(self).visit(parsed) if self.language else parsed

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What all templates have, as it stands. Jinja lays an empty layer over it for each template, and copies both for each page."""
        return super().make_globals(d) if d else self.globals

    def stands_alone(self, name: str) -> bool:
        """Whether the macros of this template use nothing but what all templates have: they need not be made anew for each page.

        Nor do those of the templates that it takes macros from.
        """
        parsed = self.parse(self.loader.get_source(self, name)[0]) if self.loader else nodes.Template([])
        leads_on = next(parsed.find_all((nodes.Import, nodes.Include, nodes.Extends)), None) or any(
            not isinstance(taken.template, nodes.Const) or not self.stands_alone(taken.template.value)
            for taken in parsed.find_all(nodes.FromImport)
        )
        own = {
            name.name for name in parsed.find_all(nodes.Name) if name.ctx != "load"
        }  # Jinja takes what one branch sets for unknown
        return not leads_on and meta.find_undeclared_variables(parsed) <= own.union(self.globals)


class _Settled(NodeTransformer):
    """Calls that give the same each time give way to what they give."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  (Jinja's name)
        self.generic_visit(node)
        text = node.args[0] if len(node.args) == 1 and not (node.dyn_args or node.dyn_kwargs) else None
        if not isinstance(node.node, nodes.Name) or not isinstance(text, nodes.Const):
            return node
        name = node.node.name
        if name == "_":
            return _settled_words(text, node.kwargs)
        fixed = self._templates.fixed.get(name) if not node.kwargs else None
        given = fixed(text.value) if fixed else None
        return node if given is None else nodes.Const(given, lineno=node.lineno)

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:  # noqa: N802
        if node.with_context and isinstance(node.template, nodes.Const):
            node.with_context = not self._templates.stands_alone(node.template.value)
        return node


def _settled_words(text: nodes.Const, values: list[nodes.Keyword]) -> nodes.Expr:
    line = text.lineno
    if not values:
        return nodes.MarkSafeIfAutoescape(nodes.Const(_read(text.value), lineno=line), lineno=line)
    words = nodes.Const(str(get_translations().ugettext(text.value)), lineno=line)
    filled = nodes.Dict([nodes.Pair(nodes.Const(one.key, lineno=line), one.value, lineno=line) for one in values], lineno=line)
    return nodes.Mod(nodes.MarkSafeIfAutoescape(words, lineno=line), filled, lineno=line)


def init_app(app: Flask) -> None:
    """Templates say it through these. After Flask-Babel, whose own they replace."""
    app.jinja_env.globals.update({"_": phrase, "gettext": phrase, "ngettext": counted})


@pass_eval_context
def phrase(context: EvalContext, text: str, /, **values: Any) -> str:
    """The text in the reader's language, with `values` in it; as markup where the template makes HTML."""
    known = _known.setdefault((_language_of(context), context.autoescape), {})
    words = known.get(text) or known.setdefault(text, _written(context, get_translations().ugettext(text)))
    return words % values if values or "%" in words else words  # a percent sign is written twice in every text


@pass_eval_context
def counted(context: EvalContext, singular: str, plural: str, number: int, /, **values: Any) -> str:
    """The same of a text about one or several."""
    return _written(context, get_translations().ungettext(singular, plural, number)) % {"num": number, **values}


def _read(text: str) -> str:
    """The text in the language that is read here, whole."""
    words = str(get_translations().ugettext(text))
    return words % {} if "%" in words else words


def _language_of(context: EvalContext) -> str:
    """Of the templates it stands in, or of what is drawn without them."""
    environment = context.environment
    return (environment.language if isinstance(environment, Templates) else "") or _language()


def _language() -> str:
    locale = get_locale()
    return str(locale.language) if locale else ""


def _written(context: EvalContext, words: str) -> str:
    return Markup(words) if context.autoescape else words  # noqa: S704  (the words are ours)
