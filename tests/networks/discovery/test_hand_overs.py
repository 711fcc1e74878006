from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select, update

from database import db, transaction
from networks.discovery import found_networks, hand_overs
from networks.discovery.errors import Fault, HandOverInvalid, HandOverMissing
from networks.discovery.models import FoundNetwork, HandOver, HandOverPiece, HandOverState
from people import erasing, people
from people.models import Person
from tests.networks.discovery.conftest import again, lunch


def count(table) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table))


class Endless:
    """A file of so many octets, of which none is in memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int, /) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return b"x" * size


def test_a_file_is_kept_in_pieces_until_it_is_read(app, ada, now):
    # when
    with transaction():
        handed = hand_overs.take_file(ada, Endless(2_500_000), "C:\\mine\\team.ics", now=now)

    # then
    sizes = [len(octets) for octets in db.session.scalars(select(HandOverPiece.octets).order_by(HandOverPiece.number))]
    assert (handed.name, handed.size, sizes, handed.waits) == ("team.ics", 2_500_000, [1_000_000, 1_000_000, 500_000], True)


@pytest.mark.parametrize(
    ("take", "field"),
    [
        (lambda ada, now: hand_overs.take_file(ada, BytesIO(b""), "a.ics", now=now), "file"),
        (lambda ada, now: hand_overs.take_file(ada, Endless(50_000_001), "a.ics", now=now), "file"),
        (lambda ada, now: hand_overs.take_text(ada, "  \n", now=now), "text"),
        (lambda ada, now: hand_overs.take_address(ada, "http://calendar.example/a.ics", now=now), "address"),
        (lambda ada, now: hand_overs.take_address(ada, "https://calendar.example/" + "a" * 2_000, now=now), "address"),
    ],
    ids=["empty", "large", "blank", "http", "long"],
)
def test_what_cannot_be_handed_over_is_refused_and_not_kept(app, ada, now, take, field):
    # when
    with pytest.raises(HandOverInvalid) as error, transaction():
        take(ada, now)

    # then
    assert (error.value.field, count(HandOver), count(HandOverPiece)) == (field, 0, 0)


def test_an_address_is_kept_sealed(app, ada, now):
    # when
    with transaction():
        handed = hand_overs.take_address(ada, " webcal://calendar.example/secret.ics ", now=now)

    # then
    assert (handed.name, "secret" in handed.sealed_address, hand_overs.address_of(handed)) == (
        "calendar.example", False, "https://calendar.example/secret.ics",
    )  # fmt: skip


def test_nobody_hands_over_very_much_at_once(hand, ada, bo):
    # given
    for _number in range(hand_overs.MOST_AT_ONCE):
        hand(ada, "a@x.example")

    # then
    with pytest.raises(HandOverInvalid):
        hand(ada, "a@x.example")
    assert hand(bo, "a@x.example").person_id == bo.id


@pytest.mark.parametrize("name", ["bo", "chen", "dana", "admin"])
def test_nobody_else_reads_or_forgets_it(request, found, hand, ada, name):
    # given
    number = found()
    other = request.getfixturevalue(name)
    handed = hand_overs.of_person(ada)[0]

    # then
    for attempt in (
        lambda: hand_overs.own(other, handed.id),
        lambda: hand_overs.forget(other, handed.id),
        lambda: found_networks.own(other, number),
        lambda: found_networks.put_aside(other, number),
    ):
        with pytest.raises(HandOverMissing):
            attempt()
    assert (list(hand_overs.of_person(other)), count(FoundNetwork)) == ([], 1)


def test_it_can_be_forgotten_before_and_after_it_is_read(hand, found, ada):
    # given
    found()
    hand(ada, lunch())

    # when
    with transaction():
        for handed in hand_overs.of_person(ada):
            hand_overs.forget(ada, handed.id)

    # then
    assert [count(table) for table in (HandOver, HandOverPiece, FoundNetwork)] == [0, 0, 0]


def test_everything_of_one_person_can_be_forgotten_at_once(hand, found, ada, bo):
    # given
    found()
    hand(ada, lunch())
    others = hand(bo, lunch())

    # when
    with transaction():
        hand_overs.forget_all(ada)

    # then
    assert ([one.id for one in db.session.scalars(select(HandOver))], count(FoundNetwork)) == ([others.id], 0)


def test_after_thirty_days_it_is_gone(hand, found, ada, now):
    # given
    found()
    hand(ada, lunch())

    # when
    with transaction():
        kept = hand_overs.forget_old(now=now + timedelta(days=30))
    with transaction():
        gone = hand_overs.forget_old(now=now + timedelta(days=30, seconds=1))

    # then
    assert (kept, gone, [count(table) for table in (HandOver, HandOverPiece, FoundNetwork)]) == (0, 2, [0, 0, 0])


def test_one_that_ends_its_workers_fails_in_the_end(hand, ada, now):
    # given
    handed = hand(ada, lunch())

    # when
    times = []
    for number in range(hand_overs.MOST_ATTEMPTS + 1):
        with transaction():
            claimed = hand_overs.claim(now=now + number * timedelta(minutes=6))
            again_at_once = hand_overs.claim(now=now + number * timedelta(minutes=6, seconds=1))
        times.append((claimed.id == handed.id, claimed.attempts, again_at_once))

    # then
    assert times == [(True, number, None) for number in range(1, hand_overs.MOST_ATTEMPTS + 2)]


def test_what_was_forgotten_while_it_was_read_stays_forgotten(hand, ada):
    # given
    handed = hand(ada, lunch())
    with transaction():
        hand_overs.forget(ada, handed.id)

    # when
    with transaction():
        hand_overs.fail(handed.id, Fault.BROKEN)

    # then
    assert count(HandOver) == 0


def test_what_failed_keeps_neither_content_nor_address(app, ada, now):
    # given
    with transaction():
        handed = hand_overs.take_address(ada, "https://calendar.example/secret.ics", now=now)

    # when
    with transaction():
        hand_overs.fail(handed.id, Fault.REFUSED)

    # then
    assert (again(handed).state, again(handed).sealed_address, again(handed).fault) == (HandOverState.FAILED, "", "refused")


def test_who_leaves_leaves_nothing_here(found, ada, chen):
    # given
    found()

    # when
    with transaction() as session:
        people.deactivate(session.get_one(Person, ada.id))

    # then
    assert (count(HandOver), count(FoundNetwork)) == (0, 0)


def test_who_is_erased_stands_in_nobodys_proposals(found, hand, ada, bo, now):
    # given
    number = found()
    unread = hand(ada, lunch())
    with transaction() as session:
        session.execute(update(HandOver).where(HandOver.id == unread.id).values(claimed_at=now))

    # when
    with transaction() as session:
        erasing.erase(session.get_one(Person, bo.id), now=now)

    # then
    proposal = found_networks.own(ada, number).proposal
    assert ("bo@brink-waal.example" in str(proposal), len(proposal.people), count(HandOver)) == (False, 5, 1)
