"""The composer's own process: the same composition, and a fault that tells nothing private."""

import pytest
import structlog

from benchmarks.rounds import intake_of
from sessions.rounds import composing
from sessions.rounds.composing_apart import ComposerFailed, compose_apart
from sessions.rounds.compositions import Intake, Terms
from tests.infra.rounds import offer, signed_up


def test_child_makes_the_same_composition():
    # given
    people = tuple(signed_up(key, 1, wish="Documents", companions=frozenset({11})) for key in range(10, 20))
    intake = Intake(people, (offer(1, 1), offer(2, 1)), Terms(smallest=3, largest=6), seed=4)

    # then
    assert compose_apart(intake) == composing.compose(intake)


@pytest.mark.parametrize("limit", [{"seconds": 1}, {"megabytes": 40}], ids=str)
def test_child_that_takes_too_much_ends_in_an_error_without_names(limit):
    # given
    intake = intake_of(1000, hosts=20, times=20, seed=1)

    # when
    with structlog.testing.capture_logs() as logs, pytest.raises(ComposerFailed) as failed:
        compose_apart(intake, **limit)

    # then
    assert failed.value.__context__ is None  # or a log would show what went into the child
    assert [{**line, "ended": "", "where": ()} for line in logs] == [
        {"event": "composer_failed", "log_level": "error", "people": 1000, "hosts": 20, "ended": "", "where": ()}
    ]
