"""From a format to a session with its kit."""

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions import links as answer_links
from sessions.kits import uses
from sessions.models import Rsvp, ScheduledSession
from sessions.series.models import Series
from tests.infra.pages import fields, links, said, text, words


@pytest.fixture
def with_kit(meetup):
    def build(key="first-steps", **given):
        session = meetup(**given)
        with transaction():
            uses.choose(session, key)
        return session

    return build


def test_a_session_planned_from_a_format_begins_with_it(client_of, chen):
    # given
    form = fields(client_of(chen).get("/sessions/new?format=first-steps"))

    # when
    client_of(chen).post("/sessions", data={**form, "on": "2026-12-09", "kind": "training", "names": "hosts"})

    # then
    session = db.session.scalars(select(ScheduledSession)).one()
    assert (form["title"], form["starts"], form["ends"], form["capacity"]) == ("First steps hour", "12:00", "13:00", "8")
    assert (session.title, session.capacity, uses.key_of(session)) == ("First steps hour", 8, "first-steps")


def test_a_form_that_was_refused_still_knows_its_format(client_of, chen):
    # given
    form = fields(client_of(chen).get("/sessions/new?format=first-steps"))

    # when
    page = client_of(chen).post("/sessions", data={**form, "title": ""})

    # then
    assert (page.status_code, fields(page)["planned_from"]) == (422, "first-steps")
    assert "Planned from the format “First steps hour”" in text(page)


def test_a_series_planned_from_a_format_has_it_at_all_dates(client_of, chen):
    # given
    form = fields(client_of(chen).get("/series/new?format=working-out-loud"))
    given = {
        **form,
        "on": "2026-12-08",
        "weekdays": ["1"],
        "every": "week",
        "ending": "times",
        "seats_for": "date",
        "names": "hosts",
        "kind": "meetup",
    }

    # when
    page = client_of(chen).post("/series", data={**given, "do": "dates"})
    client_of(chen).post("/series", data={**given, "previewed": fields(page)["previewed"], "do": "keep"})

    # then
    series = db.session.scalars(select(Series)).one()
    assert (form["times"], series.format_key, series.title) == ("12", "working-out-loud", "Working-out-loud circle")


@pytest.mark.parametrize("key", ["", "nonsense"])
def test_a_plan_without_a_format_begins_as_ever(client_of, chen, key):
    # when
    form = fields(client_of(chen).get(f"/sessions/new?format={key}"))

    # then
    assert (form["title"], form["planned_from"]) == ("", "")


def test_the_kit_has_the_agenda_with_the_times_of_the_session(with_kit, client_of, bo):
    # given
    session = with_kit()

    # when
    page = client_of(bo).get(f"/sessions/{session.id}/kit")

    # then
    assert words(page, "time", "num") == [
        "10:00–10:10", "10:10–10:15", "10:15–10:30", "10:30–10:40", "10:40–10:50", "10:50–10:55", "10:55–11:00",
    ]  # fmt: skip
    assert words(page, "h2") == [
        "Agenda", "Preparation", "Materials", "Afterwards, to those who came", "What first-time visitors read", "Another format?",
    ]  # fmt: skip
    assert "The agenda takes" not in text(page)


def test_the_kit_says_when_the_agenda_does_not_fit(with_kit, client_of, bo):
    assert "The agenda takes 45 minutes; this session lasts 60." in text(
        client_of(bo).get(f"/sessions/{with_kit('profile-clinic').id}/kit")
    )


def test_a_host_chooses_a_format_and_takes_it_away(meetup, client_of, bo):
    # given
    session = meetup()
    path = f"/sessions/{session.id}/kit"

    # when
    chosen = client_of(bo).post(path, data={"format": "profile-clinic"}, follow_redirects=True)
    gone = client_of(bo).post(path, data={"format": ""}, follow_redirects=True)

    # then
    assert said(chosen) == ["Saved. Nobody was told: only the kit has changed."]
    assert ("Preparation" in words(chosen, "h2"), words(gone, "h2")) == (True, ["Choose a format"])


def test_who_comes_reads_the_page_for_first_time_visitors(with_kit, client_of, ada):
    # given
    session = with_kit(invited=[ada])

    # when
    page = client_of(ada).get(f"/sessions/{session.id}")

    # then
    assert "Here for the first time?" in words(page, "summary")
    assert [link for link in links(page) if link.endswith("/kit")] == []


def test_who_has_the_link_of_the_mail_reads_it_too(with_kit, client, add_person):
    # given
    eva = add_person("Eva Smit", language="nl")
    session = with_kit(invited=[eva])

    # when
    page = client.get(answer_path(session, eva))

    # then
    assert "Er staat een stoel bij de deur" in page.text


def answer_path(session, person):
    query = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id)
    return answer_links.answer_path(db.session.scalars(query).one())


def test_a_series_shows_the_page_for_first_time_visitors(weekly, dates, client_of, ada):
    # given
    series = weekly(invited=[ada])
    with transaction():
        uses.choose(dates(series)[0], "working-out-loud")

    # then
    assert "Here for the first time?" in words(client_of(ada).get(f"/series/{series.id}"), "h2")


def test_the_kit_is_for_who_looks_after_the_session(with_kit, client_of, ada, dana):
    # given
    session = with_kit(invited=[ada])
    path = f"/sessions/{session.id}/kit"

    # then
    assert [client_of(person).get(path).status_code for person in (ada, dana)] == [404, 404]
    assert [client_of(person).post(path, data={"format": ""}).status_code for person in (ada, dana)] == [404, 404]
    assert uses.key_of(session) == "first-steps"
