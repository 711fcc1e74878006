from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from database import db, transaction
from sessions import invitations
from sessions.errors import NotInvited, WrongState
from sessions.invitations import Invited
from sessions.models import Invitation, Rsvp
from sessions.scheduling import cancel


def invite(session, people, by, now):
    with transaction():
        return invitations.invite(session.id, [person.id for person in people], by=by, now=now)


def withdraw(session, person, by, now):
    with transaction():
        invitations.withdraw(session.id, person.id, by=by, now=now)


def test_inviting_twice_changes_nothing(meetup, posted, ada, dana, chen, now):
    session = meetup()

    first = invite(session, [ada, ada], chen, now)
    second = invite(session, [ada, dana], chen, now)

    assert (first, second) == (Invited(1, 0), Invited(1, 1))
    assert posted(session) == [("invitation", "ada", 0, "queued"), ("invitation", "dana", 0, "queued")]


def test_each_person_has_an_answer_address_of_their_own(meetup, ada, dana):
    meetup(invited=[ada, dana])

    tokens = db.session.scalars(select(Invitation.token)).all()

    assert len(set(tokens)) == 2
    assert all(len(token) == 26 and token == token.lower() and token.isalnum() for token in tokens)


def test_inactive_people_are_left_out(meetup, add_person, chen, now):
    session = meetup()
    gone = add_person("Gone Away", active=False)

    assert invite(session, [gone], chen, now) == Invited(0, 0)


def test_withdrawing_sends_a_cancel_and_frees_the_seat(meetup, say, room, posted, colleagues, chen, now):
    people = colleagues(2)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")

    withdraw(session, people[0], chen, now)

    assert room(session) == {"P000": ("needs-action", "none", None), "P001": ("accepted", "seated", None)}
    assert [row[:2] for row in posted(session)[-2:]] == [("withdrawal", "p000"), ("seat", "p001")]


def test_who_was_withdrawn_can_be_invited_again_above_the_cancel(meetup, say, posted, ada, chen, now):
    session = meetup(invited=[ada])
    withdraw(session, ada, chen, now)
    with pytest.raises(NotInvited):
        say(session, ada, "accepted")

    assert invite(session, [ada], chen, now) == Invited(1, 0)

    assert [(kind, sequence) for kind, _who, sequence, _state in posted(session)] == [
        ("invitation", 0),
        ("withdrawal", 1),
        ("invitation", 2),
    ]
    assert say(session, ada, "accepted").rsvp.seat == "seated"


def test_dana_who_was_never_invited_cannot_be_withdrawn(meetup, dana, chen, now):
    session = meetup()

    with pytest.raises(NotInvited):
        withdraw(session, dana, chen, now)


def test_nobody_is_invited_to_a_cancelled_session(meetup, ada, chen, now):
    session = meetup()
    with transaction():
        cancel(session.id, reason="", by=chen, now=now)

    with pytest.raises(WrongState):
        invite(session, [ada], chen, now)


def test_more_people_than_fit_in_one_statement(meetup, add_person, chen, now):
    with transaction() as session_:
        from people.models import Person

        session_.add_all(Person(email=f"m{i}@brink-waal.example", name=f"M {i}", created_at=now) for i in range(1203))
    everybody = db.session.scalars(select(Person)).all()
    session = meetup()

    result = invite(session, everybody, chen, now)

    assert result.invited == len(everybody)
    assert db.session.scalar(select(func.count()).select_from(Rsvp)) == len(everybody)


def test_withdrawing_and_inviting_by_turns_reaches_a_person_once_a_day(
    smtp_sink, meetup, withdraw, invite, deliver, ada, dana, clock, now
):
    # given
    session = meetup(invited=[ada])
    lunch, hers, danas = [SimpleNamespace(id=row.id) for row in (session, ada, dana)]  # rows go with the worker
    told = []

    # when: a mistake is put right, and then it is no mistake any more
    for hours in (1, 2, 3, 27):
        clock.move_to(now + timedelta(hours=hours))
        at = now + timedelta(hours=hours)
        deliver()
        if hours < 3:
            withdraw(lunch, hers, at=at)
        deliver()
        try:
            told.append(invite(lunch, hers, *[danas] * (hours == 3), at=at))
        except WrongState as error:
            told.append(error.message)
    deliver()

    # then
    assert told == [
        Invited(1, 0),
        "They were invited again within the last day already. Wait until tomorrow, or talk to them.",
        Invited(1, 0, too_soon=1),
        Invited(1, 0),
    ]


def test_invitation_that_never_left_is_not_held_against_the_next(meetup, withdraw, invite, ada):
    # given
    session = meetup(invited=[ada])

    # when
    told = []
    for _turn in range(3):
        withdraw(session, ada)
        told.append(invite(session, ada))

    # then
    assert told == [Invited(1, 0)] * 3
