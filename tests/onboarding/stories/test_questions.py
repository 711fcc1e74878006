"""Asking a teller: it reaches them by mail, a few at most; no address is shown before an answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db
from onboarding.stories import links, questions
from onboarding.stories.errors import StoryError, StoryMissing
from onboarding.stories.models import StoryQuestion
from onboarding.stories.stories import About
from tests.infra.pages import links as places
from tests.infra.pages import said, text

DAY = timedelta(days=1)
ADA, DANA = "ada@brink-waal.example", "dana@brink-waal.example"
ASKED = "How long does it take you?"


@pytest.fixture
def link():
    """`link()`: the path of the page on which the teller answers."""

    def read():
        db.session.rollback()
        return links.path_to_question(db.session.scalars(select(StoryQuestion)).one())

    return read


@pytest.fixture
def letter(deliver, smtp_sink, words_of):
    """`letter(ADA)`: head and words of the newest mail to this address, after everything has left."""

    def read(address):
        deliver()
        mail = smtp_sink.to(address)[-1]
        return mail.message, words_of(mail)

    return read


def test_question_and_answer_go_by_mail_and_no_address_before_the_answer(client, client_of, told, link, letter, ada, dana):
    # given
    number, hers, theirs = told(), client_of(ada), client_of(dana)

    # when
    page = theirs.get(f"/stories/{number}")
    theirs.post(f"/stories/{number}/questions", data={"words": ASKED})
    head, words = letter(ADA)
    shown = [page.text, theirs.get("/me/stories").text, client.get(link()).text, head.as_string(), words]

    # then: neither of the two addresses, but for whom a mail is to
    assert (ASKED in words, head["Reply-To"]) == (True, None)
    assert [DANA in one for one in shown] == [False] * 5
    assert [ADA in one for one in shown[:2]] == [False, False]

    # when
    client.post(link(), data={"words": "Three minutes, with the cup in the other hand."})
    head, words = letter(DANA)

    # then
    assert ("Three minutes" in words, ADA in head["Reply-To"]) == (True, True)
    assert f"mailto:{ADA}" in theirs.get("/me/stories").text
    assert "Three minutes" in text(hers.get("/me/stories"))


def test_others_read_neither(client_of, do, told, ada, bo, chen, dana):
    # given
    number = told()
    question = do(questions.ask, number, ASKED, by=dana).id

    # when
    codes = [client_of(one).post(f"/me/stories/questions/{question}/removal").status_code for one in (bo, chen)]
    answers = [client_of(one).post(f"/me/stories/questions/{question}", data={"words": "No."}) for one in (bo, dana)]

    # then
    assert codes == [404, 404]
    assert [one.status_code for one in answers] == [303, 303]
    seen = [client_of(one).get(path).text for one in (bo, chen) for path in ("/me/stories", f"/stories/{number}", "/mail")]
    assert not any(ASKED in page for page in seen)
    assert db.session.scalars(select(StoryQuestion.answered_at)).all() == [None]


@pytest.mark.parametrize(("days", "reached"), [(0, False), (6, False), (7, True)])
def test_few_reach_a_teller_in_a_week(do, add_person, told, ada, now, days, reached):
    # given: three colleagues, two stories
    first, second = told(), told()
    for name in ("Eve", "Finn", "Gus"):
        do(questions.ask, first, ASKED, by=add_person(name))

    # when
    late = add_person("Hal")
    if reached:
        do(questions.ask, second, ASKED, by=late, at=now + days * DAY)
    else:
        with pytest.raises(StoryError, match="no more questions reach them this week"):
            do(questions.ask, second, ASKED, by=late, at=now + days * DAY)

    # then
    assert len(db.session.scalars(select(StoryQuestion)).all()) == 3 + reached


def test_one_open_question_about_a_story_and_three_a_day(do, told, bo, chen, admin, add_person, dana):
    tellers = [bo, chen, admin, add_person("Eve")]
    numbers = [told(one) for one in tellers]
    do(questions.ask, numbers[0], ASKED, by=dana)
    with pytest.raises(StoryError, match="waits for an answer already"):
        do(questions.ask, numbers[0], ASKED, by=dana)
    for number in numbers[1:3]:
        do(questions.ask, number, ASKED, by=dana)
    with pytest.raises(StoryError, match="enough for one day"):
        do(questions.ask, numbers[3], ASKED, by=dana)


def test_teller_switches_questions_off_from_the_mail(client, client_of, do, told, link, mails_of, ada, bo, dana):
    # given
    number = told()
    do(questions.ask, number, ASKED, by=dana)

    # when
    stopped = client.post(link(), data={"stop": "1"})

    # then
    page = client_of(bo).get(f"/stories/{number}")
    assert (stopped.status_code, f"/stories/{number}/questions" in places(page)) == (200, False)
    with pytest.raises(StoryError, match="takes no questions"):
        do(questions.ask, number, ASKED, by=bo)


def test_question_to_who_takes_none_never_leaves(do, told, deliver, smtp_sink, ada, dana):
    """Switched off between the question and its mail."""
    number = told()
    do(questions.ask, number, ASKED, by=dana)
    do(questions.stories.take_questions, number, wanted=False, by=ada, clockless=True)
    deliver()
    assert smtp_sink.to(ADA) == []


def test_nobody_asks_about_what_they_cannot_read_or_about_their_own(do, told, ada, dana):
    hidden, own = told(published=False), told()
    for number, by in ((hidden, dana), (own, ada), (4711, dana)):
        with pytest.raises(StoryMissing):
            do(questions.ask, number, ASKED, by=by)
    closed = told(about=About(takes_questions=False))
    with pytest.raises(StoryError, match="takes no questions"):
        do(questions.ask, closed, ASKED, by=dana)


def test_answer_counts_once_and_either_takes_it_away(client_of, do, told, ada, dana):
    # given
    question = do(questions.ask, told(), ASKED, by=dana).id
    line = "Dana Petrov asks about your story"
    waits = [line in text(client_of(person).get("/")) for person in (ada, dana)]
    do(questions.answer, question, "Three minutes.", by=ada)

    # when
    with pytest.raises(StoryError, match="answered it already"):
        do(questions.answer, question, "Four.", by=ada)
    page = client_of(dana).post(f"/me/stories/questions/{question}/removal", follow_redirects=True)

    # then
    assert [*waits, line in text(client_of(ada).get("/"))] == [True, False, False]
    assert (said(page), db.session.scalars(select(StoryQuestion)).all()) == (["It is gone, for both of you."], [])


def test_after_ninety_days_it_is_gone(do, told, dana, ada, now):
    do(questions.ask, told(), ASKED, by=dana)
    do(questions.forget_old, at=now + 89 * DAY)
    before = len(db.session.scalars(select(StoryQuestion)).all())
    do(questions.forget_old, at=now + 90 * DAY)
    assert (before, db.session.scalars(select(StoryQuestion)).all()) == (1, [])
