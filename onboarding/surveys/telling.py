"""Who gets a mail about a wave: one when it begins, and one reminder at most, half-way, for whoever has had no token.

Both are nudges: only to who wants nudges, within the cap, and to nobody who stopped the survey. Whoever gets none finds it at home.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, exists, select, update

from database import db
from mail import outbox
from onboarding.surveys.models import SurveyAsked, SurveyStop, SurveyWave, Told
from onboarding.voices import days
from people import nudges
from people.models import Person
from people.models_blind import BlindGrant
from people.quiet_hours import after_quiet_hours

ASKED = "surveys.asked"
REMINDED = "surveys.reminded"
AT_ONCE = 500


def tell_some(*, now: datetime) -> int:
    """Some of those who wait for the first mail of an open wave have it, or are passed over; returns how many were looked at."""
    today = days.today(now)
    query = _open(today).where(SurveyAsked.told == Told.WAITS)
    return _tell(db.session.execute(query.limit(AT_ONCE)).all(), ASKED, Told.ASKED, now=now)


def remind_some(*, now: datetime) -> int:
    """Some of those who were asked and opened nothing by half-time are reminded, once; returns how many were looked at."""
    today = days.today(now)
    found = db.session.scalars(select(SurveyWave).where(~SurveyWave.closed, SurveyWave.closes_on >= today)).unique()
    due = [wave for wave in found if today >= wave.begins_on + (wave.closes_on - wave.begins_on + timedelta(days=1)) / 2]
    for wave in due:
        granted = exists().where(BlindGrant.person_id == SurveyAsked.person_id, BlindGrant.purpose == wave.purpose)
        query = _open(today).where(SurveyAsked.told == Told.ASKED, SurveyWave.id == wave.id, ~granted)
        rows = db.session.execute(query.limit(AT_ONCE)).all()
        if rows:
            return _tell(rows, REMINDED, Told.REMINDED, now=now)
    return 0


def _open(today: date) -> Select[SurveyWave, Person]:
    stopped = exists().where(SurveyStop.survey_id == SurveyWave.survey_id, SurveyStop.person_id == SurveyAsked.person_id)
    return (
        select(SurveyWave, Person)
        .join(SurveyAsked, SurveyAsked.wave_id == SurveyWave.id)
        .join(Person, Person.id == SurveyAsked.person_id)
        .where(~SurveyWave.closed, SurveyWave.begins_on <= today, SurveyWave.closes_on >= today, ~stopped)
        .order_by(SurveyWave.id, Person.id)
    )


def _tell(rows: Sequence[tuple[SurveyWave, Person]], kind: str, told: Told, *, now: datetime) -> int:
    """Of several waves at once, each person hears of one, and of the next with the next look."""
    posts, heard = [], set()
    for wave, person in rows:
        if person.id in heard:
            continue
        welcome = nudges.may_nudge(person, now=now)
        heard.add(person.id)
        if welcome:
            posts.append(_post(kind, wave, person, now))
            nudges.record(person.id, kind, now=now)
        _mark(wave, person, told if welcome else Told.NOTHING)
    outbox.post_many(posts, now=now)
    return len(heard)


def _mark(wave: SurveyWave, person: Person, told: Told) -> None:
    of = (SurveyAsked.wave_id == wave.id, SurveyAsked.person_id == person.id)
    db.session.execute(update(SurveyAsked).where(*of).values(told=told).execution_options(synchronize_session=False))


def _post(kind: str, wave: SurveyWave, person: Person, now: datetime) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",
        stream=f"survey:{wave.id}:person:{person.id}",
        person_id=person.id,
        recipient=person.email,
        key=f"{kind}:{wave.id}:{person.id}",
        payload={"wave_id": wave.id},
        due_at=after_quiet_hours(now, person),
    )
