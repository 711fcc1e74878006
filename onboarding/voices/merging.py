"""Two that say the same are put together, and can be taken apart again. Both stay as they are: authors find their words as they wrote them."""

from dataclasses import dataclass

from sqlalchemy import select, update

from database import db
from onboarding.voices import voices
from onboarding.voices.errors import NotPossible
from onboarding.voices.models import Showing, Voice, VoiceState


@dataclass(frozen=True, slots=True)
class Pair:
    """Which of the two stays on the board, and which leads to it afterwards."""

    kept: Voice
    given_up: Voice


def pair_of(one: Voice, other: Voice) -> Pair:
    """Stays: the one that was answered, or else was said earlier, or else has the lower number."""
    kept, given_up = sorted((one, other), key=lambda each: (each.state is VoiceState.OPEN, each.said_on, each.id))
    return Pair(kept, given_up)


def may_merge(one: Voice, other: Voice) -> bool:
    """Two of one kind that colleagues read and that stand for themselves."""
    return one.id != other.id and all(each.is_shown and not each.is_merged for each in (one, other))


def merge(one_id: int, other_id: int) -> Pair:
    """One stands on the board, and leads to the words of both; what was put together with the other one comes along.

    For community managers. Raises VoiceMissing, NotPossible.
    """
    locked = {id_: voices.lock(id_) for id_ in sorted({one_id, other_id})}
    one, other = locked[one_id], locked[other_id]
    if not may_merge(one, other):
        raise NotPossible("These two cannot be put together.")
    pair = pair_of(one, other)
    come_along = update(Voice).where(Voice.merged_into_id == pair.given_up.id).values(merged_into_id=pair.kept.id)
    db.session.execute(come_along.execution_options(synchronize_session="fetch"))
    pair.given_up.merged_into_id = pair.kept.id
    db.session.flush()
    return pair


def split(given_up_id: int) -> Voice:
    """It stands for itself again. Raises VoiceMissing, NotPossible."""
    voice = voices.lock(given_up_id)
    if not voice.is_merged:
        raise NotPossible("It stands for itself already.")
    voice.merged_into_id = None
    db.session.flush()
    return voice


def merged_into(voice: Voice) -> list[Voice]:
    """What was put together with it and may be read, the newest first."""
    query = select(Voice).where(Voice.merged_into_id == voice.id, Voice.showing == Showing.SHOWN)
    return list(db.session.scalars(query.order_by(Voice.said_on.desc(), Voice.id)))
