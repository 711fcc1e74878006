"""The page of an import, in a browser: it follows the work by itself, politely, and without JavaScript by a link."""

import pytest

from database import transaction
from people import import_parts, imports
from people.models import Person

LINES = 2000
QUIET = 4000  # milliseconds in which the page looks again


@pytest.fixture
def importing(begin, now):
    """An import of four parts that is being checked; `step()` does one part more."""
    import_ = begin("mail;name\n" + "".join(f"p{number}@x.org;P{number}\n" for number in range(LINES)))
    with transaction():
        imports.choose_columns(import_.id, import_.mapping)

    def step(times=1):
        for _ in range(times):
            with transaction():
                import_parts.work_on_next(import_.id, now=now)

    return f"/people/imports/{import_.id}", step


def test_figures_move_and_the_outcome_comes_without_a_new_page(page_of, chen, importing):
    # given
    path, step = importing
    page = page_of(chen)
    page.goto(path)
    page.evaluate("window.sameDocument = true")

    # when
    first = page.locator("#progress-words").text_content()
    step()
    page.get_by_text("500 of 2000 lines").first.wait_for()
    said_at_a_quarter = page.locator("#import-told").text_content()
    step(4)
    page.get_by_role("button", name="Import 2000 people").wait_for()

    # then
    assert (first, said_at_a_quarter) == ("0 of 2000 lines", "500 of 2000 lines")
    assert page.locator("#import-told").text_content() == "This is what would happen. Nothing has yet."
    assert page.evaluate("window.sameDocument") is True


def test_focus_is_not_lost_with_what_goes_away(page_of, chen, importing):
    # given
    path, step = importing
    page = page_of(chen)
    page.goto(path)
    page.get_by_role("link", name="Look again").focus()

    # when
    step(5)
    page.get_by_role("button", name="Import 2000 people").wait_for()

    # then
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_a_yes_works_on_the_page_that_came_by_itself(page_of, chen, importing, everybody):
    # given
    path, step = importing
    page = page_of(chen)
    page.goto(path)
    step(5)

    # when
    page.get_by_role("button", name="Import 2000 people").click()
    page.get_by_text("0 of 2000 lines").first.wait_for()
    step(5)
    page.get_by_text("Done.", exact=True).first.wait_for()

    # then
    assert len(everybody("email")) == LINES + 1


def test_who_is_signed_out_meanwhile_is_led_to_sign_in(page_of, chen, importing):
    # given
    path, _step = importing
    page = page_of(chen)
    page.goto(path)

    # when
    with transaction() as session:
        session.get_one(Person, chen.id).sign_in_version += 1
    page.get_by_role("heading", name="Sign in").wait_for()

    # then
    assert page.url.endswith(f"/sign-in?next={path}")


def test_a_file_that_is_forgotten_meanwhile_is_said_so(page_of, chen, importing):
    # given
    path, _step = importing
    page = page_of(chen)
    page.goto(path)

    # when
    with transaction():
        imports.discard(int(path.rpartition("/")[2]))

    # then
    page.get_by_role("heading", name="There is nothing here").wait_for()


def test_without_javascript_the_link_looks_again(chromium, app, client_of, live_server, chen, importing):
    # given
    path, step = importing
    cookie = client_of(chen).get_cookie("foyer")
    context = chromium.new_context(base_url=live_server, java_script_enabled=False)
    context.add_cookies([{"name": "foyer", "value": cookie.value, "url": live_server}])
    page = context.new_page()
    page.goto(path)

    # when
    step()
    page.wait_for_timeout(QUIET)
    unmoved = page.locator("#progress-words").text_content()
    with page.expect_navigation():
        page.get_by_role("link", name="Look again").click()

    # then
    assert (unmoved, page.locator("#progress-words").text_content()) == ("0 of 2000 lines", "500 of 2000 lines")
    context.close()
