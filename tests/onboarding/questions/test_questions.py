"""Asking, answering, what helped, summing up: who may, who reads it, and what stands there afterwards."""

from datetime import date, timedelta

import pytest

from database import db, transaction
from networks import groups
from networks.models import GroupKind, JoinRule, Visibility
from onboarding import facts
from onboarding.questions import answers, asking, promises, readers
from onboarding.questions.errors import NotPossible, QuestionError, QuestionMissing
from people import people
from people.models import Person
from tests.infra.pages import fields, said, text, words

TODAY = date(2026, 12, 1)
DAY = timedelta(days=1)


def test_a_question_goes_from_asking_to_what_others_find(client_of, ada, bo, dana):
    # given
    browser = client_of(ada)
    form = fields(browser.get("/questions/new"))
    sent = browser.post("/questions", data={**form, "title": "Where is the form for travel costs?", "topics": "Travel, forms"})
    page = sent.headers["Location"]

    # when
    client_of(bo).post(f"{page}/answers", data={"text": "On the portal, under Travel.\nAsk for the code."})
    reply = browser.get(page).text.partition('id="reply-')[2].partition('"')[0]
    browser.post(f"/questions/replies/{reply}/help", data={"helped": "yes"})
    client_of(dana).post(f"{page}/summary", data={"text": "Portal, Travel, first line."})

    # then
    seen = client_of(dana).get(page)
    assert words(seen, "h1") == ["Where is the form for travel costs?"]
    assert "Summed up by Dana" in text(seen)
    assert "This helped On the portal, under Travel. Ask for the code. Bo Lindqvist" in text(seen)
    assert "Where is the form for travel costs?" in text(client_of(dana).get("/questions?q=PORTAL+travel"))


def test_who_asked_hears_of_answers_by_mail_and_not_of_their_own(
    clock, asked, answered, do, deliver, smtp_sink, words_of, ada, bo
):
    # given
    number = asked()
    answered(number, "Look under Travel.")
    do(answers.answer, number, "I found it.", by=ada)

    # when
    deliver()

    # then
    (mail,) = smtp_sink.to(ada.email)
    assert ("Look under Travel." in words_of(mail), "I found it." in words_of(mail)) == (True, False)
    assert smtp_sink.to(bo.email) == []


@pytest.mark.parametrize(
    ("visibility", "only_group", "read_by"),
    [
        ("listed", False, ["ada", "bo", "chen", "dana"]),
        ("listed", True, ["ada", "bo"]),
        ("unlisted", False, ["ada", "bo"]),
    ],
    ids=["listed", "kept in the group", "unlisted"],
)
def test_who_reads_a_question_of_a_group(asked, client_of, group, ada, bo, chen, dana, visibility, only_group, read_by):
    # given: Ada is a member, Bo looks after it
    number = asked("A walk in the rain?", group=group(members=[ada], visibility=visibility), only_group=only_group)
    cast = {"ada": ada, "bo": bo, "chen": chen, "dana": dana}

    # when
    pages = {name: client_of(person).get(f"/questions/{number}").status_code for name, person in cast.items()}
    lists = {name: "A walk in the rain?" in text(client_of(person).get("/questions")) for name, person in cast.items()}
    searches = {name: "A walk in the rain?" in text(client_of(person).get("/questions?q=rain")) for name, person in cast.items()}

    # then
    assert [name for name, code in pages.items() if code == 200] == read_by
    assert {name for name, code in pages.items() if code == 404} == set(cast) - set(read_by)
    assert [name for name, seen in lists.items() if seen] == [name for name, seen in searches.items() if seen] == read_by


def test_a_group_that_becomes_listed_takes_nobody_into_what_was_asked_before(asked, do, client_of, group, ada, bo, dana):
    # given
    walkers = group(members=[ada], visibility="unlisted")
    number = asked("A walk in the rain?", group=walkers)

    # when
    change = (walkers.id, walkers.name, "", GroupKind.NETWORK, [bo.id], Visibility.LISTED, JoinRule.OPEN)
    do(groups.change, *change, by=bo, shows_people=walkers.shows_people)

    # then
    assert client_of(dana).get(f"/questions/{number}").status_code == 404


