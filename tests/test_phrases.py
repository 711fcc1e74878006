"""The words of templates."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import render_template, render_template_string
from flask_babel import force_locale
from jinja2 import DictLoader


@pytest.mark.parametrize(
    ("template", "english", "dutch"),
    [
        ('{{ _("Yes") }}', "Yes", "Ja"),
        ('{{ _("Foyer at %(company)s", company="<b>") }}', "Foyer at &lt;b&gt;", "Foyer bij &lt;b&gt;"),
        ('{{ _("nobody wrote this <br> 100%%") }}', "nobody wrote this <br> 100%", "nobody wrote this <br> 100%"),
        ('{{ ngettext("%(num)d seat, no limit", "%(num)d seats, no limit", 1) }}', "1 seat, no limit", "1 plaats, geen grens"),
        ('{{ ngettext("%(num)d seat, no limit", "%(num)d seats, no limit", 2) }}', "2 seats, no limit", "2 plaatsen, geen grens"),
    ],
)
def test_a_text_is_said_in_the_readers_language_again_and_again(app, template, english, dutch):
    # when
    said = []
    for language in ("en", "nl", "en", "nl"):
        with app.test_request_context(), force_locale(language):
            said.append(render_template_string(template))

    # then
    assert said == [english, dutch, english, dutch]


def test_a_text_of_a_plain_mail_is_no_markup(app):
    # given
    template = app.jinja_env.overlay(autoescape=False).from_string('{{ _("Foyer at %(company)s", company="Brink & Waal") }}')

    # when
    with app.test_request_context(), force_locale("en"):
        said = template.render()

    # then
    assert said == "Foyer at Brink & Waal"


FILES = {
    "macros.html": '{% macro button(words) %}<b title="{{ words }}">{{ _("Yes") }}</b>{% endmacro %}',
    "me.html": "{% macro name() %}{{ me }}{% endmacro %}",
    "greeting.html": '{% from "me.html" import name with context %}{% macro greeting() %}{{ name() }}{% endmacro %}',
    "page.html": '{% from "macros.html" import button with context %}{% from "me.html" import name with context %}'
    '{% from "greeting.html" import greeting with context %}{{ greeting() }} '
    '{{ button(_("Yes")) }} {{ name() }} {{ _("Foyer at %(company)s", company=_("no <one>")) }} {{ _("100%%") }}',
    "plain.txt": '{% autoescape false %}{{ _("Foyer at %(company)s", company="Brink & Waal") }} {{ _("a & b") ~ " & c" }}{% endautoescape %}',
}


@pytest.mark.parametrize(
    ("file", "english", "dutch"),
    [
        pytest.param(
            "page.html",
            'Ada <b title="Yes">Yes</b> Ada Foyer at no <one> 100%',
            'Ada <b title="Ja">Ja</b> Ada Foyer bij no <one> 100%',
            id="page",
        ),
        pytest.param("plain.txt", "Foyer at Brink & Waal a & b & c", "Foyer bij Brink & Waal a & b & c", id="plain"),
    ],
)
def test_a_template_is_kept_for_each_language(app, file, english, dutch):
    # given
    app.jinja_env.loader = DictLoader(FILES)

    # when
    said = []
    for language in ("en", "nl", "en", "nl"):
        with app.test_request_context(), force_locale(language):
            said.append(render_template(file, me="Ada"))

    # then
    assert said == [english, dutch, english, dutch]


@pytest.mark.parametrize("name", ["macros/fields.html", "macros/parts.html", "macros/sessions.html", "macros/waiting.html"])
def test_macros_of_many_pages_are_not_made_anew_for_each(app, name):
    assert app.jinja_env.stands_alone(name)


def test_a_template_that_many_ask_for_at_once_is_compiled_once(app, monkeypatch):
    # given
    templates = app.jinja_env
    monkeypatch.setattr(templates, "loader", DictLoader({"asked.html": '{{ _("Yes") }}'}))
    compiled, meet = [], threading.Barrier(4)
    compile_ = type(templates).compile
    monkeypatch.setattr(type(templates), "compile", lambda *given: compiled.append(given[2]) or compile_(*given))

    # when
    def ask(_number):
        meet.wait(20)
        with app.test_request_context(), force_locale("nl"):
            return render_template("asked.html")

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(ask, range(4)))

    # then
    assert (said, compiled) == (["Ja"] * 4, ["asked.html"])
