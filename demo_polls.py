"""The demo's date poll: open, half answered, and waiting for Ada. Written only through the rules, like everything of the demo."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from database import db, transaction
from people.models import Person
from sessions.polls import asking, dates, marking, polls
from sessions.polls.models import Mark, PollPerson

ZONE = ZoneInfo("Europe/Amsterdam")
YES, IF_NEED_BE, NO = Mark.YES, Mark.IF_NEED_BE, Mark.NO
DAYS = (1, 3, 8, 10)  # from a Monday in two to three weeks on: Tuesdays and Thursdays
SAID: Mapping[str, tuple[Mark, ...]] = {
    "elif.demir": (NO, YES, YES, YES),
    "leila.haddad": (YES, YES, IF_NEED_BE, NO),
    "tomasz.zielinski": (YES, IF_NEED_BE, NO, NO),
    "hanneke.bos": (YES, YES, YES, IF_NEED_BE),
    "noor.jansen": (NO, IF_NEED_BE, NO, NO),
}
SILENT = ("ada", "mateo.ruiz", "grace.mensah")
WORDS = {"elif.demir": "I have the early shift that week; after two o’clock is fine."}


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """Chen asks eight colleagues, five have marked the dates. `ids`: who is who."""
    asked_at, monday = now - timedelta(days=2), 21 - now.astimezone(ZONE).weekday()
    with transaction():
        details = polls.PollDetails(
            title="New year’s breakfast",
            description="Bread from the test floor, and half an hour for what you would like to learn next quarter.",
            timezone=str(ZONE),
            minutes=60,
            host_id=ids["chen"],
            place="Canteen",
            answer_until=_at(now, 8, time()),
        )
        poll = polls.draft(details, by=db.session.get_one(Person, ids["chen"]), now=asked_at)
        for day in DAYS:
            dates.add(poll.id, _at(now, monday + day, time(8, 30)), now=asked_at)
        asking.ask(poll.id, [ids[key] for key in (*SAID, *SILENT)], now=asked_at)
        polls.open_(poll.id, now=asked_at)
        people = {asked.person_id: asked for asked in polls.asked_people(poll)}
        number = [date.id for date in poll.dates]
    for step, (key, marks) in enumerate(SAID.items(), start=1):
        _mark(people[ids[key]], dict(zip(number, marks, strict=True)), WORDS.get(key), now=asked_at + timedelta(hours=3 * step))


def _mark(asked: PollPerson, marks: Mapping[int, Mark], word: str | None, *, now: datetime) -> None:
    with transaction():
        marking.record_marks(asked.id, marks, now=now, comment=word)


def _at(now: datetime, days: int, at: time) -> datetime:
    """That many days from today in the plant's zone."""
    return datetime.combine(now.astimezone(ZONE).date() + timedelta(days=days), at, tzinfo=ZONE).astimezone(UTC)
