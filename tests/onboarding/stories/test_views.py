"""Telling a story, finding others, and what is kept of it: that anybody read one is not."""

import pytest
from sqlalchemy import String, cast, select

from database import Base, db
from onboarding.stories.models import Story
from tests.infra.pages import fields, said, text, words
from tests.onboarding.stories.conftest import WORDS

SENT = {name: getattr(WORDS, name) for name in WORDS.__dataclass_fields__}


def kept():
    """Every value of every table, as text."""
    db.session.rollback()
    return [
        (str(column), value)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for value in db.session.scalars(select(cast(column, String)).order_by(*table.primary_key))
    ]


def test_from_the_empty_page_to_a_published_story(client_of, ada, dana):
    # given
    mine, theirs = client_of(ada), client_of(dana)
    empty = mine.get("/stories")

    # when: written, looked at once more, published
    form = mine.get("/stories/new")
    page = mine.post(
        "/stories",
        data={**fields(form), **SENT, "team_size": "some", "question": "time", "takes_questions": "y"},
        follow_redirects=True,
    )
    number = db.session.scalars(select(Story.id)).one()
    before = theirs.get(f"/stories/{number}").status_code
    out = mine.post(f"/stories/{number}/publication", data=fields(page), follow_redirects=True)

    # then
    assert words(empty, "h2") == ["No story yet"]
    assert "Only you read this so far." in text(page)
    assert before == 404
    assert said(out) == ["Your story is out. You can take it back at any time, and it is gone at once."]
    read = theirs.get(f"/stories/{number}")
    assert words(read, "h2") == ["What was hard", "What I do now", "What it changed", "Ask Ada"]
    assert "Ada Okafor · Fitter · Door seals · Deventer · team of up to twelve" in text(read)
    assert "It started with: “When would I do that as well?”" in text(read)


def test_what_is_missing_is_said_at_its_field(client_of, ada):
    page = client_of(ada).post("/stories", data={**SENT, "do_now": " ", "team_size": "", "question": ""})
    assert (page.status_code, "A sentence is enough." in text(page), WORDS.was_hard in page.text) == (422, True, True)


def test_that_somebody_reads_is_kept_nowhere(client_of, told, ada, bo, dana):
    """Not a row, not a time, not a number: the database is the same to the byte."""
    # given
    number, browser = told(), client_of(dana)
    before = kept()

    # when
    for path in ("/", "/stories", f"/stories/{number}", "/stories?function=Fitter", "/me/stories"):
        assert browser.get(path).status_code == 200

    # then
    assert kept() == before


@pytest.mark.parametrize("who", ["ada", "bo", "chen", "admin"])
def test_no_page_or_data_says_how_many_read_or_who_is_liked(request, client_of, told, do, dana, who):
    # given
    number, person = told(), request.getfixturevalue(who)
    browser = client_of(person)
    paths = ("/stories", f"/stories/{number}", "/me/stories", "/me/data")
    seen = [browser.get(path).text for path in paths]

    # when
    for _time in range(3):
        client_of(dana).get(f"/stories/{number}")

    # then
    def plain(pages):
        return [text_without_tokens(page) for page in pages]

    assert plain([browser.get(path).text for path in paths]) == plain(seen)


def text_without_tokens(page):
    return "".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_everybody_finds_stories_by_function_place_and_question(client_of, told, bo, dana):
    # given
    told(title="Of a fitter")
    told(bo, title="Of an engineer")
    browser = client_of(dana)

    # when
    found = [
        sorted(one for one in ("Of a fitter", "Of an engineer") if one in page.partition('id="all"')[2])
        for page in (
            browser.get(f"/stories?{query}").text
            for query in ("", "function=Fitter", "place=Deventer", "question=time", "function=Nobody", "question=nonsense&page=9")
        )
    ]

    # then
    both = ["Of a fitter", "Of an engineer"]
    assert found == [both, ["Of a fitter"], both, [], [], both]


def test_home_shows_what_suits_the_reader_and_nothing_while_there_is_none(client_of, told, ada, bo, dana):
    # given
    browser = client_of(dana)
    before = "Examples from people like you" in words(browser.get("/"), "h2")

    # when
    told(title="Of a fitter")

    # then
    assert (before, "Examples from people like you" in words(browser.get("/"), "h2")) == (False, True)
    assert "Of a fitter" in text(client_of(bo).get("/"))
    assert "In Deventer, like you Of a fitter" in text(client_of(bo).get("/stories"))
    assert "Of a fitter" not in text(client_of(ada).get("/"))


def test_my_data_holds_what_i_told_asked_and_proposed(client_of, do, told, ada, chen):
    # given
    number = told()
    client_of(chen).post(f"/stories/{number}/questions", data={"words": "How long?"})
    client_of(chen).post(f"/stories/{number}/proposal", data={**SENT, "title": "Better"})

    # when
    hers, theirs = client_of(ada).get("/me/data.json").json, client_of(chen).get("/me/data.json").json

    # then
    assert [(one["title"], one["proposed"]["title"], one["proposed"]["by"]) for one in hers["stories"]] == [
        (WORDS.title, "Better", "Chen Meijer")
    ]
    assert [(one["words"], one["asked_by"]) for one in hers["story_questions_received"]] == [("How long?", "Chen Meijer")]
    assert [one["words"] for one in theirs["story_questions_asked"]] == ["How long?"]
    assert [(one["title"], one["for"]) for one in theirs["story_drafts_written"]] == [("Better", "Ada Okafor")]


def test_list_takes_as_many_queries_for_three_as_for_one(client_of, told, bo, chen, dana, count_queries):
    # given
    browser = client_of(dana)
    told()
    with count_queries() as one:
        browser.get("/stories")

    # when
    told(bo), told(chen)
    with count_queries() as three:
        browser.get("/stories")

    # then
    assert len(three) == len(one)
