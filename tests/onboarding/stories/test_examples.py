"""A story as the next step after a date, and as what would help somebody accompanied; a starting question is told to nobody else."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from onboarding.stories import examples, links, starts, stories
from onboarding.stories.choosing import Likeness
from onboarding.stories.models import StartingQuestion, Story
from onboarding.stories.stories import About
from people.people import Details, update_person
from sessions.examples import for_people
from sessions.feedback import asking
from tests.infra.pages import text

DAY = timedelta(days=1)


@pytest.fixture
def fitter(add_person):
    """Works as Ada does, elsewhere."""
    return add_person("Eve Mulder", function="Fitter", location="Zwolle", department="Hall 1")


def offered(person, now, *, to_themselves):
    db.session.rollback()
    found = for_people([person], now=now, to_themselves=to_themselves).get(person.id)
    return (found.title, found.why()) if found else None


def test_example_is_of_somebody_alike_and_says_why(app, told, fitter, bo, ada, dana, now):
    # given
    told(fitter, title="One"), told(bo, title="Two")

    # then: the same function, then the same place, by turns of a week; Dana is like nobody
    with app.test_request_context():
        weeks = [offered(ada, now + 7 * week * DAY, to_themselves=True) for week in range(2)]
        assert sorted(weeks) == [("One", "Fitter, like you"), ("Two", "In Deventer, like you")]
        assert offered(dana, now, to_themselves=True) == ("One", "In Zwolle, like you")


def test_starting_question_counts_for_the_person_and_is_told_to_nobody_else(app, do, told, bo, add_person, now):
    # given: like no teller but by the question they chose
    lone = add_person("Lone Wolf")
    told(bo, about=About(question=StartingQuestion.TIME))
    do(starts.choose, lone, StartingQuestion.TIME, clockless=True)

    # then
    with app.test_request_context():
        assert offered(lone, now, to_themselves=True) == ("Photos of the jig", "Started with the question you chose")
        assert offered(lone, now, to_themselves=False) is None


def test_ambassador_is_offered_a_story_for_a_mentee_without_the_mentees_question(
    client_of, do, accompanied, told, fitter, ada, bo
):
    # given
    told(fitter, about=About(question=StartingQuestion.TIME))
    do(starts.choose, ada, StartingQuestion.TIME, clockless=True)
    accompanied(ada, bo)

    # when
    page = text(client_of(bo).get("/me/mentees"))

    # then
    assert "Would help: a story of somebody alike. Photos of the jig Eve Mulder · Fitter, like Ada" in page
    assert "Perhaps this is something for you: “Photos of the jig”, told by Eve Mulder." in page
    assert ("question" in page, "time" in page.split("A few lines")[0]) == (False, False)


def test_link_of_a_mail_opens_it_without_signing_in_until_it_is_taken_back(client, do, told, fitter, now):
    # given
    number = told(fitter)
    path = links.path_to_story(db.session.get_one(Story, number), (Likeness.FUNCTION,), "nl", now=now)

    # when
    page = client.get(path)
    do(stories.withdraw, number, by=fitter, clockless=True)

    # then
    assert ("Fitter, net als jij" in text(page), "The night shift builds from them." in text(page)) == (True, True)
    assert [client.get(one).status_code for one in (path, f"{path}x", "/m/story/nothing")] == [410, 410, 410]


@pytest.mark.parametrize(("weeks", "code"), [(7, 200), (8, 410)])
def test_link_of_a_mail_grows_old(client, told, clock, now, weeks, code):
    path = links.path_to_story(db.session.get_one(Story, told()), (), "en", now=now)
    clock.shift(7 * weeks * DAY)
    assert client.get(path).status_code == code


def test_link_says_nothing_of_who_it_was_sent_to(app, told, fitter, add_person, ada, now):
    """Two alike get the same one: a log of a web server cannot tell who read it."""
    told(fitter)
    twin = add_person("Twin Fitter", function="Fitter", location="Deventer")
    found = for_people([ada, twin], now=now, to_themselves=True)
    assert (len(found), len({one.path_of_mail for one in found.values()})) == (2, 1)


def test_function_that_changes_changes_what_is_shown(app, do, told, fitter, ada, now):
    told(fitter)
    do(update_person, ada, Details(function="Planner", location="Lisbon"), clockless=True)
    with app.test_request_context():
        assert offered(ada, now, to_themselves=True) is None


def test_reads_are_few_however_many_people(app, told, fitter, ada, bo, dana, now, count_queries):
    told(fitter), told(bo)
    with count_queries() as one:
        examples.for_people([ada], now=now, to_themselves=True)
    with count_queries() as many:
        examples.for_people([ada, bo, dana, fitter], now=now, to_themselves=True)
    assert len(one) == len(many) == 3


def test_everybody_reads_their_own_choice_in_their_data(client_of, do, ada):
    do(starts.choose, ada, StartingQuestion.TIME, clockless=True)
    assert client_of(ada).get("/me/data.json").json["starting_question"] == "time"
    client_of(ada).post("/me/stories/start", data={"question": ""})
    assert db.session.scalars(select(starts.StoryStart)).all() == []


def test_mail_after_a_date_offers_it_and_one_thing_only(
    client, meetup, say, told, fitter, deliver, smtp_sink, words_of, ada, now
):
    """Where no session is ahead; whoever hosted still reads the reply."""
    # given
    told(fitter)
    over = meetup(invited=[ada], at=now - DAY, starts_at=now - DAY / 4, ends_at=now - DAY / 6)
    say(over, ada, "accepted", at=now - DAY)

    # when
    with transaction():
        asking.post_due(now=now)
    deliver()

    # then
    mail = next(one for one in smtp_sink.to("ada@brink-waal.example") if "/f/" in words_of(one) or "/m/story/" in words_of(one))
    words = words_of(mail)
    assert "How a colleague does it: “Photos of the jig”, told by Eve Mulder (Fitter, like you)." in words
    assert ("answers questions" in words, mail.message["Reply-To"]) == (False, "bo@brink-waal.example")
    path = re.search(r"(/m/story/\S+)", words).group(1)
    assert "The night shift builds from them." in text(client.get(path))
