"""What becomes of a message to an answer address: each reason, by the answer that has it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail
from sessions import invitations, scheduling
from sessions.models import AnswerRecord, Rsvp, Via
from sessions.replies import Reason


def became(incoming: IncomingMail) -> tuple[str, str]:
    return incoming.state.value, incoming.reason


def mail(*headers: str, body: str = "Ik kom graag!") -> bytes:
    return "\r\n".join([*headers, "", body, ""]).encode()


@pytest.fixture
def lunch(meetup, ada):
    return meetup(invited=[ada])


def test_every_reason_stands_in_a_test():
    # when
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_replies*.py"))

    # then
    assert [reason.name for reason in Reason if f"Reason.{reason.name}" not in tests] == []


@pytest.mark.parametrize(
    ("partstat", "word", "seat"),
    [("ACCEPTED", "accepted", "seated"), ("TENTATIVE", "tentative", "none"), ("DECLINED", "declined", "none")],
)
def test_answer_counts(lunch, answer, comes_in, room, ada, partstat, word, seat):
    # when
    incoming = comes_in(answer(lunch, ada, partstat))

    # then
    assert became(incoming) == ("applied", Reason.ANSWER)
    assert room(lunch) == {"Ada": (word, seat, None)}
    assert (incoming.topic, incoming.person_id, incoming.sender) == (lunch.topic, ada.id, "ada@brink-waal.example")


def test_answer_is_kept_with_all_it_says(lunch, answer, comes_in, ada, now):
    # given
    said = answer(lunch, ada, parameters=';X-NUM-GUESTS=2;X-RESPONSE-COMMENT="Ja, graag"', properties=["COMMENT:Tot dan"])

    # when
    incoming = comes_in(said)

    # then
    rsvp = db.session.scalars(select(Rsvp)).one()
    assert (rsvp.via, rsvp.comment, rsvp.guests, rsvp.reply_prodid) == (Via.CALENDAR, "Ja, graag", 2, "-//Test//EN")
    assert (rsvp.reply_sequence, rsvp.reply_dtstamp) == (0, now)
    record = db.session.scalars(select(AnswerRecord)).one()
    assert (record.via, record.comment, record.sequence, record.incoming_mail_id) == (Via.CALENDAR, "Ja, graag", 0, incoming.id)


def test_comment_of_exchange_is_kept(lunch, answer, comes_in, ada):
    # when
    comes_in(answer(lunch, ada, properties=["COMMENT;LANGUAGE=nl-NL:Ik ben er\\, tot dan!\\n"]))

    # then
    assert db.session.scalars(select(Rsvp.comment)).all() == ["Ik ben er, tot dan!"]


def test_needs_action_overwrites_nothing(lunch, answer, comes_in, room, ada, now):
    # given
    comes_in(answer(lunch, ada))

    # when
    incoming = comes_in(answer(lunch, ada, "NEEDS-ACTION", stamped=now + timedelta(minutes=5)))

    # then
    assert became(incoming) == ("ignored", Reason.OPEN)
    assert room(lunch) == {"Ada": ("accepted", "seated", None)}


def test_answer_without_partstat_says_nothing(lunch, answer, comes_in, ada):
    assert became(comes_in(answer(lunch, ada, ""))) == ("ignored", Reason.OPEN)


def test_same_message_twice_is_one(lunch, answer, comes_in, ada):
    # given
    said = answer(lunch, ada)

    # when
    first, second = comes_in(said), comes_in(said)

    # then
    assert first.id == second.id
    assert db.session.scalars(select(AnswerRecord.incoming_mail_id)).all() == [first.id]


def test_same_answer_by_another_way_is_a_repeat(lunch, answer, comes_in, ada):
    # given
    comes_in(answer(lunch, ada))

    # when
    incoming = comes_in(answer(lunch, ada, headers=["Received: by a second server"]))

    # then
    assert became(incoming) == ("ignored", Reason.REPEAT)
    assert len(db.session.scalars(select(AnswerRecord)).all()) == 1


def test_two_events_are_both_read(lunch, answer, comes_in, room, ada):
    # given: the event, open for a date we do not know; and the answer
    events = [answer(lunch, ada, "NEEDS-ACTION").event, answer(lunch, ada, "DECLINED").event]

    # when
    incoming = comes_in(answer(lunch, ada, events=events))

    # then
    assert became(incoming) == ("applied", Reason.ANSWER)
    assert room(lunch) == {"Ada": ("declined", "none", None)}


def test_session_that_was_cancelled_takes_no_answer(lunch, answer, comes_in, posted, ada, chen, now):
    # given
    said = answer(lunch, ada)
    with transaction():
        scheduling.cancel(lunch.id, reason="Snow.", by=chen, now=now)
    before = posted(lunch)

    # when
    incoming = comes_in(said)

    # then
    assert became(incoming) == ("ignored", Reason.CANCELLED)
    assert posted(lunch) == before


def test_draft_takes_no_answer(meetup, answer, comes_in, room, ada):
    # given
    draft = meetup(invited=[ada], publish=False)

    # when
    incoming = comes_in(answer(draft, ada))

    # then
    assert became(incoming) == ("ignored", Reason.NOT_OPEN)
    assert room(draft) == {"Ada": ("needs-action", "none", None)}


def test_whoever_was_withdrawn_waits_for_the_host(lunch, answer, comes_in, room, ada, bo, now):
    # given
    said = answer(lunch, ada)
    with transaction():
        invitations.withdraw(lunch.id, ada.id, by=bo, now=now)

    # when
    incoming = comes_in(said)

    # then
    assert became(incoming) == ("waiting", Reason.WITHDRAWN)
    assert incoming.details["partstat"] == "ACCEPTED"
    assert room(lunch) == {"Ada": ("needs-action", "none", None)}


@pytest.mark.parametrize(
    ("partstat", "word"), [("ACCEPTED", "needs-action"), ("TENTATIVE", "needs-action"), ("DECLINED", "declined")]
)
def test_after_the_deadline_only_a_no_counts_and_the_calendar_is_told(
    meetup, answer, comes_in, room, posted, ada, now, partstat, word
):
    # given
    lunch = meetup(invited=[ada], rsvp_until=now - timedelta(hours=1), at=now - timedelta(days=3))

    # when
    incoming = comes_in(answer(lunch, ada, partstat))

    # then
    late = word == "needs-action"
    assert became(incoming) == ("applied", Reason.LATE if late else Reason.ANSWER)
    assert room(lunch)["Ada"][0] == word
    assert ("late", "ada", 0, "queued") in posted(lunch) or not late


def test_answer_that_reached_us_in_time_counts_though_read_later(meetup, answer, comes_in, room, ada, now):
    # given
    lunch = meetup(invited=[ada], rsvp_until=now - timedelta(hours=1), at=now - timedelta(days=3))

    # when
    incoming = comes_in(answer(lunch, ada, stamped=now - timedelta(hours=3)), at=now - timedelta(hours=2))

    # then
    assert became(incoming) == ("applied", Reason.ANSWER)
    assert room(lunch) == {"Ada": ("accepted", "seated", None)}


def test_answer_about_another_event_waits(lunch, answer, comes_in, room, ada):
    # when
    incoming = comes_in(answer(lunch, ada, uid="somebody-elses@calendar.example"))

    # then
    assert became(incoming) == ("waiting", Reason.OTHER_EVENT)
    assert room(lunch) == {"Ada": ("needs-action", "none", None)}


@pytest.mark.parametrize(
    ("rid", "reason"),
    [("20261208T090000Z", Reason.ANSWER), ("20261208T100000", Reason.ANSWER), ("20270101T090000Z", Reason.OTHER_EVENT)],
)
def test_single_session_is_met_by_its_own_instant(lunch, answer, comes_in, ada, rid, reason):
    # when
    name = "RECURRENCE-ID" if rid.endswith("Z") else "RECURRENCE-ID;TZID=W. Europe Standard Time"
    incoming = comes_in(answer(lunch, ada, properties=[f"{name}:{rid}"]))

    # then
    assert became(incoming)[1] == reason


def test_answer_of_nobody_waits(lunch, answer, comes_in, ada):
    assert became(comes_in(answer(lunch, ada, attendee=""))) == ("waiting", Reason.OTHER_ADDRESS)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "DECLINECOUNTER", ""])
def test_object_that_answers_nothing_waits(lunch, answer, comes_in, room, ada, method):
    # when
    incoming = comes_in(answer(lunch, ada, method=method))

    # then
    assert became(incoming) == ("waiting", Reason.NO_ANSWER)
    assert room(lunch) == {"Ada": ("needs-action", "none", None)}


def test_reply_without_an_event_waits(lunch, answer, comes_in, ada):
    assert became(comes_in(answer(lunch, ada, events=["X-NOTHING:1"]))) == ("waiting", Reason.NO_ANSWER)


def test_words_wait_for_the_host(lunch, comes_in, invitation_of, ada):
    # when
    incoming = comes_in(mail("From: ada@brink-waal.example", "Subject: Re: Lunch"), token=invitation_of(lunch, ada).token)

    # then
    assert became(incoming) == ("waiting", Reason.WORDS)
    assert (incoming.subject, incoming.details["text"], incoming.topic) == ("Re: Lunch", "Ik kom graag!", lunch.topic)


@pytest.mark.parametrize(
    ("headers", "envelope_from"),
    [
        (["Auto-Submitted: auto-replied"], "ada@brink-waal.example"),
        (["X-Auto-Response-Suppress: All"], "ada@brink-waal.example"),
        (["Precedence: bulk"], "ada@brink-waal.example"),
        ([], ""),
    ],
)
def test_absence_note_changes_nothing_and_is_not_answered(lunch, comes_in, invitation_of, posted, ada, headers, envelope_from):
    # given
    raw, token = mail("From: ada@brink-waal.example", *headers), invitation_of(lunch, ada).token

    # when
    incoming = comes_in(raw, token=token, envelope_from=envelope_from)

    # then
    assert became(incoming) == ("ignored", Reason.AUTOMATIC)
    assert posted(lunch) == [("invitation", "ada", 0, "queued")]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatic reply: Lunch and learn", "Yes"),
        ("Automatisch antwoord: Lunch and learn", "Ja, ik kom!"),
        ("Re: Lunch and learn", "Yes. I'm on leave until 4 January."),
    ],
)
def test_absence_note_without_any_header_changes_nothing(lunch, comes_in, invitation_of, posted, room, ada, subject, body):
    # when
    raw = mail("From: ada@brink-waal.example", f"Subject: {subject}", body=body)
    incoming = comes_in(raw, token=invitation_of(lunch, ada).token)

    # then
    assert became(incoming) == ("ignored", Reason.AUTOMATIC)
    assert room(lunch) == {"Ada": ("needs-action", "none", None)}
    assert posted(lunch) == [("invitation", "ada", 0, "queued")]


def test_answer_counts_though_a_program_sent_it(lunch, answer, comes_in, ada):
    # when
    incoming = comes_in(answer(lunch, ada, headers=["Auto-Submitted: auto-generated", "Precedence: bulk"]), envelope_from="")

    # then
    assert became(incoming) == ("applied", Reason.ANSWER)


def test_unknown_token_waits_for_those_who_manage(lunch, answer, comes_in, ada):
    # when
    incoming = comes_in(answer(lunch, ada), token="a" * 26)

    # then
    assert became(incoming) == ("waiting", Reason.UNKNOWN_TOKEN)
    assert (incoming.topic, incoming.person_id) == ("", None)
