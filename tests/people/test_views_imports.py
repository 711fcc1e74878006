import re
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import func, select

from database import db, transaction
from people import imports, jobs_imports
from people.models import ImportState, PeopleImport
from tests.people.conftest import fresh

TABLE = "mail;name;team\neve@x.org;Eve;Quality\nnonsense;Bad;\n"


@pytest.fixture
def browser(client_of, chen):
    return client_of(chen)


def upload(browser, content=TABLE, name="staff.csv"):
    content = content.encode() if isinstance(content, str) else content
    return browser.post("/people/imports", data={"file": (BytesIO(content), name)})


def said(answer):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def only():
    db.session.rollback()
    return db.session.scalars(select(PeopleImport)).one()


def work():
    jobs_imports.work_on(only().id)
    return fresh(only())


def test_from_a_file_to_people_page_by_page(browser, everybody):
    # given
    path = upload(browser).location
    mapping_page = browser.get(path)

    # when
    browser.post(f"{path}/columns", data={"email": "0", "name": "1", "department": "2"})
    checking_page = browser.get(path)
    work()
    preview_page = browser.get(path)
    browser.post(f"{path}/confirmation")
    importing_page = browser.get(path)
    work()
    done_page, list_page = browser.get(path), browser.get("/people/imports")

    # then
    assert "name (Eve)" in said(mapping_page)
    assert ("0 of 2 lines" in said(checking_page), "Look again" in said(checking_page)) == (True, True)
    assert "Import 1 person" in said(preview_page)
    assert "This is not an e-mail address: nonsense" in said(preview_page)
    assert "0 of 2 lines" in said(importing_page)
    assert ("Done." in said(done_page), "1 added, 0 changed, 1 refused" in said(list_page)) == (True, True)
    assert everybody("email", "department") == [("chen@brink-waal.example", "Communication"), ("eve@x.org", "Quality")]


def test_columns_are_guessed_and_offered_with_an_example(browser):
    # when
    page = browser.get(upload(browser).location).text

    # then
    chosen = re.findall(r'<select[^>]* name="(\w+)">.*?</select>', page, re.DOTALL)
    selected = {
        name: re.search(r'<option value="(\d+)" selected', options).group(1)
        for name, options in re.findall(r'<select[^>]* name="(\w+)">(.*?)</select>', page, re.DOTALL)
        if "selected" in options
    }
    assert (chosen, selected) == (
        ["email", "name", "first_name", "last_name", "department", "function", "location", "timezone", "language", "manager"],
        {"email": "0", "name": "1", "department": "2"},
    )


def test_a_file_without_headings_offers_numbered_columns(browser):
    # when
    page = browser.get(upload(browser, b"eve@x.org;Eve\n").location)

    # then
    assert "Column 1 (eve@x.org)" in said(page)


@pytest.mark.parametrize("state", ["checking", "importing"])
def test_work_under_way_is_followed_without_a_timed_refresh(browser, state):
    # given
    path = upload(browser).location
    browser.post(f"{path}/columns", data={"email": "0", "name": "1"})
    if state == "importing":
        work()
        browser.post(f"{path}/confirmation")

    # when
    page = browser.get(path).text

    # then
    script = re.search(r'<script src="([^"]+)" defer></script>', page).group(1)
    assert ("http-equiv" in page, re.fullmatch(r"/static/[0-9a-f]{12}/js/progress\.js", script) is not None) == (False, True)
    served = browser.get(script)
    assert (served.status_code, "immutable" in served.headers["Cache-Control"]) == (200, True)
    assert f'href="{path}">Look again</a>' in page
    assert '<p class="visually-hidden" role="status" id="import-told"></p>' in page


@pytest.mark.parametrize("state", ["mapping", "checked", "done"])
def test_a_page_that_waits_for_a_person_runs_no_script(browser, state):
    # given
    path = upload(browser).location
    if state != "mapping":
        browser.post(f"{path}/columns", data={"email": "0", "name": "1"})
        work()
    if state == "done":
        browser.post(f"{path}/confirmation")
        work()

    # then
    assert ("<script" in browser.get(path).text, only().state.value) == (False, state)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"mail;name\n", "This file holds headings, but nobody below them."),
        (b"PK\x03\x04rest", "This is a spreadsheet. Save it as CSV, and choose that file."),
        (b'mail;name\na@x.org;"Ada\n', "On line 2 a quotation mark opens that is never closed."),
    ],
)
def test_what_is_no_table_is_explained_at_the_field(browser, content, words):
    # when
    answer = upload(browser, content)

    # then
    assert (answer.status_code, words in said(answer)) == (422, True)
    assert db.session.scalar(select(func.count()).select_from(PeopleImport)) == 0


