"""What the mails of a poll say, to whom, and when they are not sent."""

from datetime import timedelta

import pytest

from calendars import attendee
from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions.polls import mails, polls
from tests.infra.polls import link_in

DAY = timedelta(days=1)


def set_for(person, **columns):
    with transaction() as session:
        person = session.get_one(Person, person.id)
        for name, value in columns.items():
            setattr(person, name, value)


def test_the_question_names_the_dates_the_link_and_who_sees_the_marks(
    poll, deliver, clock, smtp_sink, words_of, settings, now, ada
):
    # given
    made = poll(asked=[ada], answer_until=now + 2 * DAY, address="Ground floor", online_url="https://meet.example/x")

    # when
    deliver()
    (mail,) = smtp_sink.received

    # then
    assert words_of(mail) == (
        "Dear Ada, Bo Lindqvist is looking for a date for “Winter lunch” and would like you to be there. Which of these suit you? "
        "Soup first. - Tuesday 8 December, 10:00–11:00 - Tuesday 15 December, 10:00–11:00 - Tuesday 22 December, 10:00–11:00 "
        f"Say which dates suit you: {settings.base_url}{link_in(made, ada)} "
        "Yes, if need be or no for each date, without signing in. A no needs no reason, and none of them is an answer too. "
        "Where: Canteen, Ground floor Online: https://meet.example/x Host: Bo Lindqvist Answer by: Thursday 3 December "
        "Who sees it: Only Bo Lindqvist and the community managers see what you mark. "
        "A question? Reply to this mail; Bo Lindqvist reads it. The link is yours alone, so please do not forward it. "
        f"Fewer reminders: {settings.base_url}/me#reminders"
    )
    assert mail.message["Subject"] == "Which date suits you? Winter lunch"
    assert (mail.message["Reply-To"].addresses[0].addr_spec, attendee.calendar_of(mail.raw)) == ("bo@brink-waal.example", None)


def test_the_question_says_before_anybody_marks_that_others_will_see_it(poll, deliver, clock, smtp_sink, words_of, ada):
    # given
    poll(asked=[ada], shows_marks=True)

    # when
    deliver()

    # then
    assert "Who sees it: Everybody who is asked sees what you mark, with your name." in words_of(smtp_sink.received[0])


def test_the_question_speaks_the_reader_s_language_and_names_their_hour(poll, deliver, clock, smtp_sink, words_of, ada):
    # given
    set_for(ada, language="nl", timezone="Europe/Lisbon")
    poll(asked=[ada])

    # when
    deliver()
    (mail,) = smtp_sink.received

    # then
    assert mail.message["Subject"] == "Welke datum komt je uit? Winter lunch"
    assert "dinsdag 8 december, 10:00–11:00 in Amsterdam (09:00–10:00 bij jou)" in words_of(mail)


@pytest.mark.parametrize("reason", ["left", "answered", "closed", "passed", "deadline"])
def test_a_question_that_became_needless_does_not_leave(poll, mark, deliver, clock, smtp_sink, poll_mails, now, ada, reason):
    # given
    made = poll(asked=[ada], answer_until=now + DAY if reason == "deadline" else None)

    # when
    if reason == "left":
        set_for(ada, active=False)
    elif reason == "answered":
        mark(made, ada, "yes")
    elif reason == "closed":
        with transaction():
            polls.close(made.id, word="", now=now)
    else:
        clock.move_to(now + (22 if reason == "passed" else 1) * DAY)
    deliver()

    # then
    assert [mail.message["Subject"] for mail in smtp_sink.received if mail.message["Subject"].startswith("Which")] == []
    assert poll_mails(made)[0][2] in {"dropped", "replaced"}


def test_dates_that_have_passed_are_not_offered(poll, deliver, clock, smtp_sink, words_of, now, ada):
    # given
    poll(asked=[ada])
    clock.move_to(now + 8 * DAY)

    # when
    deliver()

    # then
    assert "8 December" not in words_of(smtp_sink.received[0])


def test_letters_take_the_same_number_of_queries_for_one_and_for_five(poll, count_queries, app, clock, now, colleagues):
    # given
    with app.test_request_context():
        poll(asked=colleagues(5))
        all_ = db.session.query(OutgoingMail).all()
        counts = []

        # when
        for batch in (all_[:1], all_):
            db.session.expire_all()
            [mail.payload for mail in all_]
            with count_queries() as queries:
                written = mails.letters(batch, now=now)
            counts.append((len(queries), len([one for one in written if one])))

    # then
    assert [count for count, _written in counts] == [counts[0][0]] * 2
    assert [written for _count, written in counts] == [1, 5]
