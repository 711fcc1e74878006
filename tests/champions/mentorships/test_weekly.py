"""The weekly mail: to ambassadors who chose it, at their hour, once a week, and only when something needs a thought."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from champions import register
from champions.errors import WrongStanding
from champions.mentorships import links, records, weekly
from champions.mentorships.models import Mentorship
from champions.mentorships.records import Next
from database import db, transaction
from people import nudges
from tests.infra.mentorships import fresh

AMSTERDAM, NEW_YORK = ZoneInfo("Europe/Amsterdam"), ZoneInfo("America/New_York")
DAY = timedelta(days=1)
MONDAY, THURSDAY, SUNDAY = 0, 3, 6
LATER = datetime(2026, 12, 17, 10, tzinfo=AMSTERDAM)  # a Thursday, sixteen days after it began


@pytest.fixture
def chosen(accompanied, now, ada, bo):
    """Bo accompanies Ada and gets a mail on Thursdays at ten."""
    pair = accompanied(ada, bo)
    choose(bo, THURSDAY, 10, now)
    return pair


def choose(person, weekday, hour, now):
    with transaction():
        weekly.choose(fresh(person), weekday, hour, now=now)


def post(at):
    with transaction():
        return weekly.post_due(now=at)


@pytest.mark.parametrize(
    ("weekday", "hour", "zone", "after", "then"),
    [
        (MONDAY, 9, AMSTERDAM, "2026-12-01T09:00", "2026-12-07T08:00"),
        (MONDAY, 9, AMSTERDAM, "2026-12-07T07:59", "2026-12-07T08:00"),
        (MONDAY, 9, AMSTERDAM, "2026-12-07T08:00", "2026-12-14T08:00"),
        (MONDAY, 9, NEW_YORK, "2026-12-07T08:00", "2026-12-07T14:00"),
        (SUNDAY, 9, AMSTERDAM, "2027-03-21T09:00", "2027-03-28T07:00"),  # the clocks have gone forward that night
        (SUNDAY, 2, AMSTERDAM, "2027-03-27T12:00", "2027-03-28T01:00"),  # two o'clock is left out: it is three
        (SUNDAY, 2, AMSTERDAM, "2026-10-24T12:00", "2026-10-25T00:00"),  # it comes twice: the first
        (SUNDAY, 2, AMSTERDAM, "2026-10-25T00:00", "2026-11-01T01:00"),
    ],
)
def test_hour_is_on_the_clock_of_the_person(weekday, hour, zone, after, then):
    after, then = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (after, then))
    assert weekly.next_time(weekday, hour, zone, after=after) == then
    assert weekly.latest_time(weekday, hour, zone, until=then) == then
    assert weekly.latest_time(weekday, hour, zone, until=then - timedelta(minutes=1)) < then


def test_mail_comes_at_its_hour_once_and_names_whom_it_is_about(chosen, deliver, smtp_sink, clock, bo):
    # when: every half hour of a week and a bit, each twice
    posted = [post(LATER + half * timedelta(minutes=30)) + post(LATER + half * timedelta(minutes=30)) for half in range(-2, 12)]
    clock.move_to(LATER + timedelta(minutes=30))
    deliver()

    # then
    (mail,) = [mail for mail in smtp_sink.to("bo@brink-waal.example") if "Your week" in mail.message["Subject"]]
    body = mail.message.get_body(("plain",)).get_content()
    assert posted == [0, 0, 1, *[0] * 11]
    assert mail.message["Subject"] == "Your week with a colleague"
    assert ("Ada Okafor" in body, "Last contact: 2 weeks ago" in body, "Pause these mails" in body) == (True, True, True)
    assert links.path_to_mentee(db.session.get_one(Mentorship, chosen.id)) in body
    assert "drawings" not in body  # what Ada wished for is for the two


def test_another_day_in_the_same_week_brings_no_second_mail(chosen, bo):
    first = post(LATER)
    choose(bo, THURSDAY + 1, 10, LATER)
    assert (first, post(LATER + DAY), post(LATER + 8 * DAY)) == (1, 0, 1)


def test_week_in_which_nothing_needs_them_brings_none(chosen, bo, now):
    with transaction():
        records.check_in(chosen.id, "We met.", by=fresh(bo), met_on=LATER.date() - DAY, today=LATER.date(), now=LATER)
    assert [post(LATER), post(LATER + 7 * DAY), post(LATER + 14 * DAY)] == [0, 0, 1]


def test_meeting_in_the_week_ahead_is_worth_a_thought(chosen, ada, now):
    with transaction():
        records.plan(chosen.id, Next(at=now + 8 * DAY), by=fresh(ada), now=now)
    assert post(datetime(2026, 12, 3, 10, tzinfo=AMSTERDAM)) == 1


@pytest.mark.parametrize("because", ["paused", "late", "stopped", "left", "ended", "inactive"])
def test_none_comes_where_it_is_not_wanted_or_not_true(chosen, ada, bo, now, because):
    # given
    at = LATER + (timedelta(hours=25) if because == "late" else timedelta())
    with transaction():
        person = fresh(bo)
        if because == "paused":
            nudges.pause(person, LATER.date() + 5 * DAY, now=now)
        if because == "stopped":
            weekly.stop(person.id)
        if because == "left":
            register.leave(person, now=now)
        if because == "ended":
            records.end(chosen.id, "", by=fresh(ada), today=now.date(), now=now)
        if because == "inactive":
            person.active = False

    # then
    assert post(at) == 0
    assert (weekly.of(bo.id) is None) is (because in {"stopped", "left"})


def test_nobody_gets_one_who_has_not_chosen_it_and_only_ambassadors_can(accompanied, ada, bo, now):
    accompanied(ada, bo)
    assert post(LATER) == 0
    with pytest.raises(WrongStanding):
        choose(ada, MONDAY, 9, now)


def test_mail_in_quiet_hours_waits_and_one_that_became_needless_does_not_leave(chosen, deliver, smtp_sink, clock, bo, now):
    # given
    choose(bo, THURSDAY, 3, now)
    at = LATER.replace(hour=3)
    posted = post(at)
    clock.move_to(at + timedelta(minutes=10))
    deliver()
    early = len(smtp_sink.to("bo@brink-waal.example"))

    # when: they met in the meantime
    with transaction():
        records.check_in(chosen.id, "We met.", by=fresh(bo), met_on=at.date(), today=at.date(), now=at)
    clock.move_to(at + timedelta(hours=8))
    deliver()

    # then
    assert (posted, len(smtp_sink.to("bo@brink-waal.example")) - early) == (1, 0)


def test_job_takes_the_same_statements_for_many(accompanied, helps, count_queries, add_person, now):
    taken = []
    for count in (1, 4):
        for number in range(count):
            ambassador = helps(add_person(f"Helper{count}{number} Of Many"))
            accompanied(add_person(f"Mentee{count}{number} Of Many"), ambassador)
            choose(ambassador, THURSDAY, 10, now)
        with count_queries() as statements:
            posted = post(LATER + (count - 1) * 7 * DAY)
        taken.append((posted, len(statements)))
    assert [posted for posted, _count in taken] == [1, 5]
    assert taken[0][1] == taken[1][1]
