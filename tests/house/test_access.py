"""Every page of the application is opened by those who may, as the table says, and by nobody else."""

import re

import pytest
from flask import Flask

from security import Access, rule_of
from tests.infra.access_table import PAGES

SIGNED_IN = [page for rule in (Access.SIGNED_IN, Access.HOSTS, Access.MANAGER, Access.ADMINISTRATOR) for page in PAGES[rule]]
OF_THE_API = (Access.BEARER, Access.BEARER_MANAGER)


def pages_of(app: Flask) -> list[tuple[str, Access, bool]]:
    """Every page there is, its rule, and whether its view says so itself."""
    return [
        (f"{method} {rule.rule}", rule_of(view), hasattr(view, "access_rule"))
        for rule in app.url_map.iter_rules()
        for view in [app.view_functions[rule.endpoint]]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def ask(client, page: str, **known: object):
    """Opens a page of the table, its places filled in."""
    method, path = page.split()
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda place: str(known.get(place[1], "1")), path)
    return client.open(filled, method=method)


def test_every_page_stands_in_the_table_with_its_rule(app):
    # given
    table = {page: rule for rule, pages in PAGES.items() for page in pages}

    # then
    assert {page: rule for page, rule, _said in pages_of(app)} == table


def test_every_view_says_its_rule_itself(app):
    assert [page for page, _rule, said in pages_of(app) if not said] == []


def test_a_view_that_says_nothing_is_for_whoever_is_signed_in(app, client, client_of, dana):
    # given
    app.add_url_rule("/silent", "silent", lambda: "seen")

    # when
    visitor, signed_in = client.get("/silent"), client_of(dana).get("/silent")

    # then
    assert (visitor.status_code, visitor.location, signed_in.text) == (303, "/sign-in?next=/silent", "seen")


def test_tokens_open_the_api_and_only_the_api(app):
    # when
    rules = {(rule.rule.startswith("/api/"), rule_of(app.view_functions[rule.endpoint])) for rule in app.url_map.iter_rules()}

    # then
    assert {rule for of_the_api, rule in rules if of_the_api} == {*OF_THE_API, Access.PUBLIC}
    assert {rule for of_the_api, rule in rules if not of_the_api} & set(OF_THE_API) == set()


def test_a_visitor_is_sent_to_sign_in_by_every_page_that_is_not_public(client, ada):
    # when
    answers = {page: ask(client, page) for page in SIGNED_IN}

    # then
    assert {page: answer.status_code for page, answer in answers.items() if answer.status_code != 303} == {}
    assert {answer.location.partition("?")[0] for answer in answers.values()} == {"/sign-in"}


def test_a_program_without_a_token_gets_nothing(client, ada):
    # when
    answers = {page: ask(client, page).status_code for rule in OF_THE_API for page in PAGES[rule]}

    # then
    assert set(answers.values()) == {401}


@pytest.mark.parametrize("name", ["ada", "dana", "bo"])
def test_pages_of_managers_refuse_everybody_else(client_of, meetup, ada, dana, bo, name):
    # given
    session = meetup(invited=[ada])  # bo hosts it, which is no role
    client = client_of({"ada": ada, "dana": dana, "bo": bo}[name])

    # when
    answers = {
        page: ask(client, page, session_id=session.id, person_id=ada.id).status_code
        for page in PAGES[Access.MANAGER] + PAGES[Access.ADMINISTRATOR]
    }

    # then
    assert {page: status for page, status in answers.items() if status != 403} == {}


def test_pages_of_administrators_refuse_managers(client_of, chen, ada):
    # given
    client = client_of(chen)

    # when
    answers = {page: ask(client, page, person_id=ada.id).status_code for page in PAGES[Access.ADMINISTRATOR]}

    # then
    assert set(answers.values()) == {403}


@pytest.mark.parametrize("name", ["ada", "dana"])
def test_pages_of_hosts_refuse_who_hosts_something_else_or_nothing(client_of, meetup, chen, ada, dana, name):
    # given
    session = meetup(invited=[ada], host_ids=(chen.id,))
    meetup(host_ids=(dana.id,))
    client = client_of({"ada": ada, "dana": dana}[name])
    of_a_session = [page for page in PAGES[Access.HOSTS] if "<int:session_id>" in page]

    # when
    answers = {page: ask(client, page, session_id=session.id, person_id=ada.id).status_code for page in of_a_session}

    # then
    assert {page: status for page, status in answers.items() if status not in {403, 404}} == {}


def test_an_outsider_learns_of_no_session(client_of, meetup, ada, dana):
    # given
    session = meetup(invited=[ada])
    pages = [page for page in PAGES[Access.SIGNED_IN] + PAGES[Access.HOSTS] if "<int:session_id>" in page]
    client = client_of(dana)

    # when
    of_this = {page: ask(client, page, session_id=session.id, person_id=ada.id) for page in pages}
    of_none = {page: ask(client, page, session_id=session.id + 1, person_id=ada.id) for page in pages}

    # then
    assert {page: answer.status_code for page, answer in of_this.items()} == dict.fromkeys(pages, 404)
    assert {page: answer.status_code for page, answer in of_none.items()} == dict.fromkeys(pages, 404)


def test_an_outsider_learns_of_no_series(client_of, weekly, ada, dana):
    # given
    series = weekly(invited=[ada])
    pages = [page for page in PAGES[Access.SIGNED_IN] + PAGES[Access.HOSTS] if "<int:series_id>" in page]
    client = client_of(dana)

    # when
    of_this = {page: ask(client, page, series_id=series.id).status_code for page in pages}
    of_none = {page: ask(client, page, series_id=series.id + 1).status_code for page in pages}

    # then: whoever sends an answer without one is told so wherever they send it
    answering = "POST /series/<int:series_id>/answer"
    assert of_this == of_none == {**dict.fromkeys(pages, 404), answering: 400}


def test_an_outsider_learns_of_no_course(client_of, course, ada, dana):
    # given
    made = course(invited=[ada])
    pages = [page for page in PAGES[Access.SIGNED_IN] + PAGES[Access.HOSTS] if "<int:course_id>" in page]
    client = client_of(dana)

    # when
    of_this = {page: ask(client, page, course_id=made.id, person_id=ada.id).status_code for page in pages}
    of_none = {page: ask(client, page, course_id=made.id + 1, person_id=ada.id).status_code for page in pages}

    # then
    assert of_this == of_none == dict.fromkeys(pages, 404)


def test_the_postbox_is_not_there_in_production(client, client_of, admin):
    # given
    pages = [page for page in PAGES[Access.PUBLIC] if "/postbox" in page]

    # when
    answers = {page: (ask(client, page).status_code, ask(client_of(admin), page).status_code) for page in pages}

    # then
    assert answers == dict.fromkeys(pages, (404, 404))
