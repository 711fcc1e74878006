"""What everybody reads about formats."""

import pytest

from database import transaction
from sessions.kits import formats
from tests.infra.pages import links, text, words

TITLES = [
    "First steps hour",
    "Ask me anything, with a manager",
    "Working-out-loud circle",
    "Show your work lunch",
    "Profile clinic",
]


def test_everybody_reads_what_there_is(client_of, dana):
    # when
    page = client_of(dana).get("/formats")

    # then
    assert words(page, "h2") == TITLES
    assert [link for link in links(page) if "/new" in link or "edit" in link] == []


def test_who_manages_plans_from_it(client_of, chen):
    # when
    page = client_of(chen).get("/formats")

    # then
    assert [link for link in links(page) if link.endswith("format=working-out-loud")] == ["/series/new?format=working-out-loud"]
    assert [link for link in links(page) if link.endswith("format=first-steps")] == ["/sessions/new?format=first-steps"]


def test_what_was_put_away_is_shown_to_who_manages(client_of, chen, dana, now):
    # given
    with transaction():
        formats.put_away("profile-clinic", now=now)

    # then
    assert words(client_of(dana).get("/formats"), "h2") == TITLES[:-1]
    assert "Put away Profile clinic" in text(client_of(chen).get("/formats"))


def test_a_format_says_what_to_expect(client_of, dana):
    # when
    page = client_of(dana).get("/formats/first-steps")

    # then
    assert (words(page, "h1"), words(page, "h2")[:3]) == (
        ["First steps hour"],
        ["What to expect", "Here for the first time?", "How it goes"],
    )
    assert "A training session, 60 minutes, for about eight people" in text(page)
    assert "There is a chair near the door" in text(page)


def test_a_format_speaks_the_readers_language(client_of, add_person):
    # when
    page = client_of(add_person("Eva Smit", language="nl")).get("/formats/first-steps")

    # then
    assert (words(page, "h1"), "Er staat een stoel bij de deur" in text(page)) == (["Eerste-stappenuur"], True)


@pytest.mark.parametrize("key", ["nothing", "own-12", "first-steps.toml"])
def test_what_is_no_format_leads_nowhere(client_of, dana, key):
    assert client_of(dana).get(f"/formats/{key}").status_code == 404
