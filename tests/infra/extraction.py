"""Which texts people read: those marked with `_()` and its kin, and those that rules raise and pages say in the reader's language.

Rules know nothing of the web, so they mark nothing. A message that cannot be found here stops the extraction: no error is left English.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from tests.infra.sources import ROOT, files, shipped, tree

KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "gettext_noop": None}
BASES = ("PeopleError", "GroupError", "SessionError", "MailMissing", "Unreadable", "OnboardingError")
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true"}
MARK = "Translators:"


class Unextractable(Exception):
    """A rule raises words that are not written where they are raised."""


def extracted() -> Catalog:
    """Every text of the product with where it stands."""
    catalog = Catalog(project="Foyer", fuzzy=False, charset="utf-8")
    for name in shipped():
        for line, message, notes in [*_marked(name, "python"), *_raised(name)]:
            catalog.add(message, locations=[(str(name), line)], auto_comments=notes)
    for name in files():
        if name.parts[0] == "templates":
            for line, message, notes in _marked(name, "jinja2.ext:babel_extract"):
                catalog.add(message, locations=[(str(name), line)], auto_comments=notes)
    return catalog


def _marked(name: Path, method: str) -> Iterator[tuple[int, object, list[str]]]:
    options = {} if method == "python" else JINJA
    for line, message, notes, _context in extract_from_file(
        method, ROOT / name, KEYWORDS, [MARK], options, strip_comment_tags=True
    ):
        yield line, message, notes


def _raised(name: Path) -> Iterator[tuple[int, str, list[str]]]:
    """The templates of errors, written in the call, as a constant of the module, or returned by a function of it."""
    module = tree(name)
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        position = 1 if _name(call.func) == "DetailsInvalid" else 0
        if _name(call.func) in errors() and len(call.args) > position:
            yield from ((call.lineno, text, []) for text in _written(call.args[position], module, f"{name}:{call.lineno}"))


@cache
def errors() -> set[str]:
    """The names of every class of errors whose message a page says."""
    found = set(BASES)
    kinds = [node for name in shipped() for node in ast.walk(tree(name)) if isinstance(node, ast.ClassDef)]
    while new := {kind.name for kind in kinds if {_name(base) for base in kind.bases} & found} - found:
        found |= new
    return found


def _written(node: ast.expr, module: ast.Module, where: str) -> Iterable[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_written(node.body, module, where), *_written(node.orelse, module, where)]
    if isinstance(node, ast.Call) and _name(node.func) in {"_", "_l", "gettext"}:
        return []  # marked already
    if isinstance(node, ast.Call):
        return _returned(_name(node.func), module, where)
    if isinstance(node, ast.Name):
        return _assigned(node.id, module, where)
    raise Unextractable(f"{where}: {ast.unparse(node)}")


def _returned(function: str, module: ast.Module, where: str) -> Iterable[str]:
    definitions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef) and node.name == function]
    returns = [node.value for one in definitions for node in ast.walk(one) if isinstance(node, ast.Return) and node.value]
    if not returns:
        raise Unextractable(f"{where}: {function}()")
    return [text for value in returns for text in _written(value, module, where)]


def _assigned(variable: str, module: ast.Module, where: str) -> Iterable[str]:
    """A constant; or the last of each tuple that a function of faults yields, unpacked by its caller."""
    constants = [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign) and [_name(target) for target in node.targets] == [variable]
    ]
    yielded = [
        node.value.elts[-1]
        for node in ast.walk(module)
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and variable == "message"
    ]
    if not constants and not yielded:
        raise Unextractable(f"{where}: {variable}")
    return [text for value in [*constants, *yielded] for text in _written(value, module, where)]


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
