"""The demo's Postbox: the whole loop in a browser; and nowhere but in a demo without a mail server."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from calendars.replies import read_mail
from database import db, transaction
from mail import outbox
from mail.models import IncomingMail, PostboxMail
from tests.infra.processes import free_port

DEMO = pytest.mark.settings(demo=True, smtp_url="", base_url="http://127.0.0.1:8000", bind="127.0.0.1:8000")


@pytest.fixture
def invited(meetup, ada, deliver, clock):
    """A lunch that Ada is invited to; the invitation lies in the postbox."""
    session = meetup(invited=[ada], capacity=3)
    deliver()
    return session


@pytest.fixture
def press(client, read_in, lmtp_port):
    """`press("yes")`: a button under the newest message; what the page says then, after the worker has read the answer."""

    def answer(word, **fields):
        address = f"/postbox/{_newest().id}"
        html = client.post(f"{address}/answers", data={"answer": word, **fields}, follow_redirects=True).text
        read_in()
        return _words(html)

    return answer


def _newest() -> PostboxMail:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(PostboxMail).order_by(PostboxMail.id.desc())).first()


def _words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@DEMO
def test_whose_mail_there_is_and_what_is_in_it(client, meetup, deliver, invited, ada, dana):
    # given
    meetup(invited=[ada, dana], title="Evening walk")
    deliver()

    # when
    everybodys, hers = client.get("/postbox").text, client.get(f"/postbox?recipient={dana.email}").text

    # then
    assert re.findall(r'<option value="([^"]*)"', everybodys) == ["", ada.email, dana.email]
    assert re.findall(r"<strong>([^<]+)</strong>", everybodys) == [
        "Evening walk, Tuesday 8 December",
        "Evening walk, Tuesday 8 December",
        "Lunch and learn, Tuesday 8 December",
    ]
    assert re.findall(r"To (\S+),", hers) == [dana.email]


@DEMO
def test_postbox_says_when_mail_leaves_that_waits_for_quiet_hours(client, ada, dana, now):
    # given
    with transaction():
        for person, hours in ((ada, 2), (ada, 3), (dana, 48)):
            due_at = now + timedelta(hours=hours)
            waits = {"kind": "a.kind", "topic": "", "person_id": person.id, "recipient": person.email, "due_at": due_at}
            outbox.post(outbox.Post(**waits, stream=f"stream {hours}", key=f"key {hours}"), now=now)

    # when
    everybodys = _words(client.get("/postbox").text)
    hers = _words(client.get(f"/postbox?recipient={dana.email}").text)

    # then
    said = "Mail that can wait leaves once somebody’s quiet hours are over: the next one at"
    assert (f"{said} 12:00." in everybodys, said in hers) == (True, False)


@DEMO
def test_an_empty_postbox_says_what_happens_next(client, admin):
    assert "No mail yet Give it a moment: the worker writes the invitations" in _words(client.get("/postbox").text)


@DEMO
@pytest.mark.parametrize(
    ("word", "partstat", "stands"),
    [
        ("yes", "ACCEPTED", ("accepted", "seated", None)),
        ("maybe", "TENTATIVE", ("tentative", "none", None)),
        ("no", "DECLINED", ("declined", "none", None)),
    ],
)
def test_a_button_sends_a_true_reply_through_the_lmtp_door_and_the_answer_counts(
    invited, press, room, ada, word, partstat, stands
):
    # when
    said = press(word, comment="Thursdays suit me better.")

    # then
    (mail,) = db.session.scalars(select(IncomingMail))
    (calendar,) = read_mail(mail.raw).calendars
    (event,) = calendar.components
    assert "The calendar has sent its answer, as a mail. Foyer has it." in said
    assert (mail.door, mail.envelope_from, mail.reason) == ("lmtp", ada.email, "answer")
    assert (calendar.method, event.uid, event.sequence) == ("REPLY", invited.calendar_object.uid, 0)
    assert [(attendee.address, attendee.partstat) for attendee in event.attendees] == [(ada.email, partstat)]
    assert room(invited)["Ada"] == stands


@DEMO
def test_the_last_button_pressed_counts(invited, press, room, clock):
    # when
    for word in ("yes", "no", "maybe"):
        press(word)
        clock.shift(2)

    # then
    assert room(invited)["Ada"] == ("tentative", "none", None)


@DEMO
def test_another_time_is_proposed_through_the_lmtp_door_and_waits_for_the_host(
    client, client_of, invited, read_in, room, ada, bo, lmtp_port
):
    # given
    address = f"/postbox/{_newest().id}"

    # when
    sent = client.post(f"{address}/proposals", data={"on": "2026-12-08", "at": "15:00", "comment": "After the early shift?"})
    read_in()

    # then
    (mail,) = db.session.scalars(select(IncomingMail))
    page = _words(client_of(bo).get(f"/incoming/{mail.id}/acceptance").text)
    assert (sent.status_code, sent.location, mail.door, mail.reason) == (303, address, "lmtp", "counter")
    assert room(invited)["Ada"] == ("tentative", "none", None)
    for said in ("Ada Okafor proposes another time.", "10:00–11:00", "15:00–16:00", "After the early shift?"):
        assert said in page


@DEMO
@pytest.mark.parametrize(
    ("on", "at", "said"),
    [
        ("2026-12-08", "10:00", "That is the time it has already."),
        ("2026-12-08", "", "Choose a day and a time to propose."),
        ("soon", "10:00", "Choose a day and a time to propose."),
        ("9999-12-31", "23:59", "Choose a day and a time to propose."),
    ],
)
def test_a_time_that_is_none_is_not_proposed(client, invited, on, at, said, lmtp_port):
    # when
    page = client.post(f"/postbox/{_newest().id}/proposals", data={"on": on, "at": at}, follow_redirects=True)

    # then
    assert said in page.text
    assert list(db.session.scalars(select(IncomingMail))) == []


@DEMO
def test_for_a_whole_series_no_other_time_is_proposed(client, weekly, ada, deliver, clock, lmtp_port):
    # given
    weekly(invited=[ada])
    deliver()
    address = f"/postbox/{_newest().id}"

    # when
    page = client.get(address).text
    sent = client.post(f"{address}/proposals", data={"on": "2026-12-08", "at": "15:00"}, follow_redirects=True).text

    # then
    assert ("Propose another time" in page, "not for a whole series" in sent) == (False, True)


@DEMO
def test_the_page_of_a_cancellation_has_no_buttons(client, invited, cancel, deliver):
    # given
    cancel(invited, reason="The cook is ill.")
    deliver()

    # when
    html = client.get(f"/postbox/{_newest().id}").text

    # then
    assert "A calendar takes the event out when this message arrives." in html
    assert 'name="answer"' not in html


@DEMO
def test_the_message_itself_is_shown_without_any_power(client, invited):
    # when
    page, body = (client.get(f"/postbox/{_newest().id}{part}") for part in ("", "/body"))

    # then
    assert 'sandbox="allow-top-navigation-by-user-activation"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert body.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert '<base target="_top">' in body.text
    assert "Bo Lindqvist would like you at the table." in body.text


@DEMO
def test_the_message_can_be_taken_along_as_it_would_travel(client, invited):
    # when
    raw = client.get(f"/postbox/{_newest().id}/raw")

    # then
    assert (raw.content_type, raw.data) == ("message/rfc822", _newest().raw)
    assert raw.headers["Content-Disposition"] == f'attachment; filename="message-{_newest().id}.eml"'


@DEMO
@pytest.mark.parametrize("answer", ["perhaps", "", "ACCEPTED"])
def test_a_word_that_is_no_answer_is_refused(client, invited, answer):
    # when
    status = client.post(f"/postbox/{_newest().id}/answers", data={"answer": answer}).status_code

    # then
    assert (status, list(db.session.scalars(select(IncomingMail)))) == (400, [])


@DEMO
def test_a_message_without_an_invitation_cannot_be_answered(client, press, invited, now):
    # given
    with transaction() as session:
        session.add(PostboxMail(token="x", recipient="a@x.example", subject="Hi", raw=b"Subject: Hi\r\n\r\nHi\r\n", kept_at=now))

    # when
    html = client.get(f"/postbox/{_newest().id}").text
    said = press("yes")

    # then
    assert 'name="answer"' not in html
    assert "This mail carries no invitation to answer." in said


@pytest.mark.settings(demo=True, smtp_url="", base_url="http://127.0.0.1:8000", lmtp_bind=f"127.0.0.1:{free_port()}")
def test_a_door_that_is_shut_is_said(client, invited):
    # when
    said = client.post(f"/postbox/{_newest().id}/answers", data={"answer": "yes"}, follow_redirects=True).text

    # then
    assert "The mail door is not open." in said


@DEMO
@pytest.mark.parametrize("part", ["", "/body", "/raw"])
def test_a_message_that_is_none_is_not_found(client, admin, part):
    assert client.get(f"/postbox/999{part}").status_code == 404


ELSEWHERE = [
    pytest.param({"demo": False}, id="production"),
    pytest.param({"demo": False, "base_url": "http://127.0.0.1:8000"}, id="production on loopback"),
    pytest.param({"demo": True, "base_url": "http://127.0.0.1:8000"}, id="demo with a mail server"),
]


@pytest.mark.parametrize("configuration", ELSEWHERE)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/postbox/1/proposals"),
        ("get", "/postbox"),
        ("get", "/postbox?recipient=ada@brink-waal.example"),
        ("get", "/postbox/1"),
        ("get", "/postbox/1/body"),
        ("get", "/postbox/1/raw"),
        ("post", "/postbox/1/answers"),
    ],
)
def test_elsewhere_there_is_no_postbox_even_with_mail_in_it(app, settings, client_of, admin, now, configuration, method, path):
    # given
    app.config["FOYER"] = settings.model_copy(update=configuration)
    with transaction() as session:
        session.add(
            PostboxMail(id=1, token="x", recipient="ada@brink-waal.example", subject="Secret", raw=b"Secret", kept_at=now)
        )

    # when
    answer = getattr(client_of(admin), method)(path, **({"data": {"answer": "yes"}} if method == "post" else {}))

    # then
    assert answer.status_code == 404
    assert "Secret" not in answer.text


@pytest.mark.parametrize("configuration", ELSEWHERE)
def test_elsewhere_nothing_leads_to_a_postbox(app, settings, client_of, admin, configuration):
    # given
    app.config["FOYER"] = settings.model_copy(update=configuration)

    # then
    assert "/postbox" not in client_of(admin).get("/mail").text


@DEMO
def test_in_the_demo_the_mail_page_leads_to_it(client_of, chen):
    assert 'href="/postbox"' in client_of(chen).get("/mail").text
