import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from database import db, transaction
from people.models import Role, search_text_of


@pytest.mark.parametrize(
    ("name", "searched"),
    [
        ("Ada Okafor", "ada okafor a@x.example"),
        ("Łucja Zieliński", "lucja zielinski a@x.example"),
        ("Đorđe Ćosić", "dorde cosic a@x.example"),
        ("Søren Æbelø", "soren aebelo a@x.example"),
        ("Jürgen Groß", "jurgen gross a@x.example"),
        ("Işıl", "isil a@x.example"),
        ("ＡＤＡ", "ada a@x.example"),
    ],
)
def test_names_are_searched_without_accents_and_capitals(name, searched):
    assert search_text_of(name, "a@x.example") == searched


def test_search_text_never_outgrows_its_column():
    assert len(search_text_of("ﷺ" * 200, "a@x.example")) == 500


def test_search_text_follows_the_name(ada):
    # when
    with transaction():
        ada.name = "Zoë Öztürk"

    # then
    assert ada.search_text == "zoe ozturk ada@brink-waal.example"


def test_database_refuses_an_address_in_capitals(ada):
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text("UPDATE people SET email = 'Ada@brink-waal.example'"))


def test_database_refuses_an_address_twice(ada, bo):
    with pytest.raises(IntegrityError), transaction():
        bo.email = ada.email


@pytest.mark.parametrize(
    ("role", "manages", "administers"),
    [(Role.EMPLOYEE, False, False), (Role.COMMUNITY_MANAGER, True, False), (Role.ADMINISTRATOR, True, True)],
)
def test_roles_say_what_a_person_may_do(add_person, role, manages, administers):
    # when
    person = add_person("Eve Mulder", role=role)

    # then
    assert (person.may_manage, person.is_administrator) == (manages, administers)
