"""The demo's round of training groups, half-way: groups were composed and proposed, and some have said yes. Written only through the rules."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from database import db, transaction
from people.models import Person
from sessions.rounds import jobs_rounds, offers, placing, proposing, rounds, signing_up
from sessions.rounds.models import PlaceAnswer, Round, SignUp
from sessions.rounds.signing_up import Said

ZONE = ZoneInfo("Europe/Amsterdam")
HOSTS = {"bo": (0, 1), "fatima.el": (1, 2), "kasper.holm": (0, 2)}  # at which of the times
# Who can at which of the times and places; what they would like to be able to do.
SAID: Mapping[str, tuple[tuple[int, ...], tuple[int, ...], str]] = {
    "ada": ((0, 1), (0,), "Find the drawing of a door seal without asking three people."),
    "elif.demir": ((0, 1), (0,), "Find drawings on my phone, beside the machine."),
    "leila.haddad": ((1, 2), (0, 1), "Share a planning so that everybody sees the same one."),
    "tomasz.zielinski": ((1,), (0,), ""),
    "hanneke.bos": ((0, 1), (0,), "Know who is who when somebody asks at the desk."),
    "jeroen.de": ((0,), (0,), "Find drawings of a switch box."),
    "aroha.ngata": ((0, 1, 2), (0,), ""),
    "yusuf.kaya": ((0, 2), (0,), "Read the shift notes of the other hall."),
    "grace.mensah": ((1, 2), (1,), "Share a planning of the closing with Deventer."),
    "ingrid.sorensen": ((2,), (0, 1), ""),
    "emily.clarke": ((1, 2), (1,), "Answer a question once instead of ten times."),
    "priya.raman": ((2,), (1,), "Find who knows what in the plant."),
    "samuel.osei": ((1, 2), (0, 1), "Find drawings at a customer’s."),
    "dana": ((2,), (1,), ""),
}
YES = ("elif.demir", "hanneke.bos", "leila.haddad")


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """Chen's round: fourteen colleagues signed up, the groups are proposed, three said yes."""
    opened_at, asked_at = now - timedelta(days=9), now - timedelta(hours=20)
    made = _offered(ids, now=opened_at)
    for step, key in enumerate(SAID, start=1):
        _sign_up(made, ids, key, now=opened_at + timedelta(hours=5 * step))
    with transaction():
        proposing.compose(made.id, resemblance=60, keeps_pairs=True, now=asked_at - timedelta(hours=1))
    jobs_rounds.compose_one(made.id)
    with transaction():
        proposing.ask(made.id, now=asked_at)
    for key in YES:
        _say_yes(made, ids[key], now=asked_at + timedelta(hours=3))


def _offered(ids: Mapping[str, int], *, now: datetime) -> Round:
    day = now.astimezone(ZONE).date() + timedelta(days=28)
    with transaction():
        details = rounds.RoundDetails(
            title="Getting started, winter",
            purpose="Six small steps on the platform, beside colleagues who are new to it too: finding people and files, sharing a "
            "plan, asking a question. **Nobody has to know anything before.**",
            timezone=str(ZONE),
            first_on=day - timedelta(days=day.weekday()),
            minutes=60,
            dates=6,
            smallest=3,
            largest=4,  # two are left: the page says what would place them
        )
        made = rounds.draft(details, by=db.session.get_one(Person, ids["chen"]), now=now)
        offers.add_times(made.id, [1], time(16))
        offers.add_times(made.id, [2], time(12))
        offers.add_times(made.id, [3], time(9))
        offers.add_place(made.id, "Canteen, Deventer", "Ground floor, level entrance")
        offers.add_place(made.id, "Meeting room 2, Zwolle", "First floor, lift beside the desk")
        for key, times in HOSTS.items():
            chosen = [made.times[number].id for number in times]
            offers.put_host(made.id, ids[key], chosen, [one.id for one in made.places], ["en", "nl"], most_groups=1)
        return rounds.open_(made.id, now=now)


def _sign_up(made: Round, ids: Mapping[str, int], key: str, *, now: datetime) -> SignUp:
    times, places, wish = SAID[key]
    companions = [ids["elif.demir"]] if key == "ada" else [ids["ada"]] if key == "elif.demir" else []
    with transaction():
        found = rounds.lock(made.id)
        said = Said(
            times=[found.times[number].id for number in times],
            places=[found.places[number].id for number in places],
            languages=["en", "nl"],
            wish=wish,
            companions=companions,
        )
        return signing_up.sign_up(made.id, db.session.get_one(Person, ids[key]), said, now=now)


def _say_yes(made: Round, person_id: int, *, now: datetime) -> None:
    with transaction():
        kept = next((one for one in rounds.signed_up(rounds.lock(made.id)) if one.person_id == person_id), None)
        if kept is not None and kept.group_id is not None and kept.answer is PlaceAnswer.NONE:
            placing.answer(made.id, kept.id, yes=True, now=now.astimezone(UTC))
