"""Whoever sent somebody reads that dates are theirs again: of several dates of a series in one mail."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from database import db
from sessions import delegations
from sessions.delegations import Returned
from sessions.series import notices, single_dates
from sessions.series.models import Series


def tell(returned: Iterable[Returned], *, now: datetime) -> None:
    """Each person whose dates are theirs again is told once of each series they have all of, else of each date."""
    by_person: dict[tuple[int, int], list[Returned]] = {}
    for one in returned:
        by_person.setdefault((one.session.calendar_object_id, one.rsvp.person_id), []).append(one)
    for dates in by_person.values():
        if len(dates) == 1 or not _tell_of_all(dates, now=now):
            delegations.tell(dates, now=now)


def _tell_of_all(dates: Sequence[Returned], *, now: datetime) -> bool:
    first = dates[0].session
    series = db.session.get(Series, first.series_id) if first.recurrence_id is not None and first.series_id else None
    invitation = dates[0].rsvp.invitation
    if series is None or single_dates.has_only_single_dates(series, invitation):
        return False
    occasion = f"returned:{max(one.delegation_id for one in dates)}"
    notices.told(series, [invitation], why="returned", occasion=occasion, now=now, dates=[one.session.id for one in dates])
    return True
