"""Mails about surveys, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from networks.mails import rendering
from onboarding.surveys import answering, links, telling, words
from onboarding.surveys.models import SurveyStop, SurveyWave
from people import nudges
from people.models import Person
from people.models_blind import BlindGrant


def register() -> None:
    """The outbox knows who writes mails about surveys."""
    renders(telling.ASKED, telling.REMINDED)(to_people)


def to_people(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language; a constant number of queries."""
    wave_ids, person_ids = {mail.payload.get("wave_id", 0) for mail in mails}, {mail.person_id for mail in mails}
    found = db.session.scalars(select(SurveyWave).where(SurveyWave.id.in_(wave_ids))).unique()
    waves = {wave.id: wave for wave in found}
    people = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(person_ids)))}
    purposes = [wave.purpose for wave in waves.values()]
    had = {
        (person_id, purpose)
        for person_id, purpose in db.session.execute(
            select(BlindGrant.person_id, BlindGrant.purpose).where(
                BlindGrant.person_id.in_(person_ids), BlindGrant.purpose.in_(purposes)
            )
        )
    }
    stops = select(SurveyStop.person_id, SurveyStop.survey_id).where(SurveyStop.person_id.in_(person_ids))
    stopped = {(person_id, survey_id) for person_id, survey_id in db.session.execute(stops)}

    def write(mail: OutgoingMail) -> Rendering | None:
        wave, person = waves.get(mail.payload.get("wave_id", 0)), people.get(mail.person_id or 0)
        if wave is None or person is None or (person.id, wave.survey_id) in stopped or (person.id, wave.purpose) in had:
            return None
        if not nudges.is_welcome(person, now=now) or not answering.is_open(wave, now=now):
            return None
        with force_locale(person.language or settings().language):
            text = words.mail(wave, reminds=mail.kind == telling.REMINDED)
            return rendering(text, person, links.path_of(wave, person), None, pause_url=nudges.pause_url(person))

    return [write(mail) for mail in mails]
