from datetime import timedelta

import pytest

from database import db, transaction
from people import people
from people.errors import AddressTaken, PeopleError
from people.models import Person, Role
from people.people import Details


@pytest.fixture
def add(app, now):
    def added(email="eve@example.org", name="Eve Mulder", **more):
        with transaction():
            return people.add_person(email, name, now=now, **more)

    return added


@pytest.fixture
def put(app, now):
    def kept(email, **details):
        with transaction():
            return people.put_person(email, Details(**details), now=now)

    return kept


def test_added_person_is_known_with_everything_said(add, now):
    # when
    person = add(
        " Eve.Mulder@Example.ORG ",
        " Eve \n Mulder ",
        role=Role.COMMUNITY_MANAGER,
        department="Quality",
        function="Inspector",
        location="Zwolle",
        timezone="Europe/Lisbon",
        language="nl",
    )

    # then
    kept = {
        name: getattr(person, name) for name in ("email", "name", "department", "function", "location", "timezone", "language")
    }
    assert kept == {
        "email": "eve.mulder@example.org",
        "name": "Eve Mulder",
        "department": "Quality",
        "function": "Inspector",
        "location": "Zwolle",
        "timezone": "Europe/Lisbon",
        "language": "nl",
    }
    assert (person.role, person.active, person.created_at, person.password_hash) == (Role.COMMUNITY_MANAGER, True, now, None)
    assert (person.wants_reminders, person.wants_nudges, person.quiet_from_hour, person.feed_token) == (True, True, None, None)
    assert person.search_text == "eve mulder eve.mulder@example.org"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ADA@EXAMPLE.ORG", "ada@example.org"),
        ("ada+table.6@example.org", "ada+table.6@example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("Ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"),
        ("ada@例え.テスト", "ada@xn--r8jz45g.xn--zckzah"),
        ("ada@mail.test", "ada@mail.test"),
    ],
)
def test_addresses_are_kept_in_one_form(written, kept):
    assert people.normalise_email(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "ada@@example.org",
        "ada@exa mple.org",
        "ada@example.org, bo@example.org",
        "Ada <ada@example.org>",
        '"ada okafor"@example.org',
        "ada@[192.0.2.1]",
        "ädа@example.org",
        "ada\r\nBcc: eve@example.org",
        "ada\x00@example.org",
        "ada@example.org\u202e",
        "a" * 250 + "@example.org",
        "ada@" + "a" * 250 + ".org",
        "x" * 1_000_000,
    ],
)
def test_what_is_no_address_is_refused_and_shown_safely(written):
    # when
    with pytest.raises(PeopleError) as refused:
        people.normalise_email(written)

    # then
    shown = refused.value.values["address"]
    assert (refused.value.field, len(shown) <= 100, shown.isprintable()) == ("email", True, True)


@pytest.mark.parametrize("again", ["eve@example.org", "EVE@example.org", " eve@Example.ORG "])
def test_an_address_belongs_to_one_person(add, again):
    # given
    add()

    # when
    with pytest.raises(AddressTaken) as refused:
        add(again, "Another Eve")

    # then
    assert (refused.value.field, refused.value.message) == ("email", "Somebody has this address already: eve@example.org")
    assert people.by_email("eve@example.org").name == "Eve Mulder"


def test_a_domain_in_two_scripts_is_one_address(add):
    # given
    eve = add("eve@bücher.example")

    # then
    with pytest.raises(AddressTaken):
        add("eve@xn--bcher-kva.example")
    assert people.by_email("Eve@BÜCHER.example") == people.by_email("eve@xn--bcher-kva.example") == eve


@pytest.mark.parametrize("asked", ["", "nobody@example.org", "nonsense", "ädа", "eve@example.org\x01", "%"])
def test_nobody_has_an_unknown_address(add, asked):
    add()

    assert people.by_email(asked) is None


def test_two_who_add_the_same_person_at_once_get_one_person_and_one_refusal(at_once, everybody, now):
    # given
    def add(name):
        with transaction():
            return people.add_person("eve@example.org", name, now=now).name

    # when
    found = at_once(*[lambda name=name: add(name) for name in ("One", "Two", "Three", "Four")])

    # then
    names = [name for name in found if isinstance(name, str)]
    assert [type(name) for name in found if not isinstance(name, str)] == [AddressTaken] * 3
    assert everybody("email", "name") == [("eve@example.org", names[0])]


def test_two_who_put_the_same_person_at_once_both_succeed(at_once, everybody, now):
    # given
    def put(department):
        with transaction():
            return people.put_person("eve@example.org", Details(name="Eve", department=department), now=now)[1]

    # when
    found = at_once(*[lambda name=name: put(name) for name in "ABCD"])

    # then
    assert sorted(found) == [False, False, False, True]
    assert everybody("email", "name") == [("eve@example.org", "Eve")]


def test_put_creates_then_updates_and_leaves_what_is_not_given(put):
    # given
    created = put("Eve@example.org", name="Eve", department="Quality", location="Zwolle")

    # when
    updated = put("eve@EXAMPLE.org", department="", function="Inspector")

    # then
    eve = updated[0]
    assert (created[1], updated[1], created[0].id == eve.id) == (True, False, True)
    assert (eve.name, eve.department, eve.function, eve.location) == ("Eve", "", "Inspector", "Zwolle")