def test_an_outsider_does_nothing_with_a_question_of_an_unlisted_group(asked, answered, client_of, group, ada, dana, reply_of):
    # given
    number = asked("A walk in the rain?", group=group(members=[ada], visibility="unlisted"))
    reply, browser = answered(number, "Yes"), client_of(dana)

    # when
    codes = [
        browser.post(f"/questions/{number}/{path}", data=data).status_code
        for path, data in [
            ("answers", {"text": "Hello"}),
            ("promise", {"on": "2026-12-02"}),
            ("promise/removal", {}),
            ("summary", {"text": "All said"}),
            (f"calls/{ada.id}", {}),
            ("removal", {}),
        ]
    ]
    codes += [browser.post(f"/questions/replies/{reply}/{path}").status_code for path in ("help", "removal")]

    # then
    assert codes == [404] * 8
    assert (reply_of(reply).helped_at, reply_of(reply).question.summary) == (None, "")


def test_only_who_asked_says_what_helped_and_can_take_it_back(asked, answered, do, stands, ada, bo, now):
    # given
    number = asked()
    reply = answered(number)

    # when / then
    with pytest.raises(QuestionMissing):
        do(answers.mark, reply, helped=True, by=bo)
    do(answers.mark, reply, helped=True, by=ada)
    assert (stands(number).is_open, stands(number).answered_at) == (False, now)
    do(answers.mark, reply, helped=False, by=ada)
    assert stands(number).is_open


def test_the_first_summary_is_anybodys_and_changing_it_is_not(asked, do, stands, ada, bo, dana):
    # given
    number = asked()
    do(answers.summarise, number, "Portal, Travel.", by=bo)

    # when
    with pytest.raises(NotPossible):
        do(answers.summarise, number, "Nonsense.", by=dana)
    do(answers.summarise, number, "Portal, Travel, first line.", by=ada)

    # then
    assert (stands(number).summary, stands(number).summary_by_id) == ("Portal, Travel, first line.", ada.id)


def test_a_promise_stands_until_its_day_is_over_and_then_says_nothing_of_anybody(asked, client_of, clock, stands, ada, bo, dana):
    # given
    number = asked()
    client_of(bo).post(f"/questions/{number}/promise", data={"on": "2026-12-03"})

    # when
    promised = text(client_of(ada).get(f"/questions/{number}"))
    refused = client_of(dana).post(f"/questions/{number}/promise", data={"on": "2026-12-02"})
    clock.shift(3 * DAY)
    afterwards = text(client_of(ada).get(f"/questions/{number}"))

    # then
    assert "Bo Lindqvist answers by Thursday 3 December." in promised
    assert (refused.status_code, "Lindqvist" in afterwards) == (422, False)
    assert client_of(dana).post(f"/questions/{number}/promise", data={"on": "2026-12-05"}).status_code == 303


@pytest.mark.parametrize("on", [TODAY - DAY, TODAY + timedelta(days=32)], ids=["yesterday", "next year"])
def test_a_promise_is_for_a_day_within_a_month(app, asked, bo, on):
    number = asked()
    with pytest.raises(QuestionError):
        promises.promise(number, on, by=bo, today=TODAY)


def test_what_is_taken_back_is_gone_with_everything_unless_others_spoke(asked, answered, do, stands, client_of, ada, dana):
    # given
    alone, spoken = asked("Alone?"), asked("Spoken to?", text="With my own words")
    answered(spoken, "An answer of mine")

    # when
    with pytest.raises(QuestionMissing):
        do(asking.take_back, spoken, by=dana)
    do(asking.take_back, alone, by=ada)
    do(asking.take_back, spoken, by=ada)

    # then
    assert stands(alone) is None
    page = text(client_of(dana).get(f"/questions/{spoken}"))
    assert ("An answer of mine" in page, "With my own words" in page, "A question that was taken back" in page) == (
        True,
        False,
        True,
    )
    assert "An answer of mine" not in text(client_of(dana).get("/questions?q=spoken"))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"title": " \u200b "}, "Say in a sentence what it is about."),
        ({"title": "x" * 201}, "Field cannot be longer than 200 characters."),
        ({"title": "Fine", "topics": "x" * 61}, "Each at most 60 characters long."),
        ({"title": "Fine", "where": "999"}, "Not a valid choice."),
    ],
    ids=["nothing to see", "too long", "long topic", "no group of mine"],
)
def test_what_cannot_be_asked_is_said_at_its_field(client_of, ada, data, told):
    page = client_of(ada).post("/questions", data={"where": "", **data})
    assert page.status_code == 422
    assert told in text(page)


