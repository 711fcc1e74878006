"""The next meeting of the two in both calendars: arranged, moved, answered, called off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from calendars import attendee
from champions import weeks
from champions.errors import AskInvalid, WrongStanding
from champions.mentorships import departures, meetings, queries, records
from champions.mentorships.models import Origin, Proposal
from database import db, transaction
from people import people
from people.erasing import erase
from sessions.models import Answer
from tests.infra.mentorships import AT, MEETING, fresh, planned, short
from tests.infra.pages import text


def answer_by_hand(begun, person, answer):
    with transaction():
        meetings.answer(begun, fresh(person), answer, now=datetime.now(UTC))


def test_both_get_it_and_the_one_who_did_not_choose_is_asked(met, vevents_to, ada, bo):
    # when
    (mine,), (theirs,) = vevents_to(ada), vevents_to(bo)

    # then
    assert short(mine) == ("REQUEST", 0, "20261208T123000", "NEEDS-ACTION")
    assert short(theirs) == ("REQUEST", 0, "20261208T123000", "ACCEPTED")
    assert (mine["SUMMARY"], theirs["SUMMARY"]) == ("Meeting with Bo Lindqvist", "Meeting with Ada Okafor")
    assert (mine["DTEND"], mine["LOCATION"], mine["STATUS"]) == ("20261208T131500", "Canteen", "CONFIRMED")
    assert mine["UID"] == theirs["UID"]
    assert mine["ORGANIZER"] != theirs["ORGANIZER"]  # an answer address each


def test_nothing_in_the_entry_says_what_the_two_keep(met, invitation_to, ada, bo):
    """Colleagues look into calendars."""
    entries = "".join(attendee.calendar_of(invitation_to(one).raw).decode() for one in (ada, bo))
    assert [word for word in ("find our drawings", "Find one drawing", "ambassador", "mentor") if word in entries] == []


def test_saving_what_stands_so_sends_nothing(met, plans, vevents_to, ada, bo):
    # when
    plans(ada, step="Find two drawings")

    # then
    assert [len(vevents_to(one)) for one in (ada, bo)] == [1, 1]


@pytest.mark.parametrize(
    ("change", "start"),
    [
        ({"at": AT + timedelta(days=1)}, "20261209T123000"),
        ({"place": "Library"}, "20261208T123000"),
        ({"minutes": 60}, "20261208T123000"),
    ],
)
def test_another_time_place_or_length_asks_the_other_anew(met, plans, reply, vevents_to, ada, bo, change, start):
    # given
    reply(ada, "ACCEPTED")

    # when
    plans(ada, **change)

    # then
    assert short(vevents_to(ada)[-1]) == ("REQUEST", 1, start, "ACCEPTED")
    assert short(vevents_to(bo)[-1]) == ("REQUEST", 1, start, "NEEDS-ACTION")
    assert vevents_to(ada)[0]["UID"] == vevents_to(ada)[-1]["UID"]


def test_no_day_takes_it_out_of_both_calendars(met, plans, vevents_to, smtp_sink, ada, bo):
    # when
    plans(ada, at=None)

    # then
    for person in (ada, bo):
        assert short(vevents_to(person)[-1])[:3] == ("CANCEL", 1, "20261208T123000")
        assert vevents_to(person)[-1]["STATUS"] == "CANCELLED"
    assert smtp_sink.to(bo.email)[-1].message["Subject"] == "Your meeting on Tuesday 8 December does not take place"


def test_one_that_was_called_off_before_anybody_heard_is_heard_of_by_nobody(begun, sent, smtp_sink, vevents_to, ada, bo, now):
    # when
    for at in (AT, None):
        with transaction():
            records.plan(begun, replace(MEETING, at=at), by=fresh(bo), now=now)
    sent()

    # then
    assert [vevents_to(one) for one in (ada, bo)] == [[], []]


def test_the_next_one_after_a_meeting_is_another_event(met, plans, clock, vevents_to, ada):
    """The one that was stays in the calendar."""
    # given
    clock.move_to(AT + timedelta(hours=2))

    # when
    plans(ada, at=AT + timedelta(days=14))

    # then
    first, second = vevents_to(ada)
    assert (second["METHOD"], second["SEQUENCE"], second["UID"] == first["UID"]) == ("REQUEST", "0", False)


@pytest.mark.parametrize("at", [AT - timedelta(days=30), AT + timedelta(days=1000)])
def test_a_time_that_does_not_lie_ahead_is_asked_for_again(begun, bo, now, at):
    with pytest.raises(AskInvalid) as refused, transaction():
        records.plan(begun, replace(MEETING, at=at), by=fresh(bo), now=now)
    assert refused.value.field == "on"


def test_a_meeting_that_was_does_not_keep_the_next_step_from_being_saved(met, begun, ada):
    # when
    with transaction():
        records.plan(begun, replace(MEETING, step="Find two"), by=fresh(ada), now=AT + timedelta(hours=3))

    # then
    assert planned(begun) == (AT, "Canteen")
    assert queries.in_full(begun).next_step == "Find two"


@pytest.mark.parametrize("door", ["calendar", "page"])
def test_a_no_takes_it_out_of_both_calendars_by_either_door(
    met, begun, reply, sent, vevents_to, invitation_to, words_of, ada, bo, door
):
    # when
    if door == "calendar":
        reply(ada, "DECLINED")
    else:
        answer_by_hand(begun, ada, Answer.DECLINED)
    sent()

    # then
    assert [short(vevents_to(one)[-1]) for one in (ada, bo)] == [
        ("CANCEL", 1, "20261208T123000", "DECLINED"),
        ("CANCEL", 1, "20261208T123000", "ACCEPTED"),
    ]
    assert "It does not suit Ada Okafor then, and that needs no reason." in words_of(invitation_to(bo))
    assert planned(begun) == (None, "")


@pytest.mark.parametrize("who", ["mentee", "ambassador"])
def test_the_end_takes_it_out_of_both_calendars(met, begun, sent, vevents_to, ada, bo, now, who):
    # when
    with transaction():
        records.end(begun, "", by=fresh(ada if who == "mentee" else bo), today=now.date(), now=now)
    sent()

    # then
    assert [vevents_to(one)[-1]["METHOD"] for one in (ada, bo)] == ["CANCEL", "CANCEL"]


def test_what_is_deleted_right_after_the_end_is_out_of_both_calendars_too(met, begun, sent, vevents_to, ada, bo, now):
    # when
    with transaction():
        records.end(begun, "", by=fresh(ada), today=now.date(), now=now)
        records.erase(begun, by=fresh(ada))
    sent()

    # then
    assert [short(vevents_to(one)[-1])[:2] for one in (ada, bo)] == [("CANCEL", 1), ("CANCEL", 1)]


def test_a_handover_takes_it_out_of_both_calendars(met, begun, helps, answers, sent, vevents_to, ada, bo, chen, now):
    # given
    helps(chen)
    with transaction():
        departures.hand_over(begun, chen.id, by=fresh(bo), now=now)
    proposal = db.session.scalars(select(Proposal).where(Proposal.origin == Origin.HANDOVER)).one()

    # when
    answers(proposal, ada)
    answers(proposal, chen)
    sent()

    # then
    assert [vevents_to(one)[-1]["METHOD"] for one in (ada, bo)] == ["CANCEL", "CANCEL"]
    assert vevents_to(chen) == []


@pytest.mark.parametrize("how", [lambda person: people.deactivate(person), lambda person: erase(person, now=datetime.now(UTC))])
def test_who_leaves_is_waited_for_by_nobody(met, sent, vevents_to, ada, bo, how):
    # when
    with transaction():
        how(fresh(ada))
    sent()

    # then
    assert vevents_to(bo)[-1]["METHOD"] == "CANCEL"


def test_a_meeting_is_answered_while_it_lies_ahead(met, begun, clock, ada, dana):
    # given
    clock.move_to(AT + timedelta(minutes=1))

    # then
    for person in (ada, dana):
        with pytest.raises(WrongStanding):
            answer_by_hand(begun, person, Answer.ACCEPTED)


def test_it_stands_in_the_feed_of_the_two_and_of_nobody_else(met, begun, client_of, client, ada, bo, chen, admin):
    # given
    feeds = {}
    for person in (ada, bo, chen, admin):
        client_of(person).post("/me/feed")
        db.session.rollback()
        feeds[person.name] = client.get(f"/feed/{fresh(person).feed_token}.ics").text.count("SUMMARY:Meeting for two")

    # then
    assert list(feeds.values()) == [1, 1, 0, 0]


def test_it_stands_at_home_of_the_two_and_of_nobody_else(met, client_of, ada, bo, chen, dana, admin):
    # when
    pages = [text(client_of(person).get("/")) for person in (ada, bo, chen, dana, admin)]

    # then
    assert ["Meeting with" in page for page in pages] == [True, True, False, False, False]
    assert ["One thing waits for you." in page for page in pages[:2]] == [True, False]


def test_file_is_for_the_two_as_long_as_it_lies_ahead(met, begun, plans, client_of, ada, bo, dana, chen, admin):
    # given
    path = f"/mentorships/{begun}/meeting.ics"

    # when
    codes = [client_of(person).get(path).status_code for person in (ada, bo, dana, chen, admin)]
    file = client_of(ada).get(path)
    plans(ada, at=None)

    # then
    assert codes == [200, 200, 404, 404, 404]
    assert ("METHOD:PUBLISH" in file.text, "ATTENDEE" in file.text) == (True, False)
    assert file.headers["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    assert client_of(ada).get(path).status_code == 404


def test_answer_stands_in_ones_own_data(met, client_of, ada, bo):
    # when
    of_ada = client_of(ada).get("/me/data.json").json["mentorships"][0]
    of_bo = client_of(bo).get("/me/data.json").json["mentees"][0]

    # then
    assert [(one["next_meeting_answer"], one["next_meeting_minutes"]) for one in (of_ada, of_bo)] == [
        ("needs-action", "45"),
        ("accepted", "45"),
    ]


def test_nobody_has_a_coffee_at_the_same_time(plans, joins, paired, seat_of, ada, bo, chen):
    """Ada has an hour on Tuesdays, from twelve on, and the meeting takes the first half of it."""
    # given
    plans(bo, at=AT - timedelta(minutes=30), minutes=30)
    joins(ada, chen, times=(weeks.number_of(1, weeks.NOON),))

    # when
    paired()

    # then
    assert seat_of(ada).meeting.starts_at == AT
