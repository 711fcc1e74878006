"""Numbers that are typed into forms."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField

from people.forms_numbers import NumberRange


class Minutes(Form):
    minutes = IntegerField("Minutes", [NumberRange(1, 10, "From 1 to 10.")])


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        pytest.param("10", [], id="the most"),
        pytest.param("11", ["From 1 to 10."], id="too many"),
        pytest.param("1" * 400, ["From 1 to 10."], id="longer than any float"),
        pytest.param("-" + "1" * 400, ["From 1 to 10."], id="as far below"),
    ],
)
def test_a_number_is_within_its_range_or_refused(typed, errors):
    form = Minutes(MultiDict({"minutes": typed}))
    form.validate()
    assert list(form.minutes.errors) == errors