@pytest.mark.parametrize("details", [{}, {"name": ""}, {"name": "\u200b"}, {"department": "Quality"}])
def test_a_new_person_needs_a_name(put, everybody, details):
    # when
    with pytest.raises(PeopleError) as refused:
        put("eve@example.org", **details)

    # then
    assert (refused.value.field, everybody("email")) == ("name", [])


def test_putting_somebody_who_left_does_not_bring_them_back(put, ada):
    # given
    with transaction():
        people.deactivate(db.session.get_one(Person, ada.id))

    # when
    put(ada.email, department="Archive")

    # then
    assert (people.by_email(ada.email).active, people.by_email(ada.email).department) == (False, "Archive")


@pytest.mark.parametrize(
    ("details", "field", "message"),
    [
        ({"name": "x" * 201}, "name", "Too long: at most 200 characters."),
        ({"department": "x" * 201}, "department", "Too long: at most 200 characters."),
        ({"function": "x" * 201}, "function", "Too long: at most 200 characters."),
        ({"location": "x" * 100_000}, "location", "Too long: at most 200 characters."),
        ({"name": " \t"}, "name", "A person needs a name."),
        ({"name": "\x01\u202e\u200b"}, "name", "A person needs a name."),
        ({"timezone": "Mars/Olympus"}, "timezone", "There is no such time zone: Mars/Olympus"),
        ({"timezone": "../../etc/passwd"}, "timezone", "There is no such time zone: ../../etc/passwd"),
        ({"language": "Klingon"}, "language", "Choose en or nl as language, not klingon."),
    ],
)
def test_details_that_cannot_be_are_refused_by_field(ada, details, field, message):
    # when
    with pytest.raises(PeopleError) as refused, transaction():
        people.update_person(ada, Details(**details))

    # then
    assert (refused.value.field, refused.value.message) == (field, message)
    assert people.by_email(ada.email).name == "Ada Okafor"


@pytest.mark.parametrize(
    ("language", "kept"), [("NL", "nl"), ("nl-BE", "nl"), ("en_GB", "en"), ("en-US", "en"), (" en ", "en"), ("", "")]
)
def test_languages_are_taken_as_other_programs_write_them(ada, language, kept):
    # when
    with transaction():
        people.update_person(ada, Details(language=language))

    # then
    assert ada.language == kept


@pytest.mark.parametrize(
    "name", ["נועה כהן", "عائشة", "李小龍", "Ada Ọ́kàfọ̀r", "x" * 200, "D'Arcy-O’Neill, Jr.", "<b>Ada</b>", "=1+1"]
)
def test_names_are_kept_as_people_write_them(ada, name):
    # when
    with transaction():
        people.update_person(ada, Details(name=name))

    # then
    assert people.by_email(ada.email).name == name


def test_update_says_whether_anything_changed(ada):
    with transaction():
        assert people.update_person(ada, Details(department="Door  seals ", name=None)) is False
        assert people.update_person(ada, Details(department="Quality")) is True


def test_last_administrator_stays(admin):
    with pytest.raises(PeopleError) as role_refused, transaction():
        people.set_role(admin, Role.EMPLOYEE)
    with pytest.raises(PeopleError) as leaving_refused, transaction():
        people.deactivate(admin)

    # then
    assert (role_refused.value.field, leaving_refused.value.field) == ("role", "active")
    assert (people.by_email(admin.email).role, people.by_email(admin.email).active) == (Role.ADMINISTRATOR, True)


def test_an_administrator_who_left_does_not_count_as_one_who_stays(admin, add_person):
    # given
    other = add_person("Eve Mulder", role=Role.ADMINISTRATOR)
    with transaction():
        people.deactivate(other)

    # then
    with pytest.raises(PeopleError), transaction():
        people.set_role(admin, Role.COMMUNITY_MANAGER)


def test_administrators_hand_over_to_one_another(admin, ada):
    # when
    with transaction():
        people.set_role(ada, Role.ADMINISTRATOR)
        people.set_role(admin, Role.EMPLOYEE)

    # then
    assert (people.by_email(ada.email).role, people.by_email(admin.email).role) == (Role.ADMINISTRATOR, Role.EMPLOYEE)


def test_two_administrators_who_demote_each_other_at_once_leave_one(admin, add_person, at_once, everybody):
    # given
    other = add_person("Eve Mulder", role=Role.ADMINISTRATOR)

    def demote(person_id):
        with transaction():
            people.set_role(db.session.get_one(Person, person_id), Role.EMPLOYEE)

    # when
    found = at_once(lambda: demote(admin.id), lambda: demote(other.id))

    # then
    assert sorted(type(result).__name__ for result in found) == ["NoneType", "PeopleError"]
    assert sorted(role for (role,) in everybody("role")) == [Role.ADMINISTRATOR, Role.EMPLOYEE]


def test_who_leaves_is_signed_out_and_keeps_what_they_are(ada, now):
    # given
    identity = ada.get_id()

    # when
    with transaction():
        people.deactivate(ada)
    left = (ada.active, ada.get_id() == identity, ada.department)
    with transaction():
        people.reactivate(ada)

    # then
    assert left == (False, False, "Door seals")
    assert (ada.active, ada.get_id() == identity, ada.created_at <= now + timedelta(0)) == (True, False, True)
