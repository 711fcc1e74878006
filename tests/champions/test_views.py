"""The pages of ambassadors: the way in by each door, what others see, and what nobody sees."""

import pytest
from sqlalchemy import select

from champions import queries, register
from champions.offers import Offer
from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from tests.browser.company_ambassadors import asked_in
from tests.infra.pages import said, text, words

OFFER = {
    "topics": "First steps, files",
    "capacity": "3",
    "languages": ["nl", "en"],
    "places": "Deventer",
    "times": ["2", "7"],
    "about": "Hi",
}


def standing(person):
    db.session.rollback()
    found = queries.mine(person.id)
    return found.standing.value if found else ""


@pytest.fixture
def thought_of(ada, bo, now):
    """Bo thought of Ada, who is asked."""
    with transaction():
        register.suggest(
            db.session.get_one(Person, ada.id), "She explains so well.", by=db.session.get_one(Person, bo.id), now=now
        )
    return ada


@pytest.fixture
def ambassador(bo, chen, now):
    """Bo helps with first steps, in Dutch."""
    with transaction():
        register.volunteer(
            db.session.get_one(Person, bo.id), Offer(("First steps",), ("nl",), ("Deventer",), (7,), 2, "Drop by."), now=now
        )
        register.welcome(bo.id, by=db.session.get_one(Person, chen.id), now=now)
    return bo


def test_volunteering_and_being_welcomed(client_of, ada, chen):
    # when
    asked = client_of(ada).post("/me/ambassador", data=OFFER, follow_redirects=True)
    register_page = client_of(chen).get("/ambassadors/register")
    welcomed = client_of(chen).post(f"/ambassadors/register/{ada.id}/welcome", follow_redirects=True)

    # then
    assert said(asked) == ["Thank you. A community manager writes to you soon; until then you can still take it back."]
    assert "Ada Okafor" in text(register_page)
    assert said(welcomed) == ["Ada Okafor is an ambassador now, and hears it by mail."]
    assert standing(ada) == "active"
    found = text(client_of(ada).get("/ambassadors?topic=files&language=en"))
    assert "Helps with: First steps, files" in found
    assert "Speaks: Dutch, English" in found
    assert "Monday: around noon (12 to 1)" in found


def test_offer_with_a_fault_says_where_and_keeps_what_was_written(client_of, ada):
    # when
    page = client_of(ada).post("/me/ambassador", data={**OFFER, "capacity": "21"})

    # then
    assert page.status_code == 422
    assert "From 0 to 20." in text(page)
    assert 'value="First steps, files"' in page.text
    assert standing(ada) == ""


@pytest.mark.parametrize(("press", "then"), [("yes", "active"), ("no", "")])
def test_link_of_the_mail_answers_without_signing_in(client, thought_of, press, then):
    # given
    path = f"/m/{asked_in(thought_of)}"
    before = client.get(path)

    # when
    after = client.post(path, data={"answer": press}, follow_redirects=True)

    # then
    assert "She explains so well." in text(before)
    assert "Bo Lindqvist" in text(before)
    assert standing(thought_of) == then
    heading = {"yes": "Welcome as an ambassador", "no": "Thank you for answering"}[press]
    assert words(after, "h1") == [heading]


def test_opening_the_link_records_nothing_and_a_broken_one_leads_nowhere(client, thought_of):
    # when
    path = f"/m/{asked_in(thought_of)}"
    codes = [client.get(path).status_code, client.head(path).status_code, client.post(path, data={}).status_code]

    # then
    assert (codes, standing(thought_of)) == ([200, 200, 303], "invited")
    assert client.get(path + "x").status_code == 410
    assert client.post("/m/nobodys", data={"answer": "yes"}).status_code == 410


