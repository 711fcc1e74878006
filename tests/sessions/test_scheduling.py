from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from sessions import changes, scheduling
from sessions.details import details_of
from sessions.errors import CapacityTaken, DetailsInvalid, EditConflict, WrongState
from sessions.models import CalendarObject, ScheduledSession, SessionState


def edit(session, by, now, **fields):
    with transaction():
        current = db.session.get_one(ScheduledSession, session.id)
        details = replace(details_of(current), **fields)
        return scheduling.change(session.id, details, by=by, now=now)


def sequence(session):
    return db.session.scalar(select(CalendarObject.sequence).where(CalendarObject.id == session.calendar_object_id))


def test_a_draft_tells_nobody(meetup, posted, ada):
    session = meetup(invited=[ada], publish=False)

    assert posted(session) == []


def test_publishing_invites_everybody_on_the_list(meetup, posted, ada, dana, chen, now):
    session = meetup(invited=[ada, dana], publish=False)

    with transaction():
        scheduling.publish(session.id, by=chen, now=now)

    assert posted(session) == [("invitation", "ada", 0, "queued"), ("invitation", "dana", 0, "queued")]


def test_publishing_twice_is_refused(meetup, chen, now):
    session = meetup()

    with pytest.raises(WrongState), transaction():
        scheduling.publish(session.id, by=chen, now=now)


def test_a_new_time_asks_everybody_again_and_keeps_seats(meetup, say, room, posted, colleagues, chen, now):
    people = colleagues(5)
    session = meetup(invited=people, capacity=1)
    for person, word in zip(people, ["accepted", "accepted", "tentative", "declined"], strict=False):
        say(session, person, word)
    before = sequence(session)

    edit(session, chen, now, starts_at=session.starts_at + timedelta(hours=1), ends_at=session.ends_at + timedelta(hours=1))

    assert room(session) == {
        "P000": ("needs-action", "seated", None),
        "P001": ("accepted", "waiting", 1),
        "P002": ("tentative", "none", None),
        "P003": ("declined", "none", None),
        "P004": ("needs-action", "none", None),
    }
    assert sequence(session) == before + 1
    updates = [row for row in posted(session) if row[0] == "update"]
    assert updates == [("update", f"p00{i}", before + 1, "queued") for i in range(5)]


def test_new_words_are_told_without_asking_again_and_not_to_who_declined(meetup, say, room, posted, colleagues, chen, now):
    people = colleagues(2)
    session = meetup(invited=people)
    say(session, people[0], "accepted")
    say(session, people[1], "declined")

    edit(session, chen, now, title="Lunch and listen")

    assert room(session)["P000"] == ("accepted", "seated", None)
    assert [row for row in posted(session) if row[0] == "update"] == [("update", "p000", 0, "queued")]


def test_nothing_changed_tells_nobody(meetup, posted, ada, chen, now):
    session = meetup(invited=[ada])

    edit(session, chen, now)

    assert posted(session) == [("invitation", "ada", 0, "queued")]


def test_a_raised_capacity_seats_the_longest_waiting(meetup, say, room, posted, colleagues, chen, now):
    people = colleagues(4)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")

    edit(session, chen, now, capacity=3)

    assert [seat for _answer, seat, _number in room(session).values()] == ["seated", "seated", "seated", "waiting"]
    told = [row[:3] for row in posted(session)[-2:]]
    assert told == [("seat", "p001", sequence(session)), ("seat", "p002", sequence(session))]


def test_lifting_the_limit_seats_everybody(meetup, say, room, colleagues, chen, now):
    people = colleagues(3)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")

    edit(session, chen, now, capacity=None)

    assert [seat for _answer, seat, _number in room(session).values()] == ["seated"] * 3


def test_nobody_loses_a_seat_to_a_lower_capacity(meetup, say, colleagues, chen, now):
    people = colleagues(2)
    session = meetup(invited=people, capacity=5)
    for person in people:
        say(session, person, "accepted")

    with pytest.raises(CapacityTaken):
        edit(session, chen, now, capacity=1)


