"""A round begins, changes and ends."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from database import db, transaction
from sessions.errors import DetailsInvalid
from sessions.rounds import offers, rounds
from sessions.rounds.errors import RoundClosed, RoundMissing
from sessions.rounds.models import RoundState
from sessions.rounds.rounds import details_of


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"minutes": 0}, "minutes"),
        ({"dates": 53}, "dates"),
        ({"every_weeks": 9}, "every_weeks"),
        ({"smallest": 1}, "smallest"),
        ({"smallest": 8, "largest": 6}, "largest"),
        ({"most_groups": 0}, "most_groups"),
        ({"first_on": date(2300, 1, 1)}, "first_on"),
    ],
)
def test_what_cannot_be_offered_names_its_field(round_details, changes, field):
    assert [error.field for error in rounds.faults(round_details(**changes))] == [field]


def test_draft_opens_once_it_has_times_and_places(round_details, chen, now):
    # given
    with transaction():
        made = rounds.draft(round_details(), by=chen, now=now)
        first = rounds.what_is_missing(made, now=now)
        offers.add_times(made.id, [1], time(16))
        then = rounds.what_is_missing(made, now=now)
        offers.add_place(made.id, "Canteen", "")

    # when
    with transaction():
        opened = rounds.open_(made.id, now=now)

    # then
    assert (first.message, then.message) == ("Add at least one time at which groups can meet.", "Add at least one place.")
    assert (opened.state, opened.began_at) == (RoundState.OPEN, now)
    with pytest.raises(RoundClosed), transaction():
        rounds.open_(made.id, now=now)


def test_first_day_that_has_passed_keeps_a_draft_closed(round_, now):
    # given
    made = round_(opened=False, first_on=date(2026, 12, 1))

    # when
    with pytest.raises(RoundClosed) as refused, transaction():
        rounds.open_(made.id, now=now)

    # then
    assert refused.value.message == "The day from which groups begin has passed. Choose a later one."


def test_groups_begin_on_the_first_such_weekday(round_):
    # given
    made = round_(first_on=date(2027, 1, 13))  # a Wednesday

    # then: the Tuesday after, the Thursday of the same week; four o'clock in Amsterdam
    assert [rounds.first_date(made, at).isoformat() for at in made.times] == [
        "2027-01-19T15:00:00+00:00",
        "2027-01-14T15:00:00+00:00",
    ]


def test_open_round_keeps_what_people_sign_up_for(round_, now):
    # given
    made = round_()

    # when
    with transaction():
        changed = rounds.change(made.id, replace(details_of(made), title="Getting going", largest=4), now=now)
    with pytest.raises(DetailsInvalid) as refused, transaction():
        rounds.change(made.id, replace(details_of(made), minutes=90), now=now)

    # then
    assert (changed.title, changed.largest, refused.value.field) == ("Getting going", 4, "minutes")


def test_sign_up_closes_early_and_opens_again(round_, now):
    # given
    made, later = round_(sign_up_until=now + timedelta(days=9)), now + timedelta(days=1)

    # when
    with transaction():
        rounds.close_sign_up(made.id, now=later)
    closed = made.takes_sign_ups(later)
    with transaction():
        rounds.reopen_sign_up(made.id, now=later)

    # then
    assert (closed, made.takes_sign_ups(later), made.state) == (False, True, RoundState.OPEN)


def test_cancelling_tells_who_signed_up(round_, sign_up, round_mails, ada, bo, dana, now):
    # given
    made = round_()
    for person in (ada, bo):
        sign_up(made, person)

    # when
    with transaction():
        rounds.cancel(made.id, now=now)

    # then
    assert [mail for mail in round_mails() if mail[0] == "cancelled"] == [
        ("cancelled", "ada", "queued", ""),
        ("cancelled", "bo", "queued", ""),
    ]
    with pytest.raises(RoundClosed), transaction():
        rounds.cancel(made.id, now=now)


def test_only_a_draft_can_be_thrown_away(round_):
    # given
    made, draft = round_(), round_(opened=False)

    # when
    with transaction():
        rounds.discard(draft.id)

    # then
    with pytest.raises(RoundMissing), transaction():
        rounds.lock(draft.id)
    with pytest.raises(RoundClosed), transaction():
        rounds.discard(made.id)


def test_what_somebody_chose_stays_on_offer(round_, sign_up, ada):
    # given
    made = round_()
    sign_up(made, ada, times=[0], places=[0])

    # when
    for remove, id_ in ((offers.remove_time, made.times[0].id), (offers.remove_place, made.places[0].id)):
        with pytest.raises(RoundClosed), transaction():
            remove(made.id, id_)
    with transaction():
        offers.remove_time(made.id, made.times[1].id)
        offers.remove_place(made.id, made.places[1].id)

    # then
    db.session.refresh(made)
    assert ([at.weekday for at in made.times], [place.name for place in made.places]) == ([1], ["Canteen"])


@pytest.mark.parametrize(
    ("days", "at", "told"),
    [([], time(9), "Choose at least one day."), ([1], time(16), "This time is on the list already.")],
)
def test_times_are_new_and_on_a_day(round_, days, at, told):
    # when
    made = round_()
    with pytest.raises(DetailsInvalid) as refused, transaction():
        offers.add_times(made.id, days, at)

    # then
    assert (refused.value.field, refused.value.message) == ("weekdays", told)


def test_host_said_again_has_the_last_word(round_, bo):
    # given
    made = round_(hosts=[bo])

    # when
    with transaction():
        host = offers.put_host(made.id, bo.id, [made.times[1].id], [made.places[0].id], ["nl", "xx"], most_groups=2)
    with pytest.raises(DetailsInvalid) as refused, transaction():
        offers.put_host(made.id, bo.id, [], [made.places[0].id], ["nl"], most_groups=2)

    # then
    assert (host.most_groups, host.languages, offers.host_times(made), refused.value.field) == (
        2,
        ["nl"],
        {host.id: [made.times[1].id]},
        "times",
    )
