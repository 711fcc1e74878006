"""Come with me: one of a mentorship asks, the other decides; then both have a seat or both wait."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from champions.errors import MentorshipMissing, NotPossible
from champions.mentorships import outings, queries
from champions.mentorships.models import Outing
from database import db, transaction
from mail.models import OutgoingMail
from sessions.models import Rsvp
from tests.infra.mentorships import fresh
from tests.infra.pages import said, text


@pytest.fixture
def pair(accompanied, ada, bo):
    return accompanied(ada, bo)


@pytest.fixture
def ask(now, pair):
    def run(session, person, at=now):
        with transaction():
            return outings.ask(pair.id, session.id, by=fresh(person), now=at)

    return run


@pytest.fixture
def answer(now, pair):
    def run(outing, person, *, yes=True):
        with transaction():
            return outings.answer(pair.id, outing.id, by=fresh(person), yes=yes, now=now)

    return run


def seats(session):
    db.session.rollback()
    rows = db.session.scalars(select(Rsvp).where(Rsvp.session_id == session.id))
    return {row.person.name.split()[0]: row.seat.value for row in rows}


@pytest.mark.parametrize(("capacity", "seat"), [(2, "seated"), (1, "waiting")])
def test_both_have_a_seat_or_both_wait(meetup, ask, answer, ada, bo, capacity, seat):
    # given
    session = meetup(invited=[ada, bo], capacity=capacity)
    outing = ask(session, bo)
    before = seats(session)

    # when
    answer(outing, ada)

    # then
    assert before == {"Ada": "none", "Bo": "none"}
    assert seats(session) == {"Ada": seat, "Bo": seat}


def test_asking_twice_sends_one_mail_and_a_no_is_shown_to_nobody(client_of, meetup, ask, answer, pair, ada, bo):
    # given
    session = meetup(invited=[ada, bo], title="Soup and questions")
    outing = ask(session, bo)
    assert ask(session, bo).id == outing.id
    before = text(client_of(bo).get(f"/mentorships/{pair.id}"))

    # when
    answer(outing, ada, yes=False)

    # then
    assert text(client_of(bo).get(f"/mentorships/{pair.id}")) == before
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "champions.come_with_me")).all()
    assert [mail.recipient for mail in mails] == [ada.email]


def test_nobody_answers_for_the_other_and_nobody_else_at_all(meetup, ask, answer, ada, bo, dana):
    # given
    outing = ask(meetup(invited=[ada, bo]), bo)

    # then
    for person in (bo, dana):
        with pytest.raises(MentorshipMissing):
            answer(outing, person)


def test_who_is_not_invited_is_not_brought_by_a_guest(meetup, ask, ada, bo, chen):
    # given
    session = meetup(invited=[bo], host_ids=(chen.id,))

    # then
    with pytest.raises(NotPossible) as refused:
        ask(session, bo)
    assert refused.value.message == "Ada Okafor is not invited to this session. Ask its host to invite them."
    assert db.session.scalars(select(Outing)).all() == []


def test_who_hosts_it_brings_the_other_one(meetup, ask, answer, ada, bo):
    # given
    session = meetup(invited=[bo])

    # when
    answer(ask(session, bo), ada)

    # then
    assert seats(session) == {"Ada": "seated", "Bo": "seated"}


def test_who_said_no_to_the_session_since_is_not_brought_there(meetup, ask, answer, say, ada, bo, now):
    # given
    session = meetup(invited=[ada, bo])
    outing = ask(session, bo)
    say(session, bo, "declined", at=now + timedelta(minutes=1))

    # then
    with pytest.raises(NotPossible):
        answer(outing, ada)
    assert seats(session) == {"Ada": "none", "Bo": "none"}


def test_page_asks_and_answers(client_of, meetup, pair, ada, bo):
    # given
    session = meetup(invited=[ada, bo], title="Soup and questions", capacity=2)
    record = f"/mentorships/{pair.id}"

    # when
    asked = client_of(bo).post(f"{record}/outings", data={"session": session.id}, follow_redirects=True)
    seen = text(client_of(ada).get(record))
    yes = client_of(ada).post(f"{record}/outings/1", data={"answer": "yes"}, follow_redirects=True)

    # then
    assert said(asked) == ["The other one is asked. Once they say yes, you both have a seat or wait together."]
    assert "Soup and questions" in seen
    assert said(yes) == ["You go together. Your calendars are told how it stands."]
    assert "You go together: both seats are kept." in text(client_of(bo).get(record))


def test_outsider_learns_nothing(client_of, meetup, ask, pair, ada, bo, dana, now):
    # given
    outing = ask(meetup(invited=[ada, bo, dana]), bo)

    # then
    browser, record = client_of(dana), f"/mentorships/{pair.id}"
    codes = [browser.post(f"{record}/outings/{outing.id}", data={"answer": "yes"}).status_code]
    codes.append(browser.post(f"{record}/outings", data={"session": outing.session_id}).status_code)
    assert codes == [404, 404]
    assert [one.seat for one in queries.outings(db.session.merge(pair), ada, now=now)] == [None]


def test_whom_an_ambassador_goes_with_is_said_on_that_page_alone(client_of, accompanied, meetup, ada, bo, dana, now):
    # given
    session = meetup(invited=[ada, bo, dana])
    of_ada, of_dana = accompanied(ada, bo), accompanied(dana, bo)
    asked = []
    for one in (of_ada, of_dana):
        with transaction():
            asked.append(outings.ask(one.id, session.id, by=fresh(bo), now=now))

    # when
    with transaction():
        outings.answer(of_dana.id, asked[1].id, by=fresh(dana), yes=True, now=now)

    # then
    seats = [queries.outings(one, fresh(bo), now=now)[0].seat for one in (of_ada, of_dana)]
    assert seats == [None, "seated"]


def test_no_after_a_yes_is_not_noted_while_both_places_are_kept(meetup, ask, answer, say, ada, bo, now):
    # given
    session = meetup(invited=[ada, bo])
    outing = ask(session, bo)
    answer(outing, ada)

    # then
    with pytest.raises(NotPossible):
        answer(outing, ada, yes=False)
    assert seats(session) == {"Ada": "seated", "Bo": "seated"}
    say(session, ada, "declined", at=now + timedelta(minutes=1))
    assert answer(outing, ada, yes=False).answer == "no"
