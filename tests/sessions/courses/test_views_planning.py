"""A course from the form to its end, on the pages of who plans."""

import pytest
from sqlalchemy import select

from database import db
from sessions.courses import members
from sessions.models import ScheduledSession
from sessions.series.models import Series
from tests.infra.pages import fields, said, text, words

FORM = {
    "title": "First steps",
    "kind": "training",
    "timezone": "Europe/Amsterdam",
    "place": "Canteen",
    "hosts": "bo@brink-waal.example",
    "capacity": "8",
    "minimum": "1",
    "parts-0-on": "2026-12-08",
    "parts-0-starts": "09:00",
    "parts-0-ends": "11:00",
    "parts-0-title": "Finding people",
    "parts-1-on": "2026-12-17",
    "parts-1-starts": "13:30",
    "parts-1-ends": "15:00",
}


def planned():
    db.session.expire_all()
    rows = db.session.scalars(select(ScheduledSession).order_by(ScheduledSession.series_id, ScheduledSession.part)).unique()
    return [(one.part, one.title, one.starts_at.isoformat(), one.capacity, one.state.value) for one in rows]


def test_a_course_is_drafted(client_of, chen, bo):
    # given
    client = client_of(chen)

    # when
    sent = client.post("/courses", data=FORM)

    # then
    course = db.session.scalars(select(Series)).one()
    assert (sent.status_code, sent.location) == (303, f"/courses/{course.id}/people")
    assert planned() == [
        (1, "First steps: Finding people", "2026-12-08T08:00:00+00:00", 8, "draft"),
        (2, "First steps", "2026-12-17T12:30:00+00:00", 8, "draft"),
    ]
    assert (course.title, course.place, course.minimum_dates) == ("First steps", "Canteen", 1)


def test_the_form_begins_with_six_rows_and_has_room_for_more(client_of, chen, bo):
    # given
    client = client_of(chen)

    # when
    empty = fields(client.get("/courses/new"))
    more = fields(client.post("/courses", data={**FORM, "do": "rows"}))

    # then
    assert [f"parts-{number}-on" in empty for number in (0, 5, 6)] == [True, True, False]
    assert [f"parts-{number}-on" in more for number in (0, 7, 8)] == [True, True, False]
    assert (more["parts-1-starts"], more["parts-0-title"], planned()) == ("13:30", "Finding people", [])


def test_what_is_wrong_is_said_by_the_number_of_the_part(client_of, chen, bo):
    # given
    client = client_of(chen)
    wrong = {**FORM, "parts-0-ends": "08:00", "parts-2-title": "Looking back", "parts-3-on": "2026-12-20", "hosts": "x"}

    # when
    answer = client.post("/courses", data=wrong)

    # then
    shown = words(answer, "div", "alert")
    assert (answer.status_code, planned()) == (422, [])
    assert shown[1] == (
        "Part 3: Choose a day, or clear what it is about. Part 4: Say when it starts and when it ends. Part 1 ends before it starts."
    )
    assert "We know nobody, or more than one, by: x." in shown[0]


def test_holidays_and_clashes_are_shown_once_before_a_course_is_kept(client_of, chen, bo, meetup):
    # given: Bo has a lunch on the eighth; the other part is at Christmas
    client = client_of(chen)
    lunch = meetup()
    form = {**FORM, "parts-0-starts": "09:30", "parts-0-ends": "10:30", "parts-1-on": "2026-12-25"}

    # when
    shown = client.post("/courses", data=form)
    kept = client.post("/courses", data={**form, "previewed": fields(shown)["previewed"]})

    # then
    assert words(shown, "p", "mail-state") == [
        f"At the same time: {lunch.title}, 10:00–11:00, Canteen, with Bo Lindqvist",
        "A holiday: Christmas Day",
    ]
    assert words(shown, "div", "alert") == [
        "Not kept yet: look at two parts first. Part 1, Part 2. Change what does not suit, or keep the draft as it is."
    ]
    assert (shown.status_code, kept.status_code, kept.location) == (
        200,
        303,
        f"/courses/{db.session.scalar(select(Series.id))}/people",
    )


def test_other_dates_are_looked_at_anew(client_of, chen, bo):
    # given
    client = client_of(chen)
    shown = fields(client.post("/courses", data={**FORM, "parts-1-on": "2026-12-25"}))["previewed"]

    # when
    client.post("/courses", data={**FORM, "parts-1-on": "2027-01-01", "previewed": shown})

    # then
    assert planned() == []


def test_a_part_more_and_the_page_to_publish_say_what_else_there_is(client_of, course, chen, bo):
    # given
    made = course(publish=False, parts=2, minimum=1)
    client = client_of(bo)
    easter = {"on": "2027-03-29", "starts": "10:00", "ends": "11:00"}

    # when
    shown = client.post(f"/courses/{made.id}/parts", data=easter)
    client.post(f"/courses/{made.id}/parts", data={**easter, "previewed": fields(shown)["previewed"]})

    # then: the course is no clash with itself
    page = client.get(f"/courses/{made.id}/publication")
    assert [words(one, "p", "mail-state") for one in (shown, page)] == [["A holiday: Easter Monday"]] * 2
    assert len(planned()) == 3


def test_a_time_that_the_clocks_skip_is_refused(client_of, chen, bo):
    # when
    sent = client_of(chen).post("/courses", data={**FORM, "parts-1-on": "2027-03-28", "parts-1-starts": "02:30"})

    # then
    assert (sent.status_code, planned()) == (422, [])


