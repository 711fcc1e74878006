"""The demo's mentorships: Bo accompanies Ada and Willem-Jan, Leila is asked about Fatima, and Aroha has gone on by herself."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from champions import weeks
from champions.mentorships import answering, asking, proposals, records, weekly
from champions.mentorships.asking import Wish
from champions.mentorships.models import Going, Mentorship, Origin
from champions.mentorships.records import Next
from champions.weeks import number_of
from database import db, transaction
from people.models import Person

TUESDAY, WEDNESDAY = 1, 2
WISHES: Mapping[str, Wish] = {
    "ada": Wish(
        "I would like to find the seal drawings myself, instead of walking to the office.",
        ("First steps", "Asking a question"),
        ("en",),
        (number_of(TUESDAY, weeks.NOON),),
    ),
    "willemjan.van": Wish(
        "De rooster van mijn ploeg vinden zonder het te vragen.", ("On the road with a phone",), ("nl",), (), 100
    ),
    "aroha.ngata": Wish("Ask one question without feeling slow.", ("Asking a question",), ("en",)),
    "leila.haddad": Wish(
        "I would like to post one photo from the works visit, and know who sees it.",
        ("Asking a question",),
        ("en", "nl"),
        (number_of(WEDNESDAY, weeks.NOON),),
        0,
    ),
}
PAIRS = (("ada", "bo", 24), ("willemjan.van", "bo", 12), ("aroha.ngata", "fatima.el", 34))  # who, with whom, since how many days
CHECK_INS = (
    ("ada", "bo", 17, "We found the first drawing together. Next time you hold the mouse.", None),
    ("ada", "ada", 3, "Found two by myself. The search box was the trick.", Going.WELL),
    ("aroha.ngata", "aroha.ngata", 9, "I asked, and got three answers before the shift was over.", Going.WELL),
)


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who. After the ambassadors."""
    with transaction():
        chen, with_whom = _person(ids, "chen"), dict[str, Mentorship]()
        for mentee, ambassador, days in PAIRS:
            with_whom[mentee] = _begun(ids, mentee, ambassador, at=now - timedelta(days=days))
        for mentee, author, days, words, going in CHECK_INS:
            day = (now - timedelta(days=days)).date()
            records.check_in(
                with_whom[mentee].id, words, by=_person(ids, author), met_on=day, today=now.date(), now=now, going=going
            )
        meeting = (now + timedelta(days=4)).replace(hour=11, minute=0, second=0, microsecond=0)
        records.plan(
            with_whom["ada"].id,
            Next("Keep one drawing where the line can find it", meeting, "Canteen"),
            by=_person(ids, "bo"),
            now=now,
        )
        records.end(
            with_whom["aroha.ngata"].id,
            "Thank you, Fatima. I ask by myself now.",
            by=_person(ids, "aroha.ngata"),
            today=(now - timedelta(days=2)).date(),
            now=now - timedelta(days=2),
        )
        asking.ask(_person(ids, "leila.haddad"), WISHES["leila.haddad"], now=now - timedelta(days=6))
        weekly.choose(_person(ids, "bo"), TUESDAY, 8, now=now)
        proposals.propose(ids["leila.haddad"], ids["fatima.el"], origin=Origin.BY_HAND, by=chen, now=now - timedelta(hours=5))


def _begun(ids: Mapping[str, int], mentee: str, ambassador: str, *, at: datetime) -> Mentorship:
    person = _person(ids, mentee)
    asking.ask(person, WISHES[mentee], now=at - timedelta(days=2))
    proposal = proposals.ask_for(person, ids[ambassador], now=at - timedelta(days=1))
    begun = answering.answer(proposal.id, ids[ambassador], yes=True, now=at)
    if begun is None:
        raise LookupError(f"{mentee} and {ambassador} do not fit")
    return begun


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
