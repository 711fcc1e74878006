"""Who asked to be told is known to nobody but themselves; how many did is known from five on, and moves in fives."""

import pytest
from sqlalchemy import select

from database import db, transaction
from people import people
from people.models import Person
from sessions import interests, scheduling
from sessions.errors import WrongState
from sessions.interests import Asked
from sessions.kits import uses
from sessions.models import Invitation
from sessions.models_interests import Interest

TOPIC = "format:first-steps"


@pytest.fixture
def ask(app, now):
    def wish(topic, *persons):
        with transaction():
            for person in persons:
                interests.ask(topic, db.session.get_one(Person, person.id), now=now)

    return wish


@pytest.fixture
def first_steps(meetup):
    """A session of the format that people asked for."""

    def build(**given):
        session = meetup(**given)
        with transaction():
            uses.choose(session, "first-steps")
        return session

    return build


@pytest.fixture
def invite_all(planner, now):
    def invite(session):
        with transaction():
            interests.invite(session.id, by=planner, now=now)

    return invite


def invited_to(session):
    db.session.expire_all()
    query = select(Invitation).where(Invitation.calendar_object_id == session.calendar_object_id).order_by(Invitation.id)
    return [invitation.person.name for invitation in db.session.scalars(query)]


def wishes():
    query = select(Interest.topic, Person.name).join(Person, Person.id == Interest.person_id).order_by(Interest.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_asking_twice_is_asking_once(ask, ada):
    # when
    ask(TOPIC, ada, ada)

    # then
    assert (wishes(), interests.has_asked(TOPIC, ada)) == ([(TOPIC, "Ada Okafor")], True)


def test_taking_it_back_leaves_nothing(ask, ada):
    # given
    ask(TOPIC, ada)

    # when
    with transaction():
        interests.take_back(TOPIC, ada)

    # then
    assert (wishes(), interests.has_asked(TOPIC, ada)) == ([], False)


def test_a_number_is_shown_from_five_and_moves_in_fives(ask, colleagues):
    # given
    people_ = colleagues(11)
    seen = []

    # when
    for person in people_:
        ask(TOPIC, person)
        seen.append(interests.figures([TOPIC]).get(TOPIC))
    for person in people_[:8]:
        with transaction():
            interests.take_back(TOPIC, person)
        seen.append(interests.figures([TOPIC]).get(TOPIC))

    # then
    assert seen[:11] == [None, None, None, None, 5, 5, 5, 5, 5, 10, 10]
    assert seen[11:] == [10, 10, 10, 10, 10, 5, 5, 5]


def test_who_has_left_is_in_no_number(ask, colleagues, now):
    # given
    people_ = colleagues(10)
    ask(TOPIC, *people_)

    # when
    for person in people_[:5]:
        with transaction():
            people.deactivate(db.session.get_one(Person, person.id))

    # then
    assert interests.figures([TOPIC]) == {TOPIC: 5}


def test_four_who_asked_are_nobody_to_a_planner(ask, first_steps, invite_all, colleagues):
    # given
    ask(TOPIC, *colleagues(4))
    session = first_steps()

    # then
    assert interests.asked_for(session) == []
    with pytest.raises(WrongState):
        invite_all(session)
    assert invited_to(session) == []


def test_five_who_asked_are_invited_in_order_of_name(ask, first_steps, invite_all, colleagues, ada):
    # given
    ask(TOPIC, *reversed(colleagues(4)), ada)
    session = first_steps()
    before = interests.asked_for(session)

    # when
    invite_all(session)

    # then
    assert before == [Asked(TOPIC, 5, is_another=False)]
    assert invited_to(session) == ["Ada Okafor", *[f"P{number:03} Colleague" for number in range(4)]]
    assert (wishes(), interests.asked_for(session)) == ([], [])


def test_who_was_invited_to_it_before_waits_for_another(ask, first_steps, invite_all, colleagues, ada):
    # given
    ask(TOPIC, *colleagues(5), ada)
    session = first_steps(invited=[ada])

    # when
    invite_all(session)

    # then
    assert wishes() == [(TOPIC, "Ada Okafor")]
    assert interests.figures([TOPIC]) == {}


def test_a_draft_invites_nobody(ask, first_steps, invite_all, colleagues):
    # given
    ask(TOPIC, *colleagues(5))
    session = first_steps(publish=False)

    # then
    with pytest.raises(WrongState):
        invite_all(session)
    assert (invited_to(session), len(wishes())) == ([], 5)


def test_who_asked_at_a_session_asked_for_its_copies(ask, meetup, invite_all, colleagues, planner, now):
    # given
    people_ = colleagues(6)
    first = meetup(invited=people_)
    ask(interests.topic_of(first), *people_)
    with transaction():
        copy = scheduling.duplicate(first.id, by=planner, now=now)
        scheduling.publish(copy.id, by=planner, now=now)

    # then
    assert interests.asked_for(first) == [Asked(first.topic, 5, is_another=True)]
    assert interests.asked_for(copy) == [Asked(first.topic, 5, is_another=False)]
    with pytest.raises(WrongState):
        invite_all(first)
    invite_all(copy)
    assert (len(invited_to(copy)), wishes()) == (6, [])


def test_who_asked_at_a_series_is_not_asked_to_it_again(ask, weekly, dates, invite_all, colleagues):
    # given
    people_ = colleagues(5)
    series = weekly(invited=people_)
    date = dates(series)[0]
    ask(interests.topic_of(date), *people_)

    # then
    assert interests.asked_for(date) == [Asked(series.topic, 5, is_another=True)]
    with pytest.raises(WrongState):
        invite_all(date)


def test_a_whole_series_is_what_people_are_invited_to(ask, weekly, dates, invite_all, told, colleagues):
    # given
    ask("format:working-out-loud", *colleagues(5))
    series = weekly()
    with transaction():
        uses.choose(dates(series)[0], "working-out-loud")

    # when
    invite_all(dates(series)[2])

    # then
    assert [(why, who) for why, who, _sequence, _state in told(series)] == [("invited", f"p{number:03}") for number in range(5)]


def test_a_planner_who_invites_first_learns_nothing_from_the_number(ask, first_steps, invite, colleagues, ada):
    """The number is about who asked, whoever is on the list: inviting Ada by hand does not change it."""
    # given
    ask(TOPIC, *colleagues(4), ada)
    session = first_steps()
    before = interests.asked_for(session)

    # when
    invite(session, ada)

    # then
    assert interests.asked_for(session) == before


def test_nobody_is_singled_out_by_inviting_all_others_first(ask, first_steps, invite, invite_all, colleagues, ada):
    """A planner who suspects Ada invites everybody else by hand and presses: nothing happens, whether she asked or not."""
    # given
    others = colleagues(5)
    ask(TOPIC, *others, ada)
    session = first_steps()
    invite(session, *others)

    # then
    with pytest.raises(WrongState):
        invite_all(session)
    assert ("Ada Okafor" in invited_to(session), len(wishes())) == (False, 6)


def test_fewer_than_five_who_are_left_are_not_invited_by_an_older_number(ask, first_steps, invite_all, colleagues):
    # given
    people_ = colleagues(5)
    ask(TOPIC, *people_)
    with transaction():
        interests.take_back(TOPIC, people_[0])
    session = first_steps()

    # then
    with pytest.raises(WrongState):
        invite_all(session)
    assert (interests.figures([TOPIC]), invited_to(session)) == ({TOPIC: 5}, [])


def test_the_numbers_of_many_topics_take_one_query(ask, ada, count_queries):
    # given
    topics = ["format:a", "format:b", "session:1"]
    for topic in topics:
        ask(topic, ada)

    # when
    with count_queries() as queries:
        interests.figures(topics)

    # then
    assert len(queries) == 1