def test_who_says_yes_on_the_page_is_found_by_place_and_language(client_of, thought_of, dana):
    # when
    page = client_of(thought_of).post("/me/ambassador/answer", data={"answer": "yes"}, follow_redirects=True)

    # then
    assert said(page) == ["Welcome as an ambassador. Say here what you offer, so that colleagues can find you."]
    assert "Ada Okafor" in text(client_of(dana).get("/ambassadors?place=deventer&language=en"))


def test_page_and_link_agree(client, client_of, thought_of):
    # given: answered on the page
    path = f"/m/{asked_in(thought_of)}"
    page = client_of(thought_of).post("/me/ambassador/answer", data={"answer": "no"}, follow_redirects=True)

    # then
    assert said(page) == ["Noted, and no reason needed."]
    assert client.post(path, data={"answer": "yes"}).status_code == 410
    assert standing(thought_of) == ""


def test_resting_hides_and_coming_back_shows(client_of, ambassador, dana):
    mine, others = client_of(ambassador), client_of(dana)

    # when
    seen = []
    for press in ("rest", "return", "leaving"):
        mine.post(f"/me/ambassador/{press}")
        seen.append("Bo Lindqvist" in text(others.get("/ambassadors")))

    # then
    assert seen == [False, True, False]


def test_thinking_of_a_colleague(client_of, ada, bo, dana):
    # when
    page = client_of(dana).post(
        "/ambassadors/suggestion", data={"who": "Ada Okafor", "words": "She explains so well."}, follow_redirects=True
    )

    # then
    assert said(page) == ["Thank you. Ada Okafor decides; you hear of it from them, or not."]
    assert standing(ada) == "invited"


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("", "Write a name or an address."),
        ("Nobody Here", "Nobody, or more than one, is called that. Try the e-mail address."),
        ("ada@brink-waal.example, bo@brink-waal.example", "One colleague at a time, please."),
        ("dana@brink-waal.example", "That is you: you can simply say that you would like to be an ambassador."),
    ],
)
def test_thinking_of_nobody_in_particular_says_so(client_of, ada, bo, dana, who, why):
    page = client_of(dana).post("/ambassadors/suggestion", data={"who": who, "words": "She explains so well."})
    assert (page.status_code, why in text(page)) == (422, True)


def test_manager_asks_many_by_name(client_of, ada, dana, ambassador, chen):
    # when
    page = client_of(chen).post(
        "/ambassadors/register",
        data={"addresses": "Ada Okafor\ndana@brink-waal.example, Bo Lindqvist\nWho Ever, nobody@else.example"},
        follow_redirects=True,
    )

    # then
    assert said(page) == [
        "2 colleagues are asked, except who was asked already or said no lately. 1 is an ambassador already.",
        "Some names fit nobody, or more than one: Who Ever, nobody@else.example",
    ]
    assert [standing(person) for person in (ada, dana, ambassador)] == ["invited", "invited", "active"]


def test_nobody_learns_who_said_no_or_was_thought_of(client, client_of, thought_of, bo, chen, admin, dana):
    """Not who asked, no manager, no administrator: a no shows nowhere, and words about a colleague reach that colleague alone."""
    # given
    asked = {person.name: client_of(person).get("/ambassadors").text for person in (bo, chen, admin, dana)}
    lists = [
        client_of(person).get(f"/ambassadors/register?standing={name}").text
        for person in (chen, admin)
        for name in ("invited", "active", "former")
    ]
    client.post(f"/m/{asked_in(thought_of)}", data={"answer": "no"})

    # when: a manager asks somebody who said no, and somebody who did not
    again = [
        said(client_of(chen).post("/ambassadors/register", data={"addresses": person.email}, follow_redirects=True))
        for person in (thought_of, dana)
    ]
    pages = [
        client_of(person).get(path).text
        for person in (bo, chen, admin)
        for path in ("/ambassadors", "/mail", "/")
        if person != bo or path != "/mail"
    ]

    # then
    assert again[0] == again[1]
    assert not [page for page in [*asked.values(), *lists, *pages] if "Ada Okafor" in page.partition("<main")[2]]
    assert not [page for page in [*asked.values(), *lists, *pages] if "explains so well" in page]


