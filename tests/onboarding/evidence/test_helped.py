"""What a survey lets one say of help: never more than holds for numbers that stand as before."""

import pytest

from onboarding.evidence import helped
from onboarding.evidence.claims import Helped
from onboarding.surveys.results import Figure, Result, Third


@pytest.mark.parametrize(
    ("yes", "total", "said"),
    [
        pytest.param(Figure(16), Figure(24), Helped(16, 24), id="as it is now"),
        pytest.param(Figure(16, is_before=True), Figure(24, is_before=True), None, id="it may be 12 of 28"),
        pytest.param(Figure(24, is_before=True), Figure(30), Helped(20, 30), id="at least 20 in any case"),
        pytest.param(Figure(20), Figure(24, is_before=True), Helped(20, 24, off=4), id="of 20 to 28"),
        pytest.param(Figure(6, is_before=True), Figure(24, is_before=True), Helped(6, 24, off=4), id="half or fewer in any case"),
        pytest.param(Figure(10, is_before=True), Figure(24), None, id="it may be more than half"),
    ],
)
def test_a_number_that_stands_as_before_says_what_holds_in_any_case(yes, total, said):
    result = Result(total, {Third.NO: Figure(), Third.BETWEEN: Figure(), Third.YES: yes}, {}, {})
    assert helped.known(result) == said
