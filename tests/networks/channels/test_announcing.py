"""The room hears when a date of the group is set, moved or cancelled: once, in its language, with the zone, and nobody is named."""

from datetime import timedelta

import pytest

from database import db, transaction
from networks import groups
from networks.channels import announcing, claims
from networks.channels.announcing import MOST_ATTEMPTS
from networks.channels.models import Announcement, Saying
from networks.platforms.protocol import Refused, Unavailable
from sessions import scheduling
from sessions.living import audiences
from sessions.series import edits
from sessions.series.edits import Scope
from tests.infra.channels import pressed, says
from tests.infra.series import dates_of


@pytest.fixture
def room(channel, remote, ada, bo, now):
    """A channel with its room open, in which dates are said in this language."""

    def build(language="en", *, on=True):
        made = channel(members=[ada])
        pressed(made, remote, bo, now=now)
        with transaction():
            announcing.turn(claims.lock(made.id), on=on, language=language)
        return made

    return build


@pytest.fixture
def invite(bo, now):
    def open_to(session, group):
        with transaction():
            audiences.open_to(session.id, group, by=bo, now=now)

    return open_to


def said(remote, now):
    """What stands in the room since, and how often the platform was asked."""
    remote.said.clear()
    tried = says(remote, now=now)
    return list(remote.said.values()), tried


def test_a_date_is_said_when_it_is_set_moved_and_cancelled(room, remote, meetup, invite, change, bo, ada, chen, now):
    # given
    made, session = room(), meetup(publish=False)
    invite(session, made.group)
    draft = said(remote, now)

    # when
    with transaction():
        scheduling.publish(session.id, by=chen, now=now)
    first = said(remote, now)
    change(session, moved_by=timedelta(days=1))
    change(session, capacity=40)
    moved = said(remote, now)
    with transaction():
        scheduling.cancel(session.id, reason="Ada is ill", by=chen, now=now)
    off = said(remote, now)

    # then
    link = f"/sessions/{session.id}"
    assert draft == ([], 0)
    assert [text.split("\n")[0] for texts, _tried in (first, moved, off) for text in texts] == [
        f"A new date: {session.title}",
        f"Moved: {session.title}. It is now:",
        f"This date is off: {session.title}",
    ]
    (text,) = first[0]
    assert ("Amsterdam" in text, link in text, session.place in text) == (True, True, True)
    assert [name for name in ("Ada", "Chen", "Bo") if name in "".join(first[0] + moved[0] + off[0])] == []


def test_a_link_to_join_that_was_written_as_the_place_is_not_said(room, remote, meetup, invite, now):
    # given
    made, session = room(), meetup(place="Online: https://meet.example/walkers")

    # when
    invite(session, made.group)

    # then
    ((text,), _tried) = said(remote, now)
    assert (session.title in text, "meet.example" in text) == (True, False)


def test_it_is_off_until_somebody_turns_it_on(room, remote, meetup, invite, now):
    # given
    made = room(on=False)

    # when
    invite(meetup(), made.group)

    # then
    assert (said(remote, now), db.session.query(Announcement).count()) == (([], 0), 0)


def test_a_group_that_is_invited_to_what_stands_already_hears_of_it_in_its_language(room, remote, meetup, invite, now):
    # given
    made, session = room("nl"), meetup()

    # when
    invite(session, made.group)

    # then
    ((text,), _tried) = said(remote, now)
    assert text.startswith(f"Een nieuwe datum: {session.title}\n")


def test_the_dates_of_a_series_make_one_announcement(room, remote, weekly, invite, chen, now):
    # given
    made = room()
    dates = dates_of(weekly())
    invite(dates[0], made.group)
    first = said(remote, now)

    # when
    with transaction():
        edits.cancel(dates[1].id, scope=Scope.FOLLOWING, reason="", by=chen, now=now)
    off = said(remote, now)

    # then
    assert [len(first[0]), len(off[0])] == [1, 1]
    assert (first[0][0].split("\n")[0], off[0][0].split("\n")[0]) == (
        f"New dates: {dates[0].title}",
        f"These dates are off: {dates[0].title}",
    )


