"""Both times side by side, who would be told what, and the two presses that decide."""

from datetime import timedelta

import pytest

from database import db
from mail.models import IncomingMail, IncomingState
from sessions.models import ScheduledSession
from tests.infra.pages import fields, links, said, text, words
from tests.infra.series import dates_of

PRESSES = [("get", "acceptance"), ("post", "acceptance"), ("post", "admission")]
TIMES = ["DTSTART:20261209T140000Z", "DTEND:20261209T150000Z"]


@pytest.fixture
def lunch(meetup, ada, dana):
    """Hosted by Bo; Dana is not invited."""
    return meetup(invited=[ada])


@pytest.fixture
def proposed(lunch, answer, comes_in, ada):
    return comes_in(answer(lunch, ada, "TENTATIVE", method="COUNTER", properties=[*TIMES, "COMMENT:Any later?"]))


def path(incoming, what="acceptance"):
    return f"/incoming/{incoming.id}/{what}"


def state(incoming):
    db.session.expire_all()
    return db.session.get_one(IncomingMail, incoming.id).state


def test_proposal_shows_both_times_and_who_hears_what(proposed, client_of, bo):
    # given
    browser = client_of(bo)

    # when
    message, page = browser.get(f"/incoming/{proposed.id}"), browser.get(path(proposed))

    # then
    assert path(proposed) in links(message)
    assert words(page, "h1") == ["Move Lunch and learn?"]
    assert words(page, "dl", "times") == [
        "As it is Tue 8 Dec Tuesday 8 December, 10:00–11:00 As proposed Wed 9 Dec Wednesday 9 December, 15:00–16:00"
    ]
    said = ("Ada Okafor proposes another time.", "Any later?", "1 said maybe", "Who else could come No number to say.")
    assert [part in text(page) for part in said] == [True] * 4


def test_host_moves_the_session_there(lunch, proposed, client_of, bo):
    # when
    page = client_of(bo).post(path(proposed), data={"edit_number": "0"}, follow_redirects=True)

    # then
    assert said(page) == ["Moved. Whoever it concerns is being told."]
    assert "Wednesday 9 December, 15:00–16:00" in text(page)
    assert state(proposed) is IncomingState.CLOSED


def test_host_keeps_the_time_with_a_word(lunch, proposed, client_of, deliver, smtp_sink, words_of, bo):
    # when
    page = client_of(bo).post(path(proposed, "closure"), data={"words": "The cook leaves at noon."}, follow_redirects=True)
    deliver()

    # then
    assert said(page) == ["The time stays, and they are being told."]
    assert "The cook leaves at noon." in words_of(smtp_sink.to("ada@brink-waal.example")[-1])
    assert state(proposed) is IncomingState.CLOSED


def test_change_in_the_meantime_is_looked_at_first(lunch, proposed, change, client_of, bo):
    # given
    change(lunch, place="Hall 2")

    # when
    page = client_of(bo).post(path(proposed), data={"edit_number": "0"}, follow_redirects=True)

    # then
    assert said(page) == ["Somebody else changed this session while you were editing. Look at it again and repeat your change."]
    assert state(proposed) is IncomingState.WAITING


def test_time_known_before_an_earlier_move_is_said(lunch, answer, comes_in, change, client_of, ada, bo, now):
    # given
    known = ["X-MS-OLK-ORIGINALSTART:20261208T090000Z", "X-MS-OLK-ORIGINALEND:20261208T100000Z"]
    said_before = answer(lunch, ada, "TENTATIVE", method="COUNTER", properties=[*TIMES, *known])
    change(lunch, starts_at=lunch.starts_at.replace(hour=12), ends_at=lunch.ends_at.replace(hour=13))

    # when
    incoming = comes_in(said_before)

    # then
    page = text(client_of(bo).get(path(incoming)))
    assert "When they proposed it, they knew it at Tuesday 8 December, 10:00–11:00." in page


def test_proposal_that_cannot_be_says_why(lunch, answer, comes_in, client_of, ada, bo):
    # given
    incoming = comes_in(answer(lunch, ada, "TENTATIVE", method="COUNTER", properties=["DTSTART:20261130T140000Z"]))

    # then
    assert said(client_of(bo).get(path(incoming), follow_redirects=True)) == ["This start lies in the past."]


def test_only_a_proposal_that_waits_has_the_page(lunch, proposed, answer, comes_in, client_of, ada, bo):
    # given
    other = comes_in(answer(lunch, ada, sender="else@where.example"))
    browser = client_of(bo)
    browser.post(path(proposed, "closure"))

    # then
    assert [browser.get(path(incoming)).status_code for incoming in (other, proposed)] == [404, 404]


def test_nobody_else_moves_anything(lunch, proposed, client, client_of, ada, dana):
    # when
    codes = {
        who: [getattr(browser, method)(path(proposed, what)).status_code for method, what in PRESSES]
        for who, browser in (("Ada", client_of(ada)), ("Dana", client_of(dana)))
    }
    signed_out = {getattr(client, method)(path(proposed, what)).status_code for method, what in PRESSES}

    # then
    assert codes == {"Ada": [404, 404, 404], "Dana": [404, 404, 404]}
    assert signed_out <= {302, 303, 401}
    assert state(proposed) is IncomingState.WAITING


