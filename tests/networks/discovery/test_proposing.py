from io import BytesIO
from zoneinfo import ZoneInfo

from networks.discovery import calendar_files, proposing
from networks.discovery.strands import Gathered
from networks.discovery.topics import BEGINNING, Topics
from tests.networks.discovery.organisers import TODAY, Calendar, calendars

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ALIKE = 0.75  # of all people of both: a network that was found


def proposals(calendar: bytes) -> list[proposing.Proposal]:
    gathered = Gathered()
    for event in calendar_files.events(BytesIO(calendar)):
        gathered.add(event, AMSTERDAM, Topics(BEGINNING), today=TODAY)
    return proposing.propose(gathered.found(), today=TODAY)


def found_of(calendar: Calendar) -> tuple[int, int, list[frozenset[str]]]:
    """How many networks that meet were proposed, how many of them are there, and who is shown at all."""
    everything = [(one.still_meets, frozenset(person.address for person in one.people)) for one in proposals(calendar.text)]
    left, hits = list(calendar.networks), 0
    meeting = [people for still_meets, people in everything if still_meets]
    for people in meeting:
        best = max(left, key=lambda one: len(one & people) / len(one | people), default=frozenset())
        if len(best & people) >= ALIKE * len(best | people):
            left.remove(best)
            hits += 1
    return len(meeting), hits, [people for _still_meets, people in everything]


def test_networks_of_three_hundred_organisers_are_found(record_property):
    # given
    proposed = hits = there = 0
    shown_secrets = []

    # when
    for calendar in calendars(300, seed=20261126):
        meeting, right, shown = found_of(calendar)
        proposed, hits, there = proposed + meeting, hits + right, there + len(calendar.networks)
        shown_secrets += [people & calendar.secrets for people in shown if people & calendar.secrets]

    # then
    record_property("precision", hits / proposed)
    record_property("recall", hits / there)
    assert (hits >= 0.95 * proposed, hits >= 0.95 * there, shown_secrets) == (True, True, [])
