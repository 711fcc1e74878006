"""Who hears of a wave: one mail, one reminder at most, within the cap, and off by a press."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from onboarding.surveys import jobs, mails, surveys
from people import nudges
from people.models import Nudge, Person


@pytest.fixture
def heard(app):
    """`heard(ada)`: which mails are on their way to her."""

    def read(person):
        db.session.rollback()
        query = select(OutgoingMail.kind).where(OutgoingMail.person_id == person.id).order_by(OutgoingMail.id)
        return list(db.session.scalars(query))

    return read


@pytest.fixture
def written(app, clock):
    """`written(now)`: the mails as they would leave at this moment."""

    def render(at):
        db.session.rollback()
        found = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
        with app.test_request_context():
            return mails.to_people(found, now=at)

    return render


def test_everybody_asked_hears_once_and_is_reminded_once(started, ada, crowd, heard, token_of, clock, now):
    # given
    (other, *_others) = crowd(6)
    _number, wave = started()

    # when
    jobs.turn()
    jobs.turn()
    token_of(other, wave)
    for days in (4, 5, 6, 7):
        clock.move_to(now + timedelta(days=days))
        jobs.turn()

    # then: whoever opened it is not reminded
    assert (heard(ada), heard(other)) == (["surveys.asked", "surveys.reminded"], ["surveys.asked"])
    assert db.session.scalars(select(Nudge.kind).where(Nudge.person_id == ada.id)).all() == ["surveys.asked", "surveys.reminded"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda person, _now: setattr(person, "wants_nudges", False), id="wants-none"),
        pytest.param(lambda person, now: setattr(person, "nudges_paused_until", now + timedelta(days=9)), id="paused"),
        pytest.param(
            lambda person, now: [nudges.record(person.id, "x", now=now) for _one in range(nudges.NUDGES_A_MONTH)], id="had-enough"
        ),
    ],
)
def test_whoever_wants_no_nudge_gets_none_and_finds_it_at_home(started, ada, crowd, client_of, heard, now, change):
    # given
    crowd(6)
    with transaction():
        change(db.session.get_one(Person, ada.id), now)
    _number, wave = started()

    # when
    jobs.turn()

    # then
    assert (heard(ada), f"/surveys/waves/{wave}" in client_of(ada).get("/").text) == ([], True)


def test_nobody_hears_of_what_they_stopped(do, started, ada, crowd, heard):
    # given
    crowd(6)
    number, _wave = started()
    do(surveys.stop_asking, number, ada, clock=False)

    # when
    jobs.turn()

    # then
    assert heard(ada) == []


def test_a_mail_that_became_needless_does_not_leave(do, started, ada, bo, crowd, token_of, written, now):
    # given
    crowd(6)
    number, wave = started()
    jobs.turn()
    ada_first = [mail for mail in written(now) if mail is not None]

    # when
    token_of(ada, wave)
    do(surveys.stop_asking, number, bo, clock=False)

    # then
    left = [mail for mail in written(now) if mail is not None]
    assert (len(ada_first) - len(left), [mail for mail in written(now + timedelta(days=10)) if mail]) == (2, [])


def test_the_mail_says_what_it_is_and_how_to_be_left_alone(started, ada, crowd, written, now):
    # given
    crowd(6)
    _number, _wave = started()
    jobs.turn()

    # when
    mail = next(mail for mail in written(now) if mail is not None)

    # then
    for part in ("Nobody has to answer.", "Not even an administrator", "/s/", "/nudges/"):
        assert part in mail.text
