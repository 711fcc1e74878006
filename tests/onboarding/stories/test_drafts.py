"""Words of somebody else: the story says them only after its teller's yes to exactly these words."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from database import db
from onboarding.stories import drafts, links, starts, stories
from onboarding.stories.errors import StoryError, StoryMissing, StoryOutdated
from onboarding.stories.models import StartingQuestion, Story, StoryDraft
from tests.infra.pages import text
from tests.onboarding.stories.conftest import WORDS

BETTER = replace(WORDS, title="What the night shift builds from")


def titles():
    """What colleagues can read, and what waits."""
    db.session.rollback()
    rows = db.session.scalars(select(Story).execution_options(populate_existing=True))
    return [(row.title, row.published_at is not None, row.draft.title if row.draft else "") for row in rows]


@pytest.fixture
def link():
    """`link()`: the path of the page behind the mail about the words that wait."""

    def read():
        db.session.rollback()
        return links.path_to_draft(db.session.scalars(select(StoryDraft).execution_options(populate_existing=True)).one())

    return read


def test_story_says_what_it_said_until_the_yes(do, client, client_of, told, link, mails_of, ada, chen, dana):
    # given
    number = told()
    do(drafts.propose, number, BETTER, by=chen)
    path, before = link(), client_of(dana).get(f"/stories/{number}")

    # when
    asked = client.get(path)
    answered = client.post(path, data={"answer": "yes"})

    # then
    assert (WORDS.title in before.text, BETTER.title in before.text, mails_of(ada)) == (True, False, ["stories.drafted"])
    assert "Chen Meijer proposes these words. Nobody reads them before you say yes." in text(asked)
    assert (answered.status_code, titles()) == (200, [(BETTER.title, True, "")])
    assert client.post(path, data={"answer": "yes"}).status_code == 410


def test_no_leaves_it_as_it_is(do, client, told, link, chen):
    do(drafts.propose, told(), BETTER, by=chen)
    client.post(link(), data={"answer": "no"})
    assert titles() == [(WORDS.title, True, "")]


def test_words_that_wait_stand_on_the_home_page_of_the_teller_alone(do, client_of, told, ada, chen, dana):
    # given
    line = "Chen Meijer proposes words."
    do(drafts.propose, told(), BETTER, by=chen)

    # when
    seen = [line in text(client_of(person).get("/")) for person in (ada, dana)]
    token = db.session.scalars(select(StoryDraft.token)).one()
    client_of(ada).post(f"/me/stories/drafts/{token}", data={"answer": "no"})

    # then
    assert [*seen, line in text(client_of(ada).get("/"))] == [True, False, False]


def test_yes_to_earlier_words_is_no_yes_to_the_new_ones(do, client, client_of, told, link, ada, chen):
    """The editor changes the words while the teller has the page open: on both pages."""
    # given
    number = told()
    do(drafts.propose, number, BETTER, by=chen)
    path, token = link(), db.session.scalars(select(StoryDraft.token)).one()
    do(drafts.propose, number, replace(BETTER, it_changed="It saved a million."), by=chen)

    # when
    by_link = client.post(path, data={"answer": "yes"})
    by_page = client_of(ada).post(f"/me/stories/drafts/{token}", data={"answer": "yes"}, follow_redirects=True)

    # then
    assert (by_link.status_code, "These words do not wait for you any more." in text(by_page)) == (410, True)
    assert titles() == [(WORDS.title, True, BETTER.title)]


@pytest.mark.parametrize("who", ["bo", "chen", "admin", "dana"])
def test_nobody_else_says_yes(request, do, told, chen, who):
    do(drafts.propose, told(), BETTER, by=chen)
    token = db.session.scalars(select(StoryDraft.token)).one()
    for rule, more in ((drafts.approve, {}), (drafts.decline, {"clockless": True})):
        with pytest.raises(StoryOutdated):
            do(rule, token, by=request.getfixturevalue(who), **more)
    assert titles() == [(WORDS.title, True, BETTER.title)]


@pytest.mark.parametrize(("who", "may"), [("ada", False), ("bo", False), ("dana", False), ("chen", True)])
def test_only_community_managers_propose_and_never_for_their_own(request, do, told, chen, who, may):
    number, person = told(), request.getfixturevalue(who)
    if may:
        do(drafts.propose, number, BETTER, by=person)
        own = told(chen)
        with pytest.raises(StoryMissing):
            do(drafts.propose, own, BETTER, by=person)
        return
    with pytest.raises(StoryMissing):
        do(drafts.propose, number, BETTER, by=person)


def test_changing_or_taking_it_back_ends_what_was_proposed(do, told, ada, chen):
    number = told()
    do(drafts.propose, number, BETTER, by=chen)
    do(stories.withdraw, number, by=ada, clockless=True)
    assert titles() == [(WORDS.title, False, "")]


def test_ambassador_writes_down_what_a_colleague_told(do, client, client_of, helps, link, mails_of, ada, bo, dana):
    # given
    helps(bo)
    sent = {**{name: getattr(WORDS, name) for name in WORDS.__dataclass_fields__}, "who": ada.email}

    # when
    refused = [
        client_of(dana).open("/stories/for-a-colleague", method=method, data=sent).status_code for method in ("GET", "POST")
    ]
    page = client_of(bo).post("/stories/for-a-colleague", data=sent, follow_redirects=True)

    # then: nobody reads it, its writer neither
    assert (refused, "Nobody else reads it before their yes." in text(page), mails_of(ada)) == (
        [404, 404],
        True,
        ["stories.drafted"],
    )
    number = db.session.scalars(select(Story.id)).one()
    assert [client_of(one).get(f"/stories/{number}").status_code for one in (bo, dana, ada)] == [404, 404, 200]
    client.post(link(), data={"answer": "yes"})
    assert (titles(), client_of(dana).get(f"/stories/{number}").status_code) == ([(WORDS.title, True, "")], 200)


def test_no_to_a_story_of_ones_own_leaves_nothing(do, client, link, ada, chen):
    do(drafts.write_down, ada, WORDS, by=chen)
    client.post(link(), data={"answer": "no"})
    assert titles() == []


def test_nobody_is_flooded(do, ada, chen, admin):
    do(drafts.write_down, ada, WORDS, by=chen)
    do(drafts.write_down, ada, WORDS, by=chen)
    with pytest.raises(StoryError, match="Ada Okafor has something to read already"):
        do(drafts.write_down, ada, WORDS, by=admin)
    with pytest.raises(StoryError, match="That is you"):
        do(drafts.write_down, chen, WORDS, by=chen)


def test_what_waits_and_how_one_started_stand_in_words_in_what_foyer_knows(do, client_of, told, ada, chen):
    # given
    do(drafts.propose, told(), BETTER, by=chen)
    do(starts.choose, ada, StartingQuestion.TIME, clockless=True)

    # when
    read = client_of(ada).get("/me/data")

    # then
    assert (read.status_code, BETTER.title in read.text, "The question you began with" in read.text) == (200, True, True)
