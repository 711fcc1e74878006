"""The demo's formats in use: some colleagues would like a profile clinic, and Bo asks Ada to host a lunch with him."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from database import db, transaction
from people.models import Person
from sessions import cohosts, interests
from sessions.kits import uses
from sessions.models import ScheduledSession

CLINIC = "profile-clinic"
WOULD_COME = ("ada", "elif.demir", "hanneke.bos", "noor.jansen", "daan.visser", "lotte.smit")


def fill(ids: Mapping[str, int], *, clinic: int, lunch: int, now: datetime) -> None:
    """Six asked to be told of a profile clinic, and there is a draft of one. `ids`: who is who; `clinic`, `lunch`: of sessions."""
    with transaction():
        uses.choose(db.session.get_one(ScheduledSession, clinic), CLINIC)
        for number, key in enumerate(WOULD_COME):
            person = db.session.get_one(Person, ids[key])
            interests.ask(interests.of_format(CLINIC), person, now=now - timedelta(days=9 - number))
        cohosts.ask([lunch], ids["ada"], by=db.session.get_one(Person, ids["bo"]), now=now - timedelta(days=1))
