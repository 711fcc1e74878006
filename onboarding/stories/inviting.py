"""A story that is missing becomes an invitation to ambassadors: a line on their page and in the mail they chose, or a mail of its own.

The mail of its own is a nudge: only to who wants nudges, within their cap, and one about stories in thirty days.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from champions import queries as ambassadors
from champions.models import Ambassador
from database import db
from onboarding.stories import choosing, missing, notices
from onboarding.stories.errors import StoryMissing
from onboarding.stories.missing import Gap
from people import nudges
from people.models import Nudge, Person

MOST_LINES = 2  # for one ambassador in a week


def invite(key: str, *, by: Person, now: datetime) -> None:
    """Ambassadors near by hear which story is missing, as far as they want nudges. For community managers.

    Who heard is not told. Raises StoryMissing for what is not missing any more.
    """
    gap = next((gap for gap in missing.gaps() if gap.key == key), None)
    if gap is None or not by.may_manage:
        raise StoryMissing("That story is not missing any more.")
    week = choosing.week_of(now.date())
    near = [one.person for one in missing.near(gap, ambassadors.active(), week=week) if one.person_id != by.id]
    heard = set(
        db.session.scalars(
            select(Nudge.person_id).where(
                Nudge.kind == notices.MISSING,
                Nudge.nudged_at > now - nudges.MONTH,
                Nudge.person_id.in_([person.id for person in near]),
            )
        )
    )
    asked = [person for person in near if person.id not in heard and nudges.may_nudge(person, now=now)]
    notices.missing(asked, gap.side, gap.value, now=now)
    nudges.record_many([person.id for person in asked], notices.MISSING, now=now)


def lines(people: Collection[Person], *, now: datetime) -> dict[int, list[Gap]]:
    """Which missing stories each of these ambassadors may know somebody for, by person id; few, and others next week."""
    found: dict[int, list[Gap]] = {person.id: [] for person in people}
    helping = ambassadors.active()
    if found.keys().isdisjoint(one.person_id for one in helping):
        return found
    for gap in missing.gaps():
        for one in _few(gap, helping, choosing.week_of(now.date()), found):
            found[one.person_id].append(gap)
    return found


def _few(gap: Gap, helping: Sequence[Ambassador], week: int, found: dict[int, list[Gap]]) -> list[Ambassador]:
    near = missing.near(gap, helping, week=week)
    return [one for one in near if one.person_id in found and len(found[one.person_id]) < MOST_LINES]
