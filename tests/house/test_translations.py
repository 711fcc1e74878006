"""Every text is there in every language, and says the same with the same blanks.

What fails here is mended with `.venv/bin/python -m tests.infra.translations` and a look into messages.po.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from jinja2 import Environment, nodes

from tests.infra.extraction import extracted
from tests.infra.sources import ROOT, files, shipped, tree
from tests.infra.translations import read, sources

BLANK = re.compile(r"%\(\w+\)[sd]")
EDGES = re.compile(r"^[,; ]*|[.:,?… ]*$")
# The same in both languages, or said by nobody.
THE_SAME = {
    "nl": {
        "%(title)s, %(day)s",
        "%(title)s: %(when)s",
        "%(rhythm)s, %(span)s",
        "%(day)s: %(state)s",
        "Online",
        "online",
        "Online: %(url)s",
        "Mail",
        "Segment",
        "Platform",
        "Platforms",
        "Token",
        "E-mail",
        "Was %(before)s",
        "Week",
        "Wk",
        "open",
        "tab",
    },
}
FORMAL = {"nl": re.compile(r"\b(u|uw|uwe|uzelf)\b", re.IGNORECASE)}
TEMPLATES = [name for name in files() if name.parts[0] == "templates"]
PLAIN = {"Foyer", "English", "Nederlands", "DOCTYPE"}  # words that need no translation
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
# Comments, styles, classes of the page, and what stands in the query of an address.
NO_WORDS = re.compile(
    r"<!--.*?-->|<(style|script)\b.*?</\1>|\{% block page_class %\}.*?\{% endblock %\}|\?[\w=&]+|&\w+;", re.DOTALL
)
WORDY = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+")
NAMES = re.compile(r"^\w+Field$|^font-family|^(English|Nederlands|Column %d)$")
READ_ALOUD = re.compile(r"\b(?:alt|aria-label|aria-description|placeholder|title|summary)=\"([^\"]*)\"")
SAID = {"flash", "Label", "ValidationError"}  # what these are given, somebody reads


@cache
def said() -> Catalog:
    return extracted()


def texts(catalog: Catalog) -> dict[str, Message]:
    return {ids(message)[0]: message for message in catalog if message.id}


def ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.fixture(scope="module", params=sources(), ids=lambda source: source.parents[1].name)
def catalog(request) -> Catalog:
    return read(request.param)


def test_dutch_is_there():
    assert [source.parents[1].name for source in sources()] == ["nl"]


def test_every_text_is_translated_and_nothing_else(catalog):
    # when
    wanted, found = texts(said()), texts(catalog)

    # then
    assert [text for text in wanted if text not in found or not all(strings(found[text]))] == []
    assert [text for text in found if text not in wanted] == []
    assert list(catalog.obsolete) == []


def test_no_translation_is_a_guess(catalog):
    assert [text for text, message in texts(catalog).items() if message.fuzzy] == []


def test_plurals_have_every_form_that_the_language_knows(catalog):
    # when
    plurals = {text: message for text, message in texts(said()).items() if len(ids(message)) == 2}
    found = {text: strings(texts(catalog)[text]) for text in plurals}

    # then
    assert {text: forms for text, forms in found.items() if len(forms) != catalog.num_plurals or not all(forms)} == {}


def test_blanks_are_the_same(catalog):
    # when
    differing = [
        (ids(message), strings(message))
        for message in texts(catalog).values()
        for english, form in zip(ids(message), strings(message), strict=True)
        if sorted(BLANK.findall(english)) != sorted(BLANK.findall(form))
    ]

    # then
    assert differing == []
    assert [(message.id, list(errors)) for message, errors in catalog.check()] == []


def test_marks_at_the_ends_are_the_same(catalog):
    # when
    differing = [
        (english, form)
        for message in texts(catalog).values()
        for english, form in zip(ids(message), strings(message), strict=True)
        if [mark.strip() for mark in EDGES.findall(english)] != [mark.strip() for mark in EDGES.findall(form)]
    ]

    # then
    assert differing == []


def test_a_sentence_begins_as_the_english_does(catalog):
    # when
    differing = [
        (english, form)
        for message in texts(catalog).values()
        for english, form in zip(ids(message), strings(message), strict=True)
        if english[0].isalpha() and form[0].isalpha() and english[0].isupper() != form[0].isupper()
    ]

    # then
    assert differing == []


def test_nothing_is_left_in_english(catalog):
    # given
    language = str(catalog.locale)

    # when
    same = {text for text, message in texts(catalog).items() if strings(message) == ids(message)}

    # then
    assert same == THE_SAME[language] & set(texts(catalog))


def test_nobody_is_addressed_formally(catalog):
    # given
    formal = FORMAL[str(catalog.locale)]

    # then
    assert [form for message in texts(catalog).values() for form in strings(message) if formal.search(form)] == []


def test_nothing_is_shouted(catalog):
    assert [form for message in texts(catalog).values() for form in strings(message) if "!" in form] == []


def test_words_between_tags_are_translated():
    # when
    bare = {str(name): words for name in TEMPLATES if (words := list(_bare_words(name)))}

    # then
    assert bare == {}


def _bare_words(name: Path) -> Iterator[str]:
    """Words that stand in a template outside of any expression: between tags, and in what screen readers say."""
    text = JINJA.sub("", NO_WORDS.sub("", (ROOT / name).read_text()))
    between = re.sub(r"<[^>]*>", "\n", text) if name.suffix == ".html" else text
    words = re.findall(r"[^\W\d_]{2,}", " ".join([between, *READ_ALOUD.findall(text)]))
    return (word for word in words if word not in PLAIN)


def test_words_in_expressions_of_templates_are_translated():
    # when
    bare = {
        str(name): words for name in TEMPLATES if (words := list(_bare_constants(Environment().parse((ROOT / name).read_text()))))
    }

    # then
    assert bare == {}


def _bare_constants(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """Constants that read like words, outside of `_()`."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in {"_", "ngettext"}:
        yield from (found for value in node.kwargs for found in _bare_constants(value))
        return
    if (
        isinstance(node, nodes.Const)
        and isinstance(node.value, str)
        and WORDY.search(node.value)
        and not NAMES.search(node.value)
    ):
        yield node.lineno, node.value
    for child in node.iter_child_nodes():
        yield from _bare_constants(child)


def test_words_in_views_and_forms_are_translated():
    # when
    bare = {
        f"{name}:{call.lineno}": ast.unparse(argument)
        for name in shipped()
        for call in ast.walk(tree(name))
        if isinstance(call, ast.Call) and (_name(call.func) in SAID or re.search(r"\wField$", _name(call.func)))
        for argument in call.args[:1]
        if isinstance(argument, (ast.Constant, ast.JoinedStr)) and re.search("[a-z]{2}", ast.unparse(argument))
    }

    # then
    assert bare == {}


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