def test_two_edits_at_once_are_told_apart(meetup, chen, now, details):
    session = meetup()
    edit(session, chen, now, title="First")

    with pytest.raises(EditConflict), transaction():
        scheduling.change(session.id, details(title="Second"), by=chen, now=now, edit_number=0)


def test_cancelling_takes_a_new_sequence_and_replaces_what_waits(meetup, posted, ada, chen, now):
    session = meetup(invited=[ada])

    with transaction():
        scheduling.cancel(session.id, reason="Snow.", by=chen, now=now)

    assert posted(session) == [("invitation", "ada", 0, "replaced"), ("cancellation", "ada", 1, "queued")]
    with pytest.raises(WrongState), transaction():
        scheduling.cancel(session.id, reason="Snow.", by=chen, now=now)


def test_a_discarded_draft_leaves_nothing(meetup, chen):
    session = meetup(publish=False)

    with transaction():
        scheduling.discard(session.id, by=chen)

    assert db.session.scalars(select(ScheduledSession.id)).all() == []
    assert db.session.scalars(select(CalendarObject.id)).all() == []


def test_a_duplicate_keeps_the_wall_clock_over_the_change_to_summer_time(meetup, chen, now):
    session = meetup(
        at=now,
        starts_at=now.replace(year=2027, month=3, day=24, hour=11),
        ends_at=now.replace(year=2027, month=3, day=24, hour=12),
    )

    with transaction():
        copy = scheduling.duplicate(session.id, by=chen, now=now)

    assert copy.state is SessionState.DRAFT
    assert (copy.starts_at.isoformat(), copy.ends_at.isoformat()) == ("2027-03-31T10:00:00+00:00", "2027-03-31T11:00:00+00:00")
    assert copy.calendar_object.uid != session.calendar_object.uid


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "\u200b \u202e"}),
        ("timezone", {"timezone": "localtime"}),
        ("timezone", {"timezone": "Europe/Atlantis"}),
        ("timezone", {"timezone": "../../etc/passwd"}),
        ("online_url", {"online_url": "javascript:alert(1)"}),
        ("capacity", {"capacity": 0}),
        ("host_ids", {"host_ids": ()}),
    ],
)
def test_details_are_checked(details, chen, now, field, changes):
    with pytest.raises(DetailsInvalid) as refused, transaction():
        scheduling.draft(details(**changes), by=chen, now=now)

    assert refused.value.field == field


def test_the_end_lies_after_the_start(details, chen, now):
    with pytest.raises(DetailsInvalid) as refused, transaction():
        scheduling.draft(details(ends_at=now), by=chen, now=now)

    assert refused.value.field == "ends_at"


def test_told_by_says_who_would_hear_what(meetup, say, colleagues):
    people = colleagues(5)
    session = meetup(invited=people, capacity=1)
    for person, word in zip(people, ["accepted", "accepted", "tentative", "declined"], strict=False):
        say(session, person, word)

    moved = changes.told_by(session, changes.Change(frozenset({"starts_at"})), capacity=1)
    renamed = changes.told_by(session, changes.Change(frozenset({"title"})), capacity=1)

    assert [(line.group, line.count, line.what) for line in moved] == [
        ("seated", 1, "asked-again"),
        ("waiting", 1, "told"),
        ("maybe", 1, "told"),
        ("unanswered", 1, "asked-again"),
        ("declined", 1, "told"),
    ]
    assert [line.what for line in renamed] == ["told", "told", "told", "told", "nothing"]


def test_every_message_of_one_person_is_one_stream(meetup, ada, chen, now):
    session = meetup(invited=[ada])
    edit(session, chen, now, title="Other")

    streams = set(db.session.scalars(select(OutgoingMail.stream)))

    assert streams == {f"calendar:{session.calendar_object_id}:person:{ada.id}"}
