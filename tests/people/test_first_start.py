import pytest
from pydantic import SecretStr

from database import transaction
from people import people
from people.first_start import claim, is_setup_code, nobody_exists, setup_code


def test_nobody_exists_until_somebody_does(app, add_person):
    # given
    before = nobody_exists()

    # when
    add_person("Eve Mulder", active=False)

    # then
    assert (before, nobody_exists()) == (True, False)


def test_the_code_is_the_same_after_a_restart_and_hard_to_guess(app):
    # when
    code = setup_code()

    # then
    assert (code == setup_code(), len(code), set(code) <= set("0123456789abcdef")) == (True, 16, True)


def test_another_secret_makes_another_code(app):
    # given
    code, settings = setup_code(), app.config["FOYER"]

    # when
    app.config["FOYER"] = settings.model_copy(update={"secret_key": SecretStr("another secret of at least 32 signs")})

    # then
    assert (setup_code() == code, is_setup_code(code)) == (False, False)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        (str, True),
        (lambda code: f" {code}\n", True),
        (str.upper, False),
        (lambda code: code[:-1], False),
        (lambda _: "", False),
        (lambda _: "é", False),
    ],
)
def test_only_the_whole_code_counts(app, change, right):
    assert is_setup_code(change(setup_code())) == right


def test_two_who_claim_the_first_place_at_once_do_not_both_get_it(app, at_once, everybody, now):
    # given
    def begin(number):
        with transaction():
            if claim():
                people.add_person(f"first{number}@example.org", "First", now=now)
                return "first"
            return "late"

    # when
    found = at_once(*[lambda number=number: begin(number) for number in range(4)])

    # then
    assert (sorted(found), len(everybody("email"))) == (["first", "late", "late", "late"], 1)
