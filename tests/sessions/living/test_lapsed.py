"""A department is given another name: its people stay until somebody says what it is called now."""

import io

import pytest

from database import db, transaction
from people import imports, jobs_imports, people
from people.directory import Filter
from people.models import Person
from people.people import Details
from sessions.errors import DetailsInvalid
from sessions.living import audiences, following, lapsed, moves, queries, targets
from sessions.living.audiences import AudienceMissing
from sessions.living.setup import check_people
from tests.infra.pages import text


@pytest.fixture
def fitters(add_person):
    """Eve, Finn and Gus, who work in Sheet metal."""
    return [add_person(f"{name} Test", department="Sheet metal") for name in ("Eve", "Finn", "Gus")]


@pytest.fixture
def renamed(meetup, follow_filter, fitters, now):
    """A meetup that follows Sheet metal, which is called Metal now, but that Gus has moved to Planning."""
    session = meetup()
    follow_filter(session, departments=("Sheet metal",))
    with transaction():
        for person, department in zip(fitters, ("Metal", "Metal", "Planning"), strict=True):
            people.update_person(db.session.get_one(Person, person.id), Details(department=department))
    with transaction():
        following.check_some(now=now)
    return session


def asked(session):
    """The filter, and the values it is asked about."""
    db.session.rollback()
    living = queries.audiences_of(session)
    return living[0], [value for values in lapsed.values_of(living).values() for value in values]


def rename(session, value, *, at):
    audience, values = asked(session)
    with transaction():
        lapsed.rename(targets.of_session(session), audience.id, values[0].id if values else 0, value, now=at)


def test_people_of_a_renamed_department_stay_until_it_is_said(renamed, invited, add_person, now):
    # given
    before, values = invited(renamed), [one.value for one in asked(renamed)[1]]
    add_person("Hedda Test", department="Metal")

    # when
    rename(renamed, "Metal", at=now)

    # then: who works there by the new name is invited, and who really moved is not any more
    assert (before, values) == (["Eve", "Finn", "Gus"], ["Sheet metal"])
    assert (invited(renamed), asked(renamed)[1]) == (["Eve", "Finn", "Hedda"], [])
    with pytest.raises(AudienceMissing):
        rename(renamed, "Metal", at=now)


@pytest.mark.parametrize("name", ["Mettal", ""])
def test_department_that_nobody_has_is_no_new_name(renamed, invited, add_person, now, name):
    # given: nothing is known of where Hedda works
    add_person("Hedda Test", department="")

    # when
    with pytest.raises(DetailsInvalid) as refused:
        rename(renamed, name, at=now)

    # then
    assert (refused.value.message, invited(renamed)) == ("Choose what it is called now.", ["Eve", "Finn", "Gus"])


def test_new_name_that_is_followed_already_is_followed_once(meetup, follow_filter, fitters, invited, dana, now):
    # given: two departments of one filter become one
    session = meetup()
    follow_filter(session, departments=("Sheet metal", "Purchasing"))
    with transaction():
        for person in fitters:
            people.update_person(db.session.get_one(Person, person.id), Details(department="Purchasing"))
    with transaction():
        following.check_some(now=now)
    nothing_asked = asked(session)[1]

    # when: two of them move on, one here and one there
    with transaction():
        for person, department in zip(fitters[:2], ("Planning", "Export"), strict=True):
            people.update_person(db.session.get_one(Person, person.id), Details(department=department))
    with transaction():
        following.check_some(now=now)
    held = invited(session)
    rename(session, "Purchasing", at=now)

    # then
    assert (nothing_asked, held) == ([], ["Dana", "Eve", "Finn", "Gus"])
    assert [one.value for one in asked(session)[0].values] == ["Purchasing"]
    assert invited(session) == ["Dana", "Gus"]


def test_last_one_who_leaves_a_department_has_moved(meetup, follow_filter, moves, invited, dana):
    # given
    session = meetup()
    follow_filter(session, departments=("Purchasing",))

    # when
    moves(dana, department="Planning")

    # then
    assert (invited(session), asked(session)[1]) == ([], [])


def test_nobody_is_let_go_in_the_middle_of_an_import(meetup, follow_filter, fitters, invited, now, clock):
    # given: half of the department has its new name, the rest of the file is still to come
    session = meetup()
    follow_filter(session, departments=("Sheet metal",))
    table = "mail;department\n" + "".join(f"{person.email};Metal\n" for person in fitters[:2])
    with transaction():
        import_ = imports.start(io.BytesIO(table.encode()), "people.csv", by=None, now=now)
        imports.choose_columns(import_.id, import_.mapping)
    jobs_imports.work_on(import_.id)
    with transaction():
        imports.confirm(import_.id)
        for person in fitters[:2]:
            people.update_person(db.session.get_one(Person, person.id), Details(department="Metal"))

    # when
    check_people()
    meanwhile = invited(session)
    jobs_imports.work_on(import_.id)
    check_people()
    clock.shift(following.STANDS)
    check_people()

    # then: once it is done, one works there still, and it is asked whether the two have moved
    living = queries.audiences_of(session)
    asked = [move.value for moves_ in moves.asked(living, now=now).values() for move in moves_]
    assert (meanwhile, invited(session), asked) == (["Eve", "Finn", "Gus"], ["Eve", "Finn", "Gus"], ["Metal"])


def test_page_asks_and_takes_the_answer(renamed, client_of, invited, bo, dana):
    # given
    client, path = client_of(bo), f"/sessions/{renamed.id}/audiences"
    audience, (value,) = asked(renamed)
    page = text(client.get(path))
    sent = {"value_id": value.id, "value": "Metal"}

    # when
    refused = client_of(dana).post(f"{path}/{audience.id}/names", data=sent).status_code
    client.post(f"{path}/{audience.id}/names", data=sent)

    # then
    assert ("Nobody works in Sheet metal any more. Is it called something else now?" in page, refused) == (True, 404)
    assert (invited(renamed), "Nobody works in" in text(client.get(path))) == (["Eve", "Finn"], False)


def test_course_asks_too(course, client_of, fitters, chen, bo, now):
    # given
    made = course()
    with transaction():
        audiences.open_at(targets.of_course(made), Filter(departments=("Sheet metal",)), by=bo, now=now)
        for person in fitters:
            people.update_person(db.session.get_one(Person, person.id), Details(department="Metal"))
    with transaction():
        following.check_some(now=now)
    audience = queries.audiences_at(targets.of_course(made))[0]
    (value,) = lapsed.values_of([audience])[audience.id]
    waits = [(one.id, session.title) for one, session in lapsed.waiting(now=now, most=20)]

    # when
    client_of(chen).post(f"/courses/{made.id}/audiences/{audience.id}/names", data={"value_id": value.id, "value": "Metal"})

    # then
    db.session.rollback()
    assert waits == [(audience.id, "First steps: Finding people")]
    assert lapsed.waiting(now=now, most=20) == []
