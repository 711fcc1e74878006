"""Which mail about a meeting of the two is due to whom: rules post here, `mails_meetings.py` writes the words when it leaves.

None has a topic: who meets whom is on no page of mails.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from champions.mentorships.models import Mentorship
from champions.mentorships.models_meetings import MeetingSeat
from mail import outbox
from people.models import Person

ARRANGED, MOVED, OFF = "champions.meeting", "champions.meeting_moved", "champions.meeting_off"
UNCLEAR, WORDS = "champions.meeting_unclear", "champions.meeting_words"


def arranged(mentorship: Mentorship, seats: Sequence[MeetingSeat], *, by: Person, is_new: bool, now: datetime) -> None:
    """Both have it in their calendars as it is now."""
    kind = ARRANGED if is_new else MOVED
    outbox.post_many([_post(kind, seat, str(mentorship.meeting_sequence), {"by": by.id}) for seat in seats], now=now)


def again(seat: MeetingSeat, *, occasion: str, now: datetime) -> None:
    """Their calendar asked how it stands."""
    outbox.post(_post(ARRANGED, seat, occasion, {"by": None}), now=now)


def called_off(mentorship: Mentorship, seats: Iterable[MeetingSeat], *, by: Person | None, now: datetime) -> None:
    """It is out of both calendars. The mail holds all that it says: what it is about may be deleted before it leaves."""
    at, until = mentorship.next_meeting_at or now, mentorship.meets_until or now
    facts = {
        "mentorship": mentorship.id,
        "by": by.id if by else None,
        "uid": mentorship.meeting_uid,
        "starts_at": at.isoformat(),
        "ends_at": until.isoformat(),
    }
    posts = [
        _post(
            OFF,
            seat,
            "off",
            {**facts, "token": seat.token, "answer": seat.answer.value, "is_mentee": seat.person_id == mentorship.mentee_id},
        )
        for seat in seats
    ]
    outbox.post_many(posts, now=now)


def unclear(seat: MeetingSeat, *, occasion: str, now: datetime) -> None:
    """An answer came that may be somebody else's, or that nobody could read: only its owner can say."""
    outbox.post(_post(UNCLEAR, seat, occasion, {}, replaceable=False), now=now)


def pass_on(seat: MeetingSeat, to: MeetingSeat, words: str, *, occasion: str, now: datetime) -> None:
    """What one of the two wrote in answer reaches the other."""
    outbox.post(_post(WORDS, to, occasion, {"words": words, "by": seat.person_id}, replaceable=False), now=now)


def _post(kind: str, seat: MeetingSeat, occasion: str, facts: Mapping[str, Any], *, replaceable: bool = True) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",
        stream=seat.stream,
        person_id=seat.person_id,
        recipient=seat.person.email,
        key=f"{kind}:{seat.token}:{occasion}",
        revision=seat.mentorship.meeting_sequence,
        replaceable=replaceable,
        payload={"seat": seat.id, **facts},
    )
