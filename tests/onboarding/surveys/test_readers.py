"""What readers answered to "was it useful?" is read once, when the wave is over, and shown as far as it may be."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db
from onboarding.evidence.participation import readers
from onboarding.evidence.participation.models import ParticipationReaders
from onboarding.surveys.models import Audience
from onboarding.surveys.questions import USEFUL, Wanted
from onboarding.surveys.surveys import Asks
from people import privacy

LATER = timedelta(days=30)


def kept():
    db.session.rollback()
    rows = db.session.scalars(select(ParticipationReaders).order_by(ParticipationReaders.wave_id)).all()
    return [(one.wave_id, one.total, one.yes, one.no, one.most) for one in rows]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_closed_wave_of_everybody_is_read_once(do, crowd, started, answers, closed, now, language):
    # given
    people = crowd(20)
    _survey, wave = started(Wanted(own=(USEFUL[language].upper(),)))
    answers(people, wave, [{0: "5"}] * 8 + [{0: "3"}] * 6 + [{0: "1"}] * 6)

    # when
    early = do(readers.remember, clock=False)
    closed(wave, at=now + LATER)
    read = [do(readers.remember, clock=False) for _time in range(2)]

    # then
    assert (early, read, kept()) == (0, [1, 0], [(wave, 20, 8, 6, None)])


@pytest.mark.parametrize(
    ("wanted", "asks"),
    [
        (Wanted(own=("I find the drawing I need.",)), Asks()),
        (Wanted(own=(USEFUL["en"],)), Asks(Audience.DEPARTMENT, department="Works")),
    ],
    ids=["another statement", "a department only"],
)
def test_what_asks_something_else_or_others_is_not_read(do, crowd, started, answers, closed, now, wanted, asks):
    # given
    people = crowd(8, "Works")
    _survey, wave = started(wanted, asks=asks)
    answers(people, wave, [{0: "5"}] * 8)
    closed(wave, at=now + LATER)

    # then
    assert (do(readers.remember, clock=False), kept()) == (0, [])


def test_few_who_said_no_are_not_told(do, crowd, started, answers, closed, now):
    # given
    people = crowd(9)
    _survey, wave = started(Wanted(own=(USEFUL["en"],)))
    answers(people, wave, [{0: "5"}] * 7 + [{0: "1"}] * 2)
    closed(wave, at=now + LATER)

    # when
    do(readers.remember, clock=False)

    # then: that most found it useful says of nobody what they answered
    ((_wave, _total, yes, no, most),) = kept()
    assert (yes is None or 9 - yes >= privacy.FLOOR, no, most) == (True, None, True)
