"""The days on which groups would meet, and what is celebrated on them. Nothing is moved for it: whoever plans decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from config import settings
from sessions.rounds import rounds
from sessions.rounds.models import Round
from sessions.series import holidays


@dataclass(frozen=True, slots=True)
class Celebrated:
    """A date of a group that falls on a holiday; `at` is midday of it, on the clock of the round."""

    at: datetime
    name: str


def holidays_of(found: Round, *, language: str) -> dict[int, list[Celebrated]]:
    """By time (id): the dates of a group meeting then that fall on a holiday, in order; only times that have any."""
    firsts = {at.id: rounds.first_date(found, at).astimezone(found.zone) for at in found.times}
    step = timedelta(weeks=found.every_weeks)
    dates = {
        id_: [first.replace(hour=12, minute=0) + number * step for number in range(found.dates)] for id_, first in firsts.items()
    }
    days = {at.date() for chosen in dates.values() for at in chosen}
    named = holidays.named(days, holidays.places(settings().holidays), language=language)
    marked = {id_: [Celebrated(at, named[at.date()]) for at in chosen if at.date() in named] for id_, chosen in dates.items()}
    return {id_: celebrated for id_, celebrated in marked.items() if celebrated}
