"""One channel, from the claim to its last call. No transaction is open while the platform is asked."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from database import db, transaction
from jobs import stopping
from networks.channels import applying, claims, looks, running, sides
from networks.channels.applying import Batch
from networks.channels.comparing import Compared, Ours, compare
from networks.channels.connected import Opener
from networks.channels.errors import ChannelMissing, ClaimLost
from networks.channels.models import Channel, ChannelRun, LookState
from networks.mirroring.models import Act
from networks.platforms import connections
from networks.platforms.models import PlatformKind
from networks.platforms.protocol import Access as PlatformAccess
from networks.platforms.protocol import Outcome, Platform, PlatformFault, There, Unavailable

SETTLED_AT_ONCE = 25  # answers, before they are written down
LONGEST_NAME, LONGEST_PURPOSE = 200, 500
SHORT = timedelta(seconds=30)  # a pause so short that the worker waits for it
MOST_WAITS = 5  # without one answer in between
Now = Callable[[], datetime]
log = structlog.get_logger()


class _PutDownError(Exception):
    """This worker is to stop: the rows wait for the next one."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done with a channel: a run, or (`run_id` None) a look."""

    channel_id: int
    word: str
    run_id: int | None
    room_id: str
    key: str
    name: str
    purpose: str
    kind: PlatformKind
    access: PlatformAccess
    ours: Ours
    looked_up: dict[int, str]


