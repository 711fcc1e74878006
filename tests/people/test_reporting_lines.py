"""Who is whose line manager: by form, by API, by file; nobody's own; gone with the person."""

import pytest

from database import db, transaction
from people import people, reporting_lines
from people.errors import PeopleError
from people.models import ImportState, Person
from people.people import Details
from tests.people.conftest import fresh

BO = "bo@brink-waal.example"


def manager_of(person: Person) -> str:
    db.session.rollback()
    db.session.expire_all()
    found = reporting_lines.of(db.session.get_one(Person, person.id))
    return found.email if found else ""


def test_manager_is_kept_and_taken_away(ada, bo):
    # when
    with transaction():
        changed = people.update_person(ada, Details(manager=" Bo@Brink-Waal.example "))
    with transaction():
        again = people.update_person(ada, Details(manager=BO))
    named = manager_of(ada)
    with transaction():
        people.update_person(ada, Details(manager=""))

    # then
    assert (changed, again, named, manager_of(ada)) == (True, False, BO, "")


@pytest.mark.parametrize(
    ("email", "told"),
    [("nobody@x.org", "Nobody has this address: nobody@x.org"), ("ada@brink-waal.example", "Nobody is their own manager.")],
)
def test_manager_is_a_colleague_and_somebody_else(ada, email, told):
    # when
    with pytest.raises(PeopleError) as refused, transaction():
        people.update_person(ada, Details(manager=email))

    # then
    assert (refused.value.field, refused.value.message) == ("manager", told)


def test_manager_who_is_deleted_is_nobodys_manager(ada, bo):
    # given
    with transaction():
        reporting_lines.assign(ada, BO)

    # when
    with transaction() as session:
        session.delete(session.get_one(Person, bo.id))

    # then
    assert manager_of(ada) == ""


def test_file_names_managers_who_stand_on_later_lines_or_nowhere(bring_in, everybody):
    # when
    import_ = bring_in(
        "mail;name;leidinggevende\n"
        "one@x.org;One;two@x.org\n"
        "two@x.org;Two;\n"
        "three@x.org;Three;nobody@x.org\n"
        "four@x.org;Four;four@x.org\n"
    )

    # then
    found = {email: manager_of(people.by_email(email)) for (email,) in everybody("email")}
    assert found == {"one@x.org": "two@x.org", "two@x.org": "", "three@x.org": "", "four@x.org": ""}
    refusal = "Nobody has the address of this manager: %(address)s. All else of the line counts."
    assert fresh(import_).preview["refused"] == [[4, "manager", refusal, {"address": "nobody@x.org"}]]


def test_preview_shows_another_manager_as_a_change(check, bring_in, ada, bo, dana):
    # given
    with transaction():
        reporting_lines.assign(ada, BO)
    text = "mail;manager\nada@brink-waal.example;dana@brink-waal.example\nbo@brink-waal.example;\n"

    # when
    preview = check(text).preview
    done = bring_in(text)

    # then
    assert preview["changed"] == [["ada@brink-waal.example", "Ada Okafor", {"manager": [BO, "dana@brink-waal.example"]}]]
    done = fresh(done)
    assert (done.state, done.changed, done.unchanged) == (ImportState.DONE, 1, 1)
    assert manager_of(ada) == "dana@brink-waal.example"


def test_what_is_no_address_is_refused_with_its_line(check):
    # when
    import_ = check("mail;name;manager\none@x.org;One;the boss\n")

    # then
    assert import_.preview["refused"] == [[2, "manager", "This is not an e-mail address: %(address)s", {"address": "the boss"}]]


def test_form_and_own_page_show_it(client_of, chen, ada, bo):
    # given
    form = {"name": "Ada Okafor", "manager": BO, "timezone": "", "language": ""}

    # when
    saved = client_of(chen).post(f"/people/{ada.id}", data=form)
    wrong = client_of(chen).post(f"/people/{ada.id}", data={**form, "manager": "x@x.org"})

    # then
    assert (saved.status_code, wrong.status_code) == (303, 422)
    assert "Nobody has this address: x@x.org" in wrong.text
    assert "Your line manager: Bo Lindqvist." in client_of(ada).get("/me").text
    assert "Your line manager" not in client_of(bo).get("/me").text
