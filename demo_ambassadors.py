"""The demo's ambassadors and early adopters: some who help, one who would like to, and Ada, whom two colleagues thought of."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from champions import backings, commitments, register, weeks
from champions.commitments import Promise
from champions.offers import Offer
from champions.waves import adopters, waves
from champions.waves import queries as wave_queries
from champions.waves.models import WaveAnswer
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
HANDS: Mapping[str, tuple[str, ...]] = {
    "bo": ("Phone app",),
    "priya.raman": ("Search", "Groups"),
    "ravi.patel": ("Search",),
    "dana": (),
    "lotte.smit": ("Phone app", "Groups"),
    "elif.demir": ("Phone app",),
    "emre.yildiz": ("Working across countries",),
}
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
        _wave(ids, now=now)
        for key, by, words in THOUGHT_OF:
            register.suggest(_person(ids, key), words, by=_person(ids, by), now=now - timedelta(hours=3))


def _wave(ids: Mapping[str, int], *, now: datetime) -> None:
    """Two waves: one that is over, and one that people are asked for, by whose turn it is."""
    for days, (key, topics) in enumerate(HANDS.items()):
        adopters.raise_hand(_person(ids, key), topics, now=now - timedelta(days=40 - days))
    began = now - timedelta(days=30)
    first = waves.plan(
        waves.Plan(
            "Search by photo",
            began.date(),
            (began + timedelta(days=10)).date(),
            "Take a photo of a part, and find who knows it.",
            ("What worked?", "What was in the way?"),
        ),
        by=_person(ids, "chen"),
        now=began,
    )
    waves.ask(first.id, [ids[key] for key in ("bo", "priya.raman", "ravi.patel")], now=began)
    for one in wave_queries.people_of(first.id):
        waves.answer(one, WaveAnswer.YES, now=began)
    waves.start(first.id, now=began)
    for one in wave_queries.people_of(first.id):
        if one.person_id == ids["bo"]:
            waves.give_feedback(one, ["Found a seal in ten seconds.", "Not in the dark."], now=began + timedelta(days=5))
    waves.close(first.id, "Because of you it has a torch button now.", now=now - timedelta(days=18))
    today = now.date()
    second = waves.plan(
        waves.Plan(
            "Rota on the phone",
            today + timedelta(days=5),
            today + timedelta(days=19),
            "The new rota, two weeks before everybody gets it.",
            ("What would you change?",),
        ),
        by=_person(ids, "chen"),
        now=now - timedelta(days=1),
    )
    waves.ask(second.id, [ids[key] for key in ("dana", "lotte.smit", "elif.demir")], now=now - timedelta(days=1))
    for one in wave_queries.people_of(second.id):
        if one.person_id == ids["lotte.smit"]:
            waves.answer(one, WaveAnswer.YES, now=now)


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
