"""Mentorships without contact for long: the ambassador is asked once, in one mail, and nobody else hears of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from champions.mentorships import records, silences, weekly
from champions.mentorships.records import Next
from database import db, transaction
from mail.models import OutgoingMail
from people import nudges
from people.models import Nudge
from tests.infra.mentorships import fresh
from tests.infra.pages import text

DAY = timedelta(days=1)


@pytest.fixture
def asked(now):
    """`asked(42)`: who is asked by the job so many days after it began."""

    def run(days):
        known = set(db.session.scalars(select(OutgoingMail.id)))
        with transaction():
            silences.post_due(now=now + days * DAY)
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "champions.has_been_a_while"))
        return [row.recipient.partition("@")[0] for row in rows if row.id not in known]

    return run


@pytest.fixture
def met(now, bo):
    def note(pair, days):
        day = now.date() + days * DAY
        with transaction():
            records.check_in(pair.id, "We met.", by=fresh(bo), met_on=day, today=day, now=now)

    return note


def test_ambassador_is_asked_once_a_silence(accompanied, asked, met, ada, bo):
    # given
    pair = accompanied(ada, bo)

    # when
    first = [day for day in (40, 41, 42, 43, 60) if asked(day)]
    met(pair, 60)
    second = [day for day in (101, 102, 103) if asked(day)]
    later = [day for day in (200, 102 + 181, 102 + 182, 102 + 183) if asked(day)]

    # then: after six weeks; six weeks after the next contact; half a year later
    assert (first, second, later) == ([42], [102], [102 + 182])


def test_contact_on_the_day_of_the_question_begins_anew(accompanied, asked, met, ada, bo):
    pair = accompanied(ada, bo)
    first = asked(42)
    met(pair, 42)
    assert (first, asked(83), asked(84)) == (["bo"], [], ["bo"])


@pytest.mark.parametrize("because", ["a date", "no nudges", "paused", "cap", "weekly", "ended", "inactive"])
def test_nobody_is_asked_where_it_is_not_wanted_or_not_true(accompanied, asked, now, ada, bo, because):
    # given
    pair, at = accompanied(ada, bo), now + 41 * DAY
    with transaction():
        person = fresh(bo)
        if because == "a date":
            records.plan(pair.id, Next(at=now + 50 * DAY), by=person, now=now)
        person.wants_nudges = because != "no nudges"
        person.nudges_paused_until = at + 9 * DAY if because == "paused" else None
        for _number in range(4 if because == "cap" else 0):
            nudges.record(person.id, "sessions.nudge", now=at)
        if because == "weekly":
            weekly.choose(person, 0, 9, now=now)
        if because == "ended":
            records.end(pair.id, "", by=person, today=now.date(), now=now)
        person.active = because != "inactive"

    # then
    assert asked(42) == []


def test_one_mail_and_one_nudge_for_all_of_an_ambassador(
    helps, accompanied, asked, deliver, smtp_sink, clock, add_person, now, ada, bo
):
    # given
    helps(bo, capacity=3)
    for person in (ada, add_person("Eve Mulder")):
        accompanied(person, bo)

    # when
    who = asked(43)
    clock.move_to(now + 43 * DAY + timedelta(hours=1))
    deliver()

    # then
    (mail,) = [mail for mail in smtp_sink.to("bo@brink-waal.example") if "a while" in mail.message["Subject"]]
    body = mail.message.get_body(("plain",)).get_content()
    kinds = db.session.scalars(select(Nudge.kind)).all()
    assert (who, kinds) == (["bo"], ["champions.has_been_a_while"])
    assert ("Ada Okafor" in body, "Eve Mulder" in body, "Pause these mails" in body) == (True, True, True)


def test_question_that_became_needless_does_not_leave(accompanied, asked, met, deliver, smtp_sink, clock, now, ada, bo):
    pair = accompanied(ada, bo)
    who = asked(42)
    met(pair, 42)
    clock.move_to(now + 42 * DAY + timedelta(hours=1))
    deliver()
    assert who == ["bo"]
    assert [mail for mail in smtp_sink.to("bo@brink-waal.example") if "a while" in mail.message["Subject"]] == []


def test_nobody_but_the_ambassador_can_tell(client_of, accompanied, asked, now, ada, bo, chen, admin, dana):
    # given: what everybody reads before
    pair = accompanied(ada, bo)

    def readings():
        paths = ("/ambassadors/week", "/ambassadors/register", "/ambassadors/waiting", f"/mentorships/{pair.id}")
        of_staff = [text(client_of(person).get(path)) for person in (chen, admin) for path in paths]
        of_others = [text(client_of(dana).get(f"/mentorships/{pair.id}")), text(client_of(dana).get("/me/mentees"))]
        of_mentee = [text(client_of(ada).get(path)) for path in (f"/mentorships/{pair.id}", "/me/mentorship")]
        data = client_of(ada).get("/me/data").text
        return [*of_staff, *of_others, *of_mentee, "contact_question" in data or "Asked about a next meeting" in data]

    before = readings()

    # when
    who = asked(42)

    # then: not a sign of it
    assert (who, readings()) == (["bo"], before)
    assert "Asked about a next meeting" in client_of(bo).get("/me/data").text


def test_job_takes_the_same_statements_for_many(accompanied, helps, count_queries, add_person, asked):
    taken = []
    for count in (1, 4):
        for number in range(count):
            ambassador = helps(add_person(f"Helper{count}{number} Of Many"))
            accompanied(add_person(f"Mentee{count}{number} Of Many"), ambassador)
        with count_queries() as statements:
            who = asked(42 * count)
        taken.append((len(who), len(statements)))
    assert [found for found, _count in taken] == [1, 4]
    assert taken[0][1] == taken[1][1]
