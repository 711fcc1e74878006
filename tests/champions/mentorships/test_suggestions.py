"""What would help with a mentee: a session with seats about what they asked for, and when a word is due. Never what they do."""

from datetime import timedelta

import pytest

from champions.mentorships import outings, queries, suggestions
from champions.mentorships.records import Next, check_in, plan
from database import transaction
from sessions import invitations
from sessions.models import Answer
from tests.infra.mentorships import fresh

DAY = timedelta(days=1)


@pytest.fixture
def helpful(now, bo):
    """`helpful()`: the titles of what would help with each of Bo's mentees; None for nothing."""

    def read(at=now):
        mentees = queries.of_ambassador(bo.id)
        found = suggestions.of_ambassador(fresh(bo), mentees, today=at.date(), now=at)
        return [one.session.title if one.session else None for one in found]

    return read


@pytest.mark.parametrize(
    ("changes", "helps_with"),
    [
        ({"title": "Where files live"}, "Where files live"),
        ({"title": "Lunch", "description": "We look for **files** together."}, "Lunch"),
        ({"title": "Profiles and profilesfiles"}, None),
        ({"title": "Groups", "description": "Soup first."}, None),
    ],
)
def test_session_helps_that_is_about_what_they_asked(meetup, accompanied, helpful, ada, bo, changes, helps_with):
    accompanied(ada, bo)
    meetup(invited=[bo], **changes)
    assert helpful() == [helps_with]


def test_word_of_a_topic_is_enough_in_a_title(meetup, accompanied, helpful, now, ada, bo):
    accompanied(ada, bo)
    session = meetup(invited=[bo], title="Finding the drawings")
    assert [
        suggestions.suited(topics, [session]) is session
        for topics in (["Finding files"], ["A drawing"], ["the plan"], ["drawings"], [""], [])
    ] == [True, False, False, True, False, False]


def test_what_is_full_declined_far_off_or_not_theirs_helps_nobody(meetup, say, accompanied, helpful, now, ada, bo, dana):
    # given
    accompanied(ada, bo)
    full = meetup(invited=[bo, dana], title="Full of files", capacity=1)
    say(full, dana, Answer.ACCEPTED)
    declined = meetup(invited=[bo], title="Declined files")
    say(declined, bo, Answer.DECLINED)
    meetup(invited=[dana], title="Files of others")
    meetup(invited=[bo], title="Draft of files", publish=False)
    meetup(invited=[bo], title="Far files", starts_at=now + 70 * DAY, ends_at=now + 70 * DAY + timedelta(hours=1))

    # then
    assert helpful() == [None]


def test_what_the_mentee_does_changes_nothing(meetup, say, accompanied, helpful, now, ada, bo, chen):
    # given
    accompanied(ada, bo)
    session = meetup(invited=[bo], title="Where files live", capacity=5)
    before = helpful()

    # when
    with transaction():
        invitations.invite(session.id, [ada.id], by=fresh(chen), now=now)
    invited = helpful()
    say(session, ada, Answer.DECLINED)

    # then
    assert (before, invited, helpful()) == (["Where files live"],) * 3


def test_what_they_were_asked_to_already_is_not_thought_of_again(meetup, accompanied, helpful, now, ada, bo):
    # given
    pair = accompanied(ada, bo)
    session = meetup(invited=[ada, bo], title="Where files live")
    before = helpful()

    # when
    with transaction():
        outings.ask(pair.id, session.id, by=fresh(bo), now=now)

    # then
    assert (before, helpful()) == (["Where files live"], [None])


@pytest.mark.parametrize(
    ("met", "meets", "due", "this_week"),
    [
        (13, None, False, False),
        (14, None, True, True),
        (20, 3, False, True),
        (20, 10, False, False),
        (20, -1, True, True),
        (1, -2, False, True),
    ],
)
def test_word_is_due_after_two_weeks_without_a_meeting_ahead(accompanied, now, ada, bo, met, meets, due, this_week):
    # given
    pair, today = accompanied(ada, bo), now.date()
    with transaction():
        check_in(pair.id, "We met.", by=fresh(bo), met_on=today - met * DAY, today=today, now=now)
        plan(pair.id, Next(at=now + meets * DAY if meets else None), by=fresh(bo), now=now - 3 * DAY)

    # when
    [one] = queries.of_ambassador(bo.id)

    # then
    asked = {"today": today, "now": now}
    assert (suggestions.is_due(one, **asked), suggestions.needs_a_thought(one, **asked)) == (due, this_week)
