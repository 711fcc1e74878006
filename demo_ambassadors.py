"""The demo's ambassadors: some who help, one who would like to, and Ada, whom two colleagues thought of."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from champions import backings, commitments, register, weeks
from champions.commitments import Promise
from champions.offers import Offer
from champions.weeks import number_of
from database import db, transaction
from people.models import Person
from people.people import Details, update_person

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
NOON, AFTERNOON, MORNING, EARLY = weeks.NOON, weeks.AFTERNOON, weeks.MORNING, weeks.EARLY
HELP: Mapping[str, Offer] = {
    "bo": Offer(
        ("First steps", "On the road with a phone"),
        ("nl", "en"),
        ("Deventer",),
        (number_of(TUESDAY, NOON), number_of(FRIDAY, AFTERNOON)),
        3,
        "I had cold feet myself. Call me between two customers, or have lunch with me on Tuesday.",
    ),
    "fatima.el": Offer(
        ("First steps", "Asking a question", "Training groups"),
        ("nl", "en", "ar", "fr"),
        ("Deventer", "Zwolle"),
        tuple(number_of(day, NOON) for day in range(5)),
        4,
        "No question is too small; I have asked most of them.",
    ),
    "kasper.holm": Offer(("Finding who knows what", "A good profile"), ("en",), ("Zwolle",), (number_of(THURSDAY, EARLY),), 2),
    "sofia.almeida": Offer(("Working across countries",), ("pt", "en"), ("Lisbon",), (number_of(WEDNESDAY, MORNING),), 2),
    "hanneke.bos": Offer(
        ("Finding files",), ("nl",), ("Deventer",), (number_of(MONDAY, AFTERNOON),), 0, "At the front desk, all morning."
    ),
}
WAITS = {"priya.raman": Offer(("Groups", "Search"), ("en", "nl"), ("Zwolle",), (number_of(WEDNESDAY, NOON),), 2)}
THOUGHT_OF = (
    ("ada", "elif.demir", "On our line everybody asks Ada anyway, and she never makes you feel slow."),
    ("ada", "tomasz.zielinski", "She showed me the rota on the phone in two minutes."),
)


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    with transaction():
        chen = _person(ids, "chen")
        for days, (key, offer) in enumerate(HELP.items(), start=1):
            began = now - timedelta(days=50 - 7 * days)
            register.volunteer(_person(ids, key), offer, now=began)
            register.welcome(ids[key], by=chen, now=began + timedelta(days=1))
        register.rest(_person(ids, "hanneke.bos"), now=now - timedelta(days=4))
        for key, offer in WAITS.items():
            register.volunteer(_person(ids, key), offer, now=now - timedelta(hours=20))
        marieke = _person(ids, "marieke")
        update_person(_person(ids, "bo"), Details(manager=marieke.email))
        backings.ask(_person(ids, "bo"), "Two colleagues, on my Tuesdays in Deventer.", now=now - timedelta(days=2))
        today = now.date()
        questions = commitments.make(marieke, Promise("Answer two questions a week", today + timedelta(days=1), 1), now=now)
        commitments.share(questions.id, [chen.id, ids["bo"]], by=marieke, now=now)
        commitments.mark(questions.id, today + timedelta(days=1), kept=True, by=marieke, now=now)
        commitments.make(marieke, Promise("Open the spring meetup", today + timedelta(days=120), reminder_days=7), now=now)
        for key, by, words in THOUGHT_OF:
            register.suggest(_person(ids, key), words, by=_person(ids, by), now=now - timedelta(hours=3))


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
