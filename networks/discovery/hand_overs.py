"""What somebody hands over: kept in pieces until the worker has read it, theirs alone, and gone after thirty days or as soon as they say so."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

from sqlalchemy import delete, func, insert, or_, select, update

from calendars.fetching import https_address
from database import db
from jobs import wake
from networks.directories.models import Directory
from networks.discovery.errors import Fault, HandOverInvalid, HandOverMissing
from networks.discovery.models import FoundNetwork, HandOver, HandOverKind, HandOverPiece, HandOverState
from networks.discovery.recognition import Findings, details_of
from networks.discovery.text_lines import Readable
from people import sealing
from people.models import Person
from people.plain_text import one_line

JOB = "networks.discovery"
PURPOSE = b"foyer/networks.discovery/address/1"  # a key of its own: what signs cookies opens nothing here
KEPT = timedelta(days=30)
CLAIMED_FOR = timedelta(minutes=5)  # a worker that says nothing for so long has died
MOST_ATTEMPTS = 3
PIECE = 1_000_000  # octets
MOST_MEGABYTES, MOST_ADDRESS_MEGABYTES = 50, 10
MOST_AT_ONCE = 20
LONGEST_ADDRESS = 2_000
MISSING = "There is no such thing, or somebody else handed it over."


def take_file(person: Person, file: Readable, name: str, *, now: datetime) -> HandOver:
    """The worker reads this file soon. Raises HandOverInvalid."""
    name = one_line(name.replace("\\", "/").rpartition("/")[2])[-200:]
    return _take(HandOver(person_id=person.id, kind=HandOverKind.FILE, name=name, handed_at=now), file, field="file")


def take_text(person: Person, text: str, *, now: datetime) -> HandOver:
    """The worker reads what was pasted soon. Raises HandOverInvalid."""
    octets = BytesIO(text.strip().encode())
    return _take(HandOver(person_id=person.id, kind=HandOverKind.TEXT, name="", handed_at=now), octets, field="text")


def take_address(person: Person, typed: str, *, now: datetime) -> HandOver:
    """The worker fetches this calendar once, soon. Raises HandOverInvalid."""
    try:
        address = https_address(typed)
    except ValueError as error:
        told = "The address must begin with https://, without a user name and password in it."
        raise HandOverInvalid(told, field="address") from error
    if len(address) > LONGEST_ADDRESS:
        raise HandOverInvalid("The address is too long: at most %(most)s characters.", field="address", most=LONGEST_ADDRESS)
    hand_over = HandOver(
        person_id=person.id, kind=HandOverKind.ADDRESS, name=(urlsplit(address).hostname or "")[:200], handed_at=now
    )
    hand_over.sealed_address = sealing.seal(address, PURPOSE)
    _keep(hand_over)
    return hand_over


def take_directory(person: Person, directory: Directory, *, now: datetime) -> HandOver:
    """The worker looks for groups in this directory, soon. Raises HandOverInvalid."""
    hand_over = HandOver(
        person_id=person.id, kind=HandOverKind.DIRECTORY, name=directory.name, directory_id=directory.id, handed_at=now
    )
    _keep(hand_over)
    return hand_over


def _take(hand_over: HandOver, file: Readable, *, field: str) -> HandOver:
    _keep(hand_over)
    for number, piece in enumerate(_pieces(file)):
        hand_over.size += len(piece)
        if hand_over.size > MOST_MEGABYTES * 1_000_000:
            raise HandOverInvalid("This is too large: at most %(most)s MB.", field=field, most=MOST_MEGABYTES)
        db.session.execute(insert(HandOverPiece).values(hand_over_id=hand_over.id, number=number, octets=piece))
    if not hand_over.size:
        raise HandOverInvalid("There is nothing in it.", field=field)
    db.session.flush()
    return hand_over


def _pieces(file: Readable) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _keep(hand_over: HandOver) -> None:
    hand_over.size = hand_over.done = 0
    query = select(func.count()).select_from(HandOver).where(HandOver.person_id == hand_over.person_id)
    if (db.session.scalar(query) or 0) >= MOST_AT_ONCE:
        raise HandOverInvalid("That is a lot at once. Forget some of what you handed over before.")
    db.session.add(hand_over)
    db.session.flush()
    wake(JOB)


def of_person(person: Person) -> Sequence[HandOver]:
    """What this person handed over, the newest first."""
    return db.session.scalars(select(HandOver).where(HandOver.person_id == person.id).order_by(HandOver.id.desc())).all()


def own(person: Person, hand_over_id: int) -> HandOver:
    """What this person handed over. Raises HandOverMissing, to everybody else whatever they may do elsewhere."""
    found = db.session.scalar(select(HandOver).where(HandOver.id == hand_over_id, HandOver.person_id == person.id))
    if found is None:
        raise HandOverMissing(MISSING)
    return found


def forget(person: Person, hand_over_id: int) -> None:
    """Nothing is left of it, whether it was read or not. Raises HandOverMissing."""
    db.session.delete(own(person, hand_over_id))
    db.session.flush()


def forget_all(person: Person) -> None:
    """Nothing is left of what this person handed over."""
    db.session.execute(delete(HandOver).where(HandOver.person_id == person.id))


def forget_old(*, now: datetime) -> int:
    """What was handed over thirty days ago is gone, with what was found in it; how many."""
    done = db.session.execute(delete(HandOver).where(HandOver.handed_at < now - KEPT))
    return int(getattr(done, "rowcount", 0))


def claim(*, now: datetime) -> HandOver | None:
    """The next to be read is this worker's for a while; None when nothing waits. One that ended its workers fails."""
    free = or_(HandOver.claimed_at.is_(None), HandOver.claimed_at < now - CLAIMED_FOR)
    query = (
        select(HandOver)
        .where(HandOver.state == HandOverState.WAITING, free)
        .order_by(HandOver.claimed_at.is_not(None), HandOver.id)
    )
    found = db.session.scalar(query.limit(1).with_for_update(skip_locked=True))
    if found is None:
        return None
    found.claimed_at, found.attempts, found.done = now, found.attempts + 1, 0
    db.session.flush()
    return found


