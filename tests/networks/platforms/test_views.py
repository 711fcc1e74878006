import re
from html import unescape

import pytest

from database import db
from networks.platforms import connections, jobs, words
from networks.platforms.queries import platforms
from people.models import Role
from tests.infra.scim_server import TOKEN

HERE = pytest.mark.settings(base_url="http://127.0.0.1:8000")


@pytest.fixture
def browser(client_of, add_person):
    """An administrator's."""
    return client_of(add_person("Ria Root", role=Role.ADMINISTRATOR))


def said(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


@HERE
def test_a_platform_is_connected_tested_changed_and_cut_off_page_by_page(browser, scim_remote):
    # given
    empty = said(browser.get("/platforms"))
    chosen = said(browser.get("/platforms/new"))
    form = {"name": "Directory", "base_url": scim_remote.access.base_url, "field_token": TOKEN}

    # when
    refused = browser.post("/platforms/new/scim", data={**form, "field_token": ""})
    path = browser.post("/platforms/new/scim", data=form).location
    waiting = browser.get(path)
    jobs.test_platforms()
    works = browser.get(path)
    in_form = browser.get(f"{path}/edit")
    scim_remote.proxy.before = lambda exchange: exchange.say(403, {"detail": "No <b>."}) if "/Groups" in exchange.path else None
    again = browser.post(f"{path}/edit", data={**form, "name": "Groups", "field_token": ""})
    jobs.test_platforms()
    lacks = browser.get(again.location)
    tested = browser.post(f"{path}/test").location
    listed = said(browser.get("/platforms"))
    gone = browser.post(f"{path}/removal")

    # then
    assert ("No platform yet" in empty, "SCIM 2.0" in chosen) == (True, True)
    assert (refused.status_code, "This is needed." in said(refused)) == (422, True)
    assert ("Is being tested" in said(waiting), 'id="progress"' in waiting.text) == (True, True)
    assert ("Foyer may change groups." in said(works), "Does not work:" in said(works)) == (True, False)
    assert [TOKEN in page.text for page in (refused, waiting, works, in_form, lacks)] == [False] * 5
    assert (
        "Foyer may read groups. Missing The token lacks the right to read groups (/Groups). It says: No <b>." in said(lacks)
    ) is True
    assert ("<b>" in lacks.text, "No group stands on it." in said(lacks)) == (False, True)
    assert (tested, "Groups" in listed, "Is being tested" in listed) == (path, True, True)
    assert (gone.location, platforms()) == ("/platforms", [])
    assert browser.get(path).status_code == 404


def test_what_would_be_cut_off_is_named_before(browser, monkeypatch):
    # given
    form = {"name": "Directory", "base_url": "https://directory.example", "field_token": TOKEN}
    path = browser.post("/platforms/new/scim", data=form).location
    monkeypatch.setattr(connections, "_hanging", [lambda _one: [f"Group {n}" for n in range(23)]])

    # when
    page = said(browser.get(path))

    # then
    assert "23 groups stand on it, and would be kept right there no more:" in page
    assert ("Group 19" in page, "Group 20" in page, "and 3 more" in page) == (True, False, True)


def test_an_address_in_the_open_is_refused_with_a_word(browser):
    # when
    form = {"name": "Directory", "base_url": "http://directory.example", "field_token": TOKEN}
    page = browser.post("/platforms/new/scim", data=form)

    # then
    assert (page.status_code, "would go over the net in the open" in said(page), TOKEN in page.text) == (422, True, False)
    assert platforms() == []


@pytest.mark.parametrize("kind", ["teams", "SCIM", "%20"])
def test_there_is_no_form_for_what_nobody_knows(browser, kind: str):
    assert browser.get(f"/platforms/new/{kind}").status_code == 404


def test_the_words_of_faults_are_told_in_dutch_and_the_platforms_own_stay(app):
    with app.test_request_context(headers={"Accept-Language": "nl"}):
        assert [
            words.told("The platform has a fault (503). Foyer tries again by itself. It says: Maintenance."),
            words.told("The token lacks the right to read people (/Users)."),
            words.told("Something of a platform of its own."),
            words.told(""),
        ] == [
            "Het platform heeft een storing (503). Foyer probeert het vanzelf opnieuw. Het antwoord: Maintenance.",
            "Het token mist het recht om mensen te lezen (/Users).",
            "Something of a platform of its own.",
            "",
        ]
    db.session.rollback()
