import pytest

from people.errors import AddressTaken, LinkInvalid, PeopleError, PersonMissing


@pytest.mark.parametrize("kind", [PeopleError, AddressTaken, LinkInvalid, PersonMissing])
def test_message_is_the_template_with_its_values(kind):
    # when
    error = kind("At most %(longest)s characters, not %(given)s.", field="name", longest=200, given="50 %")

    # then
    assert (error.message, str(error), error.field) == ("At most 200 characters, not 50 %.",) * 2 + ("name",)
    assert (error.template, error.values) == ("At most %(longest)s characters, not %(given)s.", {"longest": 200, "given": "50 %"})


def test_message_without_values_may_hold_a_percent_sign():
    assert PeopleError("50 % is no name.").message == "50 % is no name."


def test_every_error_of_people_is_caught_by_one_name():
    assert all(issubclass(kind, PeopleError) for kind in (AddressTaken, LinkInvalid, PersonMissing))
