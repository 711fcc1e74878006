"""Figure 9: networks are found in calendars. It needs no database.

How right: calendars of organisers who do not exist, over two years, whose networks are known. How heavy: one file of many events, read
event by event in a process of its own, against one of a tenth of them; what is kept of it must not grow with it. And calendars that real
programs wrote: the series in them, with seven colleagues invited, and all files as they came, in which there is no network.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.measuring import Line
from benchmarks.sizes import Size
from networks.discovery import calendar_files
from networks.discovery.proposing import Proposal, propose
from networks.discovery.recognition import UnreadableError, findings_of
from networks.discovery.strands import Gathered
from networks.discovery.text_lines import Readable
from networks.discovery.topics import BEGINNING, Topics
from tests.infra import corpus
from tests.networks.discovery.corpus_series import SERIES, calendar_in, peopled
from tests.networks.discovery.organisers import TODAY, calendars

FIGURE = "Discovering"
LEAST_RIGHT, ALIKE = 95, 0.75  # % of networks; a network is found when so much of all people of both is shared
MOST_GROWTH = 1.2
ZONE = ZoneInfo("Europe/Amsterdam")


def measure(size: Size) -> list[Line]:
    organisers, events = size.discovering
    precision, recall = _apart(_right, organisers)
    seconds, megabytes = _apart(_heavy, events)
    _few_seconds, few_megabytes = _apart(_heavy, events // 10)
    of = f"{organisers} organisers"
    corpus_precision, corpus_recall, files = _apart(_of_real_programs, TODAY)
    real = f"{files} calendars of real programs"
    return [
        Line(FIGURE, f"{of}: precision", "none", precision, LEAST_RIGHT, precision / LEAST_RIGHT, "%", 1.0),
        Line(FIGURE, f"{of}: recall", "none", recall, LEAST_RIGHT, recall / LEAST_RIGHT, "%", 1.0),
        Line(FIGURE, f"{real}: precision", "none", corpus_precision, LEAST_RIGHT, corpus_precision / LEAST_RIGHT, "%", 1.0),
        Line(FIGURE, f"{real}: recall", "none", corpus_recall, LEAST_RIGHT, corpus_recall / LEAST_RIGHT, "%", 1.0),
        Line(FIGURE, f"{events:,} events: seconds of one core", "none", seconds, seconds, 1.0, "s"),
        Line(
            FIGURE,
            f"{events:,} events: peak memory, against {events // 10:,}",
            "none",
            megabytes,
            few_megabytes,
            MOST_GROWTH * few_megabytes / megabytes,
            "MB",
            1.0,
            note=f"at most {MOST_GROWTH} times as much",
        ),
    ]


def _apart(work: Callable, given: int):
    """What `work` gives in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, given).result()


def _gathered(file: Readable) -> Gathered:
    gathered, topics = Gathered(), Topics(BEGINNING)
    for event in calendar_files.events(file):
        gathered.add(event, ZONE, topics, today=TODAY)
    return gathered


def _right(organisers: int) -> tuple[float, float]:
    """Precision and recall of the networks that still meet, in per cent."""
    proposed = hits = there = 0
    for calendar in calendars(organisers, seed=20261126):
        left = list(calendar.networks)
        there += len(left)
        for one in propose(_gathered(BytesIO(calendar.text)).found(), today=TODAY):
            if not one.still_meets:
                continue
            proposed += 1
            people = frozenset(person.address for person in one.people)
            best = max(left, key=lambda other: len(other & people) / len(other | people), default=frozenset())
            if len(best & people) >= ALIKE * len(best | people):
                left.remove(best)
                hits += 1
    return 100 * hits / max(1, proposed), 100 * hits / max(1, there)


def _of_real_programs(today: date) -> tuple[float, float, int]:
    """Precision and recall in per cent, and how many calendars there were. Each file as it came, and its series with people in them."""
    as_they_came = [octets for name in corpus.names() if (octets := calendar_in(name)).count(b"BEGIN:VEVENT")]
    proposed = sum(len(_shown(octets, today)) for octets in as_they_came)
    hits = 0
    for name, right in SERIES.items():
        titles, found = dict(right), _shown(peopled(name), today)
        proposed += len(found)
        hits += sum(abs(titles.get(one.name, -2) - one.dates) <= 1 for one in found)
    there = sum(len(right) for right in SERIES.values())
    return 100 * hits / max(1, proposed), 100 * hits / there, len(as_they_came) + len(SERIES)


def _shown(octets: bytes, today: date) -> Sequence[Proposal]:
    try:
        return findings_of(BytesIO(octets), "mine.ics", ZONE, Topics(BEGINNING), today=today).proposals
    except UnreadableError:  # some are broken on purpose
        return ()


def _heavy(events: int) -> tuple[float, float]:
    """Seconds and megabytes of one calendar that is read without ever being whole in memory."""
    begun = time.process_time()
    propose(_gathered(_Written(events)).found(), today=TODAY)
    return time.process_time() - begun, _megabytes()


def _megabytes() -> float:
    """The most this process has held. Not of getrusage: there stands what its parent held when it was started."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


class _Written:
    """A calendar of so many events, written while it is read: calendars of organisers one after the other, again and again."""

    def __init__(self, events: int) -> None:
        self._pieces, self._left = self._parts(events), b""

    def read(self, size: int, /) -> bytes:
        while len(self._left) < size and (piece := next(self._pieces, b"")):
            self._left += piece
        found, self._left = self._left[:size], self._left[size:]
        return found

    def _parts(self, events: int) -> Iterator[bytes]:
        parts = [calendar.text for calendar in calendars(20, seed=1)]
        count = 0
        while count < events:
            for part in parts:
                yield part
                count += part.count(b"BEGIN:VEVENT")
