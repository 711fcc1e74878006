"""A few lines to begin with, in the mentee's language, to change and send from one's own mail."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from champions.mentorships import drafts, queries, suggestions
from champions.mentorships.records import Next, plan
from database import transaction
from tests.infra.mentorships import fresh
from tests.infra.pages import text


@pytest.fixture
def drafted(app, now, bo):
    """`drafted()`: the draft to Bo's one mentee."""

    def write():
        [one] = suggestions.of_ambassador(fresh(bo), queries.of_ambassador(bo.id), today=now.date(), now=now)
        return drafts.draft(one, bo.name, now=now)

    return write


@pytest.mark.parametrize(
    ("step", "days", "subject", "line"),
    [
        ("", None, "Shall we meet?", "Shall we sit down for half an hour?"),
        ("Find one", None, "How is it going?", "Find one"),
        ("Find one", 3, "Until we meet", "We meet on"),
        ("", -3, "Shall we meet?", "Shall we sit down for half an hour?"),
    ],
)
def test_draft_is_about_what_comes_next(accompanied, drafted, now, ada, bo, step, days, subject, line):
    # given
    pair = accompanied(ada, bo)
    with transaction():
        plan(pair.id, Next(step, now + timedelta(days=days) if days else None), by=fresh(bo), now=now - timedelta(days=4))

    # when
    draft = drafted()

    # then
    assert (draft.subject, draft.email, line in draft.text) == (subject, "ada@brink-waal.example", True)
    assert (draft.lines[0], draft.lines[-1]) == ("Hi Ada,", "Bo")


def test_draft_about_a_session_speaks_the_language_of_the_mentee(meetup, accompanied, drafted, ada, bo):
    # given
    with transaction():
        fresh(ada).language = "nl"
    accompanied(ada, bo)
    meetup(invited=[bo], title="Where files live")

    # when
    draft = drafted()

    # then
    assert (draft.subject, draft.language, draft.lines[0]) == ("Zullen we samen gaan?", "nl", "Hoi Ada,")
    assert "“Where files live”" in draft.text


def test_address_opens_the_whole_of_it_in_ones_own_mail(accompanied, drafted, now, ada, bo):
    # given: signs that mean something in an address
    pair = accompanied(ada, bo)
    with transaction():
        plan(pair.id, Next("Rock & roll? 100 %+"), by=fresh(bo), now=now)

    # when
    draft = drafted()
    address = urlsplit(draft.mailto)

    # then
    assert (address.scheme, address.path) == ("mailto", "ada@brink-waal.example")
    given = parse_qs(address.query)
    assert given == {"subject": [draft.subject], "body": ["\r\n".join(draft.lines)]}
    assert "Rock & roll? 100 %+" in given["body"][0]


def test_page_shows_the_draft_and_what_would_help(meetup, accompanied, client_of, ada, bo, dana):
    # given
    accompanied(ada, bo)
    meetup(invited=[bo], title="Where files live")

    # when
    page = client_of(bo).get("/me/mentees")
    other = text(client_of(dana).get("/me/mentees"))

    # then
    assert "Nothing needs you this week." in text(page)
    assert "Would help: a session about what Ada asked for, with a seat free. Where files live" in text(page)
    assert "and I thought of you. Shall we go together?" in text(page)
    assert ("Ada" in other, "files" in other) == (False, False)
