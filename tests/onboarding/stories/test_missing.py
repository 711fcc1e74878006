"""Missing stories: said of departments and functions that are large enough, and an invitation to ambassadors within their caps."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from champions import week_notes
from champions.mentorships import weekly
from champions.models import Ambassador
from database import db, transaction
from mail.models import OutgoingMail
from onboarding.stories import inviting, missing, notices
from onboarding.stories.errors import StoryMissing
from onboarding.stories.missing import Gap, Side
from people import nudges
from people.models import Person
from tests.infra.pages import text

DEPARTMENT, FUNCTION = Side


@pytest.fixture
def crew(add_person):
    """`crew(5)`: so many people in Maintenance, all in Deventer; the first of them."""

    def make(count, department="Maintenance", **columns):
        columns = {"department": department, "location": "Deventer", **columns}
        first, *_others = [add_person(f"{department}{number} Man", **columns) for number in range(count)]
        return first

    return make


def missing_now():
    db.session.rollback()
    return [(gap.value, gap.place) for gap in missing.gaps()]


def wrote_to():
    """To whom a mail about a missing story is on its way."""
    db.session.rollback()
    query = select(OutgoingMail.recipient).where(OutgoingMail.kind == notices.MISSING).order_by(OutgoingMail.id)
    return [address.partition("@")[0] for address in db.session.scalars(query)]


@pytest.mark.parametrize(("count", "said"), [(4, []), (5, [("Maintenance", "Deventer")])], ids=["few", "enough"])
def test_of_few_people_nothing_is_said(client_of, crew, chen, ada, count, said):
    crew(count)
    assert missing_now() == said
    page = text(client_of(chen).get("/stories/editing"))
    assert ("Nobody in Maintenance has told a story yet." in page) is bool(said)


def test_it_is_missing_until_somebody_tells_one_and_again_when_they_take_it_back(client_of, crew, told):
    # given
    first = crew(6)
    before = "Would you be the first?" in text(client_of(first).get("/stories"))
    told(title="Another one")
    asked = "Nobody in Maintenance has told a story yet. Would you be the first?" in text(client_of(first).get("/stories"))

    # when
    number = told(first)
    then = missing_now()
    client_of(first).post(f"/stories/{number}/withdrawal")

    # then
    assert (before, asked, then, missing_now()) == (False, True, [], [("Maintenance", "Deventer")])


def test_who_has_left_makes_no_department_large(crew, add_person):
    crew(4)
    add_person("Gone Away", department="Maintenance", active=False)
    assert missing_now() == []


def test_place_is_named_to_nobody_where_few_are_there(crew, add_person):
    crew(4)
    crew_elsewhere = add_person("Zoe Far", department="Maintenance", location="Zwolle")
    assert (crew_elsewhere.location, missing_now()) == ("Zwolle", [("Maintenance", "")])


def people(*names, department="Sales", places=()):
    return [
        Ambassador(person_id=number, places=list(places), person=Person(id=number, department=department, location="Zwolle"))
        for number in names
    ]


def test_ambassadors_of_these_people_come_before_those_near_by_and_others_have_their_turn():
    # given
    gap = Gap(DEPARTMENT, "Maintenance", "Deventer")
    inside, near, far = people(1, department="Maintenance"), people(2, 3, 4, 5, 6, places=["Deventer"]), people(7)

    # then
    assert [one.person_id for one in missing.near(gap, [*inside, *near, *far], week=1)] == [1]
    weeks = [{one.person_id for one in missing.near(gap, [*near, *far], week=week)} for week in range(5)]
    assert ({len(week) for week in weeks}, set().union(*weeks)) == ({3}, {2, 3, 4, 5, 6})
    assert missing.near(Gap(FUNCTION, "Fitter", ""), far, week=1) == []


def test_ambassadors_near_by_hear_once_within_what_they_like(do, client_of, helps, crew, chen, ada, bo, dana, now):
    # given: Ada and Bo help in Deventer; Ada wants no nudges
    crew(5)
    for person in (ada, bo):
        helps(person)
    with transaction():
        db.session.get_one(Person, ada.id).wants_nudges = False

    # when
    first = client_of(chen).post("/stories/missing", data={"gap": "department:Maintenance"}, follow_redirects=True)
    again = client_of(chen).post("/stories/missing", data={"gap": "department:Maintenance"}, follow_redirects=True)

    # then: who heard is told to nobody, and the cap counts it
    assert wrote_to() == ["bo"]
    assert [("Bo" in text(page), "Ada" in text(page)) for page in (first, again)] == [(False, False)] * 2
    with transaction():
        fresh = db.session.get_one(Person, bo.id)
        nudges.record_many([bo.id] * 3, "other", now=now)
        assert nudges.may_nudge(fresh, now=now) is False
    assert client_of(dana).post("/stories/missing", data={"gap": "department:Maintenance"}).status_code == 403


def test_nobody_is_nudged_about_what_is_not_missing_or_said_of_few(do, helps, crew, chen, bo):
    helps(bo)
    crew(4)
    for key in ("department:Maintenance", "function:Fitter", "nonsense", ""):
        with pytest.raises(StoryMissing):
            do(inviting.invite, key, by=chen)
    assert wrote_to() == []


def test_story_told_in_between_keeps_the_mail_from_leaving(do, helps, crew, told, deliver, smtp_sink, chen, bo):
    helps(bo)
    first = crew(5)
    do(inviting.invite, "department:Maintenance", by=chen)
    told(first)
    deliver()
    assert "A story is missing" not in [mail.message["Subject"] for mail in smtp_sink.to("bo@brink-waal.example")]


def test_it_stands_on_the_page_of_an_ambassador_and_of_nobody_else(client_of, helps, crew, ada, bo, dana, now):
    helps(bo)
    crew(5)
    pages = [text(client_of(one).get("/me/mentees")) for one in (bo, ada, dana)]
    assert ["Nobody in Maintenance has told a story yet. Do you know somebody?" in page for page in pages] == [True, False, False]
    assert week_notes.of_people([], now=now) == {}


def test_it_stands_in_the_weekly_mail_that_an_ambassador_chose(
    accompanied, crew, deliver, smtp_sink, words_of, clock, ada, bo, now
):
    """It never makes one come: without somebody accompanied there is none."""
    # given
    accompanied(ada, bo)
    crew(5)
    with transaction():
        weekly.choose(db.session.get_one(Person, bo.id), 3, 10, now=now)

    # when: a Thursday, sixteen days later
    later = now + timedelta(days=16, hours=1)
    clock.move_to(later)
    with transaction():
        weekly.post_due(now=later)
    deliver()

    # then
    mail = next(one for one in smtp_sink.to("bo@brink-waal.example") if one.message["Subject"] == "Your week with a colleague")
    assert "Nobody in Maintenance has told a story yet. Do you know somebody?" in words_of(mail)
    assert "/stories/for-a-colleague" in words_of(mail)
