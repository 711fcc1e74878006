"""Backing: the ambassador asks, the line manager answers by one press, and nobody else ever reads it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select

from champions import backings, queries_backings, register
from champions.errors import ChampionError, LinkInvalid, WrongStanding
from champions.models_backings import Backing, BackingAnswer
from champions.offers import Offer
from database import db, transaction
from people.erasing import erase
from people.models import Person
from tests.infra.pages import said, text

DAY = timedelta(days=1)


@pytest.fixture
def ambassador(do, ada, chen, dana, reports_to):
    """Ada is an ambassador, and Dana her line manager."""
    do(register.volunteer, ada, Offer(("Files",), ("en",)))
    do(register.welcome, ada.id, by=chen)
    reports_to(ada, dana)
    return ada


@pytest.fixture
def asked(do, ambassador):
    """Ada asked."""
    do(backings.ask, ambassador, "Tuesdays, at lunch.")
    return ambassador


def question_of(person):
    (person_id,) = inspect(person).identity
    db.session.rollback()
    return queries_backings.mine(person_id)


def path(person):
    return backings.path_of(question_of(person))


def answered(person):
    return question_of(person).answer.value


@pytest.mark.parametrize(
    ("press", "words"),
    [("yes", "Dana Petrov says that the time is fine."), ("not_now", "Dana Petrov says: not now. What you do with it")],
)
def test_asking_by_page_and_answering_by_the_link(client, client_of, ambassador, deliver, smtp_sink, press, words):
    # given
    mine = client_of(ambassador)
    page = mine.post("/me/ambassador/backing", data={"words": "Tuesdays, at lunch."}, follow_redirects=True)
    deliver()

    # when
    (mail,) = smtp_sink.to("dana@brink-waal.example")
    before = client.get(path(ambassador))
    after = client.post(path(ambassador), data={"answer": press}, follow_redirects=True)

    # then
    assert said(page) == ["Dana Petrov is asked by mail. Only you read the answer."]
    assert mail.message["Subject"] == "Ada Okafor asks for your backing as an ambassador"
    assert path(ambassador) in mail.message.get_body(("plain",)).get_content()
    assert "Tuesdays, at lunch." in text(before)
    assert answered(ambassador) == press
    assert "Thank you for answering" in text(after)
    assert words in text(mine.get("/me/ambassador"))


def test_line_manager_may_change_the_answer(client, asked):
    for press in ("yes", "not_now", "yes"):
        client.post(path(asked), data={"answer": press})
    assert answered(asked) == "yes"


def test_opening_the_link_answers_nothing(client, asked):
    codes = [client.get(path(asked)).status_code, client.post(path(asked), data={"answer": "perhaps"}).status_code]
    assert (codes, answered(asked)) == ([200, 303], "open")


def test_nobody_but_the_ambassador_reads_the_answer(client, client_of, asked, bo, chen, admin, dana):
    # given
    client.post(path(asked), data={"answer": "not_now"})

    # when
    pages = {
        person.name: "".join(client_of(person).get(at).text for at in ("/ambassadors", "/me/ambassador", "/", "/me"))
        for person in (bo, chen, admin, dana)
    }
    lists = [client_of(person).get(at).text for person in (chen, admin) for at in ("/ambassadors/register", "/mail")]

    # then
    assert [name for name, page in pages.items() if "not now" in page.lower().replace("not now</a>", "")] == []
    assert [page for page in lists if "backing" in page] == []


def test_answer_in_own_data_of_the_two_and_of_nobody_else(client, client_of, asked, bo, chen, dana):
    # given
    client.post(path(asked), data={"answer": "not_now"})

    # when
    data = {person.name: client_of(person).get("/me/data.json").json for person in (asked, dana, chen, bo)}

    # then
    mine, hers = data["Ada Okafor"]["backing"][0], data["Dana Petrov"]["backing_asked_of_me"][0]
    assert (mine["manager"], mine["answer"], mine["words"]) == ("Dana Petrov", "not_now", "Tuesdays, at lunch.")
    assert (hers["name"], hers["answer"]) == ("Ada Okafor", "not_now")
    assert [data[name][part] for name in ("Chen Meijer", "Bo Lindqvist") for part in ("backing", "backing_asked_of_me")] == [
        []
    ] * 4
    page = text(client_of(asked).get("/me/data"))
    assert [words in page for words in ("Backing you asked your line manager for", "Answer: not now")] == [True, True]


def test_question_taken_back_leads_nowhere_and_no_mail_leaves(client, client_of, asked, deliver, smtp_sink):
    # given
    link = path(asked)

    # when
    page = client_of(asked).post("/me/ambassador/backing/withdrawal", follow_redirects=True)
    deliver()

    # then
    assert said(page) == ["Taken back. Nobody is told."]
    assert (client.get(link).status_code, client.post(link, data={"answer": "yes"}).status_code) == (410, 410)
    assert smtp_sink.to("dana@brink-waal.example") == []


def test_one_question_in_three_months_but_a_new_manager_can_be_asked(do, asked, reports_to, bo, now):
    with pytest.raises(ChampionError, match="You asked Dana Petrov not long ago"):
        do(backings.ask, asked, "", at=now + DAY)
    do(backings.ask, asked, "", at=now + 91 * DAY)
    reports_to(asked, bo)
    do(backings.ask, asked, "", at=now + 92 * DAY)
    assert queries_backings.mine(asked.id).manager.name == "Bo Lindqvist"
    assert db.session.scalar(select(func.count()).select_from(Backing)) == 1


def test_taking_it_back_and_asking_again_does_not_press_the_line_manager(do, asked, deliver, smtp_sink, clock, dana):
    # given
    deliver()
    with transaction():
        backings.take_back(db.session.get_one(Person, inspect(asked).identity))

    # then
    with pytest.raises(ChampionError) as refused:
        do(backings.ask, asked, "Please?")
    assert (refused.value.message, len(smtp_sink.to(dana.email))) == ("You asked Dana Petrov not long ago.", 1)


def test_only_an_ambassador_with_a_line_manager_asks(do, client_of, ada, dana, chen, reports_to):
    with pytest.raises(WrongStanding):
        do(backings.ask, dana, "")
    do(register.volunteer, ada, Offer())
    with pytest.raises(ChampionError, match="Nobody is known here as your line manager"):
        do(backings.ask, ada, "")
    assert "Backing by your line manager" not in text(client_of(ada).get("/me/ambassador"))
    page = client_of(ada).post("/me/ambassador/backing", data={"words": ""}, follow_redirects=True)
    assert said(page) == ["Nobody is known here as your line manager. A community manager can add who it is."]


def test_too_long_a_word_is_refused(do, ambassador):
    with pytest.raises(ChampionError, match="Too long"):
        do(backings.ask, ambassador, "x" * 501)


def test_stopping_forgets_question_and_answer(client, do, asked):
    # given
    link = path(asked)

    # when
    do(register.leave, asked)

    # then
    assert queries_backings.mine(asked.id) is None
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("who", ["ada", "dana"])
def test_erasing_either_leaves_nothing_of_it(request, asked, who, now):
    # when
    with transaction():
        erase(db.session.get_one(Person, request.getfixturevalue(who).id), now=now)

    # then
    assert db.session.scalar(select(func.count()).select_from(Backing)) == 0


def test_answer_to_a_question_that_is_gone_says_so(do, asked):
    # given
    found = queries_backings.mine(asked.id)
    db.session.expunge_all()

    # when
    with transaction():
        backings.take_back(db.session.get_one(Person, asked.id))

    # then
    with pytest.raises(LinkInvalid):
        do(backings.answer, found, BackingAnswer.YES)
