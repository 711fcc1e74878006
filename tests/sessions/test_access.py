"""Who may see a session, and who looks after it."""

import pytest

from database import db, transaction
from people.models import Person
from sessions import access, invitations, scheduling
from sessions.errors import SessionMissing
from sessions.models import ScheduledSession


def who_may(session, people):
    """First name to (sees, looks after)."""
    db.session.expire_all()
    session = db.session.get_one(ScheduledSession, session.id)
    return {
        person.name.split()[0]: (
            access.may_see(session, person, invited=access.is_invited(session, person)),
            access.may_host(session, person),
        )
        for person in people
    }


def test_access_follows_invitation_hosting_and_role(meetup, ada, bo, chen, dana, admin):
    # given
    session = meetup(invited=[ada])

    # when
    found = who_may(session, [ada, bo, chen, dana, admin])

    # then
    assert found == {
        "Ada": (True, False),
        "Bo": (True, True),
        "Chen": (True, True),
        "Dana": (False, False),
        "Marieke": (True, True),
    }


def test_a_draft_is_seen_by_who_looks_after_it_alone(meetup, ada, bo, dana):
    # given
    session = meetup(invited=[ada], publish=False)

    # then
    assert who_may(session, [ada, bo, dana]) == {"Ada": (False, False), "Bo": (True, True), "Dana": (False, False)}


def test_a_draft_that_was_called_off_stays_unseen_but_a_cancelled_session_stays_seen(meetup, ada, chen, now):
    # given
    draft, known = meetup(invited=[ada], publish=False), meetup(invited=[ada])

    # when
    with transaction():
        scheduling.cancel(draft.id, reason="Never mind.", by=chen, now=now)
        scheduling.cancel(known.id, reason="Snow.", by=chen, now=now)

    # then
    assert (who_may(draft, [ada]), who_may(known, [ada])) == ({"Ada": (False, False)}, {"Ada": (True, False)})


def test_who_was_withdrawn_sees_nothing_any_more(meetup, ada, chen, now):
    # given
    session = meetup(invited=[ada])

    # when
    with transaction():
        invitations.withdraw(session.id, ada.id, by=chen, now=now)

    # then
    assert who_may(session, [ada]) == {"Ada": (False, False)}


def test_an_outsider_cannot_tell_a_session_from_none(meetup, dana):
    # given
    session = meetup()
    dana = db.session.get_one(Person, dana.id)

    # when
    refused = []
    for look in (access.session_seen_by, access.session_hosted_by):
        for number in (session.id, 999):
            with pytest.raises(SessionMissing) as error:
                look(dana, number)
            refused.append(error.value.message)

    # then
    assert refused[0] == refused[1]
    assert refused[2] == refused[3]


def test_hosts_anything_is_true_of_hosts_only(meetup, ada, bo, chen, dana):
    # given
    meetup(invited=[ada])

    # then
    assert {person.name.split()[0]: access.hosts_anything(person) for person in (ada, bo, chen, dana)} == {
        "Ada": False,
        "Bo": True,
        "Chen": False,
        "Dana": False,
    }
