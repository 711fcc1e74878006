"""A session invites whoever fits a filter, and follows it."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from database import db, transaction
from people import erasing, imports, jobs_imports, people
from people.directory import Filter
from people.models import Person
from people.people import Details
from sessions import invitations
from sessions.details import details_of
from sessions.errors import DetailsInvalid, WrongState
from sessions.invitations import Invited
from sessions.living import audiences, following, queries
from sessions.living.models import AudienceCheck, LivingAudience
from sessions.living.setup import check_people, withdraw_people
from sessions.models import Answer, Invitation, ScheduledSession, Via
from sessions.rsvps import record_answer
from sessions.series import edits
from sessions.series.edits import Scope
from tests.infra.series import dates_of

DAY = timedelta(days=1)
PURCHASING = {"departments": ("Purchasing",)}


def test_whoever_fits_is_invited_and_nobody_twice(group, meetup, follow, follow_filter, invited, ada, dana):
    # given
    session = meetup(invited=[ada])
    follow(session, group(members=[ada, dana]))

    # when
    done = follow_filter(session, locations=("Deventer", "Zwolle"), functions=("Fitter", "Buyer"))

    # then
    assert (done, invited(session)) == (Invited(invited=0, already_invited=2), ["Ada", "Dana"])


def test_who_moves_into_it_is_invited_and_who_moves_out_gets_a_cancel(
    meetup, follow_filter, moves, invited, deliver, vevents_to, ada, dana, clock, smtp_sink
):
    # given
    session = meetup()
    follow_filter(session, **PURCHASING)
    deliver()

    # when
    moves(ada, department="Purchasing")
    deliver()
    moves(ada, department="Door seals")
    moves(dana, location="Deventer")
    clock.shift(DAY)
    deliver()

    # then
    assert [event["METHOD"] for event in vevents_to(ada)] == ["REQUEST", "CANCEL"]
    assert ([event["METHOD"] for event in vevents_to(dana)], invited(session)) == (["REQUEST"], ["Dana"])


def test_every_field_has_to_fit(meetup, follow_filter, moves, invited, add_person, ada, dana):
    # given: somebody plans already, elsewhere
    session = meetup()
    add_person("Eve Mulder", department="Planning")
    follow_filter(session, departments=("Purchasing", "Planning"), locations=("Zwolle",), languages=("en",))
    found = [invited(session)]

    # when
    for details in (
        {"language": "nl"},
        {"language": ""},
        {"location": "Deventer"},
        {"location": "Zwolle", "department": "Planning"},
    ):
        moves(dana, **details)
        found.append(invited(session))

    # then
    assert found == [["Dana"], [], ["Dana"], [], ["Dana"]]


def test_who_is_in_two_groups_and_a_filter_goes_with_the_last_reason(
    group, meetup, follow, follow_filter, go, moves, invited, dana
):
    # given
    session = meetup()
    walkers, readers = group(members=[dana]), group(name="Readers", members=[dana])
    follow(session, walkers)
    follow(session, readers)
    follow_filter(session, **PURCHASING)
    found = []

    # when
    for leave in (lambda: go(walkers, dana), lambda: moves(dana, department="Planning"), lambda: go(readers, dana)):
        leave()
        found.append(invited(session))

    # then
    assert found == [["Dana"], ["Dana"], []]


@pytest.mark.parametrize("way", ["withdrawn", "declined"])
def test_who_was_withdrawn_or_said_no_does_not_come_back_with_a_department(
    meetup, follow_filter, moves, invited, bo, dana, now, way
):
    # given
    session = meetup()
    follow_filter(session, **PURCHASING)
    with transaction():
        if way == "withdrawn":
            invitations.withdraw(session.id, dana.id, by=bo, now=now)
        else:
            record_answer(session.id, dana.id, Answer.DECLINED, via=Via.WEB, now=now)

    # when
    moves(dana, department="Planning")
    moves(dana, department="Purchasing")

    # then
    assert invited(session) == []


def test_who_was_named_by_hand_stays(meetup, follow_filter, moves, invited, dana):
    # given
    session = meetup(invited=[dana])
    follow_filter(session, **PURCHASING)

    # when
    moves(dana, department="Planning")

    # then
    assert invited(session) == ["Dana"]


def test_newcomers_are_invited_from_every_door(meetup, follow_filter, invited, ada, dana, now):
    # given
    session = meetup()
    follow_filter(session, **PURCHASING)
    table = "mail;name;department\neve@x.example;Eve Mulder;Purchasing\nada@brink-waal.example;;Purchasing\n"

    # when
    with transaction():
        people.add_person("finn@x.example", "Finn Bakker", now=now, department="Purchasing")
        people.put_person("gus@x.example", Details(name="Gus Smit", department="Purchasing"), now=now)
    _import(table, now)
    check_people()

    # then
    assert invited(session) == ["Ada", "Dana", "Eve", "Finn", "Gus"]


def _import(table, now):
    with transaction():
        import_ = imports.start(io.BytesIO(table.encode()), "people.csv", by=None, now=now)
        imports.choose_columns(import_.id, import_.mapping)
    jobs_imports.work_on(import_.id)
    with transaction():
        imports.confirm(import_.id)
    jobs_imports.work_on(import_.id)


def test_who_has_left_the_organisation_waits_and_is_put_right_on_return(meetup, follow_filter, invited, ada, dana, clock):
    # given: Dana stays in the department, Ada comes to it while she is away
    session = meetup()
    follow_filter(session, **PURCHASING)
    with transaction():
        people.deactivate(dana)
        people.deactivate(ada)
        people.update_person(ada, Details(department="Purchasing"))
    check_people()
    away = invited(session)

    # when
    with transaction():
        people.update_person(dana, Details(department="Planning"))
        people.reactivate(db.session.get_one(Person, ada.id))
    check_people()
    ada_back = invited(session)
    with transaction():
        people.reactivate(db.session.get_one(Person, dana.id))
    check_people()
    clock.shift(DAY)
    check_people()

    # then
    assert (away, ada_back, invited(session)) == (["Dana"], ["Ada", "Dana"], ["Ada"])


def test_who_is_erased_leaves_no_trace(meetup, follow_filter, invited, dana, now):
    # given
    session = meetup()
    follow_filter(session, **PURCHASING)

    # when
    with transaction():
        people.update_person(dana, Details(location="Deventer"))
        erasing.erase(dana, now=now)
    check_people()

    # then
    assert (invited(session), db.session.scalar(select(func.count()).select_from(AudienceCheck))) == ([], 0)


def test_a_series_gives_all_dates_and_goes_on_as_another_with_its_filter(
    weekly, follow_filter, moves, invited, ada, bo, dana, planner, now
):
    # given
    series = weekly(invited=[bo])
    dates = dates_of(series)
    follow_filter(dates[0], **PURCHASING)
    with transaction():
        edits.change(dates[2].id, replace(details_of(dates[2]), place="Hall 2"), scope=Scope.FOLLOWING, by=planner, now=now)
        split = db.session.get_one(ScheduledSession, dates[2].id)

    # when
    moves(ada, department="Purchasing")
    moves(dana, department="Planning")

    # then
    assert split.calendar_object_id != dates[0].calendar_object_id
    assert [invited(date) for date in (dates[0], split)] == [["Ada", "Bo"], ["Ada", "Bo"]]


def test_delegate_of_one_date_who_moves_into_it_is_asked_about_all_dates(
    weekly, say_all, delegate, follow_filter, moves, row, ada, dana
):
    # given: the third date is Dana's, in Ada's seat
    series = weekly(invited=[ada], capacity=5)
    say_all(series, ada, "accepted")
    delegate(dates_of(series)[2], ada, dana)
    follow_filter(dates_of(series)[0], departments=("Door seals",))

    # when
    moves(dana, department="Door seals")

    # then
    asked = [("needs-action", "none")] * 6
    assert row(series, dana) == ("needs-action", [*asked[:2], ("needs-action", "seated"), *asked[3:]])


@pytest.mark.parametrize("withdraws", [True, False])
def test_switching_off_follows_nobody_any_more(meetup, follow_filter, moves, invited, ada, bo, dana, now, withdraws):
    # given
    session = meetup()
    follow_filter(session, **PURCHASING)
    (audience,) = queries.audiences_of(session)

    # when
    with transaction():
        audiences.switch_off(session.id, audience.id, withdraws=withdraws, by=bo, now=now)
    withdraw_people()
    moves(ada, department="Purchasing")
    moves(dana, department="Planning")

    # then
    db.session.rollback()
    assert (invited(session), db.session.scalars(select(LivingAudience)).all()) == ([] if withdraws else ["Dana"], [])


def test_what_nobody_has_and_what_is_followed_already_is_refused(meetup, follow_filter, dana):
    # given
    session = meetup()
    follow_filter(session, departments=("Purchasing",), languages=("en",))

    # then
    for lists, error in (
        ({}, DetailsInvalid),
        ({"departments": ("Purchassing",)}, DetailsInvalid),
        ({"departments": ("Purchasing",), "languages": ("en", "en")}, WrongState),
    ):
        with pytest.raises(error):
            follow_filter(session, **lists)


def test_nothing_is_written_twice_by_looking_twice(meetup, follow_filter, moves, invited, ada, dana, now):
    # given
    session = meetup()
    follow_filter(session, **PURCHASING)
    moves(ada, department="Purchasing")
    before = db.session.execute(select(Invitation.person_id, Invitation.invited_at)).all()

    # when
    with transaction():
        following.note([ada.id, dana.id, ada.id])
    check_people()

    # then
    assert db.session.execute(select(Invitation.person_id, Invitation.invited_at)).all() == before


def test_a_change_takes_as_many_queries_in_a_large_team(meetup, follow_filter, add_person, count_queries, now):
    # given
    counts = []
    for size in (2, 12):
        crowd = [add_person(f"T{size}P{number} Person", department=f"Team {size}") for number in range(size)]
        follow_filter(meetup(), departments=(f"Team {size}",))

        # when
        with count_queries() as queries_:
            for team in ("", f"Team {size}"):
                with transaction():
                    people.update_person(db.session.get_one(Person, crowd[0].id), Details(department=team))
                with transaction():
                    following.check_some(now=now)
        counts.append(len(queries_))

    # then
    assert counts[0] == counts[1]


def test_a_change_takes_as_many_queries_whatever_is_over(meetup, follow_filter, count_queries, dana, now):
    # given
    counts, person_id = [], dana.id
    for more in (1, 3):
        for _number in range(more):
            follow_filter(meetup(), departments=("Purchasing",))
        with transaction():
            people.update_person(db.session.get_one(Person, person_id), Details(department=""))

        # when: long afterwards
        with count_queries() as queries_, transaction():
            following.check_some(now=now + 90 * DAY)
        counts.append(len(queries_))
        with transaction():
            people.update_person(db.session.get_one(Person, person_id), Details(department="Purchasing"))
            following.check_some(now=now + 90 * DAY)

    # then
    assert counts[0] == counts[1]


def test_one_who_opens_reads_all_that_fit_in_order_of_name(ada, bo, dana):
    assert audiences.people_of(Filter(locations=("Deventer", "Zwolle")), bo) == [ada.id, bo.id, dana.id]
