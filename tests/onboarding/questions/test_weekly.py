"""The weekly mail: by choice, at an hour of one's own, with something in it, and never about who wrote most."""

from datetime import timedelta

import pytest

from database import db
from onboarding import days, digest_parts
from onboarding.questions import answers, asking, pseudonyms, weekly
from onboarding.questions.asking import Asked
from people import blind_tokens, nudges
from people.models import Person
from tests.infra.pages import words

WEDNESDAY, DAY = 2, timedelta(days=1)


@pytest.fixture
def chosen(do, dana):
    """Dana would like it on Wednesdays at ten; `now` is Tuesday."""
    do(weekly.choose, dana, WEDNESDAY, 10)


@pytest.fixture
def arrives(do, clock, sent, smtp_sink, dana, now):
    """`arrives()`: Wednesday has come; how many mails Dana got."""

    def run(days=1):
        clock.shift(days * DAY + timedelta(hours=2))
        for _twice in range(2):
            do(weekly.post_due, at=now + days * DAY + timedelta(hours=2))
        sent()
        return smtp_sink.to(dana.email)

    return run


def test_it_says_what_there_is_to_read_in_groups_of_theirs(chosen, asked, do, group, arrives, words_of, ada, bo, dana):
    # given
    walkers, elsewhere = group(members=[ada, dana], visibility="unlisted"), group(members=[ada], name="Others")
    asked("A walk in the rain?", group=walkers)
    asked("Not of Dana's?", group=elsewhere)
    asked("A checklist", by=bo, kind="work")
    do(answers.summarise, asked("Travel?"), "On the portal.", by=bo)

    # when
    (mail,) = arrives()

    # then
    said = words_of(mail)
    shown = [part in said for part in ("A walk in the rain?", "A checklist", "On the portal.", "Not of Dana's?")]
    assert (mail.message["Subject"], shown) == ("Your groups this week", [True, True, True, False])


def test_a_week_with_nothing_to_read_brings_no_mail(chosen, arrives):
    assert arrives() == []


def test_what_one_asked_oneself_is_no_news(chosen, asked, arrives, dana):
    asked("My own?", by=dana)
    assert arrives() == []


def test_who_chose_none_gets_none(asked, arrives):
    asked()
    assert arrives() == []


def test_a_pause_holds_for_it(chosen, asked, do, arrives, dana, now):
    asked()
    do(lambda person, *, now: nudges.pause(person, (now + 20 * DAY).date(), now=now), dana)
    assert arrives() == []


def test_what_others_add_is_in_it(chosen, arrives, words_of, monkeypatch):
    monkeypatch.setattr(digest_parts, "_parts", {})
    digest_parts.register_part("voices", lambda _person, _last: "You said, we did: a second kettle.")
    (mail,) = arrives()
    assert "a second kettle" in words_of(mail)


def test_choosing_and_stopping_on_ones_own_page(client_of, asked, arrives, dana):
    browser = client_of(dana)
    browser.post("/me/questions/mail", data={"weekday": "2", "hour": "10"})
    browser.post("/me/questions/mail", data={"weekday": "-1", "hour": "10"})
    asked()
    assert arrives() == []
    assert words(browser.get("/me/questions"), "h1") == ["Your page of questions"]


def test_a_question_under_a_pseudonym_is_news_and_what_was_taken_back_is_none(
    chosen, asked, answered, do, arrives, words_of, ada, bo
):
    # given
    def whisper(*, now):
        token = blind_tokens.token_for(bo, pseudonyms.purpose_of(days.today(now)))
        return pseudonyms.ask(Asked("A course in Dutch?"), "Heron", token, now=now)[0].id

    do(whisper)
    gone = asked("Gone?")
    answered(gone, "Still here.")
    do(asking.take_back, gone, by=ada)

    # when
    (mail,) = arrives()

    # then
    said = words_of(mail)
    assert ("A course in Dutch?" in said, "“Heron”" in said, "taken back" in said) == (True, True, False)


def test_a_question_under_a_pseudonym_is_news_however_late_on_the_day_of_the_mail(app, do, dana, bo, now):
    # given: of when it was asked, the day is known
    def whisper(*, now):
        token = blind_tokens.token_for(bo, pseudonyms.purpose_of(days.today(now)))
        return pseudonyms.ask(Asked("A course in Dutch?"), "", token, now=now)[0].id

    number = do(whisper)

    # when: last week's mail left an hour before
    found = weekly.week_of(db.session.get_one(Person, dana.id), now=now + timedelta(days=7, hours=-1))

    # then
    assert [one.id for one in found.questions] == [number]