def test_what_was_not_said_yet_is_said_as_it_is_now_or_not_at_all(room, remote, meetup, invite, change, chen, now):
    # given
    made, moves, ends = room(), meetup(), meetup(title="Off again")
    invite(moves, made.group)
    invite(ends, made.group)

    # when
    change(moves, moved_by=timedelta(days=1))
    with transaction():
        scheduling.cancel(ends.id, reason="", by=chen, now=now)

    # then
    texts, tried = said(remote, now)
    assert ([text.split("\n")[0] for text in texts], tried) == ([f"A new date: {moves.title}"], 1)


def test_a_lost_answer_is_asked_again_and_stands_once(room, remote, meetup, invite, now):
    # given
    made = room()
    invite(meetup(), made.group)
    remote.always = Unavailable("Away.", retry_after=30)

    # when
    away = said(remote, now)
    remote.always = None
    before, after = said(remote, now + timedelta(seconds=29)), said(remote, now + timedelta(seconds=30))

    # then
    assert (away, before, len(after[0])) == (([], 1), ([], 0), 1)
    assert said(remote, now + timedelta(days=1)) == ([], 0)


def test_what_waits_to_be_tried_again_is_said_before_what_came_after_it(room, remote, meetup, invite, chen, now):
    # given
    made, session = room(), meetup()
    invite(session, made.group)
    remote.always = Unavailable("Away.", retry_after=3600)
    said(remote, now)
    remote.always = None

    # when
    with transaction():
        scheduling.cancel(session.id, reason="", by=chen, now=now)
    early, late = said(remote, now + timedelta(minutes=1)), said(remote, now + timedelta(hours=1))

    # then
    assert early == ([], 0)
    assert [text.split("\n")[0] for text in late[0]] == [f"A new date: {session.title}", f"This date is off: {session.title}"]


def test_of_a_group_that_was_closed_nothing_more_is_said(room, remote, meetup, invite, now):
    # given
    made = room()
    invite(meetup(), made.group)

    # when
    with transaction():
        groups.close(made.group_id, now=now)

    # then
    assert (said(remote, now), db.session.query(Announcement).one().state) == (([], 0), Saying.DROPPED)


def test_what_was_turned_off_while_it_was_tried_stays_so(room, remote, meetup, invite, now):
    # given
    made = room()
    invite(meetup(), made.group)
    with transaction():
        tried = announcing.claim(now=now)
        announcing.turn(claims.lock(made.id), on=False, language="en")

    # when
    with transaction():
        announcing.went_wrong(tried.id, Refused("No place for words."), now=now)

    # then
    assert db.session.query(Announcement).one().state is Saying.DROPPED


@pytest.mark.parametrize(
    ("fault", "attempts"),
    [(Unavailable("Away."), MOST_ATTEMPTS), (Refused("No place for words."), 1)],
    ids=["away", "refused"],
)
def test_what_cannot_be_said_is_given_up_and_shows(fault, attempts, room, remote, meetup, invite, client_of, bo, now):
    # given
    made, at = room(), now
    invite(meetup(), made.group)
    remote.always = fault

    # when
    tried = 0
    for _attempt in range(MOST_ATTEMPTS + 2):
        tried += says(remote, now=at)
        at += timedelta(hours=5)

    # then
    assert (tried, db.session.query(Announcement).one().state) == (attempts, Saying.FAILED)
    assert str(fault) in client_of(bo).get(f"/groups/{made.group_id}/channels/{made.id}").text


def test_one_press_turns_it_on_and_off(client_of, room, bo, now):
    # given
    made, browser = room(on=False), client_of(bo)
    path = f"/groups/{made.group_id}/channels/{made.id}/announcements"

    # when
    browser.post(path, data={"on": "yes", "language": "nl"})
    db.session.expire_all()
    on = (made.announces, made.language)
    browser.post(path)
    db.session.expire_all()

    # then
    assert (on, made.announces) == ((True, "nl"), False)
