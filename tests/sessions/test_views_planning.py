"""Planning: draft, change with a preview of who hears what, publish, cancel, duplicate, throw away."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db
from sessions.models import ScheduledSession, SessionState
from tests.infra.pages import fields, links, said, text, words

DAY = timedelta(days=1)
LUNCH = {
    "title": "Lunch and learn",
    "kind": "meetup",
    "on": "2026-12-08",
    "starts": "12:00",
    "ends": "13:00",
    "timezone": "Europe/Amsterdam",
    "hosts": "bo@brink-waal.example",
    "names": "hosts",
}


def only_session():
    db.session.expire_all()
    return db.session.scalars(select(ScheduledSession)).one()


def wrong(page):
    """Label and complaint of each field at fault."""
    return words(page, "div", "invalid-feedback")


def told(page):
    return words(page, "ul", "told")


def form_of(browser, session):
    return fields(browser.get(f"/sessions/{session.id}/edit"))


def save(browser, session, form, **changes):
    return browser.post(f"/sessions/{session.id}/edit", data={**form, **changes})


PATHS = ("edit", "publication", "cancellation", "disposal")


def test_planning_is_for_who_manages_and_changing_for_who_looks_after_it(meetup, client_of, ada, bo, chen, dana):
    # given
    session = meetup(invited=[ada], publish=False)

    # when
    found = {}
    for person in (ada, bo, chen, dana):
        browser = client_of(person)
        new = [browser.get("/sessions/new").status_code, browser.post("/sessions", data={}).status_code]
        pages = {browser.get(f"/sessions/{session.id}/{path}").status_code for path in PATHS}
        found[person.name.split()[0]] = (new, pages)

    # then
    assert found == {
        "Ada": ([403, 403], {404}),
        "Bo": ([403, 403], {200}),
        "Chen": ([200, 422], {200}),
        "Dana": ([403, 403], {404}),
    }


@pytest.mark.parametrize("path", [*PATHS, "copies", "seats"])
def test_nobody_else_changes_anything(meetup, client_of, client, ada, dana, path):
    # given
    session = meetup(invited=[ada], publish=False)
    before = only_session().edit_number

    # when
    answers = [
        browser.post(f"/sessions/{session.id}/{path}", data=LUNCH) for browser in (client_of(ada), client_of(dana), client)
    ]

    # then
    refused = 403 if path == "copies" else 404
    assert [answer.status_code for answer in answers] == [refused, refused, 303]
    assert answers[2].location == "/sign-in"
    assert (only_session().state, only_session().edit_number) == (SessionState.DRAFT, before)


def test_the_empty_form_is_filled_with_what_is_likely(client_of, chen):
    # when
    form = fields(client_of(chen).get("/sessions/new"))

    # then
    assert {name: form[name] for name in ("on", "starts", "ends", "timezone", "hosts")} == {
        "on": "2026-12-08",
        "starts": "12:00",
        "ends": "13:00",
        "timezone": "Europe/Amsterdam",
        "hosts": "Chen Meijer <chen@brink-waal.example>",
    }


def test_a_draft_is_kept_and_asks_whom_to_invite(client_of, chen, bo, now):
    # when
    response = client_of(chen).post(
        "/sessions", data={**LUNCH, "capacity": "12", "answer_by": "2026-12-04", "place": " Canteen "}
    )

    # then
    session = only_session()
    assert (response.status_code, response.location) == (303, f"/sessions/{session.id}/invitations")
    assert (session.state, session.capacity, session.place, session.rsvp_until) == (
        SessionState.DRAFT,
        12,
        "Canteen",
        now.replace(day=4, hour=23),
    )
    assert (session.starts_at, session.ends_at) == (now + 7 * DAY + timedelta(hours=2), now + 7 * DAY + timedelta(hours=3))
    assert [host.person_id for host in session.hosts] == [bo.id]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": " "}, "Give the session a title."),
        ({"on": ""}, "Choose a date."),
        ({"starts": "25:00"}, "Not a valid time value."),
        ({"ends": "11:00"}, "The end lies before the start."),
        ({"ends_on": "2026-12-07"}, "The end lies before the start."),
        ({"ends_on": "2027-01-08"}, "A session lasts less than two weeks."),
        ({"on": "2027-03-28", "starts": "02:30"}, "This time does not exist on that day: the clocks go forward."),
        ({"capacity": "0"}, "Choose 1 to 100,000 seats, or leave it empty."),
        ({"capacity": "some"}, "Not a valid integer value."),
        ({"answer_by": "2026-12-09"}, "The answer is needed before the session starts."),
        ({"online_url": "javascript:alert(1)"}, "The link must begin with https://."),
        ({"hosts": "nobody@example.org"}, "We know nobody, or more than one, by: nobody@example.org. Use e-mail addresses."),
        ({"hosts": ""}, "Name at least one host."),
        ({"timezone": "Europe/Atlantis"}, "Not a valid choice."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(client_of, chen, bo, changes, complaint):
    # when
    page = client_of(chen).post("/sessions", data={**LUNCH, **changes})

    # then
    assert page.status_code == 422
    assert wrong(page)[0].startswith(complaint)
    assert said(page)[0].startswith("Not saved yet.")
    assert db.session.scalars(select(ScheduledSession)).all() == []


def test_everything_that_cannot_be_is_said_at_once(client_of, chen, bo):
    # given
    faults = {"title": "", "ends": "11:00", "answer_by": "2026-12-09", "online_url": "www.example.org", "capacity": "0"}

    # when
    page = client_of(chen).post("/sessions", data={**LUNCH, **faults})

    # then
    assert wrong(page) == [
        "Give the session a title.",
        "The end lies before the start.",
        "The link must begin with https://.",
        "Choose 1 to 100,000 seats, or leave it empty.",
        "The answer is needed before the session starts.",
    ]
    assert said(page) == ["Not saved yet. Give the session a title. Go to “Title”. 4 more fields are marked below."]


@pytest.mark.parametrize(
    ("changes", "complaints"),
    [
        ({"on": "", "online_url": "x"}, ["Choose a date.", "The link must begin with https://."]),
        ({"starts": "", "online_url": "x"}, ["When does it start?", "The link must begin with https://."]),
        ({"ends": "", "answer_by": "2026-12-09"}, ["When does it end?", "The answer is needed before the session starts."]),
        ({"ends_on": "soon"}, ["Not a valid date value."]),
        ({"timezone": "Europe/Atlantis", "ends": "11:00"}, ["The end lies before the start.", "Not a valid choice."]),
        ({"kind": "party", "hosts": ""}, ["Not a valid choice.", "Name at least one host."]),
    ],
)
def test_what_cannot_be_read_hides_nothing_else_and_makes_nothing_up(client_of, chen, bo, changes, complaints):
    # when
    page = client_of(chen).post("/sessions", data={**LUNCH, **changes})

    # then
    assert (page.status_code, wrong(page)) == (422, complaints)


def test_a_copy_is_a_draft_a_week_later(meetup, client_of, ada, chen, now):
    # given
    session = meetup(invited=[ada])

    # when
    response = client_of(chen).post(f"/sessions/{session.id}/copies")

    # then
    copy = db.session.scalars(select(ScheduledSession).where(ScheduledSession.id != session.id)).one()
    assert (response.status_code, response.location) == (303, f"/sessions/{copy.id}/edit?copy=yes")
    assert (copy.state, copy.starts_at) == (SessionState.DRAFT, session.starts_at + 7 * DAY)


def test_the_way_out_of_a_copy_throws_it_away(meetup, client_of, chen, bo):
    # given
    session = meetup()
    browser = client_of(chen)
    path = browser.post(f"/sessions/{session.id}/copies").location
    draft = path.removesuffix("?copy=yes")

    # when
    copied, wrong_once = browser.get(path), browser.post(path, data={**LUNCH, "title": ""})
    another_day = browser.get(draft)

    # then
    assert [("Throw the copy away" in text(page), "Not now" in text(page)) for page in (copied, wrong_once, another_day)] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert draft.replace("/edit", "/disposal") in links(copied)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("edit", "This session was cancelled. Duplicate it to plan it anew."),
        ("invitations", "This session was cancelled. Duplicate it to plan it anew."),
        ("invitations/{ada}/withdrawal", "This session was cancelled. Duplicate it to plan it anew."),
        ("cancellation", "This session was cancelled. Duplicate it to plan it anew."),
        ("publication", "This session was cancelled."),
    ],
)
def test_a_cancelled_session_has_no_forms(meetup, cancel, client_of, ada, bo, path, says):
    # given
    session = meetup(invited=[ada])
    cancel(session)

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/{path.format(ada=ada.id)}", follow_redirects=True)

    # then
    assert (page.request.path, said(page)) == (f"/sessions/{session.id}", [says])


@pytest.mark.parametrize("path", ["edit", "invitations"])
def test_a_form_from_before_it_was_cancelled_leads_back_with_a_word(meetup, cancel, client_of, bo, path):
    # given
    session = meetup()
    cancel(session)

    # when
    page = client_of(bo).post(f"/sessions/{session.id}/{path}", data=LUNCH, follow_redirects=True)

    # then
    assert (page.request.path, said(page)) == (
        f"/sessions/{session.id}",
        ["This session was cancelled. Duplicate it to plan it anew."],
    )


def test_what_is_over_is_not_changed_any_more(meetup, client_of, clock, bo, now):
    # given
    session = meetup()
    clock.move_to(now + 8 * DAY)

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/edit", follow_redirects=True)

    # then
    assert (page.request.path, said(page)) == (f"/sessions/{session.id}", ["This session is over."])


def test_links_lead_where_the_state_allows(meetup, cancel, client_of, bo):
    # given
    draft, published, off = meetup(publish=False), meetup(), meetup()
    cancel(off)
    browser = client_of(bo)

    # when
    found = {
        name: {
            link.rpartition("/")[2]
            for link in links(browser.get(f"/sessions/{session.id}"))
            if link.startswith(f"/sessions/{session.id}/")
        }
        for name, session in (("draft", draft), ("published", published), ("off", off))
    }

    # then
    assert found == {
        "draft": {"publication", "invitations", "feedback", "hosts", "kit", "roster", "edit", "disposal"},
        "published": {"invitations", "feedback", "hosts", "kit", "roster", "edit", "cancellation"},
        "off": {"roster"},
    }
