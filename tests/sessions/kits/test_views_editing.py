"""A company makes formats its own."""

import pytest

from people.models import Role
from sessions.kits import formats
from tests.infra.pages import fields, said, words

EDIT = "/formats/first-steps/en/edit"
OFFER = "/formats/first-steps/offer"


def test_changing_a_format_is_seen_at_once(client_of, chen, dana):
    # given
    form = fields(client_of(chen).get(EDIT))

    # when
    page = client_of(chen).post(EDIT, data={**form, "title": "First hour", "agenda": "20 Tea\r\n10 Talk"}, follow_redirects=True)

    # then
    assert said(page) == ["Saved. Sessions planned from it show it so from now on."]
    assert words(client_of(dana).get("/formats/first-steps"), "h1") == ["First hour"]
    assert formats.find("first-steps", "en").minutes == 30


def test_saving_without_a_change_changes_no_word(client_of, chen):
    # given
    before = formats.find("first-steps", "en")
    form = fields(client_of(chen).get(EDIT))

    # when
    client_of(chen).post(EDIT, data=form)

    # then
    assert formats.find("first-steps", "en").text == before.text


def test_a_line_without_minutes_is_said_at_the_agenda(client_of, chen):
    # given
    form = fields(client_of(chen).get(EDIT))

    # when
    page = client_of(chen).post(EDIT, data={**form, "agenda": "Tea"})

    # then
    assert page.status_code == 422
    assert words(page, "div", "invalid-feedback") == [
        "Begin each line with its minutes, like “10 Arriving”. This one does not: Tea"
    ]


def test_the_shipped_text_comes_back_by_a_press(client_of, chen):
    # given
    form = fields(client_of(chen).get(EDIT))
    client_of(chen).post(EDIT, data={**form, "title": "First hour"})

    # when
    page = client_of(chen).post("/formats/first-steps/en/original", follow_redirects=True)

    # then
    assert (words(page, "h1"), said(page)) == (["First steps hour"], ["The text that comes with Foyer is back."])


def test_a_new_format_may_begin_with_another(client_of, chen):
    # given
    form = fields(client_of(chen).get("/formats/new?like=profile-clinic"))

    # when
    page = client_of(chen).post("/formats", data={**form, "title": "CV clinic", "dates": ""}, follow_redirects=True)

    # then
    assert words(page, "h1") == ["CV clinic"]
    assert [one.text.title for one in formats.list_of("en")][-1] == "CV clinic"


def test_putting_away_can_be_undone(client_of, chen):
    # when
    away = client_of(chen).post(OFFER, data={"offered": "no"}, follow_redirects=True)
    back = client_of(chen).post(OFFER, data={"offered": "yes"}, follow_redirects=True)

    # then
    assert (said(away), said(back)) == (["Put away. Sessions planned from it keep their kit."], ["It is offered again."])
    assert len(formats.list_of("en")) == 5


@pytest.mark.parametrize("path", ["/formats/first-steps/xx/edit", "/formats/nothing/en/edit"])
def test_what_is_no_format_or_language_leads_nowhere(client_of, chen, path):
    # given
    form = fields(client_of(chen).get(EDIT))

    # when
    codes = [client_of(chen).get(path).status_code, client_of(chen).post(path, data=form).status_code]

    # then
    assert codes == [404, 404]


@pytest.mark.parametrize("path", ["/formats/new", EDIT])
def test_only_who_manages_sees_the_forms(client_of, bo, dana, path):
    assert [client_of(person).get(path).status_code for person in (bo, dana)] == [403, 403]


@pytest.mark.parametrize("path", ["/formats", EDIT, OFFER, "/formats/first-steps/en/original"])
def test_only_who_manages_changes_anything(client_of, bo, dana, path):
    # when
    codes = [client_of(person).post(path, data={"title": "Mine", "offered": "no"}).status_code for person in (bo, dana)]

    # then
    assert (codes, len(formats.list_of("en"))) == ([403, 403], 5)


def test_editing_the_text_of_another_language_leaves_the_words_of_pages_alone(client_of, chen, add_person):
    """Words of templates are kept by language: a page must not call the language of its text that of its reader."""
    # given
    eva = add_person("Eva Smit", language="nl", role=Role.COMMUNITY_MANAGER)
    path = "/formats/first-steps/nl/edit"

    # when
    english, dutch = (words(client_of(person).get(path), "h1") for person in (chen, eva))

    # then
    assert (english, dutch) == (["Change this format"], ["Werkvorm aanpassen"])