def test_a_closed_group_takes_no_answers(asked, do, group, ada, bo):
    walkers = group(members=[ada])
    number = asked(group=walkers)
    do(groups.close, walkers.id)
    with pytest.raises(NotPossible):
        do(answers.answer, number, "Too late", by=bo)


@pytest.mark.settings(management_functions="Director, Head")
@pytest.mark.parametrize(
    ("function", "ticked", "marked"),
    [("Head of Operations", True, True), ("Head of Operations", False, False), ("Headhunter", True, False), ("", True, False)],
    ids=["by function and choice", "not chosen", "no leader", "no function"],
)
def test_an_answer_from_the_management_team_says_so_when_its_author_likes(
    asked, client_of, add_person, ada, function, ticked, marked
):
    # given
    number, fen = asked(), add_person("Fen Visser", function=function)

    # when
    offered = "Say that I belong to the management team" in text(client_of(fen).get(f"/questions/{number}"))
    client_of(fen).post(f"/questions/{number}/answers", data={"text": "Here", **({"as_leader": "y"} if ticked else {})})

    # then
    page = text(client_of(ada).get(f"/questions/{number}"))
    assert (offered, "from the management team" in page) == (function.startswith("Head of"), marked)


def test_who_has_left_is_named_nowhere(asked, answered, client_of, do, bo, dana):
    # given
    number = asked()
    answered(number)
    do(answers.summarise, number, "Portal, Travel.", by=bo)

    # when
    with transaction():
        people.deactivate(db.session.get_one(Person, bo.id))

    # then
    page = text(client_of(dana).get(f"/questions/{number}"))
    assert ("Lindqvist" in page, page.count("A former colleague")) == (False, 2)


def test_lists_take_as_many_queries_for_many_as_for_one(asked, answered, client_of, count_queries, dana):
    # given
    browser = client_of(dana)
    answered(asked())
    with count_queries() as one:
        browser.get("/questions")
    for number in range(3):
        answered(asked(f"Question {number}?"))

    # when
    with count_queries() as many:
        browser.get("/questions")

    # then
    assert len(many) == len(one)


def test_nothing_lists_what_one_person_asked_or_said(asked, answered, client_of, dana):
    """Promise 2: a name is no search word, and no address takes a person."""
    answered(asked())
    assert text(client_of(dana).get("/questions?q=Lindqvist")).startswith("Dare to ask")
    assert "travel costs" not in text(client_of(dana).get("/questions?q=Lindqvist"))
    assert readers.PRIVATE  # what only two read is decided in one place


def test_an_empty_page_says_what_a_good_first_question_is(client_of, ada):
    page = client_of(ada).get("/questions")
    (empty,) = words(page, "div", "empty")
    assert (empty.startswith("No question yet A good first one is small:"), empty.endswith("Ask the first")) == (True, True)
    assert said(page) == []


@pytest.mark.settings(management_functions="Director, Head")
def test_where_the_management_team_answered_is_found(asked, answered, client_of, add_person, dana):
    """An example that everybody can look up."""
    director = add_person("Eve Mulder", function="Director of Operations")
    answered(asked("May I say no?"), "Yes, and I do.", by=director, as_leader=True)
    answered(asked("Where is it?"), "There.")
    page = text(client_of(dana).get("/questions?led=1"))
    assert ("May I say no?" in page, "Where is it?" in page) == (True, False)


def test_facts_for_steps_of_journeys(asked, answered, do, ada, bo, dana):
    """Asked, answered, shared, summed up: with a name, and of somebody else's question."""
    # given
    number = asked(by=ada)
    answered(number, by=ada)
    answered(number, by=bo)
    asked("A checklist", by=dana, kind="work")
    do(answers.summarise, number, "On the portal.", by=dana)

    # when
    names = [f"questions.{name}" for name in ("asked", "answered", "shared", "summed-up")]
    found = facts.true_for(names, [ada.id, bo.id, dana.id])

    # then
    assert found == dict(zip(names, ({ada.id}, {bo.id}, {dana.id}, {dana.id}), strict=True))
