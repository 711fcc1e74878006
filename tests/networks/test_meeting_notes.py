"""What a meeting came to, and who reads, writes and removes it; and the group's page that lives."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from networks import meeting_notes
from networks.census import networks
from networks.errors import GroupError, GroupInvalid, GroupMissing, NotMember
from networks.models import MeetingNotes
from tests.infra.pages import text

TODAY = date(2026, 12, 1)  # of the tests' `now`


@pytest.fixture
def write(now):
    """`write(here, bo, "One line.")`."""

    def do(here, by, lines="We walk on Thursdays now.", on=TODAY):
        with transaction():
            return meeting_notes.write(here.id, on, lines, by=by, now=now)

    return do


@pytest.mark.parametrize(
    ("lines", "on", "field"),
    [
        pytest.param(" \n\u200b", TODAY, "lines", id="nothing"),
        pytest.param("a\nb\nc\nd", TODAY, "lines", id="four-lines"),
        pytest.param("x" * 201, TODAY, "lines", id="a-long-line"),
        pytest.param("a", TODAY + timedelta(days=1), "met_on", id="tomorrow"),
        pytest.param("a", TODAY - timedelta(days=400), "met_on", id="long-ago"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(group, write, bo, lines, on, field):
    # given
    here = group()

    # then
    with pytest.raises(GroupInvalid) as refused:
        write(here, bo, lines, on)
    assert (refused.value.field, db.session.scalars(select(MeetingNotes)).all()) == (field, [])


def test_three_lines_of_each_day_and_the_newest_twelve_are_kept(group, write, bo):
    # given
    here = group()

    # when
    for days in range(14):
        write(here, bo, f"a {days}\n\n b\nc ", TODAY - timedelta(days=days))
    with pytest.raises(GroupInvalid, match="that day already"):
        write(here, bo)

    # then
    kept = meeting_notes.of_group(here)
    assert ([one.lines for one in kept][:1], len(kept), kept[-1].met_on) == (["a 0\nb\nc"], 12, TODAY - timedelta(days=11))


def test_who_looks_after_it_writes_and_members_read(group, write, client_of, ada, bo, dana):
    # given
    here = group(members=[ada])

    # when
    write(here, bo, "We walk on Thursdays now.")
    for nobody in (ada, dana):
        with pytest.raises(NotMember):
            write(here, nobody, on=TODAY - timedelta(days=1))

    # then
    pages = [text(client_of(one).get(f"/groups/{here.id}")) for one in (ada, bo, dana)]
    assert ["We walk on Thursdays now." in page for page in pages] == [True, True, False]
    assert ["Write what the meeting came to" in page for page in pages] == [False, True, False]
    assert "We walk on Thursdays now." in client_of(bo).get("/me/data").text


def test_notes_are_changed_and_removed_by_who_wrote_them_and_who_looks_after_the_group(
    group, write, client_of, ada, bo, chen, dana, now
):
    # given
    here, elsewhere = group(members=[ada]), group(name="Elsewhere")
    first, second = write(here, bo, on=TODAY - timedelta(days=7)), write(here, bo)
    page, browser = f"/groups/{here.id}/meetings/{first.id}", client_of(bo)

    # when
    codes = [
        client_of(one).post(f"{page}{what}", data={"met_on": "2026-11-20", "lines": "x"}).status_code
        for one in (ada, dana)
        for what in ("", "/removal")
    ]
    form = browser.get(page)
    changed = browser.post(page, data={"met_on": "2026-11-20", "lines": "Soup.\r\nBread."})
    taken = browser.post(page, data={"met_on": TODAY.isoformat(), "lines": "Soup."})
    browser.post(f"/groups/{here.id}/meetings/{second.id}/removal")
    written = browser.post(f"/groups/{here.id}/meetings/new", data={"met_on": TODAY.isoformat(), "lines": "Salt."})

    # then
    db.session.rollback()
    assert (codes, "We walk on Thursdays now." in form.text) == ([404] * 4, True)
    assert (changed.status_code, taken.status_code, written.status_code) == (303, 422, 303)
    assert [one.lines for one in meeting_notes.of_group(here)] == ["Salt.", "Soup.\nBread."]
    with pytest.raises(GroupMissing), transaction():
        meeting_notes.remove(elsewhere.id, first.id, by=bo)


def test_a_closed_group_takes_no_notes_and_lets_them_be_removed(group, write, bo, now):
    # given
    here = group()
    notes = write(here, bo)
    with transaction():
        db.session.get_one(type(here), here.id).closed_at = now

    # when
    with pytest.raises(GroupError):
        write(here, bo, on=TODAY - timedelta(days=1))
    with transaction():
        meeting_notes.remove(here.id, notes.id, by=bo)

    # then
    assert meeting_notes.of_group(here) == []


def test_the_page_says_how_the_network_meets_and_who_is_who(group, offline, client_of, ada, bo, chen, dana, now):
    # given
    here = group(members=[ada, chen, dana])
    network = offline(keeper=bo, how="over soup")
    with transaction():
        networks.is_mirrored(network, here, now=now)
        ada.function, ada.location, chen.function, chen.location = "Welder", "Deventer", "Planner", "Zwolle"

    # when
    page = text(client_of(ada).get(f"/groups/{here.id}"))

    # then
    assert [part in page for part in ("How we meet", "Every week", "over soup", "kept together by Bo Lindqvist")] == [True] * 4
    assert "People Deventer AOAda Okafor Welder Zwolle CMChen Meijer Planner DPDana Petrov Buyer" in page
