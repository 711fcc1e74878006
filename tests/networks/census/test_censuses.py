"""The census: its days, its guide, one reminder at most."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from database import db, transaction
from networks.census import censuses, keepers, networks, reminders
from networks.census.errors import NetworkInvalid, NetworkMissing
from networks.census.models import Census
from people.models import Nudge, Person
from tests.infra.networks import asked_of

TODAY = date(2026, 12, 1)  # of the tests' `now`


@pytest.fixture
def plan(chen, now):
    """`plan()`: two weeks from today."""

    def build(starts_on=TODAY, ends_on=None, words="", at=now):
        with transaction():
            return censuses.plan(starts_on, ends_on or starts_on + censuses.TWO_WEEKS, words, by=chen, now=at)

    return build


@pytest.mark.parametrize(
    ("field", "starts", "ends", "words"),
    [
        ("starts_on", -1, 12, ""),
        ("starts_on", 400, 410, ""),
        ("ends_on", 5, 4, ""),
        ("ends_on", 0, 42, ""),
        ("words", 0, 13, "x" * 1001),
    ],
)
def test_a_field_at_fault_is_named(plan, field, starts, ends, words):
    # when
    with pytest.raises(NetworkInvalid) as error:
        plan(TODAY + timedelta(days=starts), TODAY + timedelta(days=ends), words)

    # then
    assert (error.value.field, db.session.scalar(select(func.count()).select_from(Census))) == (field, 0)


def test_there_is_one_at_a_time(plan, now):
    # given
    first = plan()

    # then
    with pytest.raises(NetworkInvalid):
        plan(first.ends_on)
    plan(first.ends_on + timedelta(days=1))
    assert [censuses.under_way(now=now + timedelta(days=days)).id == first.id for days in (0, 13)] == [True, True]
    assert censuses.under_way(now=now + timedelta(days=40)) is None


def test_what_has_begun_keeps_its_first_day_and_is_not_thrown_away(plan, now):
    # given
    census, ahead = plan(), plan(TODAY + timedelta(days=30))

    # when
    with pytest.raises(NetworkInvalid), transaction():
        censuses.change(census.id, TODAY + timedelta(days=1), census.ends_on, "", now=now)
    with pytest.raises(NetworkInvalid), transaction():
        censuses.discard(census.id, now=now)
    with transaction():
        censuses.change(census.id, TODAY, TODAY, " Tell us. ", now=now)
        censuses.discard(ahead.id, now=now)

    # then
    (left,) = db.session.scalars(select(Census))
    assert (left.id, left.ends_on, left.words) == (census.id, TODAY, "Tell us.")
    with pytest.raises(NetworkMissing):
        censuses.get(ahead.id)


def test_the_guide_goes_from_posters_to_the_map(plan, now):
    # given
    census = plan(TODAY + timedelta(days=7))

    # when
    steps = [(step.name, (step.on - census.starts_on).days) for step in censuses.steps(census)]
    at = [censuses.step_now(census, now=now + timedelta(days=7 + days)) for days in (-4, -3, 0, 6, 7, 10, 11, 13, 14)]

    # then
    assert steps == [("posters", -3), ("walk", 0), ("reminders", 7), ("unconfirmed", 11), ("map", 14)]
    assert at == [-1, 0, 1, 1, 2, 2, 3, 3, 4]


def test_a_census_of_one_day_has_its_steps_in_order(plan):
    # given
    census = plan(TODAY, TODAY)

    # then
    days = [step.on for step in censuses.steps(census)]
    assert days == sorted(days)


@pytest.fixture
def remind(now):
    """`remind(7)`: what is due so many days on is posted; how many."""

    def post(days):
        with transaction():
            return reminders.post_due(now=now + timedelta(days=days))

    return post


def test_who_has_not_answered_is_reminded_once_in_the_second_half(plan, remind, offline, network_mails, ada, dana, now):
    # given
    plan()
    offline(keeper=ada)
    said_no = offline("Choir", keeper=dana)
    with transaction():
        keepers.answer(said_no.id, dana, yes=False, now=now)

    # when
    posted = [remind(days) for days in (0, 6, 7, 7, 13)]

    # then
    assert (posted, network_mails()) == ([0, 0, 1, 0, 0], [("keeper", "ada"), ("keeper", "dana"), ("keeper_reminder", "ada")])
    assert [nudge.kind for nudge in db.session.scalars(select(Nudge))] == ["networks.keeper_reminder"]


def test_without_a_census_nobody_is_reminded(remind, offline, ada):
    # given
    offline(keeper=ada)

    # then
    assert [remind(days) for days in (7, 30)] == [0, 0]


def test_one_mail_a_run_for_who_was_asked_about_two(plan, remind, offline, ada):
    # given
    plan()
    offline(keeper=ada)
    offline("Choir", keeper=ada)

    # then
    assert [remind(7), remind(7), remind(7)] == [1, 1, 0]


def test_nobody_is_reminded_of_what_they_were_asked_lately_or_what_ended(plan, remind, offline, ada, dana, bo, now):
    # given
    plan()
    ended = offline("Choir", keeper=dana)
    late = offline()
    with transaction():
        networks.close(ended.id, now=now)
        keepers.ask(late.id, ada, by=bo, now=now + timedelta(days=6))

    # then
    assert [remind(7), remind(10)] == [0, 1]


def test_who_wants_no_nudges_or_has_had_enough_gets_none(plan, remind, offline, ada, dana, now):
    # given
    plan()
    offline(keeper=ada)
    other = offline("Choir", keeper=dana)
    with transaction() as session:
        session.get_one(Person, ada.id).wants_nudges = False
        session.add_all([Nudge(person_id=dana.id, kind="sessions.nudge", nudged_at=now) for _number in range(4)])

    # then: the cap holds over all that nudges
    assert (remind(7), asked_of(other, dana).reminded_at) == (0, None)


def test_a_reminder_that_was_answered_meanwhile_does_not_leave(plan, remind, offline, deliver, smtp_sink, clock, ada, dana, now):
    # given
    plan()
    answered = offline(keeper=ada)
    offline("Choir", keeper=dana)
    remind(7)
    remind(7)
    with transaction():
        keepers.answer(answered.id, ada, yes=True, now=now)
    clock.move_to(now + timedelta(days=7, minutes=5))

    # when
    deliver()

    # then
    subjects = [mail.message["Subject"] for mail in smtp_sink.received]
    assert [subject for subject in subjects if subject.startswith("Once more")] == ["Once more: do you keep “Choir” together?"]
    (letter,) = [mail.message for mail in smtp_sink.received if mail.message["Subject"].startswith("Once more")]
    assert "/nudges/" in letter.get_body(("plain",)).get_content()
