"""Lines of minutes and words become steps with times."""

from datetime import timedelta

import pytest

from sessions.errors import DetailsInvalid
from sessions.kits import agendas
from sessions.kits.agendas import Step, TimedStep


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("10 Arriving", Step(10, "Arriving")),
        ("  5  Closing, thanks ", Step(5, "Closing, thanks")),
        ("15 min Signing in", Step(15, "Signing in")),
        ("15 min. Signing in", Step(15, "Signing in")),
        ("10: Arriving", Step(10, "Arriving")),
        ("10 minuten aankomen", Step(10, "aankomen")),
        ("5 mindful breaths", Step(5, "mindful breaths")),
    ],
)
def test_a_line_begins_with_its_minutes(line, step):
    assert agendas.read(line) == [step]


def test_empty_lines_are_passed_over():
    assert agendas.read("\n10 One\r\n\r\n5 Two\n") == [Step(10, "One"), Step(5, "Two")]


@pytest.mark.parametrize("line", ["Arriving", "0 Nothing", "10", "ten Arriving"])
def test_a_line_without_minutes_is_refused(line):
    with pytest.raises(DetailsInvalid) as refused:
        agendas.read(f"10 Arriving\n{line}")
    assert (refused.value.field, refused.value.values) == ("agenda", {"line": line})


def test_an_agenda_longer_than_a_day_is_refused():
    with pytest.raises(DetailsInvalid):
        agendas.read("1440 Sleeping\n1 Waking")


def test_steps_have_their_times_one_after_the_other(now):
    # when
    timed = list(agendas.timed(agendas.read("10 One\n5 Two"), now))

    # then
    ten, fifteen = now + timedelta(minutes=10), now + timedelta(minutes=15)
    assert timed == [TimedStep(now, ten, "One"), TimedStep(ten, fifteen, "Two")]
