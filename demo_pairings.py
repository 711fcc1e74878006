"""The demo's round of pairs: found and looked at, the people asked, and one of them has said yes. For Emre nobody could be found."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from champions import weeks
from champions.mentorships import answering, asking
from champions.mentorships.asking import Wish
from champions.mentorships.models import Proposal
from champions.pairings import pairing
from champions.pairings.matching_apart import Task, Way, find
from champions.weeks import number_of
from database import db, transaction
from people.models import Person

MONDAY, WEDNESDAY, THURSDAY, FRIDAY = 0, 2, 3, 4
SINCE: Mapping[str, int] = {"ines.carvalho": 5, "noor.jansen": 4, "lukas.brandt": 3, "emre.yildiz": 16}  # days
WISHES: Mapping[str, Wish] = {
    "ines.carvalho": Wish(
        "Ask Deventer something without writing to six people.",
        ("Working across countries",),
        ("pt", "en"),
        (number_of(WEDNESDAY, weeks.MORNING),),
    ),
    "noor.jansen": Wish(
        "I would like to say in our group what I plan, before everybody phones me.",
        ("Asking a question", "First steps"),
        ("nl", "en"),
        (number_of(MONDAY, weeks.NOON), number_of(THURSDAY, weeks.NOON)),
    ),
    "lukas.brandt": Wish(
        "Find out who has wired this panel before.", ("Finding who knows what",), ("en",), (number_of(THURSDAY, weeks.EARLY),), 80
    ),
    "emre.yildiz": Wish("İlk sorumu sormak istiyorum.", ("First steps",), ("tr",), (), 0),
}
LATER = (
    "daan.visser",
    Wish(
        "Ik wil de berichten van onze groep op mijn telefoon lezen.",
        ("Groups", "On the road with a phone"),
        ("nl",),
        (number_of(FRIDAY, weeks.NOON),),
    ),
)


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who. After the mentorships."""
    with transaction():
        chen = _person(ids, "chen")
        for key, days in SINCE.items():
            asking.ask(_person(ids, key), WISHES[key], now=now - timedelta(days=days))
        began = now - timedelta(hours=26)
        round_ = pairing.start(chen, resemblance=60, now=began)
        of = pairing.request_of(round_, now=began)
        pairing.keep(round_.id, began, of, {way: find(Task(of, way)) for way in Way})
        pairing.confirm(round_.id, by=chen, now=now - timedelta(hours=25))
        asked = db.session.scalars(select(Proposal).where(Proposal.mentee_id == ids["ines.carvalho"])).one()
        answering.answer(asked.id, ids["ines.carvalho"], yes=True, now=now - timedelta(hours=3))
        key, wish = LATER
        asking.ask(_person(ids, key), wish, now=now - timedelta(hours=2))


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
