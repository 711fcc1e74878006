"""What calendars that real programs wrote show: as they came no network, for nobody in them meets four others again and again; with seven
colleagues invited, each series is one.
"""

from io import BytesIO

import pytest

from networks.discovery.errors import Fault
from networks.discovery.recognition import UnreadableError, findings_of
from tests.infra import corpus
from tests.networks.discovery.by_hand import AMSTERDAM, TOPICS
from tests.networks.discovery.corpus_series import SERIES, calendar_in, peopled
from tests.networks.discovery.organisers import TODAY


def found(octets):
    findings = findings_of(BytesIO(octets), "mine.ics", AMSTERDAM, TOPICS, today=TODAY)
    return [(one.name, one.dates, len(one.people)) for one in findings.proposals]


@pytest.mark.parametrize("name", SERIES)
def test_series_of_real_programs_are_found(name):
    # when
    shown = found(peopled(name))

    # then
    assert [(title, people) for title, _dates, people in shown] == [(title, 7) for title, _dates in SERIES[name]]
    assert all(abs(dates - right) <= 1 for (_title, dates, _people), (_same, right) in zip(shown, SERIES[name], strict=True))


def test_no_file_as_it_came_shows_a_network():
    # given
    shown, unread = {}, {}

    # when
    for name in corpus.names():
        try:
            shown[name] = found(calendar_in(name))
        except UnreadableError as error:
            unread[name] = error.fault

    # then
    assert {name: what for name, what in shown.items() if what} == {}
    assert (len(shown), set(unread.values())) == (len(corpus.names()) - len(unread), {Fault.EMPTY, Fault.NO_ADDRESSES})