def test_no_file_is_asked_for(browser):
    # when
    answer = browser.post("/people/imports", data={})

    # then
    assert (answer.status_code, "Choose a file." in said(answer)) == (422, True)


def test_a_file_that_is_too_large_is_refused_in_the_look(browser):
    # when
    answer = upload(browser, b"mail;name\n" + b"x" * 50_000_001)

    # then
    assert (answer.status_code, "Send a smaller file, or several." in said(answer)) == (413, True)


@pytest.mark.parametrize("data", [{}, {"name": "1"}, {"email": ""}, {"email": "x"}, {"email": "99"}, {"email": "-1"}])
def test_without_addresses_the_columns_are_asked_for_again(browser, data):
    # given
    path = upload(browser).location

    # when
    answer = browser.post(f"{path}/columns", data=data)

    # then
    assert (answer.location, only().state) == (path, ImportState.MAPPING)
    assert "Say which column holds the e-mail addresses" in said(browser.get(path))


def test_a_second_yes_is_told_that_it_is_one_too_many(browser):
    # given
    path = upload(browser).location
    browser.post(f"{path}/columns", data={"email": "0", "name": "1"})
    work()

    # when
    browser.post(f"{path}/confirmation")
    browser.post(f"{path}/confirmation")

    # then
    assert "This import has begun already." in said(browser.get(path))


def test_a_file_is_forgotten(browser, everybody):
    # given
    path = upload(browser).location

    # when
    answer = browser.post(f"{path}/disposal")
    words = said(browser.get("/people/imports"))

    # then
    assert (answer.location, "The file is forgotten." in words, browser.get(path).status_code) == ("/people/imports", True, 404)
    assert everybody("email") == [("chen@brink-waal.example",)]


def test_an_import_that_is_done_is_not_forgotten(browser):
    # given
    path = upload(browser).location
    browser.post(f"{path}/columns", data={"email": "0", "name": "1"})
    work()
    browser.post(f"{path}/confirmation")
    work()

    # when
    answer = browser.post(f"{path}/disposal")

    # then
    assert (answer.location, only().state) == (path, ImportState.DONE)


def test_everything_in_a_file_is_shown_as_text(browser):
    # given
    content = b'<b>mail</b>;name;<script>x</script>\n<img src=x>;"<i>Eve</i>";x\neve@x.org;<u>Eve</u>;x\n'

    # when
    path = upload(browser, content, "<script>y</script>.csv").location
    pages = [browser.get(path).text]
    browser.post(f"{path}/columns", data={"email": "0", "name": "1"})
    work()
    pages += [browser.get(path).text, browser.get("/people/imports").text]

    # then
    assert [tag for tag in ("<b>", "<script>x", "<script>y", "<img", "<i>", "<u>") for page in pages if tag in page] == []


def test_nobody_changed_leaves_no_button_to_import(browser, chen):
    # given
    path = upload(browser, f"mail;name\n{chen.email};{chen.name}\n".encode()).location
    browser.post(f"{path}/columns", data={"email": "0", "name": "1"})
    work()

    # then
    assert f"{path}/confirmation" not in browser.get(path).text


@pytest.mark.parametrize("step", ["", "/columns", "/confirmation", "/disposal"])
def test_an_import_that_is_not_there_is_not_found(browser, step):
    # when
    answer = browser.open(f"/people/imports/4711{step}", method="POST" if step else "GET")

    # then
    assert (answer.status_code, answer.location) in {(404, None), (303, "/people/imports/4711")}


def test_pages_take_as_many_queries_for_many_imports_as_for_one(browser, statements, begin):
    # given
    begin(TABLE)
    browser.get("/people/imports")
    with statements() as for_one:
        browser.get("/people/imports")
    for _ in range(3):
        begin(TABLE)

    # when
    with statements() as for_more:
        browser.get("/people/imports")

    # then
    assert len(for_more) == len(for_one)


def test_words_of_the_import_are_the_readers(browser, chen):
    # given
    with transaction():
        chen.language = "nl"

    # when
    page = browser.get(upload(browser).location)

    # then
    assert '<html lang="nl"' in page.text


def test_state_of_each_import_stands_in_the_list(browser, begin, now):
    # given
    first, second = begin(TABLE), begin(TABLE)
    with transaction():
        imports.choose_columns(first.id, first.mapping)

    # when
    words = said(browser.get("/people/imports"))

    # then
    assert ("Being compared with who is known" in words, "Waits for its columns" in words, second.id > first.id) == (
        True,
        True,
        True,
    )