def address_of(hand_over: HandOver) -> str:
    """Where it is to be fetched. Raises SealBroken."""
    return sealing.open_(hand_over.sealed_address, PURPOSE)


def piece_of(hand_over_id: int, number: int) -> bytes | None:
    """One piece; None after the last, or when it is forgotten."""
    query = select(HandOverPiece.octets).where(HandOverPiece.hand_over_id == hand_over_id, HandOverPiece.number == number)
    return db.session.scalar(query)


def say_progress(hand_over_id: int, done: int, *, now: datetime) -> bool:
    """So much of it was given to the reader. False: it is forgotten."""
    changed = update(HandOver).where(HandOver.id == hand_over_id).values(done=done, claimed_at=now).returning(HandOver.id)
    return db.session.scalar(changed) is not None


def put_down(hand_over_id: int) -> None:
    """The next worker reads it from its beginning: this one stops."""
    waiting = (HandOver.id == hand_over_id, HandOver.state == HandOverState.WAITING)
    db.session.execute(update(HandOver).where(*waiting).values(claimed_at=None, attempts=HandOver.attempts - 1, done=0))


def keep_findings(hand_over_id: int, findings: Findings) -> None:
    """What was found waits for whoever handed it over; what they handed over is gone. Nothing, when they forgot it meanwhile."""
    hand_over = _settled(hand_over_id)
    if hand_over is None:
        return
    hand_over.state, hand_over.events, hand_over.dropped = HandOverState.READ, findings.events, findings.dropped
    hand_over.found = len(findings.proposals)
    for number, proposal in enumerate(findings.proposals):
        db.session.execute(insert(FoundNetwork).values(hand_over_id=hand_over.id, number=number, details=details_of(proposal)))
    db.session.flush()


def fail(hand_over_id: int, fault: Fault) -> None:
    """It could not be read, and is gone; whoever handed it over can see why."""
    hand_over = _settled(hand_over_id)
    if hand_over is not None:
        hand_over.state, hand_over.fault = HandOverState.FAILED, fault.value
        db.session.flush()


def _settled(hand_over_id: int) -> HandOver | None:
    """What waits no more: of its content nothing is left. None when it was settled, or forgotten, already."""
    query = select(HandOver).where(HandOver.id == hand_over_id, HandOver.state == HandOverState.WAITING).with_for_update()
    hand_over = db.session.scalar(query.execution_options(populate_existing=True))
    if hand_over is not None:
        db.session.execute(delete(HandOverPiece).where(HandOverPiece.hand_over_id == hand_over.id))
        hand_over.sealed_address, hand_over.done = "", hand_over.size
    return hand_over
