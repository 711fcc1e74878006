"""Who is called to a question: by an @ in a text, or because they might know. Nobody often, and only who reads it."""

import pytest

from onboarding.questions import calls, preferences, suggesting
from onboarding.questions.errors import NotPossible
from onboarding.questions.models import Question
from people import apart
from tests.infra.pages import said as flashed
from tests.infra.pages import text


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("Perhaps @Bo Lindqvist knows", ["bo"]),
        ("@bo lindqvist, or @dana@brink-waal.example?", ["bo", "dana"]),
        ("Write to bo@brink-waal.example", []),
        ("@Bo", []),
        ("@Nobody At All", []),
        ("@@Bo Lindqvist", []),
    ],
    ids=["full name", "name and address", "an address in a text", "half a name", "nobody", "two signs"],
)
def test_whom_a_text_calls(app, bo, dana, written, called):
    found = [person.email.partition("@")[0] for person in calls.named_in(written)]
    assert found == called


def test_two_of_one_name_are_not_called(app, add_person, bo):
    add_person("Bo Lindqvist", email="bo.two@brink-waal.example")
    assert calls.named_in("@Bo Lindqvist") == []


@pytest.mark.parametrize("switched_off", [False, True], ids=["as it is", "switched off"])
def test_a_mention_is_a_mail_unless_they_want_none(clock, client_of, do, sent, smtp_sink, words_of, ada, bo, switched_off):
    # given
    if switched_off:
        client_of(bo).post("/me/questions/mentions", data={"wanted": "no"})

    # when
    client_of(ada).post("/questions", data={"where": "", "title": "The label printer?", "text": "Perhaps @Bo Lindqvist knows."})
    sent()

    # then
    mails = [words_of(mail) for mail in smtp_sink.to(bo.email)]
    assert [("names you" in mail or True, "The label printer?" in mail) for mail in mails] == (
        [] if switched_off else [(True, True)]
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Perhaps @Bo Lindqvist knows.", ["Called to it: Bo Lindqvist. They hear of it by mail, if they like such mails."]),
        (
            "@Bob, do you know?",
            ["Behind an @ we found no colleague, or more than one. It takes the full name, or the mail address."],
        ),
        ("Nobody, by bo@brink-waal.example.", []),
    ],
    ids=["found", "not found", "an address"],
)
def test_whoever_names_somebody_reads_who_was_called(client_of, ada, bo, words, told):
    data = {"where": "", "title": "The label printer?", "text": words}
    assert flashed(client_of(ada).post("/questions", data=data, follow_redirects=True))[1:] == told


def test_nobody_gets_more_than_three_such_mails_a_day(clock, client_of, sent, smtp_sink, ada, bo):
    for number in range(5):
        client_of(ada).post("/questions", data={"where": "", "title": f"Question {number}?", "text": "@Bo Lindqvist"})
    sent()
    assert len(smtp_sink.to(bo.email)) == 3


def test_who_may_not_read_it_hears_nothing(clock, client_of, group, sent, smtp_sink, ada, dana):
    secret = group(members=[ada], visibility="unlisted")
    answer = client_of(ada).post("/questions", data={"where": str(secret.id), "title": "Soup?", "text": f"@{dana.name}"})
    sent()
    assert (answer.status_code, smtp_sink.to(dana.email)) == (303, [])


@pytest.fixture
def suggested(stands, ada, now):
    """`suggested(number)`: first names of who might know."""

    def read(number, reader=ada):
        return [one.person.name.split(" ")[0] for one in suggesting.who_might_know(stands(number, Question), reader, now=now)]

    return read


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ({"title": "Who helps?", "topics": ("travel COSTS",)}, ["Bo"]),
        ({"title": "Where is the form for travel?"}, ["Bo"]),
        ({"title": "Who helps with traveling salesmen?"}, []),
        ({"title": "Soup?"}, []),
    ],
    ids=["topic", "a word of it", "part of a word", "something else"],
)
def test_ambassadors_are_suggested_by_what_they_offer(asked, ambassador, suggested, bo, dana, question, names):
    ambassador(bo, topics=("Travel costs",))
    ambassador(dana, topics=("Welding",))
    assert suggested(asked(**question)) == names


def test_who_was_called_often_lately_is_left_out_and_nobody_sees_why(asked, ambassador, do, client_of, suggested, ada, bo, dana):
    # given
    ambassador(bo, topics=("Travel costs",))
    for number in range(3):
        do(calls.might_know, asked(f"Travel {number}?"), bo.id, by=dana)
    last = asked("Travel costs?")

    # when
    page = text(client_of(ada).get(f"/questions/{last}"))

    # then
    assert (suggested(last), "Lindqvist" in page, "Who might know?" in page) == ([], False, False)


def test_two_who_are_kept_apart_are_not_suggested(asked, ambassador, do, suggested, ada, bo):
    ambassador(bo, topics=("Travel costs",))
    do(lambda person, *, now: apart.keep(person, [ada.id]), bo)
    assert suggested(asked("Travel costs?")) == []


def test_whoever_might_know_finds_it_at_home_and_need_not_answer(
    asked, ambassador, client_of, clock, sent, smtp_sink, words_of, ada, bo
):
    # given
    ambassador(bo, topics=("Travel costs",))
    number = asked("Travel costs?")

    # when
    client_of(ada).post(f"/questions/{number}/calls/{bo.id}")
    sent()

    # then
    assert "Travel costs?" in text(client_of(bo).get("/"))
    assert [
        f"/questions/{number}" in words_of(mail) for mail in smtp_sink.to(bo.email) if "might know" in mail.message["Subject"]
    ] == [True]
    assert "has been asked" in text(client_of(ada).get(f"/questions/{number}"))


def test_nobody_is_asked_twice_and_no_more_than_three(asked, do, add_person, ada, bo):
    # given
    number = asked()
    do(calls.might_know, number, bo.id, by=ada)
    with pytest.raises(NotPossible):
        do(calls.might_know, number, bo.id, by=ada)
    for name in ("Fen Visser", "Gijs Bos"):
        do(calls.might_know, number, add_person(name).id, by=ada)

    # when / then
    with pytest.raises(NotPossible):
        do(calls.might_know, number, add_person("Hanna Vos").id, by=ada)


def test_two_presses_at_once_make_one_choice(app, do, at_once, bo):
    def silence():
        do(lambda person, *, now: preferences.hear_mentions(person, wanted=False), bo)

    assert (at_once(silence, silence), preferences.deaf([bo.id])) == ([None, None], {bo.id})


def test_the_switch_holds_for_mails_that_have_not_left(clock, asked, do, sent, smtp_sink, ada, bo):
    do(calls.might_know, asked(), bo.id, by=ada)
    do(lambda person, *, now: preferences.hear_mentions(person, wanted=False), bo)
    sent()
    assert smtp_sink.to(bo.email) == []
