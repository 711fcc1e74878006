"""How a poll ends, in the browser."""

from datetime import timedelta

from sqlalchemy import func, select

from database import db
from sessions.models import ScheduledSession
from tests.infra.pages import said, text, words

DAY = timedelta(days=1)


def count_sessions():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ScheduledSession))


def test_choosing_says_first_who_is_told_what_and_does_it_with_one_press(poll, mark, client_of, posted, ada, bo, dana):
    # given
    made = poll(asked=[ada, dana])
    mark(made, dana, "no")
    client, path = client_of(bo), f"/polls/{made.id}/choice/{made.dates[0].id}"

    # when
    page = client.get(path)
    before = count_sessions()
    pressed = client.post(path)
    session = db.session.scalars(select(ScheduledSession)).one()

    # then
    assert "Would be left out: Dana Petrov" in text(page)
    assert words(page, "ul", "told")[0].startswith(
        "2 get the invitation Everybody who was asked, in their own calendar and mail."
    )
    assert words(page, "button", "btn-primary") == ["Choose it and invite 2 people"]
    assert (before, pressed.location) == (0, f"/sessions/{session.id}/roster")
    assert said(client.get(pressed.location)) == ["The date is chosen. 2 invitations are on their way."]
    assert sorted(row[:2] for row in posted(session)) == [("invitation", "ada"), ("invitation", "dana")]


def test_pressing_twice_makes_one_session_and_says_so(poll, client_of, ada, bo):
    # given
    made = poll(asked=[ada])
    client, path = client_of(bo), f"/polls/{made.id}/choice/{made.dates[0].id}"

    # when
    client.post(path)
    again, looked = client.post(path), client.get(path)

    # then
    assert (again.location, looked.location, count_sessions()) == (f"/polls/{made.id}", f"/polls/{made.id}", 1)
    assert said(client.get(again.location))[-1] == "A date has been chosen already."


def test_only_the_draft(poll, client_of, posted, ada, bo):
    # given
    made = poll(asked=[ada])

    # when
    pressed = client_of(bo).post(f"/polls/{made.id}/choice/{made.dates[0].id}", data={"do": "draft"})
    session = db.session.scalars(select(ScheduledSession)).one()

    # then
    assert (pressed.location, session.state.value, posted(session)) == (f"/sessions/{session.id}", "draft", [])


def test_a_draft_that_was_thrown_away_lets_the_poll_be_opened_again(poll, client_of, ada, bo):
    # given
    made = poll(asked=[ada])
    client, own = client_of(bo), f"/polls/{made.id}"
    drafted = client.post(f"{own}/choice/{made.dates[0].id}", data={"do": "draft"})
    refused = client.post(f"{own}/reopening")
    client.post(f"{drafted.location}/disposal")

    # when
    before = client.get(own)
    after = client.get(client.post(f"{own}/reopening").location)

    # then
    assert (refused.location, words(before, "button", "btn-primary")) == (own, ["Open the poll again"])
    assert said(after)[-1] == "The poll is open again. What people marked stands."
    assert [word.partition(" Tuesday")[0] for word in words(after, "a", "btn-sm")] == ["Choose this date"] * 3


def test_a_date_that_is_not_there_or_has_passed_cannot_be_chosen(poll, client_of, clock, now, ada, bo):
    # given
    made, other = poll(asked=[ada]), poll(asked=[ada])
    client = client_of(bo)

    # when
    missing = (
        client.get(f"/polls/{made.id}/choice/{other.dates[0].id}"),
        client.post(f"/polls/{made.id}/choice/{other.dates[0].id}"),
    )
    clock.move_to(now + 8 * DAY)
    passed = client.get(f"/polls/{made.id}/choice/{made.dates[0].id}"), client.post(f"/polls/{made.id}/choice/{made.dates[0].id}")

    # then
    assert [answer.status_code for answer in (*missing, *passed)] == [404, 303, 303, 303]
    assert count_sessions() == 0


def test_closing_says_first_how_many_are_told(poll, client_of, poll_mails, deliver, smtp_sink, ada, bo):
    # given
    made = poll(asked=[ada])
    client = client_of(bo)
    deliver()

    # when
    page = client.get(f"/polls/{made.id}/closure")
    pressed = client.post(f"/polls/{made.id}/closure", data={"word": "The cook is ill."}, follow_redirects=True)
    again = client.post(f"/polls/{made.id}/closure", follow_redirects=True)

    # then
    assert "1 person is told that no date was chosen, so that they keep nothing free." in text(page)
    assert said(pressed) == ["Closed. Whoever was asked is being told that no date was chosen."]
    assert said(again) == ["This poll is not open."]
    assert poll_mails(made) == [("", "ada", "sent"), ("closed", "ada", "queued")]