def test_host_lets_an_uninvited_guest_come(lunch, answer, comes_in, client_of, room, ada, bo, dana):
    # given
    incoming = comes_in(answer(lunch, ada, attendee=dana.email, sender=dana.email))
    browser = client_of(bo)

    # when
    before, page = browser.get(f"/incoming/{incoming.id}"), browser.post(path(incoming, "admission"), follow_redirects=True)

    # then
    assert "Dana Petrov is then on the list with what they answered, and gets an invitation of their own." in text(before)
    assert "Let Dana come" in words(before, "button")
    assert said(page) == ["Dana Petrov is on the list, and is being told."]
    assert room(lunch) == {"Ada": ("needs-action", "none", None), "Dana": ("accepted", "seated", None)}


def test_stranger_who_is_to_come_instead_has_to_be_known_first(lunch, answer, comes_in, client_of, room, ada, bo):
    # given
    incoming = comes_in(answer(lunch, ada, "DELEGATED", parameters=';DELEGATED-TO="mailto:eve@x.example"'))
    browser = client_of(bo)

    # when
    before, page = browser.get(f"/incoming/{incoming.id}"), browser.post(path(incoming, "admission"), follow_redirects=True)

    # then
    assert "Foyer does not know this person." in text(before)
    assert path(incoming, "admission") not in links(before)
    assert said(page) == ["Foyer does not know who this is. Add the colleague first."]
    assert room(lunch) == {"Ada": ("needs-action", "none", None)}


@pytest.fixture
def for_all(weekly, answer, comes_in, ada):
    """Ada's calendar proposes 11:00 to 12:30 for all dates; as Exchange says it, of a date that is over by now."""

    def propose(*, known=True):
        series = weekly(invited=[ada])
        times = ["DTSTART:20261208T100000Z", "DTEND:20261208T113000Z"]
        was = ["X-MS-OLK-ORIGINALSTART:20261208T090000Z", "X-MS-OLK-ORIGINALEND:20261208T100000Z"] if known else []
        said = answer(dates_of(series)[0], ada, "TENTATIVE", method="COUNTER", properties=[*times, *was])
        return series, comes_in(said)

    return propose


def starts(series):
    db.session.expire_all()
    return {f"{date.starts_at.astimezone(date.zone):%H:%M}" for date in dates_of(series)}


@pytest.mark.parametrize("known", [True, False], ids=["exchange", "google"])
def test_proposal_for_all_dates_stands_in_their_form_and_counts_when_saved(for_all, client_of, clock, chen, known):
    # given: meanwhile the first date is over
    series, incoming = for_all(known=known)
    browser, second = client_of(chen), dates_of(series)[1].id
    clock.shift(timedelta(days=10))

    # when
    shown = links(browser.get(f"/incoming/{incoming.id}"))
    opened = browser.get(path(incoming))
    form = browser.get(opened.location)
    look = browser.post(opened.location, data=fields(form))
    saved = browser.post(opened.location, data=fields(look), follow_redirects=True)

    # then
    assert path(incoming) in shown
    assert opened.location == f"/series/dates/{second}/edit?proposal={incoming.id}"
    assert {name: fields(form)[name] for name in ("on", "starts", "ends", "scope")} == {
        "on": "2026-12-15", "starts": "11:00", "ends": "12:30", "scope": "all",
    }  # fmt: skip
    assert said(saved) == ["Saved. Whoever it concerns is being told."]
    moved = db.session.get_one(ScheduledSession, second)
    assert (f"{moved.starts_at.astimezone(moved.zone):%H:%M}", state(incoming)) == ("11:00", IncomingState.CLOSED)


def test_proposal_waits_on_when_the_host_saves_another_time(for_all, client_of, bo):
    # given
    series, incoming = for_all()
    browser = client_of(bo)
    page = browser.get(path(incoming)).location
    form = {**fields(browser.get(page)), "starts": "15:00", "ends": "16:00"}

    # when
    browser.post(page, data=fields(browser.post(page, data=form)))

    # then
    assert (starts(series), state(incoming)) == ({"15:00"}, IncomingState.WAITING)


def test_proposal_for_all_dates_is_for_who_may_read_the_message(for_all, client_of, bo, dana):
    # given
    _series, incoming = for_all()
    page = client_of(bo).get(path(incoming)).location

    # then
    assert [client_of(dana).get(where).status_code for where in (path(incoming), page)] == [404, 404]


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000, "²", "-1"], ids=["long", "endless", "square", "minus"])
def test_number_that_is_none_is_none(lunch, proposed, for_all, client_of, chen, number):
    # given: addresses and hidden fields that somebody wrote themselves
    series, _incoming = for_all()
    date, browser = f"/series/dates/{dates_of(series)[1].id}/edit", client_of(chen)
    single = f"/sessions/{lunch.id}/edit"

    # when
    opened = browser.get(date, query_string={"proposal": number})
    looks = {page: browser.post(page, data={**fields(browser.get(page)), "title": "Soup"}) for page in (date, single)}
    saved = [browser.post(page, data={**fields(look), "edit_number": number, "proposal": number}) for page, look in looks.items()]
    moved = browser.post(path(proposed), data={"edit_number": number})

    # then: none of them says of which version it speaks
    assert "The time that was proposed" not in text(opened)
    assert [answer.status_code for answer in (*saved, moved)] == [303, 303, 303]
