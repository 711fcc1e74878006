import re
from datetime import UTC, datetime

import pytest

from people import passwords, people, sign_in, tokens
from people.models import Role


def words(result):
    return result.output.strip()


def test_a_person_is_added_from_the_terminal(runner, everybody):
    # when
    result = runner.invoke(args=["people", "add", "Eve@X.org", "--name", "Eve Mulder", "--role", "community_manager"])

    # then
    assert (result.exit_code, words(result)) == (0, "Eve Mulder <eve@x.org> is added as community manager.")
    assert everybody("email", "name", "role", "password_hash") == [("eve@x.org", "Eve Mulder", Role.COMMUNITY_MANAGER, None)]


def test_a_person_is_an_employee_unless_said(runner, everybody):
    # when
    runner.invoke(args=["people", "add", "eve@x.org", "--name", "Eve"])

    # then
    assert everybody("role") == [(Role.EMPLOYEE,)]


def test_a_password_comes_from_standard_input_and_not_from_the_list_of_processes(runner):
    # when
    result = runner.invoke(
        args=["people", "add", "eve@x.org", "--name", "Eve", "--password-stdin"], input="correct horse battery\n"
    )

    # then
    assert (result.exit_code, passwords.is_right(people.by_email("eve@x.org"), "correct horse battery")) == (0, True)


@pytest.mark.parametrize(
    ("args", "given", "message"),
    [
        (["ada@brink-waal.example", "--name", "Ada"], "", "Somebody has this address already: ada@brink-waal.example"),
        (["eve", "--name", "Eve"], "", "This is not an e-mail address: eve"),
        (["eve@x.org", "--name", " "], "", "A person needs a name."),
        (["eve@x.org", "--name", "Eve", "--password-stdin"], "short\n", "Choose a password of at least 10 characters."),
    ],
)
def test_who_cannot_be_added_is_explained(runner, ada, everybody, args, given, message):
    # when
    result = runner.invoke(args=["people", "add", *args], input=given)

    # then
    assert (result.exit_code, words(result), everybody("email")) == (1, f"Error: {message}", [(ada.email,)])


@pytest.mark.parametrize(
    "args", [["add", "eve@x.org"], ["add"], ["add", "e@x.org", "--name", "E", "--role", "host"], ["role", "e@x.org", "skeptic"]]
)
def test_a_command_that_is_not_complete_is_explained(runner, everybody, args):
    # when
    result = runner.invoke(args=["people", *args])

    # then
    assert (result.exit_code, "Error: " in result.output, everybody("email")) == (2, True, [])


def test_a_role_is_given(runner, ada):
    # when
    result = runner.invoke(args=["people", "role", "ADA@brink-waal.example", "administrator"])

    # then
    assert (result.exit_code, people.by_email(ada.email).role) == (0, Role.ADMINISTRATOR)


def test_the_last_administrator_stays(runner, admin):
    # when
    results = [runner.invoke(args=["people", *args]) for args in (["role", admin.email, "employee"], ["deactivate", admin.email])]

    # then
    assert [words(result) for result in results] == [
        "Error: Somebody has to stay administrator. Make another person one first."
    ] * 2
    assert (people.by_email(admin.email).role, people.by_email(admin.email).active) == (Role.ADMINISTRATOR, True)


def test_a_token_is_printed_alone(runner, ada):
    # when
    result = runner.invoke(args=["people", "token", ada.email, "--label", "Payroll"])

    # then
    assert (result.exit_code, tokens.person_of(words(result)).id) == (0, ada.id)
    assert [token.label for token in tokens.tokens_of(ada)] == ["Payroll"]


def test_a_sign_in_link_is_printed_alone(runner, ada):
    # when
    result = runner.invoke(args=["people", "sign-in-link", ada.email])

    # then
    address = words(result)
    assert re.fullmatch(r"http://foyer\.example/sign-in/[\w.-]+", address)
    assert sign_in.person_of(address.rpartition("/")[2], now=datetime.now(UTC)).id == ada.id


def test_who_left_is_shut_out(runner, ada):
    # when
    result = runner.invoke(args=["people", "deactivate", ada.email])

    # then
    assert (result.exit_code, people.by_email(ada.email).active) == (0, False)


@pytest.mark.parametrize("command", [["role", "employee"], ["token"], ["sign-in-link"], ["deactivate"]])
@pytest.mark.parametrize("who", ["nobody@x.org", "gone@brink-waal.example"])
def test_nobody_active_with_this_address_is_said_so(runner, add_person, command, who):
    # given
    add_person("Gone Away", active=False)

    # when
    result = runner.invoke(args=["people", command[0], who, *command[1:]])

    # then
    assert (result.exit_code, words(result)) == (1, f"Error: Nobody active has the address {who}.")


def test_erasing_asks_first(runner, ada):
    # when
    result = runner.invoke(args=["people", "erase", ada.email], input="n\n")

    # then
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "Nothing was changed.")
    assert people.by_email(ada.email).name == "Ada Okafor"


def test_erasing_leaves_nobody(runner, add_person):
    # given
    add_person("Gone Away", active=False)

    # when
    result = runner.invoke(args=["people", "erase", "gone@brink-waal.example", "--yes"])

    # then
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "Done. Backups made before today still hold them.")
    assert people.by_email("gone@brink-waal.example") is None


def test_nobody_is_erased_by_a_slip_of_the_pen(runner):
    # when
    result = runner.invoke(args=["people", "erase", "nobody@x.org", "--yes"])

    # then
    assert (result.exit_code, words(result)) == (1, "Error: Nobody has the address nobody@x.org.")
