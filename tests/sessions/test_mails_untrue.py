"""Messages that became untrue, or were never needed, do not leave; a calendar never gets an older state last."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions import notices, reminders
from sessions.models import Invitation, Rsvp, Via
from tests.infra.post import vevent

DAY = timedelta(days=1)


@pytest.fixture
def heard(smtp_sink, deliver, clock):
    """`heard(ada)`: METHOD and SEQUENCE, or the subject where no calendar came along, of all she got, oldest first."""

    def read(person):
        deliver()
        return [_gist(mail) for mail in smtp_sink.to(person.email)]

    return read


def _gist(mail):
    try:
        event = vevent(mail)
    except AttributeError:  # no calendar in it
        return mail.message["Subject"]
    return event["METHOD"], event["SEQUENCE"]


def states():
    db.session.expire_all()
    return [
        (mail.kind.partition(".")[2], mail.state.value)
        for mail in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    ]


def send_again(kind):
    """As if it had failed, and somebody tried it again: whatever the outbox thinks of that."""
    with transaction():
        mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind).order_by(OutgoingMail.id)).first()
        mail.state, mail.sent_at = OutgoingState.QUEUED, None


def test_who_was_never_told_hears_of_no_cancellation(meetup, cancel, heard, ada):
    # given
    session = meetup(invited=[ada])
    cancel(session, "Snow.")

    # then
    assert heard(ada) == []
    assert states() == [("invitation", "replaced"), ("cancellation", "dropped")]


def test_who_was_never_told_hears_of_no_withdrawal(meetup, withdraw, heard, ada):
    # given
    session = meetup(invited=[ada])
    withdraw(session, ada)

    # then
    assert heard(ada) == []


def test_who_may_have_been_told_by_a_worker_that_died_is_told_of_the_cancellation(meetup, cancel, heard, ada):
    # given: handed over, and killed before it was marked
    session = meetup(invited=[ada])
    with transaction():
        mail = db.session.scalars(select(OutgoingMail)).one()
        mail.attempts, mail.state = 1, OutgoingState.FAILED
    cancel(session, "Snow.")

    # then
    assert heard(ada) == [("CANCEL", "1")]


def test_only_who_was_told_hears_of_the_cancellation(meetup, invite, cancel, heard, ada, dana):
    # given
    session = meetup(invited=[ada])
    told = heard(ada)
    invite(session, dana)
    cancel(session, "Snow.")

    # then
    assert (told, heard(ada), heard(dana)) == ([("REQUEST", "0")], [("REQUEST", "0"), ("CANCEL", "1")], [])


@pytest.mark.parametrize("end", ["cancelled", "withdrawn"])
def test_after_a_cancel_no_older_request_leaves(meetup, cancel, withdraw, heard, ada, end):
    # given
    session = meetup(invited=[ada])
    heard(ada)
    if end == "cancelled":
        cancel(session, "Snow.")
    else:
        withdraw(session, ada)
    heard(ada)

    # when
    send_again("sessions.invitation")

    # then
    assert heard(ada) == [("REQUEST", "0"), ("CANCEL", "1")]


def test_an_older_request_does_not_leave_after_a_newer_one(meetup, withdraw, invite, heard, ada):
    # given: withdrawn and invited anew, so that the invitation is true again, but not this message of it
    session = meetup(invited=[ada])
    heard(ada)
    withdraw(session, ada)
    heard(ada)
    invite(session, ada)
    before = heard(ada)

    # when
    send_again("sessions.invitation")
    send_again("sessions.withdrawal")

    # then
    assert before == [("REQUEST", "0"), ("CANCEL", "1"), ("REQUEST", "2")]
    assert heard(ada) == before


def test_nothing_leaves_about_a_session_that_is_over(meetup, cancel, say, heard, ada, clock):
    # given: the mail server was away
    session = meetup(invited=[ada])
    clock.move_to(session.ends_at)

    # then
    assert heard(ada) == []
    assert states() == [("invitation", "dropped")]


def test_a_seat_that_was_given_up_by_calendar_before_the_mail_left_is_not_promised(
    meetup, say, smtp_sink, deliver, words_of, clock, colleagues
):
    # given: called from the line, and at the same moment their own calendar says no
    people = colleagues(2)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")
    deliver()
    say(session, people[0], "declined")
    say(session, people[1], "declined", via=Via.CALENDAR)

    # when
    deliver()

    # then
    last = smtp_sink.to(people[1].email)[-1]
    assert "A seat came free" not in words_of(last)
    assert words_of(last).startswith("Dear P001, Noted, and no reason needed.")
    assert "PARTSTAT=DECLINED" in vevent(last)["ATTENDEE"]


def test_whoever_was_never_told_is_invited_whatever_made_the_mail_due(meetup, change, smtp_sink, deliver, clock, ada):
    # given: the session moved before the invitation had left
    session = meetup(invited=[ada])
    change(session, moved_by=DAY)

    # when
    deliver()

    # then
    assert [mail.message["Subject"] for mail in smtp_sink.received] == ["Lunch and learn, Wednesday 9 December"]


def test_mails_refer_to_the_first_whatever_its_kind(meetup, say, change, smtp_sink, deliver, clock, ada):
    # given: answered on the page before the invitation had left
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    deliver()
    change(session, title="Other")

    # when
    deliver()

    # then
    first, second = (mail.message for mail in smtp_sink.received)
    assert (first["References"], second["References"]) == (None, first["Message-ID"])


@pytest.fixture
def due(clock):
    """`due(at)`: the clock stands there, and what is due then is posted."""

    def post(at):
        clock.move_to(at)
        with transaction():
            return reminders.post_due(now=at)

    return post


@pytest.mark.parametrize("change_of_mind", ["switched off", "declined", "moved", "withdrawn", "left"])
def test_a_reminder_that_became_untrue_does_not_leave(meetup, say, change, withdraw, due, heard, ada, change_of_mind):
    # given: posted at night, due in the morning
    session = meetup(invited=[ada])
    say(session, ada, "accepted", via=Via.CALENDAR)
    before = heard(ada)
    night = session.starts_at - timedelta(hours=10)
    posted = due(night)
    with transaction():
        person = db.session.get_one(Person, ada.id)
        person.wants_reminders = change_of_mind != "switched off"
        person.active = change_of_mind != "left"
    if change_of_mind == "declined":
        say(session, ada, "declined", via=Via.CALENDAR, at=night)
    elif change_of_mind == "moved":
        change(session, moved_by=7 * DAY, at=night)
    elif change_of_mind == "withdrawn":
        withdraw(session, ada, at=night)

    # when
    due(session.starts_at - timedelta(hours=1))

    # then
    after = [what for what in heard(ada)[len(before) :] if isinstance(what, str)]
    assert (posted, after) == (1, [])


def test_a_reminder_and_a_nudge_leave_while_they_are_true(meetup, say, due, heard, ada):
    # given
    seat, open_ = meetup(invited=[ada]), meetup(invited=[ada], title="Walk")
    say(seat, ada, "accepted", via=Via.CALENDAR)
    heard(ada)

    # when
    due(open_.starts_at - 3 * DAY)
    nudged = heard(ada)[2:]
    due(seat.starts_at - DAY)

    # then
    assert (nudged, heard(ada)[3:]) == (
        ["Will you come? Walk, Tuesday 8 December"],
        ["Soon: Lunch and learn, Tuesday 8 December"],
    )


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_a_nudge_does_not_leave_after_the_answer(meetup, say, due, heard, ada, answer):
    # given
    session = meetup(invited=[ada])
    before = heard(ada)
    posted = due(session.starts_at - 3 * DAY)
    say(session, ada, answer, via=Via.CALENDAR, at=session.starts_at - 3 * DAY)

    # then
    assert (posted, heard(ada)) == (1, before)


def test_the_words_of_a_reminder_and_of_a_nudge(meetup, say, due, smtp_sink, deliver, words_of, ada):
    # given
    seat, open_ = meetup(invited=[ada]), meetup(invited=[ada], title="Walk")
    say(seat, ada, "accepted", via=Via.CALENDAR)
    deliver()

    # when
    for at in (open_.starts_at - 3 * DAY, seat.starts_at - DAY):
        due(at)
        deliver()

    # then
    nudge, reminder = (words_of(mail).partition(" When:")[0] for mail in smtp_sink.received[2:])
    assert (
        nudge == "Dear Ada, Bo Lindqvist would still like you at the table. We ask this once; after that it is quiet. Soup first."
    )
    assert reminder == (
        "Dear Ada, You have a seat at Lunch and learn: Tuesday 8 December, 10:00–11:00. "
        "Not convenient any more? One press gives your seat on."
    )
    assert [mail.message["Reply-To"] for mail in smtp_sink.received[2:]] == [
        f"rsvp+{token}@brink-waal.example"
        for token in reversed(db.session.scalars(select(Invitation.token).order_by(Invitation.id)).all())
    ]


def test_a_mail_that_came_back_is_told_to_the_host_without_secrets(meetup, smtp_sink, deliver, words_of, clock, ada, bo):
    # given
    meetup(invited=[ada])
    smtp_sink.answers[ada.email] = "550 5.1.1 No such user"
    deliver()

    # when
    deliver()

    # then
    (note,) = smtp_sink.to(bo.email)
    assert (note.message["Subject"], note.message["From"], note.message["Reply-To"], note.message["References"]) == (
        "A mail came back: Lunch and learn",
        "Brink & Waal <foyer@brink-waal.example>",
        None,
        None,
    )
    assert words_of(note).startswith(
        "Dear Bo, Our mail to ada@brink-waal.example came back, so this person may not know of Lunch and learn. "
        "You may know another way to reach them. The mail server refused ada@brink-waal.example: 550 5.1.1 No such user"
    )
    token = db.session.scalars(select(Invitation.token)).one()
    assert [secret for secret in (token, "/a/", "rsvp+") if secret.encode() in note.raw or secret in words_of(note)] == []


def test_a_mail_whose_invitation_is_gone_is_not_needed(meetup, heard, ada):
    # given
    session = meetup(invited=[ada])
    with transaction():
        db.session.delete(db.session.scalars(select(Rsvp).where(Rsvp.session_id == session.id)).one())

    # then
    assert heard(ada) == []
    assert notices.INVITATION in db.session.scalars(select(OutgoingMail.kind)).all()
