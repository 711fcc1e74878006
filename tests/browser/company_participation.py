"""Participation of the company: thirty weeks of totals, and a file that waits for Chen's yes."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta

from database import db, transaction
from onboarding.evidence.participation import arriving, keeping
from onboarding.evidence.participation.models import Door
from people.models import Person

HEADING = "week,kind,segment,people,consume,contribute,create,contacts,across,people_across,people_within"


def furnish_participation(people: Mapping[str, Person], *, now: datetime) -> None:
    """Four departments, of which one is too small, and a group with its contacts."""
    days = [now.date() - timedelta(weeks=number) for number in range(1, 31)]
    rows = [
        row
        for number, day in enumerate(days)
        for row in (
            f"{day},,,400,{150 - number},60,20,,,,",
            f"{day},department,Export,90,40,12,{number % 9},,,,",
            f"{day},department,Hall 1,80,30,10,8,,,,",
            f"{day},department,Labs,8,3,1,0,,,,",
            f"{day},department,Works,120,40,20,7,,,,",
            f"{day},group,Ovens,60,,,,90,40,20,30".replace(",,,,90", ",0,0,0,90"),
        )
    ]
    for sent in (rows, ["oops", *rows[:6]]):
        arrival = arriving.from_file(io.BytesIO("\n".join([HEADING, *sent]).encode()), "", today=now.date())
        with transaction():
            chen = db.session.get_one(Person, people["chen"].id)
            if sent is rows:
                keeping.keep(arrival.weeks, arrival, Door.FILE, by=chen, now=now)
            else:
                keeping.start(arrival, by=chen, now=now)
