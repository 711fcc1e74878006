"""Who is in which group: by hand, after a no, after a change of what somebody said. What the composer refuses, a hand does not do."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, insert, select

from database import db
from sessions.rounds import deniability, intakes, notices, qualities, rounds, seating
from sessions.rounds.errors import MoveRefused, RoundClosed, RoundMissing
from sessions.rounds.intakes import Standing
from sessions.rounds.models import DeclinedGroup, PlaceAnswer, Round, RoundGroup, RoundMove, RoundState, SignUp

BY_HAND = {RoundState.PROPOSED, RoundState.ASKED}


def move(round_id: int, sign_up_id: int, group_id: int | None) -> SignUp:
    """This person is in that group, or in none; nobody is told before it is confirmed. Raises MoveRefused, RoundClosed, RoundMissing.

    Why somebody cannot go there is not said, and nothing tells one reason from another: they told us in confidence when they can, and
    with whom not. Some are refused by chance, for the same end (`deniability.py`).
    """
    found = _adjustable(round_id)
    kept = _sign_up(found, sign_up_id)
    if kept.group_id == group_id:
        return kept
    _guard_asked(found, kept, group_id)
    standing = intakes.standing_of(found)
    if group_id is not None and group_id not in by_hand(standing, kept):
        raise MoveRefused("%(name)s cannot be moved into that group.", name=kept.person.name)
    db.session.add(RoundMove(round_id=found.id, sign_up_id=kept.id, from_group_id=kept.group_id, to_group_id=group_id))
    _put(kept, group_id)
    db.session.flush()
    return kept


def offer(round_id: int, sign_up_id: int, group_id: int, *, now: datetime) -> SignUp:
    """Groups exist, and a place in one is proposed to somebody who waits: they are asked by mail, and in it once they say yes.

    Raises MoveRefused as `move` does, RoundClosed when the round is over or they are in a group or asked already, and RoundMissing.
    """
    found = rounds.lock(round_id)
    if found.state is not RoundState.PUBLISHED or found.is_closed:
        raise RoundClosed("This round is over: nobody comes into a group by it any more.")
    kept = _sign_up(found, sign_up_id)
    if kept.group_id is not None:
        raise RoundClosed("%(name)s has a group, or was asked about one, already.", name=kept.person.name)
    if group_id not in suiting(found, kept, now=now):
        raise MoveRefused("%(name)s cannot be moved into that group.", name=kept.person.name)
    _ask(found, kept, group_id, now=now)
    return kept


def undo(round_id: int) -> SignUp:
    """The last move by hand is taken back. Raises RoundClosed when there is none, or it cannot be taken back any more."""
    found = _adjustable(round_id)
    last = db.session.scalar(_moves(found).limit(1))
    if last is None:
        raise RoundClosed("There is no move to take back.")
    kept = _sign_up(found, last.sign_up_id)
    back = last.from_group_id
    db.session.delete(last)
    if kept.group_id != last.to_group_id or (back is not None and back not in fitting(intakes.standing_of(found), kept)):
        db.session.flush()
        raise MoveRefused("%(name)s cannot be moved into that group.", name=kept.person.name)
    _put(kept, back)
    db.session.flush()
    return kept


def last_move(found: Round) -> RoundMove | None:
    """What an undo would take back."""
    return db.session.scalar(_moves(found).limit(1))


def fitting(standing: Standing, kept: SignUp) -> list[int]:
    """The groups (ids) that this person could join now, the best first; never one they said no to."""
    declined = set(db.session.scalars(select(DeclinedGroup.group_id).where(DeclinedGroup.sign_up_id == kept.id)))
    places = qualities.openings(standing.intake, standing.groups, kept.person_id)
    ids = [standing.rows[place].id for place in places]
    return [id_ for id_ in ids if id_ not in declined and id_ != kept.group_id]


def by_hand(standing: Standing, kept: SignUp) -> list[int]:
    """Of these groups, those to which a hand may move this person before groups exist: some are left out by chance."""
    members = {row.id: (*group.members, group.host) for row, group in zip(standing.rows, standing.groups, strict=True)}
    return [id_ for id_ in fitting(standing, kept) if not deniability.is_refused(kept.person_id, members[id_])]


def suiting(found: Round, kept: SignUp, *, now: datetime) -> list[int]:
    """The same for the round as it stands; of groups that exist only those that still meet and have a seat."""
    standing = intakes.standing_of(found)
    ids = fitting(standing, kept)
    if found.state is not RoundState.PUBLISHED:
        return ids
    seats = seating.with_seats(kept, [row for row in standing.rows if row.id in set(ids)], now=now)
    return [id_ for id_ in ids if id_ in seats]


def answer(round_id: int, sign_up_id: int, *, yes: bool, now: datetime, group_id: int | None = None) -> SignUp:
    """Yes keeps the place, or takes it in a group that exists. No needs no reason: another group that fits is proposed, if there is one.

    Who is in a group that exists leaves it by a no: membership, invitation and seat go. `group_id`: the group the person had before
    their eyes. Raises RoundClosed, also when it is another by now, and RoundMissing.
    """
    found = rounds.lock(round_id)
    if not found.asks:
        raise RoundClosed(
            "The groups are settled. Nothing was changed." if found.published_at else "Nothing is proposed to you yet."
        )
    kept = _sign_up(found, sign_up_id)
    if kept.group_id is None or kept.asked_at is None:
        raise RoundClosed("No place is proposed to you at the moment.")
    if group_id is not None and group_id != kept.group_id:
        raise RoundClosed(
            "Another group is proposed to you by now. Here it is; your answer to the one before counts for nothing."
        )
    if yes:
        _take(found, kept, now=now)
    else:
        _decline(found, kept, now=now)
    db.session.flush()
    return kept


def _take(found: Round, kept: SignUp, *, now: datetime) -> None:
    if found.state is RoundState.PUBLISHED and kept.group is not None:
        seating.admit(kept.group, kept.person, now=now)
    kept.answer = PlaceAnswer.YES


def _decline(found: Round, kept: SignUp, *, now: datetime) -> None:
    db.session.execute(insert(DeclinedGroup), [{"sign_up_id": kept.id, "group_id": kept.group_id}])
    if found.state is RoundState.PUBLISHED and kept.group is not None:
        seating.let_go(kept.group, kept.person, now=now)
    _place_anew(found, kept, now=now)


def give_up_unfit(found: Round, kept: SignUp, *, now: datetime) -> None:
    """After somebody changed what they said: a place that does not fit any more is given up, and another proposed if people were asked."""
    if kept.group_id is None or not (found.state in BY_HAND or kept.is_offered):
        return
    standing = intakes.standing_of(found)
    place = standing.place_of(kept.group_id)
    others = [replace(group, members=tuple(key for key in group.members if key != kept.person_id)) for group in standing.groups]
    if place in qualities.openings(standing.intake, others, kept.person_id):
        return
    if found.asks and kept.asked_at is not None:
        _place_anew(found, kept, now=now)
    else:
        _put(kept, None)
    db.session.flush()


def _place_anew(found: Round, kept: SignUp, *, now: datetime) -> None:
    _put(kept, None)
    db.session.flush()
    others = suiting(found, kept, now=now)
    if others:
        _ask(found, kept, others[0], now=now)


def _ask(found: Round, kept: SignUp, group_id: int, *, now: datetime) -> None:
    _put(kept, group_id)
    kept.asked_at = now
    db.session.flush()
    notices.places_proposed(found, [kept], now=now)


def _put(kept: SignUp, group_id: int | None) -> None:
    kept.group_id = group_id
    kept.group = db.session.get(RoundGroup, group_id) if group_id is not None else None
    kept.answer, kept.asked_at, kept.why_unplaced, kept.remedies = PlaceAnswer.NONE, None, "", []


def _guard_asked(found: Round, kept: SignUp, group_id: int | None) -> None:
    if found.state is RoundState.ASKED and kept.asked_at is not None and group_id is None:
        raise RoundClosed(
            "%(name)s was asked about this place. Move them to another group, or wait for their answer.", name=kept.person.name
        )


def _adjustable(round_id: int) -> Round:
    found = rounds.lock(round_id)
    if found.state not in BY_HAND:
        raise RoundClosed("There is no proposal to change.")
    return found


def _sign_up(found: Round, sign_up_id: int) -> SignUp:
    query = select(SignUp).where(SignUp.id == sign_up_id, SignUp.round_id == found.id)
    kept = db.session.scalar(query.execution_options(populate_existing=True))
    if kept is None or not kept.person.active:
        raise RoundMissing("This person is not in the round any more.")
    return kept


def _moves(found: Round) -> Select[RoundMove]:
    return select(RoundMove).where(RoundMove.round_id == found.id).order_by(RoundMove.id.desc())
