"""A story is its teller's: nobody else publishes it, and taking it back works at once, everywhere."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from database import db
from onboarding.stories import stories
from onboarding.stories.errors import StoryError, StoryMissing, StoryOutdated
from onboarding.stories.models import Story
from onboarding.stories.stories import About
from people.people import deactivate
from tests.infra.pages import text
from tests.onboarding.stories.conftest import WORDS

DAY = timedelta(days=1)


def read(number):
    db.session.rollback()
    return db.session.get(Story, number, populate_existing=True)


@pytest.mark.parametrize("who", ["bo", "chen", "admin", "dana"])
def test_until_its_teller_says_so_it_exists_for_nobody_else(request, client_of, told, who):
    # given
    number = told(published=False)
    browser = client_of(request.getfixturevalue(who))

    # when
    paths = ("edit", "proposal") if who in {"chen", "admin"} else ("edit",)
    asked = [browser.get(f"/stories/{number}"), *(browser.get(f"/stories/{number}/{path}") for path in paths)]
    done = [
        browser.post(f"/stories/{number}/{path}", data={"wanted": "yes", "seen": stories.fingerprint(WORDS), "words": "Hm?"})
        for path in ("publication", "withdrawal", "removal", "editor", "openness", "questions", "edit", "proposal")
    ]

    # then
    assert {answer.status_code for answer in (*asked, *done)} == {404}
    assert WORDS.title not in browser.get("/stories").text
    assert read(number).published_at is None


def test_teller_publishes_exactly_what_they_read(do, told, ada):
    # given: read in one window, changed in another
    number = told(published=False)
    seen = stories.fingerprint(read(number))
    do(stories.change, number, replace(WORDS, do_now="Something else."), About(), by=ada, clockless=True)

    # then
    with pytest.raises(StoryOutdated):
        do(stories.publish, number, seen=seen, by=ada)
    assert read(number).published_at is None


def test_taken_back_is_gone_at_once_on_every_page(client_of, told, ada, dana):
    # given
    number = told()
    mine, browser = client_of(ada), client_of(dana)
    before = [WORDS.title in browser.get(path).text for path in ("/", "/stories", f"/stories/{number}")]

    # when
    mine.post(f"/stories/{number}/withdrawal")

    # then
    assert before == [True, True, True]
    assert [WORDS.title in browser.get(path).text for path in ("/", "/stories", f"/stories/{number}")] == [False, False, False]
    assert (browser.get(f"/stories/{number}").status_code, mine.get(f"/stories/{number}").status_code) == (404, 200)


def test_who_has_left_tells_nothing(do, client_of, told, ada, dana):
    number = told()
    do(deactivate, ada, clockless=True)
    assert (client_of(dana).get(f"/stories/{number}").status_code, WORDS.title in client_of(dana).get("/stories").text) == (
        404,
        False,
    )


@pytest.mark.parametrize(
    ("changes", "said", "field"),
    [
        ({"title": " \u200b"}, "Give it a title: a few words are enough.", "title"),
        ({"do_now": "\n"}, "A sentence is enough.", "do_now"),
        ({"it_changed": "x" * 1501}, "Too long: at most 1500 characters.", "it_changed"),
    ],
    ids=["no-title", "no-words", "too-long"],
)
def test_what_a_story_needs(told, changes, said, field):
    with pytest.raises(StoryError) as raised:
        told(**changes)
    assert (raised.value.message, raised.value.field) == (said, field)


def test_ten_a_day_and_then_tomorrow(told, now):
    for _time in range(10):
        told(published=False)
    with pytest.raises(StoryError, match="Go on tomorrow"):
        told(published=False)
    told(published=False, at=now + DAY)


def test_community_manager_takes_it_off_and_the_teller_keeps_it(do, client_of, told, ada, chen, dana):
    # given
    number = told()
    refused = client_of(dana).post(f"/stories/{number}/takedown").status_code

    # when
    client_of(chen).post(f"/stories/{number}/takedown")

    # then
    page = client_of(ada).get(f"/stories/{number}")
    assert (refused, "A community manager took it off the page. Only you read it." in text(page)) == (403, True)
    with pytest.raises(StoryError, match="took it off"):
        do(stories.publish, number, seen=stories.fingerprint(read(number)), by=ada)
    with pytest.raises(StoryMissing):
        do(stories.take_off, number, by=chen)
    do(stories.remove, number, by=ada, clockless=True)
    assert db.session.scalar(select(func.count()).select_from(Story)) == 0


def test_only_with_the_tellers_wish_a_community_manager_reads_it_first(client_of, told, ada, bo, chen, dana):
    # given
    number = told(published=False)
    before = WORDS.title in client_of(chen).get("/stories/editing").text

    # when
    client_of(ada).post(f"/stories/{number}/editor", data={"wanted": "yes"})

    # then
    assert (before, WORDS.title in client_of(chen).get("/stories/editing").text) == (False, True)
    assert "would like you to read their story first" in text(client_of(chen).get("/"))
    assert [client_of(one).get(f"/stories/{number}").status_code for one in (chen, bo, dana)] == [200, 404, 404]
    client_of(ada).post(f"/stories/{number}/editor", data={"wanted": "no"})
    assert client_of(chen).get(f"/stories/{number}").status_code == 404