def test_asking_again_and_again_does_not_tell_a_manager_when_somebody_says_no(client, client_of, ada, chen):
    # given
    def ask():
        return said(client_of(chen).post("/ambassadors/register", data={"addresses": ada.email}, follow_redirects=True))

    first, waits = ask(), ask()

    # when
    client.post(f"/m/{asked_in(ada)}", data={"answer": "no"})

    # then
    assert [first, waits, ask()] == [["1 colleague is asked, unless they were asked already or said no lately."]] * 3


def test_own_data_of_who_thought_of_somebody_stays_the_same_after_a_no(client, client_of, thought_of, bo):
    # given
    before = client_of(bo).get("/me/data.json").json["ambassador_suggestions_by_me"]

    # when
    client.post(f"/m/{asked_in(thought_of)}", data={"answer": "no"})
    after = client_of(bo).get("/me/data.json").json["ambassador_suggestions_by_me"]
    client_of(bo).post("/ambassadors/suggestion", data={"who": thought_of.email, "words": "Still."})

    # then
    assert before == after
    assert len(client_of(bo).get("/me/data.json").json["ambassador_suggestions_by_me"]) == 2


@pytest.mark.parametrize("path", ["/ambassadors/register"])
def test_register_is_for_community_managers(client, client_of, ada, dana, path):
    assert client_of(dana).get(path).status_code == 403
    assert client_of(dana).post(path, data={"addresses": "ada@brink-waal.example"}).status_code == 403
    assert client_of(dana).post(f"{path}/{ada.id}/welcome").status_code == 403
    assert client.get(path).status_code == 303
    assert standing(ada) == ""


def test_community_managers_hear_of_volunteers_in_one_mail(client_of, deliver, smtp_sink, ada, dana, chen):
    # given
    for person in (ada, dana):
        client_of(person).post("/me/ambassador", data=OFFER)

    # when
    deliver()

    # then
    (mail,) = smtp_sink.to("chen@brink-waal.example")
    assert mail.message["Subject"] == "2 colleagues would like to be ambassadors"
    assert "Ada Okafor, Dana Petrov" in mail.message.get_body(("plain",)).get_content()


def test_my_data_holds_all_of_it(client_of, thought_of, bo):
    # when
    mine = client_of(thought_of).get("/me/data.json").get_json()
    his = client_of(bo).get("/me/data.json").get_json()

    # then
    assert mine["ambassador"]["standing"] == "invited"
    assert [(one["name"], one["words"]) for one in mine["ambassador"]["suggested_by"]] == [
        ("Bo Lindqvist", "She explains so well.")
    ]
    assert [one["name"] for one in his["ambassador_suggestions_by_me"]] == ["Ada Okafor"]


def test_mail_of_a_question_shows_on_no_page_of_mails(client_of, thought_of, chen):
    kinds = set(db.session.scalars(select(OutgoingMail.kind)))
    assert kinds == {"champions.asked"}
    assert "ambassador" not in client_of(chen).get("/mail").text.partition("<main")[2].partition("</main>")[0]


def test_list_takes_the_same_queries_for_many(client_of, count_queries, dana, chen, now, add_person):
    def add(count, first):
        with transaction():
            for number in range(first, first + count):
                person = db.session.get_one(Person, people[number].id)
                register.volunteer(person, Offer(("Files",), ("nl",)), now=now)
                register.welcome(person.id, by=db.session.get_one(Person, chen.id), now=now)

    people = [add_person(f"Person{number} Of Many") for number in range(12)]
    browser = client_of(dana)
    add(2, 0)
    with count_queries() as few:
        browser.get("/ambassadors")
    add(10, 2)
    with count_queries() as many:
        browser.get("/ambassadors")
    assert len(few) == len(many)
