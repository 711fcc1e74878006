"""Publishing, cancelling, throwing away: what is said before and what is true after."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db
from sessions.models import ScheduledSession, SessionState
from tests.infra.pages import said, text, words

DAY = timedelta(days=1)


def states():
    db.session.expire_all()
    return [session.state for session in db.session.scalars(select(ScheduledSession).order_by(ScheduledSession.id))]


def test_publishing_says_how_many_are_invited_and_then_invites_them(meetup, client_of, posted, ada, dana, bo):
    # given
    session = meetup(invited=[ada, dana], publish=False)
    browser = client_of(bo)

    # when
    before = browser.get(f"/sessions/{session.id}/publication")
    after = browser.post(f"/sessions/{session.id}/publication", follow_redirects=True)

    # then
    assert "2 people get the invitation in their own calendar and mail." in text(before)
    assert (said(after), after.request.path) == (
        ["Published. The invitations are on their way."],
        f"/sessions/{session.id}/roster",
    )
    assert posted(session) == [("invitation", "ada", 0, "queued"), ("invitation", "dana", 0, "queued")]


def test_publishing_shows_the_facts_the_names_and_the_invitation_first(meetup, client_of, ada, dana, bo, now):
    # given
    facts = {"capacity": 12, "rsvp_until": now + timedelta(days=3), "address": "Second floor", "description": "**Soup** first."}
    session = meetup(invited=[dana, ada], publish=False, **facts)
    empty = meetup(publish=False)

    # when
    page, unlisted = [client_of(bo).get(f"/sessions/{made.id}/publication") for made in (session, empty)]

    # then
    assert words(page, "dl", "facts") == [
        "Where Canteen Second floor Host Bo Lindqvist Seats Twelve Answer by Friday 4 December",
    ]
    assert words(page, "ul", "plain-list") == ["Ada Okafor Door seals Dana Petrov Purchasing"]
    invitation = "Lunch and learn, Tuesday 8 December Bo Lindqvist would like you at the table. Soup first."
    assert invitation in words(page, "details", "more")[1]
    assert words(unlisted, "dl", "facts") == ["Where Canteen Host Bo Lindqvist Seats As many as come Answer by Until it starts"]
    assert words(unlisted, "details", "more") == []


def test_publishing_without_a_list_leads_to_inviting(meetup, client_of, bo):
    # given
    session = meetup(publish=False)

    # when
    page = client_of(bo).post(f"/sessions/{session.id}/publication", follow_redirects=True)

    # then
    assert (said(page), page.request.path) == (["Published. Nobody is invited yet."], f"/sessions/{session.id}/invitations")


def test_publishing_twice_invites_once(meetup, client_of, posted, ada, bo):
    # given
    session = meetup(invited=[ada], publish=False)
    browser = client_of(bo)
    browser.post(f"/sessions/{session.id}/publication")

    # when
    page = browser.post(f"/sessions/{session.id}/publication", follow_redirects=True)

    # then
    assert said(page)[-1:] == ["This session has been published already."]
    assert posted(session) == [("invitation", "ada", 0, "queued")]


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (8, "This session lies in the past. Choose a new date first."),
        (2, "The date to answer has passed: nobody could say yes. Choose a later one first."),
    ],
)
def test_what_lies_behind_is_not_published(meetup, client_of, clock, bo, now, days, says):
    # given
    session = meetup(publish=False, rsvp_until=now + DAY)
    clock.move_to(now + days * DAY)

    # when
    page = client_of(bo).post(f"/sessions/{session.id}/publication", follow_redirects=True)

    # then
    assert (said(page), states()) == ([says], [SessionState.DRAFT])


def test_cancelling_says_who_is_told_and_keeps_the_reason(meetup, client_of, posted, ada, bo):
    # given
    session = meetup(invited=[ada])
    browser = client_of(bo)

    # when
    before = browser.get(f"/sessions/{session.id}/cancellation")
    after = browser.post(f"/sessions/{session.id}/cancellation", data={"reason": " Flooded. "}, follow_redirects=True)
    again = browser.post(f"/sessions/{session.id}/cancellation", data={"reason": "Twice"}, follow_redirects=True)

    # then
    assert "1 person is told, and it leaves their calendar." in text(before)
    assert said(after)[0] == "Cancelled. Whoever was invited is being told."
    assert "This session was cancelled already." in said(again)
    assert (states(), db.session.scalars(select(ScheduledSession.cancel_reason)).one()) == ([SessionState.CANCELLED], "Flooded.")
    assert [row[0] for row in posted(session)] == ["invitation", "cancellation"]


def test_a_draft_is_thrown_away_after_one_question(meetup, client_of, ada, bo):
    # given
    session = meetup(invited=[ada], publish=False)
    browser = client_of(bo)

    # when
    before = browser.get(f"/sessions/{session.id}/disposal")
    kept = states()
    after = browser.post(f"/sessions/{session.id}/disposal", follow_redirects=True)

    # then
    assert "Nobody had been told." in text(before)
    assert (kept, states(), said(after)) == ([SessionState.DRAFT], [], ["The draft is gone."])


def test_what_was_published_cannot_be_thrown_away(meetup, client_of, bo):
    # given
    session = meetup()
    browser = client_of(bo)

    # when
    page = browser.get(f"/sessions/{session.id}/disposal")
    pressed = browser.post(f"/sessions/{session.id}/disposal", follow_redirects=True)

    # then
    assert page.status_code == 404
    assert said(pressed) == ["Only a draft can be thrown away. Cancel the session instead."]
    assert states() == [SessionState.PUBLISHED]
