"""Each person's own copy of the event, in the state that is true when it leaves."""

import pytest
from sqlalchemy import select

from calendars.invitations import EventStatus, PartStat
from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from sessions import copies
from sessions.models import Host, Invitation, Rsvp, SessionState


def mails():
    db.session.expire_all()
    return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()


def copy_of(session, person):
    query = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id)
    return copies.Copy(db.session.scalars(query.execution_options(populate_existing=True)).one(), None)


def event_of(session, person, now):
    return copies.event(copy_of(session, person), sequence=3, url="http://foyer.example/sessions/1", description="", now=now)


@pytest.mark.parametrize(
    ("word", "partstat", "status"),
    [
        (None, PartStat.NEEDS_ACTION, EventStatus.CONFIRMED),
        ("accepted", PartStat.ACCEPTED, EventStatus.CONFIRMED),
        ("tentative", PartStat.TENTATIVE, EventStatus.CONFIRMED),
        ("declined", PartStat.DECLINED, EventStatus.CONFIRMED),
        ("waiting", PartStat.TENTATIVE, EventStatus.TENTATIVE),  # no calendar shows a seat that there is not
    ],
)
def test_the_event_says_what_the_person_said(meetup, say, ada, dana, now, word, partstat, status):
    # given
    session = meetup(invited=[dana, ada], capacity=1)
    if word == "waiting":
        say(session, dana, "accepted")
    if word:
        say(session, ada, "accepted" if word == "waiting" else word)

    # when
    event = event_of(session, ada, now)

    # then
    assert (event.partstat, event.status, event.sequence) == (partstat, status, 3)


def test_an_event_names_one_person_and_the_answer_address_of_theirs(meetup, ada, dana, now):
    # given
    session = meetup(invited=[ada, dana], shows_who_comes=True)

    # when
    events = [event_of(session, person, now) for person in (ada, dana)]

    # then
    tokens = db.session.scalars(select(Invitation.token).order_by(Invitation.id)).all()
    assert [(event.attendee_address, event.organizer_address) for event in events] == [
        ("ada@brink-waal.example", f"rsvp+{tokens[0]}@brink-waal.example"),
        ("dana@brink-waal.example", f"rsvp+{tokens[1]}@brink-waal.example"),
    ]


@pytest.mark.parametrize(
    ("place", "address", "location"),
    [
        ("Canteen", "", "Canteen"),
        ("Canteen", "Second floor", "Canteen, Second floor"),
        ("", "Main gate", "Main gate"),
        ("", "", ""),
    ],
)
def test_location_holds_place_and_address(meetup, ada, now, place, address, location):
    # given
    session = meetup(invited=[ada], place=place, address=address)

    # then
    assert event_of(session, ada, now).location == location


def test_url_is_where_to_take_part_or_the_page(meetup, ada, now):
    # given
    on_site, online = meetup(invited=[ada]), meetup(invited=[ada], online_url="https://meet.example/1")

    # then
    assert [event_of(session, ada, now).url for session in (on_site, online)] == [
        "http://foyer.example/sessions/1",
        "https://meet.example/1",
    ]


def test_the_host_named_is_the_first_there_is_or_who_signed(meetup, change, ada, chen, bo):
    # given
    session = meetup(invited=[ada])
    change(session, host_ids=(chen.id, bo.id))
    first = copy_of(session, ada).host_name

    # when
    with transaction() as work:
        for host in work.scalars(select(Host)):
            work.delete(host)
    db.session.expire_all()

    # then
    assert (first, copy_of(session, ada).host_name) == ("Chen Meijer", "Bo Lindqvist")


def test_copies_for_finds_each_with_its_place_in_line_in_a_constant_number_of_queries(meetup, say, colleagues, count_queries):
    # given
    people = colleagues(6)
    session = meetup(invited=people, capacity=2)
    for person in people:
        say(session, person, "accepted")
    all_mails = [mail for mail in mails() if mail.state is OutgoingState.QUEUED]

    # when
    counted, places = [], []
    for some in (all_mails[:1], all_mails[2:3], all_mails[2:]):
        db.session.expunge_all()
        with count_queries() as queries:
            found = copies.copies_for(some)
            places.append([found[mail.id].place_in_line for mail in some])
        counted.append(len(queries))

    # then: who waits takes one query more, however many wait
    assert places == [[None], [1], [1, 2, 3, 4]]
    assert counted[1] == counted[2]


def test_is_current_ends_with_the_session_and_with_the_invitation(meetup, cancel, withdraw, ada):
    # given
    draft, off, gone, on = (meetup(invited=[ada], publish=number > 0) for number in range(4))
    cancel(off)
    withdraw(gone, ada)
    assert draft.state is SessionState.DRAFT

    # then
    assert [copy_of(session, ada).is_current for session in (draft, off, gone, on)] == [False, False, False, True]


@pytest.mark.parametrize(
    ("state", "attempts", "left"),
    [
        (OutgoingState.QUEUED, 0, False),
        (OutgoingState.REPLACED, 0, False),
        (OutgoingState.REPLACED, 1, True),  # a worker had it in hand and may have died after handing it over
        (OutgoingState.FAILED, 1, True),
        (OutgoingState.SENT, 1, True),
        (OutgoingState.DROPPED, 1, False),  # found needless at the first attempt
        (OutgoingState.DROPPED, 2, True),
    ],
)
def test_ever_left_counts_what_may_have_left(meetup, ada, state, attempts, left):
    # given
    meetup(invited=[ada])
    with transaction() as work:
        mail = work.scalars(select(OutgoingMail)).one()
        mail.state, mail.attempts = state, attempts

    # when
    found = copies.ever_left(db.session.scalars(select(Invitation)).all())

    # then
    assert found == ({1} if left else set())
