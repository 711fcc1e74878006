"""Which message is due about a whole series: one to each person, which says all of it and takes the place of what has not left."""

from collections.abc import Iterable
from datetime import datetime

from mail import outbox
from sessions.models import Invitation
from sessions.notices import SERIES, key
from sessions.series.models import Series


def told(
    series: Series,
    invitations: Iterable[Invitation],
    *,
    why: str,
    occasion: str,
    now: datetime,
    changed: Iterable[str] = (),
    dates: Iterable[int] = (),
    due_at: datetime | None = None,
) -> int:
    """The calendar of each person is told the true state of the series. Returns how many are told anew.

    `why`: invited, changed, ended (it goes on as another), answered, refreshed, promoted, cancelled, withdrawn. `changed` names fields, `dates` sessions that something happened to.
    """
    sequence = series.calendar_object.sequence if series.calendar_object else 0
    facts = {"series_id": series.id, "why": why, "changed": sorted(changed), "dates": sorted(dates)}
    posts = [
        outbox.Post(
            kind=SERIES,
            topic=series.topic,
            stream=invitation.stream,
            person_id=invitation.person_id,
            recipient=invitation.person.email,
            revision=sequence,
            key=key(SERIES, series.id, invitation.person_id, occasion),
            payload={**facts, "invitation_id": invitation.id},
            due_at=due_at,
        )
        for invitation in invitations
    ]
    return outbox.post_many(posts, now=now)