def clock() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker has: the way to a platform, a clock, and patience for some seconds."""

    opener: Opener
    now: Now = clock
    wait: Callable[[float], None] = time.sleep


def go_on(channel_id: int, tools: Tools) -> None:
    """Whatever the channel has to do is done, or it says why not, and when it goes on."""
    with transaction():
        word = claims.claim(channel_id, now=tools.now())
    if word is None:
        return
    try:
        while not stopping() and _did_something(channel_id, word, tools):
            pass
    except (ClaimLost, ChannelMissing, _PutDownError):
        log.info("channel_put_down", channel=channel_id)
    except PlatformFault as error:
        _note(channel_id, word, error, tools)
    except Exception:
        log.exception("channel_failed", channel=channel_id)
        _note(channel_id, word, Unavailable("Something went wrong in Foyer itself. It tries again by itself."), tools)
    finally:
        with transaction():
            claims.let_go(channel_id, word)


def _note(channel_id: int, word: str, error: PlatformFault, tools: Tools) -> None:
    log.info("channel_fault", channel=channel_id, fault=type(error).__name__)
    try:
        with transaction():
            claims.fault(claims.held(channel_id, word, now=tools.now()), error, now=tools.now())
    except (ClaimLost, ChannelMissing):
        log.info("channel_put_down", channel=channel_id)


def _did_something(channel_id: int, word: str, tools: Tools) -> bool:
    with transaction():
        work = _work(claims.held(channel_id, word, now=tools.now()), word, now=tools.now())
    if work is None:
        return False
    with closing(tools.opener(work.kind, work.access)) as platform:
        compared = _compare(work, platform, tools)
        if work.run_id is None:
            _keep_look(work, compared, tools)
        elif _decide(work, work.run_id, compared, tools):
            _apply(work, work.run_id, work.room_id or _open(work, platform, tools), platform, tools)
    return True


def _work(channel: Channel, word: str, *, now: datetime) -> Work | None:
    run, look = claims.open_run(channel) or running.by_itself(channel, now=now), claims.look_of(channel)
    if run is None and (look is None or look.state is not LookState.WAITING):
        return None
    return Work(
        channel_id=channel.id,
        word=word,
        run_id=run.id if run is not None else None,
        room_id=channel.room_id,
        key=channel.key,
        name=channel.group.name[:LONGEST_NAME],
        purpose=channel.group.purpose[:LONGEST_PURPOSE],
        kind=channel.platform.kind,
        access=connections.access_of(channel.platform),
        ours=sides.ours(channel),
        looked_up=sides.looked_up(channel, run),
    )


def _compare(work: Work, platform: Platform, tools: Tools) -> Compared:
    """The room is read page by page; of people whose account is known nobody is looked up."""
    room = _room(work, platform, tools)
    unknown = work.ours.wanted - work.ours.rows.keys() - work.looked_up.keys()
    found = dict(work.looked_up)
    if unknown:
        with transaction():
            sought = sides.sought(unknown)
        asked = {one.person_id for one in sought}
        answered = platform.accounts(sought)
        found |= {person_id: account for person_id, account in answered.items() if person_id in asked}
    return compare(work.ours, found, room)


def _room(work: Work, platform: Platform, tools: Tools) -> dict[str, There]:
    room: dict[str, There] = {}
    if not work.room_id:
        return room  # nobody has opened it yet
    for number, member in enumerate(platform.members(work.room_id), start=1):
        room[member.account] = member.there
        if number % looks.READ_EVERY == 0:
            if stopping():
                raise _PutDownError
            with transaction():
                looks.say_progress(claims.held(work.channel_id, work.word, now=tools.now()), number)
    return room


def _keep_look(work: Work, compared: Compared, tools: Tools) -> None:
    with transaction():
        channel = claims.held(work.channel_id, work.word, now=tools.now())
        claims.went_well(channel)
        looks.keep(channel, compared, now=tools.now())


def _decide(work: Work, run_id: int, compared: Compared, tools: Tools) -> bool:
    with transaction():
        channel = claims.held(work.channel_id, work.word, now=tools.now())
        run = claims.open_run(channel)
        if run is None or run.id != run_id:
            raise _PutDownError  # somebody paused the channel while the room was read
        return running.decide(channel, run, work.ours, compared, now=tools.now())


def _run(run_id: int) -> ChannelRun:
    return db.session.get_one(ChannelRun, run_id, populate_existing=True)


def _open(work: Work, platform: Platform, tools: Tools) -> str:
    """Opening can be repeated: the same key is the same room."""
    room = platform.open_room(work.key, work.name, work.purpose)
    with transaction():
        channel = claims.held(work.channel_id, work.word, now=tools.now())
        channel.room_id, channel.room_url = room.id, _address(room.url)
    return room.id


def _address(url: str) -> str:
    """What people may press: an address of the web, or nothing."""
    return url if url.startswith(("https://", "http://")) and len(url) <= 1000 else ""


def _apply(work: Work, run_id: int, room_id: str, platform: Platform, tools: Tools) -> None:
    while batch := _next(work, run_id, tools):
        _call(work, run_id, room_id, batch, platform, tools)
        if stopping():
            raise _PutDownError


def _next(work: Work, run_id: int, tools: Tools) -> Batch | None:
    with transaction():
        channel, run = claims.held(work.channel_id, work.word, now=tools.now()), _run(run_id)
        batch = applying.next_batch(channel, run, now=tools.now())
        if batch is None:
            running.end(channel, run, now=tools.now())
    return batch


def _call(work: Work, run_id: int, room_id: str, batch: Batch, platform: Platform, tools: Tools) -> None:
    """What was told before a fault is true, and written down; of the others nobody knows until the room is read again.

    A platform that asks to wait for a moment is asked again for those who are left, without reading its room anew.
    """
    call = platform.take_out if batch.act is Act.REMOVE else platform.bring_in
    left, waits = list(batch.accounts), 0
    while left:
        answered: set[str] = set()
        try:
            for outcome in _settled(call(room_id, left), work, run_id, tools):
                answered.add(outcome.account)
            break
        except Unavailable as error:
            waits = 1 if answered else waits + 1
            if error.retry_after is None or error.retry_after > SHORT.total_seconds() or waits > MOST_WAITS or stopping():
                raise
            left = [account for account in left if account not in answered]
            tools.wait(error.retry_after)
            with transaction():
                claims.held(work.channel_id, work.word, now=tools.now())
                applying.call_again(_run(run_id), left)
    with transaction():
        applying.unanswered(_run(run_id), now=tools.now())


def _settled(outcomes: Iterator[Outcome], work: Work, run_id: int, tools: Tools) -> Iterator[Outcome]:
    """The answers as they come, written down some at a time, and whatever there is at a fault."""
    answers: dict[str, Outcome] = {}
    try:
        for outcome in outcomes:
            answers[outcome.account] = outcome
            yield outcome
            if len(answers) >= SETTLED_AT_ONCE:
                _settle(work, run_id, answers, tools)
    finally:
        _settle(work, run_id, answers, tools)


def _settle(work: Work, run_id: int, answers: dict[str, Outcome], tools: Tools) -> None:
    if not answers:
        return
    with transaction():
        channel = claims.held(work.channel_id, work.word, now=tools.now())
        applying.settle(channel, _run(run_id), answers, now=tools.now())
        claims.went_well(channel)
    answers.clear()
