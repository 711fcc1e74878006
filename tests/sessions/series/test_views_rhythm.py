"""The page on which a series gets another rhythm: a look first, then everybody is told."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from database import db
from sessions.models import ScheduledSession
from sessions.series.models import Series


@pytest.fixture
def third(weekly, dates, ada):
    """The third of six Tuesdays to which Ada is invited."""
    return dates(weekly(invited=[ada]))[2]


def fields_of(html):
    """What a browser would send of this page."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = (re.search(rf'\b{key}="([^"]*)"', tag) for key in ("name", "value"))
        kind = re.search(r'type="(\w+)"', tag)
        if name and (kind is None or kind[1] not in {"checkbox", "radio"} or "checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        found[name] = re.findall(r'<option[^>]*selected[^>]*value="([^"]*)"', inside)
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        found[name] = [unescape(inside.strip())]
    return found


def test_rhythm_is_shown_compared_and_then_changed(client_of, chen, third):
    # given
    client, path = client_of(chen), f"/series/dates/{third.id}/rhythm"

    # when
    form = fields_of(client.get(path).get_data(as_text=True))
    form |= {"between": ["2"], "times": ["3"]}
    looked = client.post(path, data=form)
    page = looked.get_data(as_text=True)

    # then: nothing has happened yet
    assert looked.status_code == 200
    assert "then go on like this." in page
    assert "then keep the draft." not in page
    assert "Two dates stay, with their answers and seats." in page
    assert "Two dates do not take place any more" in page
    assert "One date is new, and people are asked about it." in page
    assert "1 person is told, in two mails: one ends the entry so far, one brings the new one." in page
    assert "At the same time:" not in page  # its own dates are no clash
    assert len(db.session.scalars(select(Series)).all()) == 1

    # when
    kept = client.post(path, data={**fields_of(page), "do": "keep"})

    # then
    db.session.expire_all()
    new = db.session.scalars(select(Series).where(Series.continues_id.is_not(None))).one()
    assert (kept.status_code, kept.location) == (303, f"/series/{new.id}")
    live = [
        one
        for one in db.session.scalars(select(ScheduledSession).where(ScheduledSession.series_id == new.id)).unique()
        if one.is_published
    ]
    assert (new.recur, len(live)) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", 3)


def test_rhythm_of_a_draft_is_planned_anew(client_of, chen, weekly, dates):
    # given
    series = weekly(publish=False)

    # when
    answer = client_of(chen).get(f"/series/dates/{dates(series)[0].id}/rhythm")

    # then
    assert (answer.status_code, answer.location) == (303, f"/series/{series.id}")


@pytest.mark.parametrize("who", ["ada", "dana"])
def test_rhythm_is_the_hosts_to_change(client_of, third, request, who):
    # given
    client, path = client_of(request.getfixturevalue(who)), f"/series/dates/{third.id}/rhythm"

    # when
    codes = [client.get(path).status_code, client.post(path, data={"do": "keep"}).status_code]

    # then
    assert codes == [404, 404]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        # sixty days before the first day there is
        ({"on": "0001-01-01", "answer_days": "60"}, "Choose a year from 1970 to 2200."),
        ({"answer_days": "9" * 30}, "Choose 0 to 60 days."),
    ],
)
def test_day_outside_all_calendars_is_said_on_the_page(client_of, chen, third, changes, told):
    # given
    client, path = client_of(chen), f"/series/dates/{third.id}/rhythm"
    form = fields_of(client.get(path).get_data(as_text=True))

    # when
    page = client.post(path, data={**form, **changes})

    # then
    assert (page.status_code, told in page.text) == (422, True)
