"""The groups of a directory, read for networks: what is small, a crowd, nobody's business or known already is passed over."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import structlog

from networks.directories import directories, following
from networks.directories.errors import DirectoryError, DirectoryFault
from networks.directories.reading import Found, Reader, read
from networks.discovery.errors import Fault
from networks.discovery.meetings import FEWEST, MOST_PEOPLE, Dropped
from networks.discovery.proposing import Proposal, Regular
from networks.discovery.recognition import MOST_PROPOSALS, Findings, UnreadableError
from networks.discovery.topics import Topics
from people import addresses

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is needed to look for networks in a directory. `known`: who has which address; `registered`: keys of what is a network already."""

    reader: Reader
    known: Mapping[str, int]
    registered: Collection[str]


def asked(directory_id: int) -> Asked:
    """All that comes from the database. Raises UnreadableError."""
    try:
        reader = directories.reader_of(directories.one(directory_id))
    except (DirectoryFault, DirectoryError) as error:
        raise _unreadable(error) from error
    return Asked(reader, addresses.people_by_address(), following.known_keys(directory_id))


def findings(asked: Asked, words: Sequence[str], tick: Callable[[], None]) -> Findings:
    """The groups that may be networks; `tick` is called now and then. The reader is closed. Raises UnreadableError, and whatever `tick` raises."""
    try:
        whole = read(asked.reader, asked.known, tick)
    except DirectoryFault as error:
        raise _unreadable(error) from error
    finally:
        asked.reader.close()
    return proposed(whole.found(), _main(asked.known), asked.registered, Topics(words))


def _unreadable(error: Exception) -> UnreadableError:
    log.info("directory_unread", why=str(error))  # neither names anybody
    return UnreadableError(Fault.DIRECTORY)


def _main(known: Mapping[str, int]) -> dict[int, str]:
    """An address of each person; any will do, for it is looked up again."""
    return {person_id: address for address, person_id in known.items()}


def proposed(found: Iterable[Found], address_of: Mapping[int, str], registered: Collection[str], topics: Topics) -> Findings:
    """Those that may be networks, the largest first, and how many were passed over for which reason."""
    dropped: Counter[str] = Counter()
    kept = []
    for group in found:
        if why := _why_not(group, registered, topics):
            dropped[why.value] += 1
        else:
            kept.append(group)
    kept.sort(key=lambda group: (-len(group.people), group.name, group.key))
    if len(kept) > MOST_PROPOSALS:
        dropped[Dropped.MORE.value] = len(kept) - MOST_PROPOSALS
    return Findings(tuple(_proposal(group, address_of) for group in islice(kept, MOST_PROPOSALS)), dict(dropped))


def _why_not(group: Found, registered: Collection[str], topics: Topics) -> Dropped | None:
    if any(topics.forbid(name) for name in _readings(group.name)):
        return Dropped.TOPIC
    if group.key in registered:
        return Dropped.KNOWN
    if group.why is not None:
        return Dropped.BROKEN
    if len(group.people) > MOST_PEOPLE:
        return Dropped.CROWD
    return Dropped.FEW if len(group.people) < FEWEST else None


def _readings(name: str) -> Iterable[str]:
    """Names in directories are written without spaces: grp-works-council, WorksCouncil."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return name, re.sub(r"[-_.:/]+", " ", name), re.sub(r"[-_.:/]+", " ", apart)


def _proposal(group: Found, address_of: Mapping[int, str]) -> Proposal:
    people = sorted(address_of[person_id] for person_id in group.people)
    return Proposal(name=group.name, people=tuple(Regular(address, 0) for address in people), directory_key=group.key)
