"""A group from its first form to a calendar that follows it: made, asked for, let in, invited to a session, left again."""

from sqlalchemy import select

from database import db
from sessions.models import Invitation
from tests.browser.walks import press


def test_a_group_is_made_joined_followed_and_left(window, meetup, deliver, smtp_sink, vevents_to, bo, ada):
    # given
    session = meetup(title="Walk at noon")
    steward, colleague = window(bo), window(ada, width=375)

    # when: Bo makes a group
    steward.goto("/groups")
    press(steward, "Make a group", role="link")
    steward.get_by_label("Name", exact=True).fill("Lunch walkers")
    steward.get_by_label("They ask, and who looks after it lets them in").check()
    press(steward, "Make the group")
    group = steward.url

    # and invites it to a session, to be followed
    steward.goto(f"/sessions/{session.id}/invitations")
    press(steward, "Invite a group or a team, and follow it", role="link")
    press(steward, "Look at the names")
    with steward.expect_navigation():
        steward.locator("#look .btn-primary").click()

    # and Ada asks to come in, on her phone, and is let in
    colleague.goto("/groups")
    press(colleague, "Lunch walkers", role="link")
    press(colleague, "Ask to come in")
    steward.goto(f"{group}/people")
    press(steward, "Let in")
    deliver()

    # then: it stands in her calendar, and she reads why
    assert [event["METHOD"] for event in vevents_to(ada)] == ["REQUEST"]
    colleague.goto(f"/sessions/{session.id}")
    assert colleague.get_by_text("You are invited because you are in the group Lunch walkers.").is_visible()

    # when: she leaves
    colleague.goto(group)
    colleague.get_by_text("Leave the group", exact=True).click()
    press(colleague, "Leave")
    deliver()

    # then
    db.session.rollback()
    withdrawn = select(Invitation.withdrawn_at).where(Invitation.person_id == ada.id)
    assert [at is not None for at in db.session.scalars(withdrawn)] == [True]
    assert [event["METHOD"] for event in vevents_to(ada)] == ["REQUEST", "CANCEL"]
    assert colleague.get_by_role("button", name="Undo leaving").is_visible()
