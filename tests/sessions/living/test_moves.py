"""A department gets another name over several days: nobody is let go one by one, and somebody says whether they moved."""

from datetime import timedelta

import pytest

from database import db, transaction
from people import people
from people.models import Person
from people.people import Details
from sessions.living import following, lapsed, moves, queries, targets
from sessions.living.audiences import AudienceMissing
from sessions.living.models import Field
from sessions.living.moves import Move, is_asked
from tests.infra.pages import text

METAL = Move(Field.DEPARTMENT, "Metal")


@pytest.fixture
def fitters(add_person):
    """Eve, Finn, Gus and Hedda, who work in Sheet metal."""
    return [add_person(f"{name} Test", department="Sheet metal") for name in ("Eve", "Finn", "Gus", "Hedda")]


@pytest.fixture
def session(meetup, follow_filter, fitters):
    """It follows Sheet metal."""
    made = meetup()
    follow_filter(made, departments=("Sheet metal",))
    return made


@pytest.fixture
def list_says(now):
    """`list_says(day, department, *people)`: that day's list says so; the worker has looked, and again a day later."""

    def change(day, department, *changed):
        for person in changed:
            with transaction():
                people.update_person(db.session.get_one(Person, person.id), Details(department=department))
        for days in (day, day + 1):
            with transaction():
                while following.check_some(now=now + timedelta(days=days)):
                    pass

    return change


def questions(session, at):
    db.session.rollback()
    living = queries.audiences_of(session)
    return living[0], moves.asked(living, now=at).get(living[0].id, [])


@pytest.mark.parametrize(
    ("came", "have", "still", "asked"),
    [
        pytest.param(1, 1, 0, False, id="one who goes to a team of their own"),
        pytest.param(2, 2, 90, True, id="two who are all of it"),
        pytest.param(2, 4, 90, True, id="two who are half of it"),
        pytest.param(2, 5, 90, False, id="two who go to three others"),
        pytest.param(4, 300, 4, False, id="four who go to many"),
        pytest.param(5, 300, 20, True, id="five of twenty-five who go to many"),
        pytest.param(5, 300, 21, False, id="five of twenty-six who go to many"),
    ],
)
def test_it_is_asked_of_a_new_name_and_of_many_at_once(came, have, still, asked):
    assert is_asked(came, have, still) is asked


def test_name_that_comes_bit_by_bit_is_asked_about_and_costs_nobody_their_place(
    session, fitters, list_says, invited, add_person, now
):
    # given: the first alone looks like somebody who moved
    eve, finn, gus, hedda = fitters
    list_says(0, "Metal", eve)
    alone = invited(session)
    list_says(2, "Metal", finn)
    list_says(5, "Metal", gus)
    ida = add_person("Ida Test", department="Metal")
    meanwhile, (audience, asked) = invited(session), questions(session, now + timedelta(days=6))

    # when
    with transaction():
        lapsed.follow_too(targets.of_session(session), audience.id, asked[0], now=now + timedelta(days=6))
    list_says(7, "Metal", hedda)

    # then: who was let go is back, whoever has the name is invited, and nothing is left to ask
    assert (alone, meanwhile, asked) == (["Finn", "Gus", "Hedda"], ["Finn", "Gus", "Hedda"], [METAL])
    assert invited(session) == ["Eve", "Finn", "Gus", "Hedda", ida.name.split()[0]]
    assert questions(session, now + timedelta(days=8))[1] == []


def test_people_who_moved_go_once_it_is_said_and_so_does_who_follows_them(session, fitters, list_says, invited, now):
    # given
    eve, finn, gus, _hedda = fitters
    list_says(0, "Metal", eve, finn)
    audience, asked = questions(session, now + timedelta(days=1))
    held = invited(session)

    # when
    with transaction():
        lapsed.let_move(targets.of_session(session), audience.id, asked[0], now=now + timedelta(days=1))
    gone = invited(session)
    list_says(2, "Metal", gus)

    # then
    assert (held, gone, invited(session)) == (["Eve", "Finn", "Gus", "Hedda"], ["Gus", "Hedda"], ["Hedda"])
    with pytest.raises(AudienceMissing), transaction():
        lapsed.let_move(targets.of_session(session), audience.id, METAL, now=now + timedelta(days=3))


def test_somebody_who_moves_elsewhere_goes_while_it_is_asked_about_others(session, fitters, list_says, invited):
    # given
    eve, finn, gus, _hedda = fitters
    list_says(0, "Metal", eve, finn)

    # when
    list_says(2, "Planning", gus)

    # then
    assert invited(session) == ["Eve", "Finn", "Hedda"]


@pytest.mark.parametrize(("said", "stay"), [("too", ["Eve", "Finn", "Gus", "Hedda"]), ("moved", ["Gus", "Hedda"])])
def test_page_asks_and_one_press_answers(session, fitters, list_says, client_of, invited, bo, dana, clock, said, stay):
    # given
    list_says(0, "Metal", *fitters[:2])
    clock.shift(timedelta(days=1))
    client, path = client_of(bo), f"/sessions/{session.id}/audiences"
    page, sent = text(client.get(path)), {"field": "department", "value": "Metal", "said": said}
    (audience,) = queries.audiences_of(session)
    answer = f"{path}/{audience.id}/moves"

    # when
    refused = [client_of(dana).post(answer, data=sent).status_code, client.post(answer, data={**sent, "field": "x"}).status_code]
    wrong = text(client.post(answer, data={**sent, "value": "Planning"}, follow_redirects=True))
    client.post(answer, data=sent)

    # then
    assert ("Several people who are invited on that account work in Metal now." in page, refused) == (True, [404, 400])
    assert "This question has been answered already." in wrong
    assert (invited(session), "work in Metal now" in text(client.get(path))) == (stay, False)
