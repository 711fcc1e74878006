"""The formats that come with Foyer are whole, in both languages, and nothing in them leads astray."""

import re

import pytest

from look import LANGUAGES, markdown
from sessions.kits import agendas, formats, shipped
from sessions.kits.shipped import TEXTS

KEYS = ["first-steps", "ask-a-manager", "working-out-loud", "show-your-work", "profile-clinic"]
EACH = [(key, language) for key in KEYS for language in shipped.LANGUAGES]


def test_there_are_five_in_every_language():
    assert (list(shipped.formats()), shipped.LANGUAGES) == (KEYS, LANGUAGES)


@pytest.mark.parametrize(("key", "language"), EACH)
def test_every_text_is_there_and_would_be_taken_from_a_person(key, language):
    # given
    come = shipped.formats()[key]
    text = come.texts[language]

    # then
    assert [name for name in TEXTS if len(getattr(text, name)) < 10] == []
    assert formats.checked(text, come.shape) == text


@pytest.mark.parametrize("key", KEYS)
def test_the_agenda_is_the_same_in_each_language(key):
    # when
    minutes = [
        [step.minutes for step in agendas.read(shipped.formats()[key].texts[language].agenda)] for language in shipped.LANGUAGES
    ]

    # then
    assert minutes[0] == minutes[1]
    assert sum(minutes[0]) in {45, 60}


@pytest.mark.parametrize(("key", "language"), EACH)
def test_links_are_of_the_web_and_survive_as_links(key, language):
    # given
    text = shipped.formats()[key].texts[language]
    written = re.findall(r"\]\((.*?)\)", "".join(getattr(text, name) for name in TEXTS))

    # when
    shown = re.findall(r'href="(.*?)"', "".join(markdown(getattr(text, name)) for name in TEXTS if name != "agenda"))

    # then
    assert shown == written
    assert [link for link in written if not link.startswith("https://")] == []


@pytest.mark.parametrize("key", KEYS)
def test_texts_of_one_format_lead_to_the_same_places(key):
    # when
    links = [re.findall(r"\]\((.*?)\)", shipped.formats()[key].texts[language].materials) for language in shipped.LANGUAGES]

    # then
    assert links[0] == links[1] != []
