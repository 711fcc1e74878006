"""Changing a session: the preview of who hears what, and what saving does."""

from datetime import timedelta

from sqlalchemy import select

from database import db
from sessions.models import ScheduledSession
from tests.infra.pages import fields, said, text, words

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


def test_a_draft_is_changed_without_a_preview(meetup, client_of, posted, ada, chen):
    # given
    session = meetup(invited=[ada], publish=False)
    browser = client_of(chen)

    # when
    response = save(browser, session, form_of(browser, session), title="Lunch and listen")

    # then
    assert (response.status_code, only_session().title, posted(session)) == (303, "Lunch and listen", [])


def test_an_unchanged_form_saves_nothing_and_tells_nobody(meetup, client_of, posted, ada, chen, now):
    # given: answers by the end of a day that is not midnight, and a second host
    session = meetup(invited=[ada], rsvp_until=now + 3 * DAY, host_ids=(chen.id,))
    browser = client_of(chen)
    before = posted(session)

    # when
    response = save(browser, session, form_of(browser, session))

    # then
    assert (response.status_code, only_session().edit_number, posted(session)) == (303, 0, before)


def test_the_preview_says_who_hears_what_and_tells_nobody_yet(meetup, say, client_of, posted, colleagues, chen):
    # given
    people = colleagues(5)
    session = meetup(invited=people, capacity=1)
    for person, word in zip(people, ("accepted", "accepted", "tentative", "declined"), strict=False):
        say(session, person, word)
    browser = client_of(chen)
    before = posted(session)

    # when
    page = save(browser, session, form_of(browser, session), starts="11:00", ends="12:00")

    # then
    assert page.status_code == 200
    lines = (
        "1 with a seat Are sent the change and asked again. The seat stays theirs meanwhile.",
        "1 on the waiting list Are sent the change. Their place in line stays.",
        "1 said maybe Are sent the change. Maybe stays maybe.",
        "1 not answered yet The new invitation replaces the old one.",
        "1 not coming Are sent the change, so that nothing wrong stands in their calendar. They are not asked again.",
    )
    assert told(page) == [" ".join(lines)]
    names = ("P000 Colleague with a seat", "P001 Colleague on the waiting list", "P002 Colleague said maybe")
    assert words(page, "ul", "plain-list") == [
        " ".join([*names, "P004 Colleague not answered yet", "P003 Colleague not coming"]),
    ]
    assert words(page, "span", "was") == ["Was 10:00", "Was 11:00"]
    assert "Save and tell 5 people" in text(page)
    assert (posted(session), only_session().edit_number) == (before, 0)


def test_the_same_press_again_saves_and_another_content_is_previewed_first(meetup, client_of, posted, ada, chen):
    # given
    session = meetup(invited=[ada])
    browser = client_of(chen)
    previewed = fields(save(browser, session, form_of(browser, session), starts="11:00", ends="12:00"))

    # when
    other = save(browser, session, previewed, place="Hall 2")
    before = only_session().edit_number
    saved = save(browser, session, fields(other))

    # then
    assert (other.status_code, before) == (200, 0)
    assert (saved.status_code, saved.location) == (303, f"/sessions/{session.id}")
    assert (only_session().place, posted(session)[-1]) == ("Hall 2", ("update", "ada", 1, "queued"))


def test_only_words_are_told_to_who_has_not_declined(meetup, say, client_of, ada, dana, chen):
    # given
    session = meetup(invited=[ada, dana])
    say(session, dana, "declined")
    browser = client_of(chen)

    # when
    page = save(browser, session, form_of(browser, session), description="Bread first.")

    # then
    assert "Only the words change. Nobody is asked again." in text(page)
    assert told(page)[0].endswith("1 not coming Hear nothing. Declining is an answer.")
    assert "Save and tell 1 person" in text(page)


def test_more_seats_are_previewed_when_somebody_is_called(meetup, say, client_of, room, colleagues, chen):
    # given
    people = colleagues(3)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")
    browser = client_of(chen)

    # when
    page = save(browser, session, form_of(browser, session), capacity="2")
    before = room(session)
    save(browser, session, fields(page))

    # then
    assert "Only the number of seats changes. Nobody is asked again." in text(page)
    lines = (
        "1 with a seat Hear nothing. Their answer stands.",
        "1 from the waiting list Have a seat now, and are told.",
        "1 on the waiting list Hear nothing. Their place in line stays.",
    )
    assert told(page) == [" ".join(lines)]
    assert [seat for _answer, seat, _number in before.values()] == ["seated", "waiting", "waiting"]
    assert [seat for _answer, seat, _number in room(session).values()] == ["seated", "seated", "waiting"]


def test_more_seats_that_nobody_waits_for_are_saved_at_once(meetup, client_of, posted, ada, chen):
    # given
    session = meetup(invited=[ada], capacity=5)
    browser = client_of(chen)

    # when
    response = save(browser, session, form_of(browser, session), capacity="9")

    # then
    assert (response.status_code, only_session().capacity) == (303, 9)


def test_fewer_seats_than_are_taken_are_refused_at_their_field(meetup, say, client_of, colleagues, chen):
    # given
    people = colleagues(3)
    session = meetup(invited=people)
    for person in people:
        say(session, person, "accepted")
    browser = client_of(chen)

    # when
    page = save(browser, session, form_of(browser, session), capacity="2")

    # then
    assert (page.status_code, wrong(page)) == (422, ["3 seats are taken already. Nobody loses a seat: choose 3 or more."])
    assert only_session().capacity is None


def test_asking_again_after_the_date_to_answer_needs_a_later_one(meetup, client_of, clock, ada, chen, now):
    # given
    session = meetup(invited=[ada], rsvp_until=now + DAY)
    clock.move_to(now + 2 * DAY)
    browser = client_of(chen)
    form = form_of(browser, session)

    # when
    page = save(browser, session, form, place="Hall 2")
    later = save(browser, session, form, place="Hall 2", answer_by="2026-12-07")

    # then
    assert wrong(page) == ["Everybody is asked again, and the date to answer has passed. Choose a later one, or none."]
    assert (page.status_code, later.status_code) == (422, 200)


def test_two_who_change_it_at_once_are_told_so(meetup, change, client_of, ada, bo, chen):
    # given
    session = meetup(invited=[ada])
    browser = client_of(bo)
    form = form_of(browser, session)
    change(session, title="Chen was faster")

    # when
    preview = save(browser, session, form, title="Bo's title")
    response = browser.post(f"/sessions/{session.id}/edit", data=fields(preview), follow_redirects=True)

    # then
    assert said(response) == [
        "Somebody else changed this session while you were editing. Look at it again and repeat your change."
    ]
    assert only_session().title == "Chen was faster"


def test_what_is_over_or_off_is_not_changed(meetup, cancel, client_of, ada, chen):
    # given
    session = meetup(invited=[ada])
    browser = client_of(chen)
    form = form_of(browser, session)
    cancel(session)

    # when
    page = save(browser, session, form, title="Too late")

    # then
    assert (page.status_code, page.location) == (303, f"/sessions/{session.id}")
    assert said(browser.get(page.location))[0] == "This session was cancelled. Duplicate it to plan it anew."
    assert only_session().title == "Lunch and learn"
