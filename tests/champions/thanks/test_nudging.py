"""Community managers are asked whether they would like to thank a host; who thanks whom otherwise is nobody's business."""

from datetime import timedelta

import pytest

from tests.infra.pages import fields, text, words

DAY = timedelta(days=1)


@pytest.fixture
def held(meetup, now):
    """`held(days=3)`: Bo hosted it so many days ago."""

    def make(days=3, **more):
        starts = now - days * DAY
        return meetup(at=now - 30 * DAY, starts_at=starts, ends_at=starts + timedelta(hours=1), title="Soup of the day", **more)

    return make


@pytest.fixture
def seen(client_of, chen):
    """`seen()`: whether Chen is asked to thank somebody."""
    browser = client_of(chen)
    return lambda: "A word of thanks, perhaps" in words(browser.get("/ambassadors/week"), "h2")


@pytest.mark.parametrize(("days", "asks"), [(1, True), (13, True), (15, False), (-1, False)])
def test_host_of_what_is_just_over_stands_there(held, seen, days, asks):
    held(days)
    assert seen() is asks


def test_line_leads_to_a_form_that_is_filled_in(client_of, held, chen, bo):
    # given
    session, mine = held(), client_of(chen)

    # when
    page = mine.get("/ambassadors/week")
    form = mine.get(f"/thanks/new?to={bo.id}&session={session.id}")

    # then
    assert "Bo Lindqvist hosted “Soup of the day”" in text(page)
    assert f"/thanks/new?to={bo.id}&amp;session={session.id}" in page.text
    assert (fields(form)["who"], fields(form)["about"]) == ("Bo Lindqvist <bo@brink-waal.example>", f"session:{session.id}")
    sent = mine.post("/thanks", data={**fields(form), "words": "The soup was good."})
    assert sent.status_code == 303
    assert words(mine.get("/ambassadors/week"), "h1") == ["Nothing needs you this week"]


def test_thanks_of_a_colleague_change_nothing_there(held, seen, thanked, bo, ada):
    held()
    thanked(to=bo, by=ada, shared=True)
    assert seen() is True


def test_once_a_community_manager_thanked_nobody_is_asked_for_a_while(held, seen, thanked, bo, chen, admin, now):
    held()
    thanked(to=bo, by=admin, at=now - 61 * DAY)
    before = seen()
    thanked(to=bo, by=admin, at=now - 10 * DAY)
    assert (before, seen()) == (True, False)


def test_nobody_is_asked_to_thank_themselves_or_who_has_left(held, client_of, seen, chen, admin, ada, bo):
    held(host_ids=(chen.id,))
    held(host_ids=(ada.id,))
    client_of(admin).post(f"/people/{ada.id}/deactivation")
    assert seen() is False


def test_host_of_many_stands_there_once(held, client_of, chen):
    for days in (2, 3, 4):
        held(days)
    page = text(client_of(chen).get("/ambassadors/week"))
    assert page.count("Soup of the day") == 1


@pytest.mark.parametrize(("cancelled", "asks"), [(True, False), (False, True)])
def test_cancelled_sessions_ask_for_nothing(held, client_of, seen, chen, clock, cancelled, asks):
    session = held(-1)
    if cancelled:
        client_of(chen).post(f"/sessions/{session.id}/cancellation", data={"reason": "No soup"})
    clock.shift(2 * DAY)
    assert seen() is asks