def test_the_same_course_on_other_dates_is_a_parallel_group(client_of, course, chen):
    # given
    made = course(parts=2, minimum=1)
    client = client_of(chen)

    # when
    form = fields(client.get(f"/courses/new?like={made.id}"))
    dated = {**form, "kind": "training", "parts-0-on": "2027-01-12", "parts-1-on": "2027-01-19"}
    sent = client.post("/courses", data=dated)

    # then
    copy = db.session.scalars(select(Series).order_by(Series.id.desc())).first()
    assert (form["title"], form["parts-0-on"], form["parts-0-title"]) == ("First steps", "", "Finding people")
    assert (sent.status_code, copy.programme_id, copy.state.value) == (303, made.id, "draft")
    assert [line[:3] for line in planned()[2:]] == [
        (1, "First steps: Finding people", "2027-01-12T09:00:00+00:00"),
        (2, "First steps", "2027-01-19T09:00:00+00:00"),
    ]


def test_people_are_put_on_the_list_then_invited_by_publishing(client_of, course, chen, ada, mails_to):
    # given
    made = course(publish=False, parts=2, minimum=1)
    client = client_of(chen)

    # when
    look = client.post(f"/courses/{made.id}/people", data={"addresses": ada.email, "do": "look"})
    listed = client.post(f"/courses/{made.id}/people", data={"addresses": ada.email, "do": "invite"})
    page = client.get(listed.location)
    before = mails_to(ada)
    published = client.post(f"/courses/{made.id}/publication")

    # then
    assert "1 put on the list" in text(look)
    assert listed.location == f"/courses/{made.id}/publication"
    assert "1 person is invited, by a mail of its own for each part." in text(page)
    assert "First steps: Finding people, Tuesday 8 December" in text(page)
    assert (before, published.location, mails_to(ada)) == ([], f"/courses/{made.id}", [("invitation", "queued")] * 2)


def test_whoever_is_left_out_is_told_and_in_it_no_more(client_of, course, chen, ada, mails_to):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    client = client_of(chen)

    # when
    client.post(f"/courses/{made.id}/people/{ada.id}/removal")
    page = client.get(f"/courses/{made.id}/people")

    # then
    assert (said(page)[0], members.people_of(made)) == ("Ada Okafor is not in the course any more.", [])
    assert [kind for kind, _state in mails_to(ada)].count("withdrawal") == 2


def test_a_host_adds_a_part_and_everybody_is_invited(client_of, course, bo, ada, row_in):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    client = client_of(bo)

    # when
    page = client.get(f"/courses/{made.id}/parts")
    part = {"on": "2027-01-12", "starts": "09:00", "ends": "11:00", "title": "Looking back"}
    wrong = client.post(f"/courses/{made.id}/parts", data={**part, "ends": "08:00"})
    client.post(f"/courses/{made.id}/parts", data=part)

    # then
    assert "1 person is in the course and is invited to it at once." in text(page)
    assert (wrong.status_code, [part for part, _answer, _seat in row_in(made, ada)]) == (422, [1, 2, 3])
    assert planned()[-1][:2] == (3, "First steps: Looking back")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_ends_of_all_calendars_is_refused_in_words(client_of, course, chen, day):
    # given
    made, client = course(parts=2, minimum=1), client_of(chen)
    part = {"on": day, "starts": "00:00", "ends": "23:59", "title": "Looking back"}

    # when
    new = client.post("/courses", data={**FORM, "parts-0-on": day})
    more = client.post(f"/courses/{made.id}/parts", data=part)

    # then
    assert [(page.status_code, "Choose a year from 1970 to 2200." in text(page)) for page in (new, more)] == [(422, True)] * 2


def test_a_host_cancels_the_course(client_of, course, bo, ada):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    client = client_of(bo)

    # when
    page = client.get(f"/courses/{made.id}/cancellation")
    client.post(f"/courses/{made.id}/cancellation", data={"reason": "Snow."})
    seen = client_of(ada).get(f"/courses/{made.id}")

    # then
    assert "1 person is told" in text(page)
    assert [line[-1] for line in planned()] == ["cancelled", "cancelled"]
    assert ("This course does not take place any more." in text(seen), "Snow." in text(seen)) == (True, True)


def test_a_draft_is_thrown_away_and_a_published_course_is_not(client_of, course, chen):
    # given
    draft, published = course(publish=False, parts=2, minimum=1), course(parts=2, minimum=1)
    client = client_of(chen)

    # when
    page, refused = (client.get(f"/courses/{made.id}/disposal") for made in (draft, published))
    client.post(f"/courses/{draft.id}/disposal")

    # then
    assert ("2 parts" in text(page), refused.status_code) == (True, 404)
    assert [one.id for one in db.session.scalars(select(Series))] == [published.id]


def test_a_part_alone_leads_to_publishing_the_course(client_of, course, parts, chen):
    # given
    made = course(publish=False, parts=2, minimum=1)
    client = client_of(chen)

    # when
    sent = client.get(f"/sessions/{parts(made)[0].id}/publication")
    page = client.get(f"/sessions/{parts(made)[0].id}")

    # then
    assert (sent.location, "Part 1 of 2 of the course First steps" in text(page)) == (f"/courses/{made.id}/publication", True)
